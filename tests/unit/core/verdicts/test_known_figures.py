"""Which figures of rows are evidence."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.core.verdicts.known_figures import (
    is_in_sample,
    waiting_cohorts,
    with_fair_extra,
    without_early_figures,
)
from champion_challenger.core.verdicts.version_verdict import leading_challenger, version_verdicts
from tests.unit.performance_rows import champion, performance, row

FEWER = Reason("outcomes_fewer_than_usual", {"share": 0.5, "usual": 0.01})
LATE = {"reason_codes": reason_codes({"reason": [FEWER]}), "cohort_status": "provisional"}


def months() -> pd.DataFrame:
    """May, and June of which half the outcomes are joined."""
    return performance(
        [
            *(champion("2019-05"), row("v1", "2019-05", 0.5), row("v2", "2019-05", 0.4)),
            *(champion("2019-06", **LATE), row("v2", "2019-06", 0.9, verdict="challenger_better", **LATE)),
        ]
    )


def test_a_cohort_waits_where_its_rows_say_so() -> None:
    """By their codes, known or of a later version, or by the sentence of an older one."""
    older = performance(
        [row("v1", "2019-07", reason="x; outcomes not joined yet: y"), row("v1", "2019-08", reason="x")]
    )
    later = performance([row("v1", "2020-01", reason_codes='{"reason":[{"code":"outcomes_of_next_year"}]}')])

    assert waiting_cohorts(months()) == {"2019-06"}
    assert waiting_cohorts(older) == waiting_cohorts(older.fillna({"reason_codes": ""})) == {"2019-07"}
    assert waiting_cohorts(later) == {"2020-01"}


def test_such_a_cohort_has_no_figures() -> None:
    """Who was evaluated, and when, stays."""
    rows = without_early_figures(months())
    june = rows[rows["cohort"] == "2019-06"]

    assert june[["lift", "lift_delta", "n", "n_positive", "true_positives", "extra_positives"]].isna().all(axis=None)
    assert set(june["verdict"]) == {""}
    assert list(june["trained_until"]) == ["2018-12-31"] * 2
    assert rows[rows["cohort"] == "2019-05"]["lift"].notna().all()


def test_the_best_challenger_does_not_lead_by_such_a_cohort() -> None:
    """Its difference there is that of the customers whose outcomes came first."""
    rows = months()
    assert leading_challenger(rows, version_verdicts(rows, "TELCO.m1.v0")) == "TELCO.m1.v1"


def test_extra_positives_on_own_training_outcomes_do_not_count() -> None:
    """Those of a version, and those of all where the model in production had seen the outcomes."""
    seen = {"out_of_time": "no"}
    rows = performance(
        [
            *(champion("2019-05"), row("v1", "2019-05", 0.5, **seen), row("v2", "2019-05", 0.4)),
            *(champion("2019-06", **seen), row("v1", "2019-06", 0.5)),
        ]
    )
    fair = with_fair_extra(rows.assign(key=version_keys(rows)), "TELCO.m1.v0")

    assert list(is_in_sample(rows)) == [False, True, False, True, False]
    assert list(fair["extra_positives"].notna()) == [False, False, True, False, False]
