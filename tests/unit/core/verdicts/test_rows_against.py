"""Rows against the model in production now, which was not the champion of their cohort."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.tables.frames import version_keys
from champion_challenger.core.verdicts.rows_against import COMPARED, rows_against
from tests.unit.performance_rows import champion, performance, row

V0, V1, V2, V9 = (f"TELCO.m1.{name}" for name in ("v0", "v1", "v2", "v9"))
MONTH = "2019-01"
ROWS = [
    champion(MONTH),
    row("v1", MONTH, 1.95, 0.3, extra_positives=39.0, target_overlap=0.7, verdict="challenger_better", p_value=0.001),
    row("v2", MONTH, 1.9, 0.2, extra_positives=38.0, target_overlap=0.8, verdict="challenger_better", p_value=0.002),
]


def against(key: str, rows: list[dict[str, Any]] = ROWS, of: str = V1) -> pd.Series:
    """Row of a version against another one."""
    frame = rows_against(performance(rows), key)
    return frame[version_keys(frame) == of].iloc[-1]


def test_rows_of_a_cohort_that_it_led_stay_as_they_are() -> None:
    """And so they do where no model in production is known."""
    for key in (V0, ""):
        frame = rows_against(performance(ROWS), key)
        pd.testing.assert_frame_equal(frame.drop(columns=["compared_through", "not_compared"]), performance(ROWS))
        assert set(frame["compared_through"]) == {""}


def test_two_challengers_are_compared_through_the_champion_of_then() -> None:
    """39 and 38 buyers more than the former one are one buyer of difference; the errors are added."""
    found = against(V2)

    assert (found["extra_positives"], found["lift_delta"]) == (1.0, pytest.approx(0.05))
    assert (found["lift_delta_high"] - found["lift_delta_low"]) / 3.919928 == pytest.approx(0.5, abs=1e-6)
    assert (found["verdict"], found["compared_through"]) == ("", V0)
    assert pd.isna(found["p_value"])
    assert pd.isna(found["target_overlap"])


def test_the_former_champion_is_the_other_side_of_the_same_comparison() -> None:
    """Sign apart all is the same, common targets too: both lists are as long."""
    found = against(V2, of=V0)

    assert (found["extra_positives"], found["target_overlap"]) == (-38.0, 0.8)
    assert (found["lift_delta_high"] - found["lift_delta_low"]) / 3.919928 == pytest.approx(0.2, abs=1e-6)


def test_the_model_in_production_differs_from_nobody() -> None:
    """It has no difference to itself."""
    assert against(V2, of=V2)[list(COMPARED)].isna().all()


@pytest.mark.parametrize(
    ("rows", "key", "said"),
    [
        (ROWS, V9, "run the evaluation of this cohort again, unless it was trained on outcomes of this time"),
        (
            [*ROWS, row("v9", "2018-12")],
            V9,
            "the model in production was not evaluated on 2019-01: run the evaluation of this cohort again",
        ),
        (
            [*ROWS, row("v9", "2018-12", trained_until="2019-02-28")],
            V9,
            "the model in production was trained on outcomes until 2019-02-28, and cohort 2019-01 starts before",
        ),
        (
            [ROWS[0], row("v1", MONTH, None, out_of_time="no"), ROWS[2]],
            V2,
            "it was trained on outcomes of the time of cohort 2019-01",
        ),
        (
            [ROWS[0], row("v1", MONTH, None, out_of_time="unknown")],
            V9,
            "it may have been trained on outcomes of the time of cohort 2019-01",
        ),
        ([*ROWS[:2], row("v2", MONTH, None)], V2, "the model in production could not be compared on 2019-01"),
        ([row("v1", MONTH, None), row("v2", MONTH, None)], V2, "cohort 2019-01 was evaluated without a champion"),
    ],
)
def test_what_cannot_be_compared_says_why(rows: list[dict[str, Any]], key: str, said: str) -> None:
    """With the advice to evaluate again where that helps."""
    found = against(key, rows)

    assert found[list(COMPARED)].isna().all()
    assert said in str(found["not_compared"])


def test_other_cohorts_segments_and_rates_are_no_match() -> None:
    """A row stands beside those of its own cohort, segment and rate alone."""
    rows = [*ROWS[:2], row("v2", MONTH, 1.9, segment="region=north"), row("v2", MONTH, 1.9, targeting_rate=0.1)]

    assert "was not evaluated" in str(against(V2, rows)["not_compared"])
