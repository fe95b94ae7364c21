"""Counts of a version: equal to brute force on any scores, and blind to the order of the rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from champion_challenger.core.figures.counts import Cut, Statistics, count_targeted, statistics
from champion_challenger.errors import DataError

RATES = [1, 100, 500, 1_000, 3_333, 5_000, 10_000]

finite = st.floats(allow_nan=False, allow_infinity=False)
score_kinds = st.one_of(
    st.just(finite),
    st.just(st.floats(0, 1)),
    st.just(st.sampled_from([-1.5, -0.0, 0.0, 1e-310, 0.25, 0.25000000000000006, 1.0, 2.0, 1e300])),
    st.just(st.integers(-3, 3).map(float)),
    st.just(st.just(0.5)),
)


@st.composite
def samples(draw: st.DrawFn, min_size: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and scores of one to eighty rows: continuous, tied, constant, negative, tiny."""
    n = draw(st.integers(min_size, 80))
    y_true = draw(arrays(np.int8, n, elements=st.integers(0, 1)))
    return y_true, draw(arrays(np.float64, n, elements=draw(score_kinds)))


def counted_by_hand(y_true: np.ndarray, y_score: np.ndarray, rate_bp: int) -> Cut:
    """Count around one cut-off the slow way."""
    n, k = len(y_score), -(-len(y_score) * rate_bp // 10_000)
    ordered = np.sort(y_score)[::-1]
    half = max(50, n // 200)
    above, tied = y_score > ordered[k - 1], y_score == ordered[k - 1]
    window = (y_score <= ordered[max(k - half, 1) - 1]) & (y_score >= ordered[min(k + half, n) - 1])
    counts = [int(number) for group in (above, tied, window) for number in (group.sum(), y_true[group].sum())]
    return Cut(rate_bp, k, float(ordered[k - 1]), *counts)


def sums_by_hand(y_true: np.ndarray, y_score: np.ndarray) -> tuple[int, int, int, int]:
    """AUC numerator, KS numerator and both DeLong sums, pair by pair."""
    high, low = y_score[y_true == 1], y_score[y_true == 0]
    wins = 2 * (high[:, None] > low).astype(int) + (high[:, None] == low)
    gaps = [abs((high <= s).sum() * len(low) - (low <= s).sum() * len(high)) for s in np.unique(y_score)]
    return int(wins.sum()), int(max(gaps)), int((wins.sum(1) ** 2).sum()), int((wins.sum(0) ** 2).sum())


def without_cut_off_scores(counted: Statistics) -> Statistics:
    """The record without the only field that depends on the values of the scores."""
    return replace(counted, cuts=tuple(replace(cut, cutoff_score=None) for cut in counted.cuts))


@given(samples())
def test_cuts_equal_a_count_by_hand(sample: tuple[np.ndarray, np.ndarray]) -> None:
    """At each rate, the rows above, at and around the cut-off are those that a slow count finds."""
    y_true, y_score = sample

    assert list(statistics(y_true, y_score, RATES).cuts) == [counted_by_hand(y_true, y_score, rate) for rate in RATES]


@given(samples())
def test_sums_equal_a_count_of_all_pairs(sample: tuple[np.ndarray, np.ndarray]) -> None:
    """The four sums are integers equal to those over all pairs of a positive and a negative."""
    found = statistics(*sample)

    sums = (found.auc_numerator, found.ks_numerator, found.delong_positive, found.delong_negative)
    assert sums == sums_by_hand(*sample)


@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(sample: tuple[np.ndarray, np.ndarray], random) -> None:
    """Any permutation of the rows gives the identical record."""
    y_true, y_score = sample
    order = random.sample(range(len(y_true)), len(y_true))

    assert statistics(y_true[order], y_score[order], RATES) == statistics(y_true, y_score, RATES)


@given(samples())
def test_increasing_transformations_change_only_the_cut_off(sample: tuple[np.ndarray, np.ndarray]) -> None:
    """Ranks decide: shifting the ranks of the scores below zero or squeezing them changes no count."""
    y_true, y_score = sample
    ranks = np.unique(y_score, return_inverse=True)[1]
    expected = without_cut_off_scores(statistics(y_true, y_score, RATES))

    for scores in (ranks, ranks - 40, ranks / 1e9, -1.0 / (1 + ranks)):
        assert without_cut_off_scores(statistics(y_true, scores, RATES)) == expected


@given(samples(), st.integers(2, 4))
def test_repeated_rows_scale_the_sums(sample: tuple[np.ndarray, np.ndarray], times: int) -> None:
    """Each row seen several times: counts of pairs grow with the square, their squares with the cube."""
    once = statistics(*sample)
    often = statistics(*(np.tile(column, times) for column in sample))

    assert often.auc_numerator == once.auc_numerator * times**2
    assert often.ks_numerator == once.ks_numerator * times**2
    assert often.delong_positive == once.delong_positive * times**3
    assert often.delong_negative == once.delong_negative * times**3


@given(samples())
def test_narrow_and_whole_number_scores_count_like_their_float64_twins(sample: tuple[np.ndarray, np.ndarray]) -> None:
    """float32, float16 and integer scores give the record of the same values in float64."""
    y_true = sample[0]
    whole = np.arange(len(y_true)) % 7 - 3
    expected = statistics(y_true, whole.astype(np.float64), RATES)

    for dtype in (np.float32, np.float16, np.int8, np.int64):
        assert statistics(y_true, whole.astype(dtype), RATES) == expected
    assert statistics(y_true, (whole + 3).astype(np.float32)) == statistics(y_true, (whole + 3).astype(np.uint16))


def test_scores_are_never_narrowed() -> None:
    """Scores that differ in the last bit of a float64, or by one in sixteen digits, stay apart."""
    near = np.array([0.7, np.nextafter(0.7, 1)])
    large = np.array([2**53 - 1, 2**53])

    for scores in (near, -near[::-1], large, -large[::-1]):
        assert statistics([0, 1], scores).auc_numerator == 2


def test_both_zeros_are_one_score() -> None:
    """-0.0 and 0.0 are tied, with and without negative scores beside them."""
    assert statistics([0, 1], [-0.0, 0.0]).auc_numerator == 1
    assert statistics([0, 1, 0], [-0.0, 0.0, -1.0]).auc_numerator == 3


def test_sums_stay_exact_beyond_64_bits() -> None:
    """A DeLong sum over a million rows is larger than 64 bits hold, and exact all the same."""
    positives, negatives = 500_000, 4_000_000
    found = statistics(np.repeat([0, 1], [negatives, positives]), np.repeat([0.1, 0.9], [negatives, positives]))

    assert found.delong_positive == positives * (2 * negatives) ** 2 > 2**63
    assert found.auc_numerator == 2 * positives * negatives


@pytest.mark.parametrize("dtype", [bool, np.int8, np.int64, np.uint8, np.float32, np.float64])
def test_outcomes_of_any_numeric_type(dtype: type) -> None:
    """Outcomes may be booleans, integers or floats."""
    assert statistics(np.array([1, 0], dtype=dtype), [0.2, 0.1]).auc_numerator == 2


def test_no_rows_give_zeros() -> None:
    """An empty population is a record of zeros, without a cut-off."""
    assert statistics([], [], [500]) == Statistics(0, 0, 0, 0, 0, 0, (Cut(500, 0, None, 0, 0, 0, 0, 0, 0),))


@pytest.mark.parametrize("outcome", [0, 1])
def test_one_class_gives_counts_and_no_sums(outcome: int) -> None:
    """With one class the sums over pairs are zero; rows are counted."""
    found = statistics([outcome] * 3, [0.1, 0.1, 0.3], [5_000])

    assert (found.n, found.n_positive, found.n_negative) == (3, 3 * outcome, 3 - 3 * outcome)
    assert not found.has_both_classes
    assert (found.auc_numerator, found.ks_numerator, found.delong_positive, found.delong_negative) == (0, 0, 0, 0)
    assert found.cuts[0] == Cut(5_000, 2, 0.1, 1, outcome, 2, 2 * outcome, 3, 3 * outcome)


@given(st.integers(0, 10**12), st.integers(1, 10_000))
def test_targeted_is_rounded_up_exactly(n: int, rate_bp: int) -> None:
    """The number targeted is the smallest whole number that is not below the rate."""
    share = Fraction(rate_bp, 10_000) * n

    assert share <= count_targeted(n, rate_bp) < share + 1


@pytest.mark.parametrize(
    ("y_true", "y_score", "message"),
    [
        ([0, 1], [0.1, np.nan], "1 of 2 missing or infinite"),
        ([0, 1], [0.1, -np.inf], "1 of 2 missing or infinite"),
        ([0, 2], [0.1, 0.2], r"0 or 1, found \[2\]"),
        ([0.0, 0.5], [0.1, 0.2], r"0 or 1, found \[0.5\]"),
        ([0.0, np.nan], [0.1, 0.2], r"0 or 1, found \[nan\]"),
        ([0, 1, 1], [0.1, 0.2], "3 outcomes and 2 scores"),
        (["0", "1"], [0.1, 0.2], "outcomes that are numbers"),
        ([0, 1], [2**60, 2**60 + 1], "without loss, found 1152921504606846976 to 1152921504606846977"),
        ([0, 1], [[0.1, 0.2], [0.3, 0.4]], r"one column, found an array of shape \(2, 2\)"),
    ],
)
def test_what_cannot_be_counted_is_refused(y_true: list, y_score: list, message: str) -> None:
    """Bad rows stop the count with a message that says what was found."""
    with pytest.raises(DataError, match=message):
        statistics(y_true, y_score)


@pytest.mark.parametrize("rate", [0, -100, 10_001, 12.5])
def test_rates_beyond_their_interval_are_refused(rate: float) -> None:
    """A rate is a whole number of basis points from 1 to 10,000."""
    with pytest.raises(ValueError, match="whole basis points from 1 to 10000, found"):
        statistics([0, 1], [0.1, 0.2], [rate])


def test_a_record_with_more_positives_than_rows_is_refused() -> None:
    """A record that a database delivers is checked where it is born."""
    with pytest.raises(ValueError, match="between 0 and n = 3 positives, found 4"):
        Statistics(3, 4, 0, 0, 0, 0)
