"""Figures and differences where outcomes are known of a part of the customers: those not contacted.

Customers belong to two strata: off the list that was contacted, and on it. Scores are known of all of them, and so are
the target lists; outcomes count of those *seen*. Every count is a whole number of a stratum. Only figures weigh: a
customer seen stands for ``all of the stratum / seen of the stratum`` customers, which is 1 off the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.counts import Cut, statistics
from champion_challenger.core.figures.uncertainty import shares


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
    base, auc, ks, average_precision
        Weighted; None with one class.
    at_cutoff
        Weighted rate of positives around each cut-off.
    is_high
        Shape (n_seen,): among as many of the highest scores as the contacted list has.
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
    is_high: NDArray[np.bool_]
    average_precision: float | None = None

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
        is_high=_highest(y_score, int(strata.sizes[1]))[seen],
        average_precision=_average_precision(outcomes, y_score[seen], weights) if is_mixed else None,
    )


def _highest(scores: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    """The customers with so many of the highest scores; nobody for none."""
    if count == 0:
        return np.zeros(len(scores), dtype=np.bool_)
    highest: NDArray[np.bool_] = scores >= np.partition(scores, len(scores) - count)[len(scores) - count]
    return highest


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


def _average_precision(outcomes: NDArray[np.bool_], scores: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Weighted precision of those with a positive's score or a higher one, averaged over the positives."""
    _, cells = np.unique(-scores, return_inverse=True)
    cells = cells.reshape(-1)
    everyone = np.bincount(cells, weights)
    positives = np.bincount(cells[outcomes], weights[outcomes], minlength=len(everyone))
    precision = np.cumsum(positives) / np.cumsum(everyone)
    return float(positives @ precision / positives.sum())


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
