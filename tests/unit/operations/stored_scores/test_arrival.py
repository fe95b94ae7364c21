"""Outcomes of stored scores that were not joined yet."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.arrival import OutcomeCounts
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fake_models import FakeScorer
from tests.unit.operations.fakes import host
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host, stored_scores

MAY = OutcomeCounts(3_000, 60, 300).as_metrics()
OF_MONTH = ("cohort_status", "cohort_outcomes", "cohort_outcomes_reason", "cohort_n", "cohort_n_unlabelled")


def without(share: float, **of_host: Any) -> tuple[FakeStoredHost, pd.DataFrame]:
    """A run on June, of whose customers such a share has no outcome."""
    scores = stored_scores(n=3_000)
    is_open = (scores["cohort"] == "2019-06") & (scores["customer_id"].astype(int) < share * 3_000)
    given = stored_host(scores.assign(outcome=scores["outcome"].astype(float).mask(is_open)), **of_host)
    given.earlier = {"2019-05": MAY}
    return given, run_stored(given)


def test_a_month_without_a_positive_is_provisional() -> None:
    """A join that fills in 0 looks like outcomes."""
    scores = stored_scores()
    scores.loc[scores["cohort"] == "2019-06", "outcome"] = 0
    given = stored_host(scores)
    rows = run_stored(given)

    assert set(rows["cohort_status"]) == {"provisional"}
    assert set(rows["status"]) == {"not_enough_data"}
    assert set(rows["reason"]) == {"outcomes not joined yet: none of 300 customers is positive"}
    assert any("WARN: outcomes not joined yet: none of 300 customers is positive." in line for line in given.said)
    assert (given.metrics["cohort_status"], given.metrics["cohort_outcomes"]) == ("provisional", "not joined yet")


@pytest.mark.parametrize("partition", ["2019-06", ""])
def test_a_month_with_far_fewer_outcomes_than_before_is_provisional(partition: str) -> None:
    """Earlier months are those of earlier runs, or of the same table."""
    given, rows = without(0.96, partition=partition)
    june = rows[rows["cohort"] == "2019-06"]
    usual = "0.0 %" if not partition else "2.0 %"

    assert set(june["cohort_status"]) == {"provisional"}
    assert (
        june["reason"]
        .str.startswith(f"outcomes not joined yet: 96.0 % of the customers have none, {usual} in the cohorts before")
        .all()
    )
    assert sum("WARN: outcomes not joined yet" in line for line in given.said) == 1


def test_a_month_like_the_one_before_is_final() -> None:
    """Its counts are kept for the next one."""
    given, rows = without(0.05)

    assert set(rows["cohort_status"]) == {"final"}
    assert {name: given.metrics[name] for name in OF_MONTH} == {
        "cohort_status": "final",
        "cohort_outcomes": "joined",
        "cohort_outcomes_reason": "none",
        "cohort_n": 3_000,
        "cohort_n_unlabelled": 150,
    }


def test_a_month_whose_horizon_is_not_over_needs_no_warning() -> None:
    """The newest scores of a table have no outcomes yet."""
    scores = stored_scores(("2019-05", "2019-08"))
    is_open = scores["cohort"] == "2019-08"
    given = stored_host(scores.assign(outcome=scores["outcome"].astype(float).mask(is_open)), partition="")
    rows = run_stored(given)

    assert set(rows.loc[rows["cohort"] == "2019-08", "cohort_status"]) == {"provisional"}
    assert not any("outcomes not joined yet" in line for line in given.said)
    assert not rows["reason"].fillna("").str.contains("not joined yet").any()
    assert given.metrics["cohort_outcomes"] == "not joined yet"


def test_scores_that_are_missing_say_nothing_of_outcomes() -> None:
    """Where nobody has a score, nobody's outcome was counted."""
    scores = stored_scores()
    scores.loc[(scores["cohort"] == "2019-06"), "score"] = None
    rows = run_stored(stored_host(scores, partition=""))

    assert set(rows.loc[rows["cohort"] == "2019-06", "cohort_status"]) == {"final"}


def test_realised_outcomes_of_a_table_are_counted() -> None:
    """Customers without a row among them have no outcome."""
    scores = stored_scores()
    outcomes = scores[scores["version_id"] == "v1"][["customer_id", "outcome", "cohort"]]
    is_there = (outcomes["cohort"] != "2019-06") | (outcomes["customer_id"].astype(int) < 30)
    given = stored_host(scores.drop(columns="outcome"), outcomes[is_there])
    given.earlier = {"2019-05": MAY}
    run_stored(given)

    assert given.metrics["cohort_outcomes"] == "not joined yet"
    assert (given.metrics["cohort_n"], given.metrics["cohort_n_unlabelled"]) == (300, 270)


def test_a_month_evaluated_again_says_what_changed() -> None:
    """As in memory."""
    given = stored_host()
    given.earlier = {"2019-06": OutcomeCounts(300, 290, 1).as_metrics()}
    run_stored(given)

    assert any("Cohort 2019-06 is restated: 300 of 300 customers have an outcome (10 of 300" in s for s in given.said)


def first_reasons(rows: pd.DataFrame) -> set[str]:
    """What a row says first."""
    return set(rows["reason"].dropna().str.split(";").str[0])


@pytest.mark.parametrize("share", [0.0, 0.05, 0.96, 1.0])
@pytest.mark.parametrize("filled", [float("nan"), 0.0])
def test_both_recipes_agree_on_what_has_arrived(share: float, filled: float) -> None:
    """Status, metrics and reason of the same rows; of the customers, such a share has no outcome, or a false 0."""
    scores = stored_scores(("2019-06",), n=3_000)
    is_open = scores["customer_id"].astype(int) < min(share * 3_000, 2_990)
    scores["outcome"] = scores["outcome"].astype(float).mask(is_open, filled)
    frame = scores[scores["version_id"] == "v1"].rename(columns={"customer_id": "customer", "outcome": "churned"})
    memory = host(frame.assign(x=frame["score"])[["customer", "x", "churned"]], training_data=None)
    memory.model.scorers = {name: FakeScorer({"x": 1.0}) for name in ("v1", "v2")}
    stored = stored_host(scores)
    stored.earlier = memory.earlier = {"2019-05": MAY}
    found = run_stored(stored)
    result = retrain_and_evaluate(Settings(customer_id_column="customer"), memory)
    write(result, memory)

    assert {name: stored.metrics[name] for name in OF_MONTH} == {name: memory.metrics[name] for name in OF_MONTH}
    assert set(found["cohort_status"]) == set(result.performance["cohort_status"])
    assert first_reasons(found[found["version_id"] == "v1"]) == first_reasons(
        result.performance[result.performance["version_id"] == "v1"]
    )
