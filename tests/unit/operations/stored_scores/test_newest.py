"""Early warnings of stored scores: those of the main job, on the same customers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.reasons import read_reasons
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fake_models import FakeScorer, version
from tests.unit.operations.fakes import FakeHost, customers, dataset, host
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host

EARLY = [
    "expected_positives", "newest_cohort", "n_newest", "newest_expected_positives", "score_psi", "score_psi_limit",
    "list_changed", "score_histogram", "early_warnings",
]  # fmt: skip
SCORERS = {"v1": FakeScorer({"x": 1.0, "z": 0.5}), "v2": FakeScorer({"x": 1.0}), "v3": FakeScorer({"z": 1.0})}
COHORT, NEWEST = "2019-06", "2019-08"


def main_job(shift: float) -> FakeHost:
    """A run in memory, whose newest customers are partly those of the cohort."""
    newest = customers(2_000, seed=1).drop(columns="churned").assign(x=lambda rows: rows["x"] + shift)
    newest["customer"] = [f"{number + 700:05d}" for number in range(len(newest))]
    given = host(customers(2_000), training_data=None)
    given.newest = newest
    given.flow = replace(given.flow, newest=dataset("TELCO.today", newest, (NEWEST,)))
    given.model.listed = [version(name, place + 1, active=name == "v1") for place, name in enumerate(SCORERS)]
    given.model.scorers = dict(SCORERS)
    settings = Settings(customer_id_column="customer", retrain=False)
    write(retrain_and_evaluate(settings, given), given)
    return given


def scored(frame: pd.DataFrame, cohort: str) -> pd.DataFrame:
    """Stored scores of customers; nobody knows the outcomes of the newest."""
    outcome = frame["churned"].astype("Int64") if "churned" in frame else pd.NA
    return pd.concat(
        [
            pd.DataFrame({"customer_id": frame["customer"], "version_id": name, "score": scores, "outcome": outcome})
            for name, scores in ((name, _scores(frame, scorer)) for name, scorer in SCORERS.items())
        ]
    ).assign(cohort=cohort, outcome=lambda rows: rows["outcome"].astype("Int64"))


def _scores(frame: pd.DataFrame, scorer: FakeScorer) -> np.ndarray:
    return 1 / (1 + np.exp(-sum(weight * frame[name] for name, weight in scorer.weights.items())))


def tables(shift: float = 0.6) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the main job, and the scores of both cohorts."""
    given = main_job(shift)
    stored = pd.concat([scored(given.frame, COHORT), scored(given.newest, NEWEST)], ignore_index=True)
    return given.written["performance"], stored


def known(scores: pd.DataFrame, partition: str = COHORT, **form: Any) -> tuple[FakeStoredHost, pd.DataFrame]:
    """A run over stored scores."""
    given = stored_host(scores, partition=partition)
    given.model.listed = [version(name, place + 1, active=name == "v1") for place, name in enumerate(SCORERS)]
    return given, run_stored(given, **form)


def assert_early(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """The columns of early warnings are equal, to 1e-12."""
    keys = ["version_id", "targeting_rate"]
    both = [rows.sort_values(keys).reset_index(drop=True)[[*keys, *EARLY]] for rows in (one, other)]
    pd.testing.assert_frame_equal(both[0], both[1], rtol=1e-12, atol=1e-12, check_dtype=False)


@pytest.mark.parametrize("form", ["with", "derived"])
@pytest.mark.parametrize("shift", [0.0, 0.6])
def test_both_recipes_write_the_same_early_warnings(shift: float, form: str) -> None:
    """Drift and its limit, tenths, lists, expected positives and codes, of every version at every rate."""
    main, scores = tables(shift)
    given, found = known(scores, query_form=form)

    assert_early(main, found)
    assert main["score_psi"].notna().all()
    assert given.metrics["early_warnings"] == ("none" if shift == 0 else "large_score_drift")
    assert any("Newest cohort of TELCO.scores, for early warnings: 2019-08" in line for line in given.said)


def test_an_output_without_partitions_has_them_on_the_last_cohort_with_outcomes() -> None:
    """The newest is a cohort of its own, without figures."""
    main, scores = tables()
    _, found = known(scores, partition="")

    assert_early(main, found[found["cohort"] == COHORT])
    assert found.loc[found["cohort"] == NEWEST, "newest_cohort"].isna().all()


def test_segments_have_no_warnings_of_their_own() -> None:
    """As in memory: they are of all customers."""
    scores = tables()[1]
    half = scores["customer_id"].str.endswith(("0", "2", "4", "6", "8"))
    found = known(scores.assign(region=np.where(half, "north", "south")), segment_columns=["region"])[1]
    of_all = found["segment"] == "all"

    assert found["segment"].nunique() == 3
    assert found.loc[of_all, "score_psi"].notna().all()
    assert found.loc[~of_all, ["newest_cohort", "score_psi", "list_changed"]].isna().all(axis=None)


def test_cohorts_may_be_dated() -> None:
    """The newest one is the period of its last day."""
    main, scores = tables()
    days = pd.to_datetime(scores["cohort"].map({COHORT: "2019-06-30", NEWEST: "2019-08-31"})).astype("datetime64[s]")
    _, found = known(scores.assign(cohort=days))

    assert_early(main, found)


def test_what_a_table_of_scores_cannot_tell_has_its_reason() -> None:
    """Features are not in it; the sentence of the row is about its figures alone."""
    _, found = known(tables()[1])
    codes = {reason.code for text in found["reason_codes"] for reason in read_reasons(text, "missing_values")}

    assert codes == {"missing_values_not_in_database"}
    assert found["missing_values"].isna().all()
    assert not found["reason"].fillna("").str.contains("missing values").any()


def test_a_version_without_newest_scores_has_its_reason() -> None:
    """Applications score with the champion alone: this is no warning."""
    scores = tables()[1].query("cohort == @COHORT or version_id == 'v1'")
    given, found = known(scores)
    others = found[found["version_id"] != "v1"]

    assert found.loc[found["version_id"] == "v1", "score_psi"].notna().all()
    assert others[["newest_cohort", "score_psi", "list_changed", "early_warnings"]].isna().all(axis=None)
    assert {r.code for text in others["reason_codes"] for r in read_reasons(text, "early_warnings")} == {
        "version_without_newest_scores"
    }
    assert any("version v2 has no stored scores in 2019-08" in line for line in given.said)


def test_newest_rows_without_any_score_are_a_warning() -> None:
    """The version was asked, and gave none."""
    scores = tables()[1]
    scores.loc[(scores["cohort"] == NEWEST) & (scores["version_id"] == "v2"), "score"] = np.nan
    found = known(scores)[1].query("version_id == 'v2'")

    assert found["early_warnings"].unique().tolist() == ["not_scored"]
    assert (found["n_newest"].unique().tolist(), found["score_psi"].isna().all()) == ([0], True)


def test_without_a_later_cohort_one_question_is_asked() -> None:
    """And answered with a reason."""
    scores = tables()[1].query("cohort == @COHORT")
    given, found = known(scores)

    assert sum("newest" in text for text in given.asked) == 1
    assert {r.code for text in found["reason_codes"] for r in read_reasons(text, "early_warnings")} == {
        "no_newer_stored_scores"
    }
    assert given.metrics["early_warnings"] == "not counted"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"customer_id": "00701"}, "1,999 rows repeat a customer (column customer_id)"),
        ({"customer_id": None}, "2,000 rows have no customer"),
        ({"cohort": "2019-08-01"}, "expected a period such as 2019-06, found '2019-08-01'"),
    ],
    ids=["twice", "nameless", "no period"],
)
def test_a_newest_cohort_that_cannot_be_used_stops_nothing(change: dict[str, Any], said: str) -> None:
    """The log says so, and the figures are written."""
    scores = tables()[1]
    for column, value in change.items():
        scores.loc[scores["cohort"] == NEWEST, column] = value
    given, found = known(scores)

    assert found["lift"].notna().all()
    assert found["newest_cohort"].isna().all()
    warned = [line for line in given.said if line.startswith("WARN: no early warnings: TELCO.scores")]
    assert any(said in line for line in warned)


def test_a_database_that_ends_the_question_stops_nothing() -> None:
    """Early warnings are not worth a failed month."""
    given = stored_host(tables()[1])
    given.model.listed = [version(name, place + 1, active=name == "v1") for place, name in enumerate(SCORERS)]
    given.failures = {"AS edge_1000": "2646 No more spool space in analyst."}

    assert run_stored(given)["lift"].notna().all()
    assert "WARN: no early warnings: 2646 No more spool space in analyst." in given.said
