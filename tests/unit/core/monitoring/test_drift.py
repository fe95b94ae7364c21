"""Score drift: equal cohorts have none, small samples raise no alarm, and chance is as stated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.monitoring.drift import (
    counts_between,
    has_drifted,
    list_change,
    stability_index,
    stability_limit,
    tenths_of,
)

COUNTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=10)
SCORES = st.lists(st.integers(-20, 20), min_size=1, max_size=80)


def sides(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Counts of two cohorts."""
    return [first for first, _ in pairs], [second for _, second in pairs]


def index_and_limit(reference: np.ndarray, newest: np.ndarray) -> tuple[float, float]:
    """Index of two samples of scores, and its limit."""
    parts = tenths_of(reference)
    counts = counts_between(newest, parts.edges)
    index, limit = stability_index(parts.counts, counts), stability_limit(parts.counts, counts)
    assert index is not None
    assert limit is not None
    return index, limit


@given(COUNTS)
def test_the_index_is_at_least_0_and_the_same_both_ways_round(pairs: list[tuple[int, int]]) -> None:
    """Whatever is called the reference."""
    first, second = sides(pairs)
    index = stability_index(first, second)

    assert index == pytest.approx(stability_index(second, first), abs=1e-12)
    assert index is None or index >= 0


@given(SCORES)
def test_equal_cohorts_have_an_index_of_0(scores: list[int]) -> None:
    """Ties or not; with one distinct score nothing is compared."""
    parts = tenths_of(scores)
    index = stability_index(parts.counts, counts_between(scores, parts.edges))

    assert index == (0.0 if len(set(scores)) > 1 and sum(count > 0 for count in parts.counts) > 1 else None)


@given(SCORES, SCORES)
def test_an_increasing_transformation_changes_no_count(reference: list[int], newest: list[int]) -> None:
    """Scores need not be probabilities."""
    parts, moved = tenths_of(reference), tenths_of(np.exp(np.array(reference) / 10))

    assert parts.counts == moved.counts
    assert counts_between(newest, parts.edges) == counts_between(np.exp(np.array(newest) / 10), moved.edges)


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(scores: list[int], random) -> None:
    """Equal scores are never split."""
    shuffled = random.sample(scores, len(scores))

    assert tenths_of(scores) == tenths_of(shuffled)
    assert sum(tenths_of(scores).counts) == len(scores)


def test_the_index_is_that_of_the_formula() -> None:
    """Over parts that one of the two cohorts has."""
    first, second = np.array([30, 50, 20, 0]), np.array([10, 60, 29, 0])
    e, a = first / 100, second / 99

    expected = sum((a[i] - e[i]) * np.log(a[i] / e[i]) for i in range(3))
    assert stability_index(first.tolist(), second.tolist()) == pytest.approx(expected, abs=1e-12)


def test_small_cohorts_do_not_cry_wolf() -> None:
    """An index of 0.15 is chance among a hundred customers, and none among ten thousand."""
    few, many = stability_limit([10] * 10, [10] * 10), stability_limit([1_000] * 10, [1_000] * 10)

    assert not has_drifted(0.15, few)
    assert has_drifted(0.15, many)


def test_nobody_has_not_drifted() -> None:
    """Nor has a constant score."""
    assert stability_index([0, 0], [1, 2]) is None
    assert stability_limit([5], [7]) is None
    assert tenths_of([]).counts == (0,)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60), st.integers(1, 10_000))
def test_a_list_changes_by_what_is_not_on_both(pairs: list[tuple[int, int]], rate_bp: int) -> None:
    """In [0, 1], the same both ways round, and 0 for the same scores."""
    before, now = sides(pairs)
    (change,) = list_change(before, now, [rate_bp])

    assert change == pytest.approx(list_change(now, before, [rate_bp])[0], abs=1e-12)
    assert change is not None
    assert -1e-12 <= change <= 1
    assert list_change(before, before, [rate_bp])[0] == pytest.approx(0, abs=1e-12)


def test_without_ties_the_change_is_counted_by_hand() -> None:
    """Customers of the old list that the new one has not."""
    rng = np.random.default_rng(7)
    before, now = rng.permutation(200), rng.permutation(200)
    lists = [set(np.argsort(-scores)[:20]) for scores in (before, now)]

    assert list_change(before, now, [1_000]) == [pytest.approx(len(lists[0] - lists[1]) / 20)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n", "m", "decimals"), [(500, 500, 9), (2_000, 20_000, 9), (20_000, 1_000, 9), (3_000, 3_000, 1)]
)
def test_chance_exceeds_the_limit_as_often_as_stated(n: int, m: int, decimals: int) -> None:
    """In 1 % of 4,000 pairs of equal cohorts, give or take what 4,000 draws allow; ties or not."""
    rng = np.random.default_rng(n + m)
    exceeded = sum(
        index > limit
        for index, limit in (
            index_and_limit(rng.beta(2, 20, n).round(decimals), rng.beta(2, 20, m).round(decimals))
            for _ in range(4_000)
        )
    )

    assert 0.004 <= exceeded / 4_000 <= 0.018


@pytest.mark.slow
@pytest.mark.parametrize(("n", "shift", "least"), [(1_000, 0.5, 0.9), (20_000, 0.4, 0.99)])
def test_a_shift_that_matters_is_found(n: int, shift: float, least: float) -> None:
    """Of so many standard deviations, in most cases; a third of it is below what matters and gives no warning."""
    rng = np.random.default_rng(n)
    found, needless = (
        np.mean([has_drifted(*index_and_limit(rng.normal(0, 1, n), rng.normal(by, 1, n))) for _ in range(500)])
        for by in (shift, shift / 3)
    )

    assert found >= least
    assert needless <= 0.1
