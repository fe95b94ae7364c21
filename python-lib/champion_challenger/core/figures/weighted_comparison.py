"""Differences and errors where outcomes are known of a part of the customers, by stratum."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.comparison import Comparison, Judgement, judge_difference
from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.figures.uncertainty import shares
from champion_challenger.core.figures.weighted import Strata, WeightedContender

_PSEUDO = 150
"""Customers at the rate of both groups that a group's own rate is mixed with."""
_OUTCOME = np.array([0.0, 1.0])


def compare_weighted(champion: WeightedContender, challenger: WeightedContender) -> list[Comparison]:
    """Difference between a challenger and the champion, one record for each targeting rate, as `compare`.

    The target lists and what they have in common are those of all customers; extra positives are those expected among
    all of them.
    """
    of_auc = judge_difference(_difference(champion.auc, challenger.auc), auc_error(challenger, champion))
    return [_comparison(champion, challenger, index, of_auc) for index in range(len(champion.cuts))]


def _comparison(
    champion: WeightedContender, challenger: WeightedContender, index: int, of_auc: Judgement
) -> Comparison:
    cut, other = champion.cuts[index], challenger.cuts[index]
    is_defined = champion.has_both_classes and bool(champion.base)
    precisions = champion.precision(index), challenger.precision(index)
    gain = (precisions[1] - precisions[0]) / (champion.base or 1.0) if is_defined else None
    has_hits = is_defined and max(precisions) > 0
    of_lift = judge_difference(gain, _paired_lift_error(champion, challenger, index) if has_hits else None)
    pairs = 3 * champion.all_standings[index].astype(np.int64) + challenger.all_standings[index]
    crossed = np.bincount(pairs, minlength=9).reshape(3, 3)
    common = float((crossed * np.minimum(shares(cut)[:, None], shares(other)[None, :])).sum())
    return Comparison(
        cut.rate_bp / BASIS_POINTS,
        *of_lift,
        *of_auc,
        common / cut.n_targeted if cut.n_targeted else None,
        (precisions[1] - precisions[0]) * cut.n_targeted,
    )


def _influences(
    version: WeightedContender, index: int, *, is_lift: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Influence of a customer by standing and outcome, shape (3, 2): of one drawn, and of one drawn to be seen.

    The first is that of `lift_influence`. The second has only what depends on an outcome: the cut-off is known.
    """
    cut, base = version.cuts[index], version.base or 1.0
    rate, hit_rate = cut.n_targeted / max(1, int(version.strata.sizes.sum())), version.precision(index)
    share = shares(cut)[:, None]
    drawn = share * (_OUTCOME - version.at_cutoff[index]) / rate - (hit_rate - version.at_cutoff[index])
    seen = share * (_OUTCOME - hit_rate) / rate
    if not is_lift:
        return drawn, seen
    of_base = hit_rate * (_OUTCOME - base) / base**2
    return drawn / base - of_base, seen / base - of_base


def own_error(version: WeightedContender, index: int, *, is_lift: bool) -> float:
    """Standard error of a version's lift at a rate, or of its precision."""
    return _error(version.strata, version.rows(index), *_influences(version, index, is_lift=is_lift))


def accuracy_error(version: WeightedContender, index: int) -> float:
    """Standard error of a version's accuracy at a rate, as `accuracy_influence`."""
    drawn, seen = _influences(version, index, is_lift=False)
    twice = 2 * version.cuts[index].n_targeted / max(1, int(version.strata.sizes.sum()))
    of_base = _OUTCOME - (version.base or 0.0)
    return _error(version.strata, version.rows(index), twice * drawn - of_base, twice * seen - of_base)


def _paired_lift_error(champion: WeightedContender, challenger: WeightedContender, index: int) -> float:
    codes = (
        18 * champion.listed
        + 6 * champion.standings[index].astype(np.int64)
        + 2 * challenger.standings[index]
        + champion.outcomes
    )
    rows = np.bincount(codes, minlength=36).reshape(2, 3, 3, 2)
    first, second = (_influences(side, index, is_lift=True) for side in (champion, challenger))
    drawn, seen = (new[None, :, :] - old[:, None, :] for old, new in zip(first, second))
    return _error(champion.strata, _smooth_counts(rows), drawn, seen)


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


def auc_error(version: WeightedContender, reference: WeightedContender | None = None) -> float | None:
    """Standard error of an AUC, or of its difference to that of a reference on the same customers."""
    if version.auc is None or version.base is None or min(version.outcomes.sum(), (~version.outcomes).sum()) < 2:
        return None
    shifts = version.placements - version.auc
    if reference is not None:
        shifts = shifts - (reference.placements - (reference.auc or 0.0))
    influence = np.where(version.outcomes, shifts / version.base, shifts / (1 - version.base))
    squares, sums = _of_cells(version, reference or version, influence, is_paired=reference is not None)
    spreads = squares - sums**2 / np.maximum(version.strata.seen, 1)
    return _joint_error(version.strata, squares, np.maximum(0.0, spreads))


def _of_cells(
    version: WeightedContender, reference: WeightedContender, influence: NDArray[np.float64], *, is_paired: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of squares and of influences by stratum; where two versions are compared, those on one list only smoothed.

    As in `_smooth_counts`: when few of the contacted list's customers are seen and their positives came out low, the
    difference is large and its error looks small. Between equal versions, a customer high in one ranking alone has the
    opposite influence of one high in the other alone.
    """
    cells = 4 * version.listed + 2 * reference.is_high + version.is_high
    n, sums, squares = (
        np.bincount(cells, weights, minlength=8).reshape(2, 2, 2) for weights in (None, influence, influence**2)
    )
    if not is_paired:
        return squares.sum(axis=(1, 2)), sums.sum(axis=(1, 2))
    own = n / (n + _PSEUDO)
    together = n.sum(axis=0) + n.sum(axis=0).T
    means = [
        (counts.sum(axis=0) + sign * counts.sum(axis=0).T) / np.maximum(together, 1)
        for counts, sign in ((sums, -1), (squares, 1))
    ]
    off_diagonal = ~np.eye(2, dtype=bool)[None, :, :]
    drawn = [
        np.where(off_diagonal, own * counts + (1 - own) * n * mean[None, :, :], counts)
        for counts, mean in zip((sums, squares), means)
    ]
    return drawn[1].sum(axis=(1, 2)), drawn[0].sum(axis=(1, 2))


def _error(strata: Strata, rows: NDArray[Any], drawn: NDArray[np.float64], seen: NDArray[np.float64]) -> float:
    """Standard error of a weighted figure from influences and the whole counts of each stratum."""
    counts = rows.reshape(2, -1)
    squares = (counts * drawn.ravel() ** 2).sum(axis=1)
    sums = (counts * seen.ravel()).sum(axis=1)
    spreads = (counts * seen.ravel() ** 2).sum(axis=1) - sums**2 / np.maximum(counts.sum(axis=1), 1)
    return _joint_error(strata, squares, np.maximum(0.0, spreads))


def _joint_error(strata: Strata, squares: NDArray[Any], spreads: NDArray[Any]) -> float:
    """Two draws: customers from all there could be, then those seen from each stratum."""
    weights, sizes, seen = strata.weights, strata.sizes, strata.seen
    of_seeing = sizes * np.maximum(0.0, weights - 1) * spreads / np.maximum(seen - 1, 1)
    error = math.sqrt(float((weights * squares + of_seeing).sum())) / max(1, int(sizes.sum()))
    return error if error > 1e-12 else 0.0


def _difference(champion: float | None, challenger: float | None) -> float | None:
    return None if champion is None or challenger is None else challenger - champion
