"""Figures and differences where outcomes are known of a part of the customers: those not contacted.

Customers belong to two strata: off the list that was contacted, and on it. Scores are known of all of them, and so are
the target lists; outcomes count of those *seen*. Every count is a whole number of a stratum. Only figures weigh: a
customer seen stands for ``all of the stratum / seen of the stratum`` customers, which is 1 off the list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.comparison import Comparison, Judgement, judged
from champion_challenger.core.figures.counts import BASIS_POINTS, Cut, statistics
from champion_challenger.core.figures.uncertainty import shares

_PSEUDO = 150
"""Customers at the rate of both groups that a group's own rate is mixed with."""
_OUTCOME = np.array([0.0, 1.0])


@dataclass(frozen=True)
class Strata:
    """Customers by stratum.

    Attributes
    ----------
    is_listed, is_seen
        Shape (n,): on the list; of known and untouched outcome.
    """

    is_listed: NDArray[np.bool_]
    is_seen: NDArray[np.bool_]

    def of(self, rows: NDArray[np.bool_]) -> Strata:
        """The strata of a part of the customers."""
        return Strata(self.is_listed[rows], self.is_seen[rows])

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Customers off and on the list."""
        return np.bincount(self.is_listed, minlength=2)

    @property
    def seen(self) -> NDArray[np.int64]:
        """Customers seen off and on the list."""
        return np.bincount(self.is_listed[self.is_seen], minlength=2)

    @property
    def weights(self) -> NDArray[np.float64]:
        """Customers for whom one that is seen stands, off and on the list; 0 where none is seen."""
        return self.sizes / np.maximum(self.seen, 1) * (self.seen > 0)


@dataclass(frozen=True)
class WeightedContender:
    """One version on all customers, with the outcomes of those seen.

    Attributes
    ----------
    cuts
        Cut-offs of the target lists of all customers; their positives are not read.
    standings
        Shape (n_rates, n_seen): 0 below the cut-off, 1 at it, 2 above it.
    all_standings
        The same of all customers.
    placements
        Shape (n_seen,): weighted share of the other class that a customer outranks (a positive) or that outranks it.
    base, auc, ks
        Weighted; None with one class.
    at_cutoff
        Weighted rate of positives around each cut-off.
    """

    strata: Strata
    outcomes: NDArray[np.bool_]
    cuts: tuple[Cut, ...]
    standings: NDArray[np.int8]
    all_standings: NDArray[np.int8]
    placements: NDArray[np.float64]
    base: float | None
    auc: float | None
    ks: float | None
    at_cutoff: tuple[float, ...]

    @property
    def listed(self) -> NDArray[np.int64]:
        """Stratum of each customer seen."""
        return self.strata.is_listed[self.strata.is_seen].astype(np.int64)

    @property
    def has_both_classes(self) -> bool:
        """Whether a positive and a negative were seen."""
        return bool(self.outcomes.any() and not self.outcomes.all())

    def rows(self, index: int) -> NDArray[np.int64]:
        """Customers seen by stratum, standing at a rate and outcome; shape (2, 3, 2), whole numbers."""
        codes = 6 * self.listed + 2 * self.standings[index] + self.outcomes
        return np.bincount(codes, minlength=12).reshape(2, 3, 2)

    def hits(self, index: int) -> float:
        """Positives seen on the target list; ties at the cut-off are shared."""
        return float((self.rows(index)[:, :, 1] * shares(self.cuts[index])[None, :]).sum())

    def precision(self, index: int) -> float:
        """Weighted share of positives on the target list; 0 where nobody of it was seen."""
        on_list = self.rows(index) * shares(self.cuts[index])[None, :, None]
        weighted = np.einsum("h,hso->o", self.strata.weights, on_list)
        return float(weighted[1] / weighted.sum()) if weighted.sum() else 0.0


def weighted_contender(
    y_true: NDArray[np.int8], y_score: NDArray[np.float64], strata: Strata, rates_bp: Sequence[int]
) -> WeightedContender:
    """Count a version by stratum.

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
    weights = strata.weights[strata.is_listed[seen].astype(np.int64)]
    placements, ks = _placements(outcomes, y_score[seen], weights)
    total, positive = float(weights.sum()), float(weights[outcomes].sum())
    is_mixed = bool(outcomes.any() and not outcomes.all())
    return WeightedContender(
        strata=strata,
        outcomes=outcomes,
        cuts=cuts,
        standings=standings[:, seen],
        all_standings=standings,
        placements=placements,
        base=positive / total if total else None,
        auc=float(weights[outcomes] @ placements[outcomes]) / positive if is_mixed else None,
        ks=ks if is_mixed else None,
        at_cutoff=tuple(_rate_around(cut, y_score, strata, outcomes, weights) for cut in cuts),
    )


def compare_weighted(champion: WeightedContender, challenger: WeightedContender) -> list[Comparison]:
    """Difference between a challenger and the champion, one record for each targeting rate, as `compare`.

    The target lists and what they have in common are those of all customers; extra positives are those expected among
    all of them.
    """
    of_auc = judged(_difference(champion.auc, challenger.auc), auc_error(challenger, champion))
    return [_comparison(champion, challenger, index, of_auc) for index in range(len(champion.cuts))]


def _comparison(
    champion: WeightedContender, challenger: WeightedContender, index: int, of_auc: Judgement
) -> Comparison:
    cut, other = champion.cuts[index], challenger.cuts[index]
    is_defined = champion.has_both_classes and bool(champion.base)
    precisions = champion.precision(index), challenger.precision(index)
    gain = (precisions[1] - precisions[0]) / (champion.base or 1.0) if is_defined else None
    has_hits = is_defined and max(precisions) > 0
    of_lift = judged(gain, _paired_lift_error(champion, challenger, index) if has_hits else None)
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
    return _error(champion.strata, _smoothed(rows), drawn, seen)


def _smoothed(rows: NDArray[np.int64]) -> NDArray[np.float64]:
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
    squares = np.bincount(version.listed, influence**2, minlength=2)
    sums = np.bincount(version.listed, influence, minlength=2)
    spreads = squares - sums**2 / np.maximum(version.strata.seen, 1)
    return _joined(version.strata, squares, np.maximum(0.0, spreads))


def _error(strata: Strata, rows: NDArray[Any], drawn: NDArray[np.float64], seen: NDArray[np.float64]) -> float:
    """Standard error of a weighted figure from influences and the whole counts of each stratum."""
    counts = rows.reshape(2, -1)
    squares = (counts * drawn.ravel() ** 2).sum(axis=1)
    sums = (counts * seen.ravel()).sum(axis=1)
    spreads = (counts * seen.ravel() ** 2).sum(axis=1) - sums**2 / np.maximum(counts.sum(axis=1), 1)
    return _joined(strata, squares, np.maximum(0.0, spreads))


def _joined(strata: Strata, squares: NDArray[Any], spreads: NDArray[Any]) -> float:
    """Two draws: customers from all there could be, then those seen from each stratum."""
    weights, sizes, seen = strata.weights, strata.sizes, strata.seen
    of_seeing = sizes * np.maximum(0.0, weights - 1) * spreads / np.maximum(seen - 1, 1)
    error = math.sqrt(float((weights * squares + of_seeing).sum())) / max(1, int(sizes.sum()))
    return error if error > 1e-12 else 0.0


def _placements(
    outcomes: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Weighted share of the other class below a positive, above a negative; ties count one half. And the KS."""
    if not len(scores):
        return np.zeros(0), 0.0
    distinct, cells = np.unique(scores, return_inverse=True)
    cells = cells.reshape(-1)
    masses = [np.bincount(cells[side], weights[side], minlength=len(distinct)) for side in (outcomes, ~outcomes)]
    below = [np.cumsum(mass) - mass / 2 for mass in masses]
    totals = [float(mass.sum()) or 1.0 for mass in masses]
    placed = np.where(outcomes, below[1][cells] / totals[1], 1 - below[0][cells] / totals[0])
    gaps = np.cumsum(masses[0]) / totals[0] - np.cumsum(masses[1]) / totals[1]
    return placed, float(np.abs(gaps).max())


def _rate_around(
    cut: Cut, scores: NDArray[np.float64], strata: Strata, outcomes: NDArray[np.bool_], weights: NDArray[np.float64]
) -> float:
    """Weighted rate of positives among customers seen around a cut-off; of all of them where none is near."""
    n = len(scores)
    if cut.cutoff_score is None or not len(outcomes):
        return 0.0
    half = max(50, n // 200)
    ranks = [n - min(cut.n_targeted + half, n), n - max(cut.n_targeted - half, 1)]
    low, high = np.partition(scores, ranks)[ranks]
    seen = scores[strata.is_seen]
    near = (seen >= low) & (seen <= high)
    if not near.any():
        near = np.ones(len(seen), dtype=bool)
    return float(weights[near] @ outcomes[near]) / (float(weights[near].sum()) or 1.0)


def _difference(champion: float | None, challenger: float | None) -> float | None:
    return None if champion is None or challenger is None else challenger - champion
