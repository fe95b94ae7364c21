"""The rules of volume stability, and how often they alarm."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.monitoring.stability import (
    Limits,
    Measure,
    against_history,
    against_last_year,
    against_other,
    against_trend,
    robust_z,
)
from champion_challenger.languages import LANGUAGES

ROWS = Measure("rows")
counts = st.integers(min_value=100, max_value=10**9)
histories = st.lists(counts, min_size=1, max_size=24)


@given(counts, histories)
def test_what_never_moved_is_ok_and_an_outcome_follows_its_change(value: int, history: list[int]) -> None:
    """Beyond 25 % is always an error, and an error is always beyond 25 %."""
    found = against_history(value, history, ROWS, Limits())

    assert found.change is not None
    assert (found.outcome == "ERROR") == (abs(found.change) > 0.25)
    assert abs(found.change) <= 0.10 or found.outcome != "OK"
    assert against_history(value, [value] * len(history), ROWS, Limits()).outcome == "OK"


@given(counts, histories, st.integers(min_value=2, max_value=50))
def test_rules_do_not_depend_on_the_unit(value: int, history: list[int], factor: int) -> None:
    """Rows, or thousands of rows."""
    one = against_history(value, history, ROWS, Limits())
    other = against_history(value * factor, [factor * v for v in history], ROWS, Limits())

    assert one.outcome == other.outcome
    assert one.change == pytest.approx(other.change)


@given(st.lists(counts, min_size=8, max_size=24))
def test_a_calm_history_falls_back_to_relative_changes(history: list[int]) -> None:
    """Where more than half of the values agree there is no robust z."""
    assert robust_z(5, [history[0]] * 8) is None
    assert against_history(history[0] * 1.08, [history[0]] * 8, ROWS, Limits()).outcome == "OK"


@pytest.mark.parametrize("value", [0, -1])
def test_no_rows_are_an_error_even_without_history(value: int) -> None:
    """Always; and so are none in the other dataset."""
    assert against_history(value, [], ROWS, Limits()).outcome == "ERROR"
    assert against_other(value, 500, ROWS, Limits()).outcome == "ERROR"
    assert against_other(500, 0, ROWS, Limits()).outcome == "ERROR"


def test_what_cannot_be_compared_is_empty() -> None:
    """Not OK: no history, a tiny base, no value."""
    assert against_history(500, [], ROWS, Limits()).outcome == "EMPTY"
    assert against_history(500, [99], ROWS, Limits()).outcome == "EMPTY"
    assert against_history(None, [500], ROWS, Limits()).outcome == "EMPTY"
    assert against_other(500, None, ROWS, Limits()).outcome == "EMPTY"


def test_shares_are_compared_without_a_minimum() -> None:
    """Positives relatively, nulls in points: from none at all, 12 % of nulls are 12 points."""
    assert against_history(0.015, [0.02], Measure("positives", "relative"), Limits()).outcome == "WARNING"
    assert against_history(0.12, [0.0], Measure("nulls", "points"), Limits()).change == pytest.approx(0.12)
    assert against_history(0.12, [0.0], Measure("nulls", "points"), Limits()).outcome == "WARNING"
    assert math.isinf(against_history(0.1, [0.0], Measure("positives", "relative"), Limits()).change or 0)


def test_a_slow_drift_is_seen_against_the_median() -> None:
    """Each month loses 4 %: against the last one it is nothing."""
    history = [100_000 * 0.96**month for month in range(7)]
    found = against_history(100_000 * 0.96**7, history, ROWS, Limits())

    assert found.outcome == "WARNING"
    assert "the median of 7" in str(found.reason)


Rule = Callable[[float, Sequence[float]], bool]


def _previous(value: float, history: Sequence[float]) -> bool:
    """Rule 1 against the last value alone."""
    return against_other(value, history[-1], ROWS, Limits()).outcome != "OK"


def _robust(value: float, history: Sequence[float]) -> bool:
    """Rule 2 alone."""
    return "robust z" in str(against_history(value, history, ROWS, Limits(warning=9, error=9)).reason)


def _whole(value: float, history: Sequence[float]) -> bool:
    """All rules together, as the step applies them."""
    return against_history(value, history, ROWS, Limits()).outcome != "OK"


def _mad(value: float, history: Sequence[float]) -> bool:
    """Rule 2 without its minimum change."""
    limits = Limits(warning=9, error=9, minimum_change=0)
    return "robust z" in str(against_history(value, history, ROWS, limits).reason)


def _z_with_current(value: float, history: Sequence[float]) -> bool:
    """What the current point hides when it is part of its own history."""
    everything = [*history, value]
    return abs(value - mean(everything)) > 3 * stdev(everything)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "n", "false_alarms", "detection"),
    [
        (_previous, 12, 0.019, 0.50),
        (_whole, 4, 0.020, 0.60),
        (_whole, 12, 0.036, 0.73),
        (_whole, 24, 0.025, 0.69),
        (_robust, 12, 0.019, 0.54),
        (_robust, 24, 0.007, 0.49),
        (_mad, 12, 0.024, 0.54),
        (_mad, 24, 0.008, 0.49),
        (_z_with_current, 12, 0.0, 0.02),
        (_z_with_current, 24, 0.001, 0.31),
    ],
)
def test_false_alarms_and_detection_are_those_of_the_reference(
    rule: Rule, n: int, false_alarms: float, detection: float
) -> None:
    """Independent counts with 3 % noise; a drop of 10 %; 6000 series, so that three standard errors are 0.5 and 2 points."""
    random = np.random.default_rng(20190605)
    series = 100_000 * (1 + 0.03 * random.standard_normal((6000, n + 1)))
    alarms = [rule(float(row[-1]), row[:-1].tolist()) for row in series]
    found = [rule(float(row[-1]) * 0.9, row[:-1].tolist()) for row in series]

    assert np.mean(alarms) == pytest.approx(false_alarms, abs=0.006)
    assert np.mean(found) == pytest.approx(detection, abs=0.025)


@pytest.mark.slow
def test_seasonal_volumes_alarm_unless_they_are_compared_with_a_year_earlier() -> None:
    """A season of 20 % up and down over the year, 3 % noise: each month of the second year is judged."""
    random = np.random.default_rng(20190605)
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(24) / 12)
    series = 100_000 * season * (1 + 0.03 * random.standard_normal((500, 24)))
    judged = [(row[month], row[month - 12 : month].tolist()) for row in series for month in range(12, 24)]
    by_history = [against_history(value, before, ROWS, Limits()).outcome != "OK" for value, before in judged]
    by_year = [against_last_year(value, before[0], ROWS, Limits()).outcome != "OK" for value, before in judged]
    found = [against_last_year(0.9 * value, before[0], ROWS, Limits()).outcome != "OK" for value, before in judged]

    assert np.mean(by_history) > 0.5
    assert np.mean(by_year) == pytest.approx(0.019, abs=0.006)
    assert np.mean(found) == pytest.approx(0.50, abs=0.025)


@pytest.mark.slow
@pytest.mark.parametrize("n", [1, 12])
def test_a_drop_of_a_third_is_always_found(n: int) -> None:
    """Whatever the length of the history, under the same noise."""
    random = np.random.default_rng(20190605)
    series = 100_000 * (1 + 0.03 * random.standard_normal((2000, n + 1)))

    assert all(_whole(float(row[-1]) * 2 / 3, row[:-1].tolist()) for row in series)


def trend_outcome(series: Sequence[float], month: int, drop: float = 0.0) -> str:
    """Judge a month of a series by the year before it."""
    earlier = [(series[month - k], series[month - k - 12]) for k in range(6, 0, -1)]
    return against_trend(series[month] * (1 - drop), series[month - 12], earlier, ROWS, Limits()).outcome


@pytest.mark.slow
@pytest.mark.parametrize("season", [0.0, 0.1])
@pytest.mark.parametrize("growth", [0.0, 0.005, 0.01])
def test_growth_and_season_raise_few_alarms_and_hide_no_drop(growth: float, season: float) -> None:
    """Noise of 3 %. The reference has 3.8 % false alarms up to a growth of 1 % a month, and 85 % of drops of 15 % found."""
    random = np.random.default_rng(20190605)
    months = np.arange(48)
    level = 100_000 * (1 + growth) ** months * (1 + season * np.sin(2 * np.pi * months / 12))
    series = level * (1 + 0.03 * random.standard_normal((200, 48)))
    judged = [(row.tolist(), month) for row in series for month in range(18, 48)]
    alarms = np.mean([trend_outcome(row, month) != "OK" for row, month in judged])
    found = np.mean([trend_outcome(row, month, 0.15) != "OK" for row, month in judged])

    assert alarms == pytest.approx(0.032, abs=0.01)
    assert found == pytest.approx(0.89, abs=0.03)


@given(st.lists(st.tuples(counts, counts), min_size=6, max_size=12), counts, st.integers(min_value=2, max_value=50))
def test_the_trend_does_not_depend_on_the_unit(earlier: list[tuple[int, int]], before: int, factor: int) -> None:
    """Nor on the order of the earlier values; what the trend lets expect is OK."""
    limits = Limits(minimum_base=0)
    scaled = [(factor * now, factor * then) for now, then in earlier]
    one = against_trend(before, before, earlier, ROWS, limits)
    other = against_trend(factor * before, factor * before, scaled, ROWS, limits)

    assert one.change == pytest.approx(other.change)
    assert one == against_trend(before, before, earlier[::-1], ROWS, limits)
    assert one.reference is not None
    assert against_trend(one.reference, before, earlier, ROWS, limits).outcome == "OK"


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_what_is_no_figure_is_never_stable(odd: float) -> None:
    """Neither as a value nor as what it is compared with; a history without it still counts."""
    measure = Measure("auc", "relative")
    compared = [
        against_other(odd, 0.7, measure, Limits()),
        against_other(0.2, odd, measure, Limits()),
        against_last_year(odd, 0.7, measure, Limits()),
        against_last_year(0.7, odd, measure, Limits()),
        against_history(odd, [0.7, 0.7], measure, Limits()),
        against_history(0.7, [odd], measure, Limits()),
        against_history(odd, [1000, 2000], ROWS, Limits()),
        against_trend(odd, 1000, [(1000, 1000)] * 6, ROWS, Limits()),
        against_trend(1000, odd, [(1000, 1000)] * 6, ROWS, Limits()),
    ]

    assert {one.outcome for one in compared} == {"EMPTY"}
    assert against_history(0.2, [0.7, 0.7, odd], measure, Limits()).outcome == "ERROR"


def test_a_fall_below_a_negative_base_is_called_a_fall() -> None:
    """And a rise towards zero a rise."""
    measure = Measure("margin", "relative")

    assert str(against_other(-20, -10, measure, Limits()).reason) == "-20 is 100.0 % below the other (-10)"
    assert str(against_other(-5, -10, measure, Limits()).reason) == "-5 is 50.0 % above the other (-10)"
    assert str(against_other(-5, 0, measure, Limits()).reason) == "-5 is much below the other (0)"


def test_an_equal_value_is_neither_above_nor_below() -> None:
    """No change of 0.0 % is spoken of, be it of a count or of a share."""
    rows, share = Measure("rows", "count"), Measure("share of positives", "points")

    assert str(against_other(50_000, 50_000, rows, Limits()).reason) == "50000 is equal to the other (50000)"
    assert str(against_other(50_010, 50_000, rows, Limits()).reason) == "50010 is about equal to the other (50000)"
    assert "is equal to" in str(against_other(0.04, 0.04, share, Limits()).reason)
    assert (
        against_other(50_010, 50_000, rows, Limits())
        .reason.wording(LANGUAGES["fr"])
        .startswith("50\u202f010, soit à peu près autant que")
    )
