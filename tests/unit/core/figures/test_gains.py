"""The gains curve rises from the first percent to all positives."""

from __future__ import annotations

import numpy as np
import pytest

from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.figures.gains import PERCENT_RATES_BP, gains_curve


@pytest.mark.parametrize("decimals", [1, 6])
def test_curve_has_a_point_for_each_percent_and_never_falls(decimals: int) -> None:
    """A hundred points, the positives reached never fewer than before, all of them at the end."""
    rng = np.random.default_rng(5)
    y_true = rng.integers(0, 2, 250)
    curve = gains_curve(statistics(y_true, rng.random(250).round(decimals), PERCENT_RATES_BP))

    assert [point.percent for point in curve] == list(range(1, 101))
    assert [point.n_targeted for point in curve] == [-(-250 * percent // 100) for percent in range(1, 101)]
    assert np.diff([point.true_positives for point in curve]).min() >= -1e-9
    assert curve[-1].true_positives == y_true.sum()


def test_rates_between_percents_are_left_out() -> None:
    """Only whole percents make the curve, whatever other rates were counted."""
    curve = gains_curve(statistics([0, 1], [0.1, 0.2], [50, 150, 5_000]))

    assert [point.percent for point in curve] == [50]


def test_no_rows_give_a_flat_curve() -> None:
    """Without rows the curve is there, at zero, without cut-offs."""
    curve = gains_curve(statistics([], [], PERCENT_RATES_BP))

    assert {(point.n_targeted, point.cutoff_score, point.true_positives) for point in curve} == {(0, None, 0.0)}
