"""Champion against challenger: textbook DeLong, influence by rows, Holm, and the cases with nothing to judge by."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.comparison import Comparison, compare, contender, holm
from champion_challenger.core.uncertainty import lift_influence

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
    return compare(contender(y_true, champion, rates), contender(y_true, challenger, rates))


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
    found = compare(*sides)[0]

    if found.lift_delta_low is not None:
        half = (found.lift_delta_high - found.lift_delta_low) / 2
        assert half == pytest.approx(1.959963984540054 * spread / np.sqrt(n), abs=1e-10)


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
        compare(side, contender([0, 1, 1], [0.1, 0.2, 0.3], [500]))
    with pytest.raises(ValueError, match=r"rates \[500\] and \[100\]"):
        compare(side, contender([0, 1], [0.1, 0.2], [100]))


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
