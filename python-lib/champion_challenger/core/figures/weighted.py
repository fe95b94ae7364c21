"""Counts by stratum in memory, where outcomes are known of a part of the customers: those not contacted.

Customers belong to two strata: off the list that was contacted, and on it. Scores are known of all of them, and so are
the target lists; outcomes count of those *seen*: all who are off the list, and on it those who were not contacted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.counts import PRECISION_UNIT, Cut, statistics
from champion_challenger.core.figures.weighted_counts import (
    CROSSINGS,
    GROUPS,
    Counts,
    Products,
    WeightedCut,
    WeightedPair,
    WeightedStatistics,
    whole_weights,
)

_LOW_BITS = 16
_STRATA = (0, 1)


@dataclass(frozen=True)
class Strata:
    """Customers by stratum.

    Attributes
    ----------
    is_listed, is_seen
        Shape (n,): on the list; of known and untouched outcome. All who are off the list are seen.
    """

    is_listed: NDArray[np.bool_]
    is_seen: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if not (self.is_listed | self.is_seen).all():
            raise ValueError("Expected every customer off the list to be seen.")

    def of(self, rows: NDArray[np.bool_]) -> Strata:
        """The strata of a part of the customers."""
        return Strata(self.is_listed[rows], self.is_seen[rows])

    @property
    def n_listed(self) -> int:
        """Customers on the list."""
        return int(np.count_nonzero(self.is_listed))


@dataclass(frozen=True)
class WeightedContender:
    """One version on the customers where it is compared.

    Attributes
    ----------
    counted
        Its statistics on these customers.
    listed, outcomes
        Shape (n_seen,): stratum, and outcome.
    standings
        Shape (n_rates, n_seen): 0 below the cut-off, 1 at it, 2 above it.
    all_standings
        Shape (n_rates, n): the same of all customers.
    placements
        Shape (2, n_seen): whole numbers, by stratum (see `WeightedStatistics`).
    is_high
        Shape (n_seen,): among as many of the highest scores as the list has.
    """

    counted: WeightedStatistics
    listed: NDArray[np.int64]
    outcomes: NDArray[np.bool_]
    standings: NDArray[np.int8]
    all_standings: NDArray[np.int8]
    placements: NDArray[np.int64]
    is_high: NDArray[np.bool_]


@dataclass(frozen=True)
class _Groups:
    """Groups of equal scores, the highest first.

    Attributes
    ----------
    n
        Customers of each group.
    seen
        Shape (2, 2, n_groups): customers seen by stratum and outcome.
    """

    n: NDArray[np.int64]
    seen: NDArray[np.int64]

    @property
    def n_upto(self) -> NDArray[np.int64]:
        """Customers with a group's score or a higher one."""
        return np.cumsum(self.n)

    @property
    def totals(self) -> NDArray[np.int64]:
        """Customers seen by stratum and outcome."""
        totals: NDArray[np.int64] = self.seen.sum(axis=2)
        return totals


def weighted_contender(
    y_true: NDArray[np.int8], y_score: NDArray[np.float64], strata: Strata, rates_bp: Sequence[int]
) -> WeightedContender:
    """Count a version by stratum, and keep the place of each customer in its ranking.

    Parameters
    ----------
    y_true, y_score
        Shape (n,): outcomes as 0 and 1 (of customers not seen, any), and finite scores.
    """
    cuts = statistics(np.zeros(len(y_score), dtype=np.int8), y_score, rates_bp).cuts
    standings = np.zeros((len(rates_bp), len(y_score)), dtype=np.int8)
    for row, cut in zip(standings, cuts):
        if cut.cutoff_score is not None:
            np.add(y_score >= cut.cutoff_score, y_score > cut.cutoff_score, out=row, dtype=np.int8)
    seen, outcomes = strata.is_seen, y_true[strata.is_seen].astype(bool)
    listed, cells = strata.is_listed[seen].astype(np.int64), _cells(y_score)
    groups = _groups(cells, cells[seen], listed, outcomes)
    placed, outranked = _placements_of_groups(groups)
    places = cells[seen]
    placements = np.stack([np.where(outcomes, placed[h][places], outranked[h][places]) for h in _STRATA])
    is_high = groups.n_upto - groups.n < strata.n_listed
    return WeightedContender(
        counted=_statistics(groups, strata.n_listed, placed, _squares(listed, outcomes, placements), cuts),
        listed=listed,
        outcomes=outcomes,
        standings=standings[:, seen],
        all_standings=standings,
        placements=placements,
        is_high=is_high[places],
    )


def weighted_nobody(rates_bp: Sequence[int]) -> WeightedContender:
    """Counts of a version without a customer.

    >>> weighted_nobody([500]).counted.n_all
    0
    """
    nobody = np.zeros(0, dtype=bool)
    return weighted_contender(np.zeros(0, dtype=np.int8), np.zeros(0), Strata(nobody, nobody), rates_bp)


def weighted_pair(champion: WeightedContender, challenger: WeightedContender) -> WeightedPair:
    """Count two versions against each other, on the same customers."""
    kinds = 18 * champion.listed + champion.outcomes
    crossed = [
        _counts_by_place(kinds + 6 * of_champion.astype(np.int64) + 2 * of_challenger, 36)
        for of_champion, of_challenger in zip(champion.standings, challenger.standings)
    ]
    all_crossed = [
        _counts_by_place(3 * of_champion.astype(np.int64) + of_challenger, CROSSINGS)
        for of_champion, of_challenger in zip(champion.all_standings, challenger.all_standings)
    ]
    places = 8 * champion.listed + 4 * champion.outcomes + 2 * champion.is_high + challenger.is_high
    parts = _by_place(places, challenger.placements - champion.placements, GROUPS)
    return WeightedPair(
        crossed=tuple(crossed),
        all_crossed=tuple(all_crossed),
        sizes=_counts_by_place(places, GROUPS),
        shifts=tuple((int(part[0].sum()), int(part[1].sum())) for part in parts),
        squares=tuple(_products(part) for part in parts),
    )


def _statistics(
    groups: _Groups,
    n_listed: int,
    placed: Sequence[NDArray[np.int64]],
    squares: Sequence[Products],
    cuts: Sequence[Cut],
) -> WeightedStatistics:
    pairs = [[int(groups.seen[g, 1] @ placed[h]) for h in _STRATA] for g in _STRATA]
    ks_units, precision_units = _units(groups, n_listed)
    return WeightedStatistics(
        n_listed=n_listed,
        seen=_to_counts(groups.totals),
        pairs=((pairs[0][0], pairs[0][1]), (pairs[1][0], pairs[1][1])),
        squares=((squares[0], squares[1]), (squares[2], squares[3])),
        ks_units=ks_units,
        precision_units=precision_units,
        cuts=tuple(_weighted_cut(cut, groups) for cut in cuts),
    )


def _cells(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Place of each score among the distinct ones, 0 for the highest."""
    cells: NDArray[np.int64] = np.unique(-scores, return_inverse=True)[1].reshape(-1)
    return cells


def _groups(
    cells: NDArray[np.int64],
    cells_seen: NDArray[np.int64],
    listed: NDArray[np.int64],
    outcomes: NDArray[np.bool_],
) -> _Groups:
    n = np.bincount(cells)
    places = (2 * listed + outcomes) * len(n) + cells_seen
    return _Groups(n, np.bincount(places, minlength=4 * len(n)).reshape(2, 2, len(n)))


def _placements_of_groups(groups: _Groups) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """Both parts of the placement of a positive, and of a negative, in each group of equal scores."""
    placed, outranked = [], []
    for negatives, positives in groups.seen:
        placed.append(2 * (negatives.sum() - np.cumsum(negatives)) + negatives)
        outranked.append(2 * np.cumsum(positives) - positives)
    return placed, outranked


def _units(groups: _Groups, n_listed: int) -> tuple[int, tuple[int, int]]:
    """KS and the sums of precisions, from weighted counts: the quotients are those of two doubles on every engine."""
    weights = np.array(whole_weights(n_listed, int(groups.totals[1].sum())))
    upto = np.cumsum(np.tensordot(weights, groups.seen, axes=1), axis=1)
    totals = weights @ groups.totals
    precise = np.floor(upto[1] * float(PRECISION_UNIT) / np.maximum(upto.sum(axis=0), 1)).astype(np.int64)
    high, low = precise >> 26, precise & (2**26 - 1)
    positives = groups.seen[:, 1]
    sums = [(int(positives[h] @ high) << 26) + int(positives[h] @ low) for h in _STRATA]
    if not totals.all():
        return 0, (sums[0], sums[1])
    shares = np.floor(upto * float(PRECISION_UNIT) / totals[:, None]).astype(np.int64)
    return int(np.abs(shares[1] - shares[0]).max()), (sums[0], sums[1])


def _weighted_cut(cut: Cut, groups: _Groups) -> WeightedCut:
    n, n_upto = int(groups.n.sum()), groups.n_upto
    rank, half = cut.n_targeted, max(50, n // 200)
    above = n_upto < rank
    at_cutoff = (n_upto - groups.n < rank) & (n_upto >= rank)
    window = (n_upto - groups.n < rank + half) & (n_upto >= rank - half)
    counts = [_to_counts(groups.seen[:, :, rows].sum(axis=2)) for rows in (above, at_cutoff, window)]
    return WeightedCut(cut.rate_bp, rank, cut.cutoff_score, cut.n_above, cut.n_tied, *counts)


def _squares(listed: NDArray[np.int64], outcomes: NDArray[np.bool_], placements: NDArray[np.int64]) -> list[Products]:
    """Sums of products of both parts of the placements, by stratum and outcome."""
    return [_products(part) for part in _by_place(2 * listed + outcomes, placements, 4)]


def _by_place(places: NDArray[np.int64], values: NDArray[np.int64], n_places: int) -> list[NDArray[np.int64]]:
    """Columns of each place."""
    order = np.argsort(places.astype(np.int8), kind="stable")
    ends = np.cumsum(np.bincount(places, minlength=n_places))
    return np.split(values[:, order], ends[:-1], axis=1)


def _products(parts: NDArray[np.int64]) -> Products:
    """Exact sums of the products of two rows; by halves, joined as Python integers, since they may outgrow 64 bits."""
    high, low = parts >> _LOW_BITS, parts & (2**_LOW_BITS - 1)

    def product(first: int, second: int) -> int:
        """Exact sum of the products of two of the rows."""
        mixed = int(high[first] @ low[second]) + int(low[first] @ high[second])
        top, bottom = int(high[first] @ high[second]), int(low[first] @ low[second])
        return (top << 2 * _LOW_BITS) + (mixed << _LOW_BITS) + bottom

    return product(0, 0), product(0, 1), product(1, 1)


def _counts_by_place(places: NDArray[np.int64], n_places: int) -> tuple[int, ...]:
    return tuple(np.bincount(places, minlength=n_places).tolist())


def _to_counts(seen: NDArray[np.int64]) -> Counts:
    rows = seen.tolist()
    return (rows[0][0], rows[0][1]), (rows[1][0], rows[1][1])
