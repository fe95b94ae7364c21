"""Who is scored, in which order, and what the log says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from champion_challenger.errors import ForbiddenError, HostError
from champion_challenger.operations.evaluation.cohort import read_cohort
from champion_challenger.operations.evaluation.contest import ContestRules, score_contestants, scoring_failures
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.records.models import Horizon
from champion_challenger.settings.retrain_and_evaluate import VersionChoice
from tests.unit.operations.fake_models import FACTS, FakeModel, FakeScorer, version
from tests.unit.operations.fakes import FakeHost, host

RULES = ContestRules(VersionChoice(), (), "1", allows_missing=False, threads=1)
COHORT_RULES = CohortRules("churned", "customer", Horizon(1, "month"), positive_class="1")


def scored(given: FakeHost, rules: ContestRules = RULES) -> list[Scoring]:
    """Score the host's cohort."""
    cohort = read_cohort(given.chunks(), COHORT_RULES, given.flow, ("0", "1"), date(2019, 8, 20))
    return score_contestants(given.model.listed[0], rules, cohort, given)


def test_order_is_champion_challengers_other_models_columns_and_lost_ones() -> None:
    """The rows of performance keep it."""
    given = host()
    rival = FakeModel([version("v9", 3, active=True)], {"v9": FakeScorer({"x": 1.0})}, replace(FACTS, name="Rival"))
    given.other_models = [rival]
    rules = replace(RULES, versions=VersionChoice("chosen", listed=("v2", "gone")), score_columns=("z",))

    ids = [scoring.contestant.version_id for scoring in scored(given, rules)]
    assert ids == ["v1", "v2", "m1:v9", "column:z", "gone"]


def test_another_model_that_may_not_be_read_is_a_row_with_its_reason() -> None:
    """It is shared with this project only; the others are compared all the same."""
    given = host()
    given.other_models = [FakeModel([], {}, replace(FACTS, model_id="m9"), refusal=HostError("no right to read m9"))]
    last = scored(given)[-1]

    assert (last.contestant.version_id, last.scores, str(last.reason)) == ("TELCO.m9", None, "no right to read m9")
    assert scoring_failures([last]) == ["Version TELCO.m9: no right to read m9."]


def test_a_missing_right_to_another_model_says_who_gives_it() -> None:
    """Sharing the model is not enough."""
    given = host()
    given.other_models = [FakeModel([], {}, replace(FACTS, model_id="m9"), refusal=ForbiddenError("no right"))]

    assert "no right. Whoever runs this recipe needs the right to read project TELCO" in scored(given)[-1].reason


def test_log_has_a_line_for_each_model() -> None:
    """With the reason where one has no scores."""
    given = host()
    given.model.scorers["v2"] = HostError("cannot be loaded")
    scored(given)

    assert "(champion): scored in" in given.said[0]
    assert given.said[1].endswith("v2: not scored: cannot be loaded.")


def test_no_scores_at_all_end_the_run() -> None:
    """Nothing could be compared; the environment is named, since it is the likely cause."""
    given = host()
    given.model.scorers = dict.fromkeys(("v1", "v2"), HostError("no xgboost"))
    with pytest.raises(HostError, match=r"No version could score the cohort in code env test\. v1: no xgboost; v2: no"):
        scored(given)


def test_champion_without_scores_is_a_failure_and_a_challenger_that_lacks_columns_is_none() -> None:
    """A version that does not load is one too."""
    given = host()
    given.model.scorers = {"v1": FakeScorer({"gone": 1.0}), "v2": FakeScorer({"x": 1.0})}
    challenger = host()
    challenger.model.scorers["v2"] = FakeScorer({"gone": 1.0})

    assert [sentence[:10] for sentence in scoring_failures(scored(given))] == ["Version v1"]
    assert scoring_failures(scored(challenger)) == []


def test_a_typed_version_that_never_was_is_told_with_those_there_are() -> None:
    """Another field, and another thing to do, than a version that was deleted."""
    given = host()
    rules = replace(RULES, versions=VersionChoice("chosen", listed=("v2", "initiel"), typed=("initiel",)))

    reason = str(scored(given, rules)[-1].reason)
    assert reason.startswith("typed in the form, and the model has no such version; it has v1, v2: correct it under")
