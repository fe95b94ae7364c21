"""Which columns of the cohort a run reads."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from champion_challenger.errors import ForbiddenError
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.operations.evaluation.needed import (
    UnreadColumnsError,
    Use,
    check_read,
    check_words,
    columns_sentence,
    needed_columns,
)
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.records.models import Horizon
from champion_challenger.settings.contact import ContactRules
from champion_challenger.settings.retrain_and_evaluate import Settings, VersionChoice
from tests.unit.operations.fake_models import FACTS, FakeModel, FakeScorer, version
from tests.unit.operations.fakes import FakeHost, customers, dataset, host

RULES = CohortRules("churned", "customer", Horizon(1, "month"))
ALL = Use(VersionChoice())


@pytest.fixture
def given() -> FakeHost:
    """A cohort with columns that nobody needs."""
    found = host()
    named = ("day", "city", "contact", "old_score", "new_column", "of_rival", "u1", "u2")
    frame = customers().assign(**dict.fromkeys(named, 1.0))
    found.flow = replace(found.flow, cohort=dataset("TELCO.customers", frame))
    return found


def needed(given: FakeHost, rules: CohortRules = RULES, use: Use = ALL) -> tuple[str, ...] | None:
    """Columns that are needed, with v1 as the champion."""
    return needed_columns(version("v1", active=True), rules, use, given)


def test_columns_of_the_form_and_features_are_needed(given: FakeHost) -> None:
    """In the order of the schema."""
    rules = replace(RULES, snapshot_column="day", segment_columns=("city",), contact=ContactRules("contact"))

    assert needed(given) == ("customer", "x", "z", "churned")
    assert needed(given, rules) == ("customer", "x", "z", "churned", "day", "city", "contact")
    assert needed(given, use=replace(ALL, score_columns=("old_score",))) == (
        "customer",
        "x",
        "z",
        "churned",
        "old_score",
    )


def test_columns_that_the_champion_never_saw_may_become_features(given: FakeHost) -> None:
    """Those that it rejects, and those that the cohort lacks, may not."""
    use = replace(ALL, training=("x", "churned", "new_column", "of_training_alone"))

    assert needed(given, use=use) == ("customer", "x", "z", "churned", "new_column")


def test_a_version_that_tells_no_features_needs_all(given: FakeHost) -> None:
    """So does one whose details cannot be read."""
    given.model.scorers["v2"] = ForbiddenError("not yours")

    assert needed(given) is None


def test_a_version_that_is_not_compared_needs_nothing(given: FakeHost) -> None:
    """The champion always is."""
    given.model.scorers["v2"] = FakeScorer({"u1": 1.0})

    assert needed(given, use=Use(VersionChoice("last_n", 1))) == ("customer", "x", "churned", "u1")
    assert needed(given, use=Use(VersionChoice("last_n", 0))) == ("customer", "x", "churned")


def test_active_versions_of_other_models_have_features_too(given: FakeHost) -> None:
    """A model that may not be looked into has none: it cannot score."""
    rival = FakeModel(
        [version("w1", active=True)], {"w1": FakeScorer({"of_rival": 1.0})}, replace(FACTS, model_id="m2")
    )
    closed = FakeModel([], {}, replace(FACTS, model_id="m3"), refusal=ForbiddenError("not yours"))
    given.other_models = [rival, closed]

    assert needed(given) == ("customer", "x", "z", "churned", "of_rival")


def test_a_feature_that_is_there_and_was_not_read_is_refused() -> None:
    """One that the cohort lacks is a matter of the version."""
    check_read(["x", "gone"], ["x"], ["x", "z"])
    with pytest.raises(UnreadColumnsError, match="^z$"):
        check_read(["x", "z", "gone"], ["x"], ["x", "z"])


@pytest.mark.parametrize("message", ["\"['z'] not in index\"", "the data lacks `z`", 'no column "z", "gone"'])
def test_a_column_that_an_error_names_and_that_was_not_read_is_found(message: str) -> None:
    """In quotes of any kind; a word that is a column's name by chance is none."""
    check_words("the z of it, 'x' and 'gone'", ["x"], ["x", "z"])
    with pytest.raises(UnreadColumnsError, match="^z$"):
        check_words(message, ["x"], ["x", "z"])


def test_nothing_is_said_where_all_columns_are_read(given: FakeHost) -> None:
    """By name, or because a version tells none."""
    cohort = given.flow.cohort

    assert columns_sentence(None, cohort) == columns_sentence(cohort.column_names, cohort) == ""


def evaluate_cohort(given: FakeHost) -> pd.DataFrame:
    """Rows of a whole run."""
    result = retrain_and_evaluate(Settings(customer_id_column="customer"), given)
    write(result, given)
    return given.written["performance"]


def test_only_columns_that_a_version_or_the_form_needs_are_read() -> None:
    """Of three hundred more, none; the log says how many."""
    given = host(training_data=None)
    more = pd.DataFrame("unused", given.frame.index, [f"u{number}" for number in range(300)])
    given.frame = pd.concat([given.frame, more], axis=1)
    given.model.scorers["v2"] = FakeScorer({"x": 2.0})
    given.flow = replace(given.flow, cohort=dataset("TELCO.customers", given.frame))
    evaluate_cohort(given)

    assert given.columns_read == ("customer", "x", "churned")
    assert "TELCO.customers: 3 of its 304 columns are read, those that a version or the form needs." in given.said


def test_all_columns_are_read_for_a_version_that_tells_no_features() -> None:
    """As before columns were chosen."""
    given = host(training_data=None)
    given.model.told["v2"] = frozenset()
    evaluate_cohort(given)

    assert given.columns_read is None


def test_a_version_that_scores_by_other_columns_than_it_tells_is_scored_all_the_same() -> None:
    """The cohort is read again with all columns; rows are those of a version that tells the truth."""
    honest, given = host(training_data=None), host(training_data=None)
    for side in (honest, given):
        side.model.scorers["v2"] = FakeScorer({"x": 1.0, "z": 0.5})
    given.model.told["v2"] = frozenset({"x"})
    expected, rows = evaluate_cohort(honest), evaluate_cohort(given)

    pd.testing.assert_frame_equal(rows.drop(columns="scoring_seconds"), expected.drop(columns="scoring_seconds"))
    assert (given.reads, given.columns_read) == (2, None)
    assert any("a version scores by z" in line for line in given.said)
