"""Counts of a version, and of a pair, by stratum: what plain loops over the customers count."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.figures.weighted import Strata, WeightedContender, weighted_contender, weighted_pair
from tests.unit.core.figures.test_pairs import standing
from tests.unit.core.figures.test_weighted_comparison import drawn

RATES = [500, 3_000, 10_000]
STRATA = (False, True)


def campaign(seed: int, n: int, decimals: int) -> tuple[np.ndarray, list[np.ndarray], Strata]:
    """Outcomes, two scores, and a list of nobody, some or all, of which nobody, some or all were not contacted."""
    rng = np.random.default_rng(seed)
    y_true = (rng.integers(0, 2, n) * int(rng.integers(0, 4) > 0)).astype(np.int8)
    scores = [(rng.normal(y_true, 1, n)).round(decimals) for _ in range(2)]
    listed = rng.random(n) < rng.choice([0, 0.3, 1])
    return y_true, scores, Strata(listed, ~listed | (rng.random(n) < rng.choice([0, 0.4, 1])))


def part(found: WeightedContender, strata: Strata, y_true: np.ndarray, score: np.ndarray, stratum: bool) -> list[int]:
    """Twice the customers seen of the other class and of a stratum on the right side, ties once; by customer seen."""
    seen = np.flatnonzero(strata.is_seen)
    others = seen[strata.is_listed[seen] == stratum]
    return [
        sum(
            1 + int(np.sign((1 if y_true[c] else -1) * (score[c] - score[o]))) for o in others if y_true[o] != y_true[c]
        )
        for c in seen
    ]


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.sampled_from([0, 1, 6]))
def test_a_version_is_what_loops_over_the_customers_count(seed: int, n: int, decimals: int) -> None:
    """Pairs and products of placements by stratum; customers around each cut-off, which is that of all."""
    y_true, (score, _), strata = campaign(seed, n, decimals)
    side = weighted_contender(y_true, score, strata, RATES)
    found, seen = side.counted, strata.is_seen
    parts = [part(side, strata, y_true, score, stratum) for stratum in STRATA]
    groups = [[(strata.is_listed == g) & (y_true == y) & seen for y in (0, 1)] for g in STRATA]
    members = [
        [[list(np.flatnonzero(seen)).index(c) for c in np.flatnonzero(group)] for group in row] for row in groups
    ]

    assert (found.n_listed, found.seen) == (strata.is_listed.sum(), tuple((a.sum(), b.sum()) for a, b in groups))
    assert found.pairs == tuple(tuple(sum(parts[h][c] for c in members[g][1]) for h in (0, 1)) for g in (0, 1))
    for g, y in ((g, y) for g in (0, 1) for y in (0, 1)):
        products = [sum(parts[a][c] * parts[b][c] for c in members[g][y]) for a, b in ((0, 0), (0, 1), (1, 1))]
        assert found.squares[g][y] == tuple(products)
    for index, rate in enumerate(RATES):
        stood = np.array([standing(score, c, rate) for c in range(n)])
        expected = [[[int((rows & (stood == place)).sum()) for rows in row] for place in range(3)] for row in groups]
        assert found.rows(index).tolist() == expected
        assert (found.cuts[index].n_tied, found.cuts[index].n_above) == ((stood == 1).sum(), (stood == 2).sum())


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.sampled_from([0, 1, 6]))
def test_figures_of_a_version_are_those_of_weighted_customers(seed: int, n: int, decimals: int) -> None:
    """AUC, KS and average precision as fractions of weights, each customer seen standing for his stratum."""
    y_true, (score, _), strata = campaign(seed, n, decimals)
    found = weighted_contender(y_true, score, strata, RATES).counted
    seen, sizes = strata.is_seen, [int((strata.is_listed == g).sum()) for g in STRATA]
    n_seen = [int((seen & (strata.is_listed == g)).sum()) for g in STRATA]
    weight = [Fraction(sizes[int(g)], max(1, n_seen[int(g)])) for g in strata.is_listed]
    positives, negatives = ([c for c in range(n) if seen[c] and y_true[c] == y] for y in (1, 0))
    if not positives or not negatives:
        assert (found.auc, found.ks, found.average_precision) == (None, None, None)
        return

    def mass(customers: list[int], lowest: float = -np.inf) -> Fraction:
        return sum((weight[c] for c in customers if score[c] >= lowest), Fraction(0))

    pairs = sum(
        weight[p] * weight[o] * Fraction(1 + int(np.sign(score[p] - score[o])), 2) for p in positives for o in negatives
    )
    gaps = [mass(positives, s) / mass(positives) - mass(negatives, s) / mass(negatives) for s in score]
    precise = sum(weight[p] * mass(positives, score[p]) / mass([*positives, *negatives], score[p]) for p in positives)

    assert found.auc == pytest.approx(float(pairs / mass(positives) / mass(negatives)), abs=1e-12)
    assert found.ks == pytest.approx(float(max(map(abs, gaps))), abs=1e-12)
    assert found.average_precision == pytest.approx(float(precise / mass(positives)), abs=1e-12)


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.sampled_from([0, 1, 6]))
def test_a_pair_is_what_loops_over_the_customers_count(seed: int, n: int, decimals: int) -> None:
    """Sixteen groups with the sums of their shifts; standings of those seen, and of all."""
    y_true, scores, strata = campaign(seed, n, decimals)
    sides = [weighted_contender(y_true, score, strata, RATES) for score in scores]
    found, seen = weighted_pair(*sides), np.flatnonzero(strata.is_seen)
    shifts = [
        [new - old for old, new in zip(*(part(side, strata, y_true, score, h) for side, score in zip(sides, scores)))]
        for h in STRATA
    ]
    n_listed = int(strata.is_listed.sum())
    high = [[int((score > score[c]).sum() < n_listed) for c in seen] for score in scores]
    places = [8 * strata.is_listed[c] + 4 * y_true[c] + 2 * high[0][i] + high[1][i] for i, c in enumerate(seen)]
    for place in range(16):
        rows = [i for i, other in enumerate(places) if other == place]
        assert (found.sizes[place], found.shifts[place]) == (len(rows), tuple(sum(s[i] for i in rows) for s in shifts))
        products = [sum(shifts[a][i] * shifts[b][i] for i in rows) for a, b in ((0, 0), (0, 1), (1, 1))]
        assert found.squares[place] == tuple(products)
    for index, rate in enumerate(RATES):
        kinds = [3 * standing(scores[0], c, rate) + standing(scores[1], c, rate) for c in range(n)]
        assert found.all_crossed[index] == tuple(kinds.count(kind) for kind in range(9))
        of_seen = [18 * strata.is_listed[c] + 2 * kinds[c] + y_true[c] for c in seen]
        assert found.crossed[index] == tuple(of_seen.count(kind) for kind in range(36))


def test_figures_weigh_and_counts_stay_whole() -> None:
    """The precision of the list is that of the seen of each stratum, times the customers it has."""
    y_true, scores, strata = drawn()
    found = weighted_contender(y_true, scores[1], strata, [10_000]).counted
    seen = strata.is_seen
    parts = [y_true[seen & (strata.is_listed == side)].mean() * (strata.is_listed == side).sum() for side in (0, 1)]

    assert found.rows(0).dtype.kind == "i"
    assert found.rows(0).sum() == seen.sum()
    assert found.base == pytest.approx(sum(parts) / len(y_true))
    assert found.precision(0) == pytest.approx(found.base)


def test_as_many_are_high_as_the_list_has() -> None:
    """With the list's own score, these are its customers; ties come along."""
    y_true, scores, strata = drawn(share=1.0)
    own, other = (weighted_contender(y_true, score, strata, [500]) for score in scores)

    assert np.array_equal(own.is_high, strata.is_listed)
    assert strata.is_listed.sum() <= other.is_high.sum() < 2 * strata.is_listed.sum()


def test_products_outgrow_64_bits_exactly() -> None:
    """Placements of two billion customers of the other class, in either direction."""
    strata = Strata(np.zeros(2, dtype=bool), np.ones(2, dtype=bool))
    side = weighted_contender(np.array([1, 0], dtype=np.int8), np.array([0.2, 0.1]), strata, [500])
    large = 2**32 - 3
    champion, challenger = (
        WeightedContender(
            side.counted, side.listed, side.outcomes, side.standings, side.all_standings, np.array(placed), side.is_high
        )
        for placed in ([[0, large], [large, 0]], [[large, 0], [0, large]])
    )

    assert sum(np.array(weighted_pair(champion, challenger).squares, dtype=object)[:, 0]) == 2 * large**2
    assert sum(np.array(weighted_pair(champion, challenger).squares, dtype=object)[:, 1]) == -2 * large**2


def test_a_customer_off_the_list_whose_outcome_is_not_read_is_refused() -> None:
    """All who are off the list are seen: they stand for themselves alone."""
    with pytest.raises(ValueError, match="Expected every customer off the list to be seen"):
        Strata(np.array([False]), np.array([False]))
