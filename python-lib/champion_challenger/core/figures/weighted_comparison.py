"""Differences and errors where outcomes are known of a part of the customers, from whole counts by stratum."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.comparison import Comparison, Judgement, judge_difference
from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.figures.weighted import WeightedContender, weighted_pair
from champion_challenger.core.figures.weighted_counts import (
    Products,
    WeightedPair,
    WeightedStatistics,
    check_same_counts,
)

_PSEUDO = 150
"""Customers at the rate of both groups that a group's own rate is mixed with."""
_OUTCOME = np.array([0.0, 1.0])


def compare_weighted(
    champion: WeightedStatistics, challenger: WeightedStatistics, pair: WeightedPair
) -> list[Comparison]:
    """Difference between a challenger and the champion, one record for each targeting rate, as `compare`.

    The target lists and what they have in common are those of all customers; extra positives are those expected among
    all of them.

    Raises
    ------
    ValueError
        If the three records are not of the same customers and rates.
    """
    check_same_counts(champion, challenger, pair)
    of_auc = judge_difference(_difference(champion.auc, challenger.auc), _paired_auc_error(champion, challenger, pair))
    return [_comparison((champion, challenger), pair, index, of_auc) for index in range(len(champion.cuts))]


def compare_weighted_contenders(champion: WeightedContender, challenger: WeightedContender) -> list[Comparison]:
    """The same of two versions in memory.

    Raises
    ------
    ValueError
        As `compare_weighted`.
    """
    return compare_weighted(champion.counted, challenger.counted, weighted_pair(champion, challenger))


def _comparison(
    sides: tuple[WeightedStatistics, WeightedStatistics], pair: WeightedPair, index: int, of_auc: Judgement
) -> Comparison:
    champion = sides[0]
    cut, other = (side.cuts[index] for side in sides)
    is_defined = champion.has_both_classes and bool(champion.base)
    precisions = [side.precision(index) for side in sides]
    gain = (precisions[1] - precisions[0]) / (champion.base or 1.0) if is_defined else None
    has_hits = is_defined and max(precisions) > 0
    of_lift = judge_difference(gain, _paired_lift_error(sides, pair, index) if has_hits else None)
    shared = np.minimum(cut.shares[:, None], other.shares[None, :])
    common = float((pair.all_customers(index) * shared).sum())
    return Comparison(
        cut.rate_bp / BASIS_POINTS,
        *of_lift,
        *of_auc,
        common / cut.n_targeted if cut.n_targeted else None,
        (precisions[1] - precisions[0]) * cut.n_targeted,
    )


def _influences(
    version: WeightedStatistics, index: int, *, is_lift: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Influence of a customer by standing and outcome, shape (3, 2): of one drawn, and of one drawn to be seen.

    The first is that of `lift_influence`. The second has only what depends on an outcome: the cut-off is known.
    """
    cut, base = version.cuts[index], version.base or 1.0
    rate, hit_rate = cut.n_targeted / max(1, version.n_all), version.precision(index)
    share, at_cutoff = cut.shares[:, None], version.at_cutoff(index)
    drawn = share * (_OUTCOME - at_cutoff) / rate - (hit_rate - at_cutoff)
    seen = share * (_OUTCOME - hit_rate) / rate
    if not is_lift:
        return drawn, seen
    of_base = hit_rate * (_OUTCOME - base) / base**2
    return drawn / base - of_base, seen / base - of_base


def own_error(version: WeightedStatistics, index: int, *, is_lift: bool) -> float:
    """Standard error of a version's lift at a rate, or of its precision."""
    return _error(version, version.rows(index), *_influences(version, index, is_lift=is_lift))


def accuracy_error(version: WeightedStatistics, index: int) -> float:
    """Standard error of a version's accuracy at a rate, as `accuracy_influence`."""
    drawn, seen = _influences(version, index, is_lift=False)
    twice = 2 * version.cuts[index].n_targeted / max(1, version.n_all)
    of_base = _OUTCOME - (version.base or 0.0)
    return _error(version, version.rows(index), twice * drawn - of_base, twice * seen - of_base)


def _paired_lift_error(sides: tuple[WeightedStatistics, WeightedStatistics], pair: WeightedPair, index: int) -> float:
    first, second = (_influences(side, index, is_lift=True) for side in sides)
    drawn, seen = (new[None, :, :] - old[:, None, :] for old, new in zip(first, second))
    error = _error(sides[0], _smooth_counts(pair.customers(index)), drawn, seen)
    return math.sqrt(error**2 + _one_hit_variance(sides, index)) if error else error


def _one_hit_variance(sides: tuple[WeightedStatistics, WeightedStatistics], index: int) -> float:
    """Variance of one hit more on one of the lists, of a control customer: few come out alike by chance.

    Only what a control customer weighs beyond others, so that it vanishes without a campaign; with fewer than ten hits
    there is one of another customer on either list, as in `compare`.
    """
    champion = sides[0]
    one_hit = 1 / (champion.cuts[index].n_targeted * (champion.base or 1.0))
    is_few = any(side.few_hits(index) is not None for side in sides)
    return float(max(0.0, champion.weights[1] ** 2 - 1) + (2 if is_few else 0)) * one_hit**2


def _smooth_counts(rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Counts whose positives among those on one list only are drawn to the rate of both such groups together.

    A few control customers tell their own rate badly, and a rate that came out low would show a large difference with
    a small error. Two equal versions have the same rate in both groups.
    """
    n, positives = rows.sum(axis=3), rows[..., 1]
    together = [counts.sum(axis=0) + counts.sum(axis=0).T for counts in (positives, n)]
    rates = together[0] / np.maximum(together[1], 1)
    own = n / (n + _PSEUDO)
    drawn = own * positives + (1 - own) * n * rates[None, :, :]
    kept = np.where(np.eye(3, dtype=bool)[None, :, :], positives, drawn)
    return np.stack([n - kept, kept], axis=3)


def auc_error(version: WeightedStatistics) -> float | None:
    """Standard error of an AUC; None under two positives or two negatives."""
    if version.n_positive < 2 or version.n - version.n_positive < 2:
        return None
    places = [(g, y) for g in (0, 1) for y in (0, 1)]
    sizes = [version.seen[g][y] for g, y in places]
    sums = [_parts(version, g, y) for g, y in places]
    squares = [version.squares[g][y] for g, y in places]
    influences = _influence_sums(version, sizes, sums, squares, version.auc_numerator)
    return _joint_error(version, *(part.reshape(2, 2).sum(axis=1) for part in influences))


def _parts(version: WeightedStatistics, g: int, y: int) -> tuple[int, int]:
    """Sums of both parts of the placements of a stratum's positives, or negatives."""
    pairs = version.pairs
    return pairs[g] if y else (pairs[0][g], pairs[1][g])


def _paired_auc_error(champion: WeightedStatistics, challenger: WeightedStatistics, pair: WeightedPair) -> float | None:
    """Standard error of a difference of AUCs; influences of those high in one ranking only are smoothed.

    As in `_smooth_counts`: when few of the contacted list's customers are seen and their positives came out low, the
    difference is large and its error looks small. Between equal versions, a customer high in one ranking alone has the
    opposite influence of one high in the other alone.
    """
    if champion.n_positive < 2 or champion.n - champion.n_positive < 2:
        return None
    numerator = challenger.auc_numerator - champion.auc_numerator
    influences = _influence_sums(champion, pair.sizes, pair.shifts, pair.squares, numerator)
    # by stratum, high with the champion, high with the challenger: both outcomes together
    squares, sums = (part.reshape(2, 2, 2, 2).sum(axis=1) for part in influences)
    n = np.array(pair.sizes).reshape(2, 2, 2, 2).sum(axis=1)
    own = n / (n + _PSEUDO)
    together = n.sum(axis=0) + n.sum(axis=0).T
    off_diagonal = ~np.eye(2, dtype=bool)[None, :, :]
    drawn = []
    for counts, sign in ((squares, 1), (sums, -1)):
        mean = (counts.sum(axis=0) + sign * counts.sum(axis=0).T) / np.maximum(together, 1)
        smoothed = np.where(off_diagonal, own * counts + (1 - own) * n * mean[None, :, :], counts)
        drawn.append(smoothed.sum(axis=(1, 2)))
    return _joint_error(champion, drawn[0], drawn[1])


def _influence_sums(
    version: WeightedStatistics,
    sizes: Sequence[int],
    sums: Sequence[tuple[int, int]],
    squares: Sequence[Products],
    numerator: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of squares and of influences on an AUC, or a difference of two, by group of customers.

    Whole numbers up to the last division, so that two equal rankings have an error of exactly 0. The outcome of a group
    is in its place: each fourth of the groups has one, negatives first.

    Parameters
    ----------
    sizes, sums, squares
        By group: customers, sums of both parts of their placements (or shifts), and of their products.
    numerator
        Of the AUC, or of the difference.
    """
    off, on = version.whole_weights
    pairs = 2 * version.masses[0] * version.masses[1]
    base = version.base or 0.0
    groups = []
    for place, (n, (first, second), (square, product, other)) in enumerate(zip(sizes, sums, squares)):
        is_positive = 4 * place // len(sizes) % 2 == 1
        mass = version.masses[1 if is_positive else 0]  # placements count the other class
        total = (off * first + on * second) * mass
        of_squares = (off * off * square + 2 * off * on * product + on * on * other) * mass**2
        scale = base if is_positive else 1 - base
        shifted = of_squares - 2 * total * numerator + n * numerator**2
        groups.append((shifted / pairs**2 / scale**2, (total - n * numerator) / pairs / scale))
    squared, summed = np.array(groups).T
    return squared, summed


def _error(
    version: WeightedStatistics, rows: NDArray[Any], drawn: NDArray[np.float64], seen: NDArray[np.float64]
) -> float:
    """Standard error of a weighted figure from influences and the whole counts of each stratum."""
    counts = rows.reshape(2, -1)
    squares = (counts * drawn.ravel() ** 2).sum(axis=1)
    sums = (counts * seen.ravel()).sum(axis=1)
    spreads = (counts * seen.ravel() ** 2).sum(axis=1) - sums**2 / np.maximum(counts.sum(axis=1), 1)
    return _two_draws(version, squares, spreads)


def _joint_error(version: WeightedStatistics, squares: NDArray[Any], sums: NDArray[Any]) -> float:
    """Standard error from sums by stratum, of influences that are the same in both draws."""
    return _two_draws(version, squares, squares - sums**2 / np.maximum(version.n_seen, 1))


def _two_draws(version: WeightedStatistics, squares: NDArray[Any], spreads: NDArray[Any]) -> float:
    """Two draws: customers from all there could be, then those seen from each stratum."""
    weights, sizes = version.weights, version.sizes
    spreads = np.maximum(0.0, spreads)
    of_seeing = sizes * np.maximum(0.0, weights - 1) * spreads / np.maximum(version.n_seen - 1, 1)
    error = math.sqrt(float((weights * squares + of_seeing).sum())) / max(1, version.n_all)
    return error if error > 1e-12 else 0.0


def _difference(champion: float | None, challenger: float | None) -> float | None:
    return None if champion is None or challenger is None else challenger - champion
