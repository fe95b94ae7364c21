"""Champion against challenger: textbook DeLong, influence by rows, Holm, and the cases with nothing to judge by."""

from __future__ import annotations

import math
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.figures.comparison import Comparison, compare_contenders, holm
from champion_challenger.core.figures.pairs import Contender, contender
from champion_challenger.core.figures.quantities import auc, true_positives
from champion_challenger.core.figures.uncertainty import lift_influence

RATES = [500, 2_000, 10_000]
seeds = st.integers(0, 2**32 - 1)


def two_scores(seed: int, n: int, decimals: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcomes and two related scores, with at least two rows of each class."""
    rng = np.random.default_rng(seed)
    y_true = np.append([0, 0, 1, 1], rng.integers(0, 2, n - 4))
    latent = rng.normal(y_true, 1)
    return y_true, (latent + rng.normal(size=n)).round(decimals), (latent + rng.normal(size=n)).round(decimals)


def compared(y_true: np.ndarray, champion: np.ndarray, challenger: np.ndarray, rates: list[int]) -> list[Comparison]:
    """Comparison of two score columns."""
    return compare_contenders(contender(y_true, champion, rates), contender(y_true, challenger, rates))


@given(seeds, st.integers(4, 120), st.sampled_from([0, 1, 6]))
def test_auc_difference_is_that_of_delong_pair_by_pair(seed: int, n: int, decimals: int) -> None:
    """Difference, bounds and p-value follow from the covariance of all pairwise wins, as in the paper of 1988."""
    y_true, *scores = two_scores(seed, n, decimals)
    wins = [np.sign(s[y_true == 1][:, None] - s[y_true == 0]) / 2 + 0.5 for s in scores]
    covariance = np.cov([w.mean(1) for w in wins]) / sum(y_true) + np.cov([w.mean(0) for w in wins]) / sum(1 - y_true)
    found = compared(y_true, *scores, [500])[0]

    assert found.auc_delta == pytest.approx(wins[1].mean() - wins[0].mean(), abs=1e-12)
    if found.auc_delta_low is not None:
        variance = ((found.auc_delta_high - found.auc_delta_low) / 2 / 1.959963984540054) ** 2
        assert variance == pytest.approx(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1], abs=1e-12)


# Albumin, total protein, Krebs-Goplerud score and benefit from surgery of 43 patients: DeLong et al. (1988), as in the
# documentation of SAS PROC LOGISTIC, whose results are expected below.
PATIENTS = np.array(
    """
    3.0 5.8 10 0  3.2 6.3 5 1  3.9 6.8 3 1  2.8 4.8 6 0  3.2 5.8 3 1  0.9 4.0 5 0  2.5 5.7 8 0  1.6 5.6 5 1  3.8 5.7 5 1
    3.7 6.7 6 1  3.2 5.4 4 1  3.8 6.6 6 1  4.1 6.6 5 1  3.6 5.7 5 1  4.3 7.0 4 1  3.6 6.7 4 0  2.3 4.4 6 1  4.2 7.6 4 0
    4.0 6.6 6 0  3.5 5.8 6 1  3.8 6.8 7 1  3.0 4.7 8 0  4.5 7.4 5 1  3.7 7.4 5 1  3.1 6.6 6 1  4.1 8.2 6 1  4.3 7.0 5 1
    4.3 6.5 4 1  3.2 5.1 5 1  2.6 4.7 6 1  3.3 6.8 6 0  1.7 4.0 7 0  3.7 6.1 5 1  3.3 6.3 7 1  4.2 7.7 6 1  3.5 6.2 5 1
    2.9 5.7 9 0  2.1 4.8 7 1  2.8 6.2 8 0  4.0 7.0 7 1  3.3 5.7 6 1  3.7 6.9 5 1  3.6 6.6 5 1
    """.split(),
    dtype=float,
).reshape(-1, 4)


@pytest.mark.parametrize(
    ("column", "area", "difference", "low", "high", "p_value"),
    [(0, 0.7366, 0.0108, -0.1761, 0.1976, 0.9102), (1, 0.6478, -0.0780, -0.2830, 0.1271, 0.4561)],
    ids=["albumin", "total protein"],
)
def test_auc_differences_of_the_paper_of_1988(
    column: int, area: float, difference: float, low: float, high: float, p_value: float
) -> None:
    """Two tests against the Krebs-Goplerud score, on the patients that all three were made on."""
    y_true, score = PATIENTS[:, 3], PATIENTS[:, column]
    found = compared(y_true, -PATIENTS[:, 2], score, [500])[0]

    assert auc(contender(y_true, score, []).counted) == pytest.approx(area, abs=5e-5)
    assert (found.auc_delta, found.auc_delta_low) == pytest.approx((difference, low), abs=5e-5)
    assert (found.auc_delta_high, found.auc_p_value) == pytest.approx((high, p_value), abs=5e-5)


@given(seeds, st.integers(4, 120), st.sampled_from([0, 1, 6]))
def test_the_order_of_customers_and_the_scale_of_scores_do_not_matter(seed: int, n: int, decimals: int) -> None:
    """Shuffled rows, and scores under other increasing maps, are compared alike."""
    y_true, *scores = two_scores(seed, n, decimals)
    order = np.random.default_rng(seed).permutation(n)
    ranks = [np.unique(score, return_inverse=True)[1] - 7 for score in scores]
    before = compared(y_true, *scores, RATES)

    for after in (compared(y_true[order], *(score[order] for score in scores), RATES), compared(y_true, *ranks, RATES)):
        for one, other in zip(before, after):
            assert asdict(one) == pytest.approx(asdict(other), abs=1e-12)


@given(seeds, st.integers(4, 40), st.integers(2, 4))
def test_customers_seen_several_times_change_no_difference_of_rates(seed: int, n: int, times: int) -> None:
    """Everybody the same number of times: the same differences, bounds never wider, positives reached times as many."""
    y_true, *scores = two_scores(seed, n, 1)
    once = compared(y_true, *scores, [2_500])[0]
    often = compared(np.tile(y_true, times), *(np.tile(score, times) for score in scores), [2_500])[0]

    assert often.auc_delta == pytest.approx(once.auc_delta, abs=1e-12)
    if once.auc_delta_low is not None:
        assert often.auc_delta_high - often.auc_delta_low <= once.auc_delta_high - once.auc_delta_low + 1e-12
    if n % 4 == 0:  # as large a share is targeted
        assert often.lift_delta == pytest.approx(once.lift_delta, abs=1e-12)
        assert often.extra_positives == pytest.approx(once.extra_positives * times)
        assert often.target_overlap == pytest.approx(once.target_overlap)


@given(seeds, st.integers(4, 300), st.sampled_from([0, 1, 6]))
def test_lift_difference_is_that_of_influence_row_by_row(seed: int, n: int, decimals: int) -> None:
    """The table of eighteen kinds of customers gives the spread that the rows give one by one."""
    y_true, *scores = two_scores(seed, n, decimals)
    sides = [contender(y_true, score, [2_000]) for score in scores]
    influences = []
    for side, score in zip(sides, scores):
        cut = side.counted.cuts[0]
        of_tied = (cut.n_targeted - cut.n_above) / cut.n_tied
        share = np.select([score > cut.cutoff_score, score == cut.cutoff_score], [1.0, of_tied], 0.0)
        influences.append(lift_influence(side.counted, cut, share, y_true))
    spread = (influences[1] - influences[0]).std()
    found = compare_contenders(*sides)[0]

    if found.lift_delta_low is not None:
        half = (found.lift_delta_high - found.lift_delta_low) / 2
        assert half == pytest.approx(1.959963984540054 * spread_of_few(sides, spread / np.sqrt(n)), abs=1e-10)


def spread_of_few(sides: list[Contender], error: float) -> float:
    """Error with one hit more on either list, where one of them has fewer than ten."""
    counted, hits = sides[0].counted, min(true_positives(side.counted.cuts[0]) for side in sides)
    one_hit = counted.n / (counted.cuts[0].n_targeted * counted.n_positive)
    return math.hypot(error, math.sqrt(2) * one_hit) if hits < 10 and error > 1e-12 else error


@given(seeds, st.integers(4, 80))
def test_swapping_the_sides_changes_signs_only(seed: int, n: int) -> None:
    """Who is called champion changes the sign of the differences, not the p-values."""
    y_true, one, other = two_scores(seed, n, 1)

    for there, back in zip(compared(y_true, one, other, RATES), compared(y_true, other, one, RATES)):
        assert (there.lift_p_value, there.auc_p_value) == pytest.approx((back.lift_p_value, back.auc_p_value))
        assert there.extra_positives == pytest.approx(-back.extra_positives)
        assert there.auc_delta == -back.auc_delta
        assert there.target_overlap == pytest.approx(back.target_overlap)


@given(seeds, st.integers(4, 80), st.sampled_from([0, 6]))
def test_a_version_against_itself_differs_by_nothing(seed: int, n: int, decimals: int) -> None:
    """Equal rankings, even on another scale: difference 0, bounds 0, p-value 1, the whole list in common."""
    y_true, score, _ = two_scores(seed, n, decimals)
    score[3] = score.max() + 1  # a positive on top: each list has a hit

    for found in compared(y_true, score, score / 2 - 7, RATES):
        assert (found.lift_delta, found.lift_delta_low, found.lift_delta_high, found.lift_p_value) == (0, 0, 0, 1)
        assert (found.auc_delta, found.auc_delta_low, found.auc_delta_high, found.auc_p_value) == (0, 0, 0, 1)
        assert found.target_overlap == pytest.approx(1.0)
        assert found.extra_positives == 0


def test_lists_without_a_common_customer_overlap_by_nothing() -> None:
    """Two opposed rankings have no target in common, and the difference in hits is told in customers."""
    y_true = np.repeat([0, 1], 50)
    found = compared(y_true, -np.arange(100), np.arange(100), [2_000])[0]

    assert (found.target_overlap, found.extra_positives) == (0.0, 20.0)


def test_perfectly_opposed_rankings_are_not_judged() -> None:
    """A sample without spread gives a difference, and neither bounds nor p-value."""
    found = compared(np.repeat([0, 1], 5), -np.arange(10), np.arange(10), [5_000])[0]

    assert found.auc_delta == 1.0
    assert found.auc_delta_low is found.auc_delta_high is found.auc_p_value is None


@pytest.mark.parametrize("y_true", [[], [0], [1], [0, 0, 0], [1, 1, 1]])
def test_nothing_is_compared_without_both_classes(y_true: list[int]) -> None:
    """No rows or one class: differences are None, the lists are still compared."""
    found = compared(np.array(y_true, dtype=int), np.arange(len(y_true)), np.zeros(len(y_true)), [5_000])[0]
    figures = asdict(found)

    assert {value for name, value in figures.items() if "delta" in name or "p_value" in name} == {None}
    assert (found.target_overlap is None) == (not y_true)


def test_no_hits_on_either_list_are_not_judged() -> None:
    """Two lists without a single hit differ by nothing, and nothing is known about the spread."""
    y_true = np.repeat([1, 0], [4, 96])
    found = compared(y_true, np.arange(100), np.append(np.arange(4), np.arange(100, 4, -1)), [500])[0]

    assert (found.lift_delta, found.lift_p_value) == (0.0, None)


def test_versions_on_other_rows_are_refused() -> None:
    """Both sides must stand on the same rows and rates; the message says what was found."""
    side = contender([0, 1], [0.1, 0.2], [500])

    with pytest.raises(ValueError, match="found 2 and 3 rows"):
        compare_contenders(side, contender([0, 1, 1], [0.1, 0.2, 0.3], [500]))
    with pytest.raises(ValueError, match=r"rates \[500\] and \[100\]"):
        compare_contenders(side, contender([0, 1], [0.1, 0.2], [100]))


def test_placements_stay_right_across_blocks() -> None:
    """Over several blocks of rows, placements are those of the two classes ranked against each other."""
    rng = np.random.default_rng(3)
    y_true, y_score = rng.integers(0, 2, 150_000), rng.random(150_000).round(4)
    positive, negative = np.sort(y_score[y_true == 1]), np.sort(y_score[y_true == 0])
    below = np.searchsorted(negative, y_score) + np.searchsorted(negative, y_score, "right")
    above = 2 * len(positive) - np.searchsorted(positive, y_score) - np.searchsorted(positive, y_score, "right")

    assert (contender(y_true, y_score, []).placements == np.where(y_true == 1, below, above)).all()


@pytest.mark.parametrize(
    ("p_values", "adjusted"),
    [
        ([], []),
        ([None], [None]),
        ([0.2], [0.2]),
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.9, 0.8], [1.0, 1.0]),
        ([0.02, None, 0.02], [0.04, None, 0.04]),
        ([0.0, 1.0], [0.0, 1.0]),
    ],
)
def test_holm_steps_down(p_values: list[float | None], adjusted: list[float | None]) -> None:
    """The smallest is multiplied by the number of tests, the next by one less, never falling, at most 1."""
    assert holm(p_values) == pytest.approx(adjusted)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_the_order_and_never_lowers(p_values: list[float]) -> None:
    """Adjusting only raises, keeps the order and never exceeds Bonferroni."""
    adjusted = holm(p_values)

    assert all(p <= q <= min(1, p * len(p_values)) for p, q in zip(p_values, adjusted))
    assert [q for _, q in sorted(zip(p_values, adjusted))] == sorted(adjusted)
