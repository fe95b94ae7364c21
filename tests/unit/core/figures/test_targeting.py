"""Deciles and profits of a gains curve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.figures.targeting import Reach, best_profit, deciles, profits

SHARES = st.lists(st.integers(0, 40), min_size=100, max_size=100).map(lambda hits: sorted(hits, reverse=True))


def curve(hits: list[int], n: int = 50) -> list[Reach]:
    """Gains curve of a hundred groups of so many customers."""
    return [Reach(percent, percent * n, float(sum(hits[:percent]))) for percent in range(1, 101)]


@given(SHARES)
def test_deciles_are_all_customers(hits: list[int]) -> None:
    """Their customers and positives add up to all, and the last one reaches everybody."""
    found = deciles(curve(hits))

    assert sum(decile.n for decile in found) == 5000
    assert sum(decile.hits for decile in found) == pytest.approx(sum(hits))
    assert found[-1].reached == (pytest.approx(1.0) if sum(hits) else None)


@given(SHARES)
def test_lifts_of_deciles_average_to_one(hits: list[int]) -> None:
    """Weighted by customers; without a positive there is none."""
    lifts = [decile.lift for decile in deciles(curve(hits))]

    assert lifts == [None] * 10 if not sum(hits) else sum(lifts) / 10 == pytest.approx(1.0)


def test_a_curve_without_a_tenth_has_no_deciles() -> None:
    """Half a table would mislead."""
    assert deciles(curve([5] * 100)[:95]) == []


@given(SHARES, st.floats(0, 100), st.floats(0, 10))
def test_a_profit_is_within_its_bounds(hits: list[int], value: float, cost: float) -> None:
    """Value times hits less cost times contacts."""
    for profit, point in zip(profits(curve(hits), value, cost), curve(hits)):
        assert profit.amount == pytest.approx(value * point.hits - cost * point.n_targeted)
        assert profit.bounds.low - 1e-6 <= profit.amount <= profit.bounds.high + 1e-6


def test_the_best_profit_takes_the_fewest_contacts() -> None:
    """Groups of 10, 2 and then 1 positive in 50: at a value of 25 and a cost of 1 the second group breaks even."""
    known = profits(curve([10, 2] + [1] * 98), 25.0, 1.0)

    assert (best_profit(known).percent, best_profit(known).amount) == (1, 200.0)
    assert best_profit(profits(curve([1] * 100), 1.0, 1.0)) is None


def test_bounds_are_those_of_wilson() -> None:
    """8 of 100: 0.0411 to 0.1500 (Wilson 1927, no correction)."""
    low, high = profits([Reach(1, 100, 8.0)], 1.0, 0.0)[0].bounds

    assert (low, high) == (pytest.approx(4.109, abs=1e-3), pytest.approx(15.0, abs=1e-2))
