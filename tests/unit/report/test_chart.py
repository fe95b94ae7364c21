"""Line charts: round ticks that enclose the values, gaps where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.report.chart import Line, Stroke, line_chart, nice_ticks
from champion_challenger.report.words import decimals

PEN = Stroke("#000000", 2.0)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_enclose_the_values_in_a_few_steps(low: float, span: float) -> None:
    """Low and high lie within, between two and twelve ticks are drawn."""
    ticks = nice_ticks(low, low + span)
    slack = 1e-6 * (abs(low) + span)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= 12


def test_missing_value_breaks_the_line() -> None:
    """The path starts anew after a gap, and no dot stands in it."""
    chart = line_chart("Lift", ["a", "b", "c", "d"], [Line("v", [1.0, 2.0, None, 3.0], PEN)], decimals(2))
    path = chart[chart.index(' d="') : chart.index(' fill="none"')]
    assert (path.count("M"), path.count("L")) == (2, 1)
    assert chart.count("<circle") == 3


@pytest.mark.parametrize("values", [[None], [0.5]])
def test_chart_of_next_to_nothing_is_still_a_chart(values: list[float | None]) -> None:
    """No value and a single value are drawn without a division by zero."""
    assert line_chart("AUC", ["1998-05"], [Line("v", values, PEN)], decimals(3)).startswith("<svg")
