"""Which months a replay is trained on in DSS, what the log says of them, and when there is nothing to train."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dss_standin.running import Running
from tests.integration.telco import TYPES, Telco, customers

FIRST, QUARTER, LATE, LAST = "2019-01", "2019-03", "2019-04", "2019-05"
MONTHS = (FIRST, "2019-02", QUARTER, LATE, LAST)


def told(telco: Telco, month: str) -> dict[str, tuple[str, str, str]]:
    """Before, after and action of each change in the retraining log."""
    log = telco.rows("retraining_log", month).fillna("")
    return {row.change: (row.before, row.after, row.action) for row in log.itertuples()}


def arriving(month: str) -> pd.DataFrame:
    """Customers with a branch, whose code is digits in a text; the outcomes of a month are not joined."""
    frame = customers(month).astype({"churned": "Int64"})
    code = np.random.default_rng(5).integers(1000, 1099, len(frame)).astype(str)
    frame.insert(2, "branch", [f"0{digits}" for digits in code])
    if month == FIRST:
        frame.loc[0, "churned"] = None
    return frame.assign(churned=pd.array([None] * len(frame), "Int64")) if month == LATE else frame


@pytest.fixture(scope="module")
def score(standin: Running) -> Telco:
    """A champion trained on January, of which one outcome is missing; January is the only month before February."""
    types = {name: kind for name, kind in TYPES.items() if name != "branch"}
    kinds = {"customer_id": types.pop("customer_id"), "age": types.pop("age"), "branch": "string", **types}
    telco = Telco(standin.client(), key="WINDOW", months=MONTHS, data=arriving, types=kinds)
    telco.log = telco.run("2019-02")  # type: ignore[attr-defined]
    return telco


def test_a_champion_is_its_own_replay_although_an_outcome_is_missing(score: Telco) -> None:
    """No twin is made."""
    assert score.log.startswith("DONE"), score.log  # type: ignore[attr-defined]
    assert list(told(score, "2019-02")) == ["already trained as initial"]
    assert len(score.versions()) == 1


def test_digits_in_a_text_are_scored_by_the_champion_and_its_sister(score: Telco) -> None:
    """The guess takes them for numbers, as it did in the champion's training."""
    assert score.run(LAST).startswith("DONE")
    rows = score.rows("performance", LAST)
    details = score.project.get_saved_model(score.model_id).get_version_details("initial").get_raw()

    assert details["preprocessing"]["per_feature"]["branch"]["type"] == "NUMERIC"
    assert rows["version_id"].nunique() == 2
    assert set(rows["status"]) == {"scored"}


def test_the_log_compares_with_the_champions_own_rows(score: Telco) -> None:
    """1,199 rows with an outcome, and their base rate, whatever the guess looked at."""
    log, january = told(score, LAST), arriving(FIRST)["churned"].dropna()
    known = pd.concat(arriving(month)["churned"] for month in MONTHS[:3]).dropna()

    assert log["rows"] == ("1,199", "3,599", "1 of 3,600 rows has no outcome")
    assert log["base rate"][:2] == (f"{100 * january.mean():.2f} %", f"{100 * known.mean():.2f} %")


def test_a_month_whose_outcomes_are_not_joined_is_left_out_of_the_training(score: Telco) -> None:
    """With its reason in the retraining log and in the job's."""
    reason = "outcomes not joined yet: none of 1,200 customers has one"
    log = score.run(LAST)

    assert told(score, LAST)["partition left out"] == (LATE, "", reason)
    assert f"WARN: training data WINDOW.customers_history, partition left out: {LATE}: {reason}." in log


def test_a_window_of_one_is_the_last_quarter(score: Telco) -> None:
    """Partitions that exist count; April is there without outcomes, and the quarter of March before it."""
    score.configure(training_periods=1)
    assert score.run(LAST).startswith("DONE")

    assert f", {QUARTER}/{QUARTER}" in told(score, LAST)["trained"][1]
