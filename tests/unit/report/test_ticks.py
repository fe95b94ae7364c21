"""Ticks of axes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.report.ticks import nice_ticks


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_enclose_the_values_in_a_few_steps(low: float, span: float) -> None:
    """Low and high lie within, between two and twelve ticks are drawn."""
    ticks = nice_ticks(low, low + span)
    slack = 1e-6 * (abs(low) + span)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= 12
