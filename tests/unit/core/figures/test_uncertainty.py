"""Bounds of one version: equal to the textbook formulas, inside their interval, unknown where nothing can be said."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.figures.uncertainty import (
    FEW_HITS,
    UNKNOWN,
    accuracy_bounds,
    auc_bounds,
    auc_variance,
    lift_bounds,
    precision_bounds,
    sensitivity_bounds,
    share_bounds,
)


def delong_variance(y_true: np.ndarray, y_score: np.ndarray) -> float:
    """Variance of the AUC by mid-ranks, after Sun and Xu (2014)."""
    positive, negative = y_score[y_true == 1], y_score[y_true == 0]
    overall = rankdata(np.concatenate([positive, negative]))
    of_positive = (overall[: len(positive)] - rankdata(positive)) / len(negative)
    of_negative = 1 - (overall[len(positive) :] - rankdata(negative)) / len(positive)
    return of_positive.var(ddof=1) / len(positive) + of_negative.var(ddof=1) / len(negative)


@given(st.integers(0, 2**32 - 1), st.integers(4, 200), st.sampled_from([1, 2, 8]))
def test_auc_variance_is_that_of_mid_ranks(seed: int, n: int, decimals: int) -> None:
    """From whole-number sums comes the variance that mid-ranks give, with many ties and with few."""
    rng = np.random.default_rng(seed)
    y_true = np.append([0, 0, 1, 1], rng.integers(0, 2, n - 4))
    y_score = rng.normal(y_true, 1).round(decimals)

    assert auc_variance(statistics(y_true, y_score)) == pytest.approx(delong_variance(y_true, y_score), abs=1e-12)


def test_auc_variance_of_hanley_and_mcneil_1982() -> None:
    """Ratings of 109 CT images: area 0.8932 with a standard error of 0.0307, as published for DeLong's method."""
    y_score = np.repeat([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
    counted = statistics(np.repeat([0, 1], [58, 51]), y_score, [500])

    assert figures(counted)[0].auc == pytest.approx(0.8932, abs=5e-5)
    assert math.sqrt(auc_variance(counted)) == pytest.approx(0.0307, abs=5e-5)


@given(st.integers(0, 2**32 - 1), st.sampled_from([100, 1_000, 5_000, 9_900]), st.sampled_from([1, 6]))
def test_precision_error_is_that_of_the_closed_formula(seed: int, rate: int, decimals: int) -> None:
    """Without ties at the cut-off, var = [p(1-p) + (1-r)(p-rho)^2] / (n r), with rho around the cut-off."""
    rng = np.random.default_rng(seed)
    y_score = rng.random(800).round(decimals)
    counted = statistics(rng.random(800) < y_score, y_score, [rate])
    cut, found = counted.cuts[0], figures(counted)[0]
    p, r, rho = found.precision, cut.n_targeted / 800, cut.positives_window / cut.n_window
    low, high = precision_bounds(counted, cut)

    if found.true_positives >= FEW_HITS and cut.n_tied == 1 and low is not None and low > 0 and high < 1:
        assert high - low == pytest.approx(
            2 * 1.959964 * math.sqrt((p * (1 - p) + (1 - r) * (p - rho) ** 2) / (800 * r))
        )


@given(st.integers(0, 2**32 - 1), st.integers(1, 10_000), st.integers(2, 300))
def test_bounds_enclose_their_figure_inside_its_interval(seed: int, rate: int, n: int) -> None:
    """Every bound that is known lies in the interval of its figure, with the figure between both."""
    rng = np.random.default_rng(seed)
    y_score = rng.random(n).round(2)
    found = figures(statistics(rng.random(n) < y_score, y_score, [rate]))[0]

    for name, highest in (("auc", 1), ("precision", 1), ("sensitivity", 1), ("accuracy", 1), ("lift", n)):
        low, value, high = (getattr(found, name + end) for end in ("_low", "", "_high"))
        assert (low is None) == (high is None)
        assert low is None or 0 <= low <= value + 1e-12 <= high + 2e-12 <= highest + 3e-12


def test_everyone_targeted_is_certain() -> None:
    """At 100 % the lift is one and all positives are reached, whatever the sample."""
    found = figures(statistics([1, 0, 0, 1, 0], [0.9, 0.8, 0.3, 0.2, 0.1], [10_000]))[0]

    assert (found.lift_low, found.lift_high) == (1.0, 1.0)
    assert (found.sensitivity_low, found.sensitivity_high) == (1.0, 1.0)


@pytest.mark.parametrize(
    "y_score", [[0.5, 0.5, 0.5, 0.5], [0.1, 0.2, 0.8, 0.9], [0.9, 0.8, 0.2, 0.1]], ids=["constant", "perfect", "wrong"]
)
def test_scores_without_spread_have_no_auc_bounds(y_score: list[float]) -> None:
    """A constant, a perfect and a perfectly wrong score have a variance of exactly zero, hence no bounds."""
    counted = statistics([0, 0, 1, 1], y_score)

    assert auc_variance(counted) == 0
    assert auc_bounds(counted) == UNKNOWN


@pytest.mark.parametrize("y_true", [[], [0, 0], [1, 1], [0, 1], [0, 1, 1]])
def test_too_few_of_a_class_have_no_auc_bounds(y_true: list[int]) -> None:
    """Under two positives or two negatives nothing is known of the spread."""
    assert auc_variance(statistics(y_true, np.arange(len(y_true)))) is None


def test_no_hits_have_an_upper_bound_and_none_below() -> None:
    """As a share of none, the base rate as known: Wilson's upper end of 0 of 25, 0.1332, over a base rate of 0.1."""
    y_score = np.arange(250)
    counted = statistics(y_score < 25, y_score, [1_000])
    cut = counted.cuts[0]

    assert precision_bounds(counted, cut) == pytest.approx((0.0, 0.1332), abs=5e-5)
    assert lift_bounds(counted, cut) == pytest.approx((0.0, 1.332), abs=5e-4)
    assert sensitivity_bounds(counted, cut) == pytest.approx((0.0, 0.1332), abs=5e-5)


def test_one_class_has_no_bounds() -> None:
    """Whatever is targeted."""
    counted = statistics([0, 0, 0], [0.1, 0.2, 0.3], [5_000])

    for bounds in (precision_bounds, lift_bounds, sensitivity_bounds, accuracy_bounds):
        assert bounds(counted, counted.cuts[0]) == UNKNOWN


@given(st.integers(0, 2**32 - 1), st.sampled_from([1_000, 5_000]))
def test_accuracy_error_is_that_of_the_rows(seed: int, rate: int) -> None:
    """Twice the influence on the true positives, less that on the positives, customer by customer."""
    rng = np.random.default_rng(seed)
    y_score = rng.random(800)
    y_true = rng.random(800) < y_score
    counted = statistics(y_true, y_score, [rate])
    cut, found = counted.cuts[0], figures(counted)[0]
    rho = cut.positives_window / cut.n_window
    on_list = y_score >= cut.cutoff_score
    influence = 2 * (on_list * (y_true - rho) - rate / 10_000 * (found.precision - rho)) - (y_true - y_true.mean())

    assert found.accuracy_high - found.accuracy_low == pytest.approx(2 * 1.959964 * influence.std() / np.sqrt(800))


def test_bounds_near_one_stay_below_it() -> None:
    """An AUC near 1 has bounds that lean to the left and never reach 1."""
    low, high = auc_bounds(statistics(np.repeat([0, 1], 50), np.append(np.arange(50), np.arange(50) + 48)))

    assert low < 0.9996 < high < 1
    assert 0.9996 - low > high - 0.9996


def test_wilson_bounds_are_those_of_the_textbook() -> None:
    """Agresti and Coull 1998: none of 25 gives 0 to 0.1332."""
    assert share_bounds(0, 25) == pytest.approx((0.0, 0.1332), abs=5e-5)
