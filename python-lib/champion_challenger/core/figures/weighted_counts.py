"""What has to be counted where outcomes are known of a part of the customers: ``WeightedStatistics``, ``WeightedPair``.

Customers belong to two strata: off the list that was contacted, and on it. Off the list all outcomes are read; on it,
those of the control customers, each of whom stands for ``all of the stratum / seen of the stratum`` customers. All
fields are whole numbers (the cut-off, a score of the data, apart) of customers of one stratum, so that a database can
deliver the very same record. Only figures weigh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.counts import PRECISION_UNIT
from champion_challenger.core.figures.uncertainty import FEW_HITS

Counts = tuple[tuple[int, int], tuple[int, int]]
"""Customers seen, off and on the list: negatives, and positives."""
Products = tuple[int, int, int]
"""Sums of squares and products of two numbers: first squared, product, second squared."""
_ROUND_OFF = 1e-9
GROUPS = 16  # of customers of a pair: stratum, outcome, high with the champion, high with the challenger
CROSSINGS = 9  # standings with the champion, each with those with the challenger


@dataclass(frozen=True)
class WeightedCut:
    """Counts around the cut-off of one targeting rate.

    Attributes
    ----------
    rate_bp, n_targeted, cutoff_score, n_above, n_tied
        Of all customers, seen or not, as in ``Cut``.
    above, tied, window
        Customers seen with a score above the cut-off, with the cut-off as score, and in the window around it.
    """

    rate_bp: int
    n_targeted: int
    cutoff_score: float | None
    n_above: int
    n_tied: int
    above: Counts
    tied: Counts
    window: Counts

    @property
    def shares(self) -> NDArray[np.float64]:
        """Share targeted of a customer below, at and above the cut-off."""
        return np.array([0.0, (self.n_targeted - self.n_above) / self.n_tied if self.n_tied else 0.0, 1.0])


@dataclass(frozen=True)
class WeightedStatistics:
    """Sufficient statistics of one version where outcomes are known of a part of the customers.

    A *placement* has two parts, one for each stratum h: of a positive, ``2 * negatives below + negatives tied``; of a
    negative, ``2 * positives above + positives tied``, each among the customers seen of h.

    Attributes
    ----------
    n_listed, seen
        Customers on the list, seen or not; customers seen.
    pairs
        By stratum g and stratum h: over the positives seen of g, the sum of the part h of their placements; over the
        negatives seen of h, that of the part g is the same number.
    squares
        By stratum and outcome (0, 1): sums of the products of the two parts of the placements.
    ks_units
        Largest gap between the weighted shares of both classes with a score or a higher one, as the difference of two
        ``floor(2**52 * share)``; 0 with one class.
    precision_units
        By stratum: over the positives seen, the sum of ``floor(2**52 * p / m)`` with the weighted positives p among the
        weighted customers m that have their score or a higher one.
    cuts
        One for each targeting rate.
    """

    n_listed: int
    seen: Counts
    pairs: Counts
    squares: tuple[tuple[Products, Products], tuple[Products, Products]]
    ks_units: int
    precision_units: tuple[int, int]
    cuts: tuple[WeightedCut, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= sum(self.seen[1]) <= self.n_listed:
            raise ValueError(f"Expected at most {self.n_listed} customers seen of the list, found {sum(self.seen[1])}.")

    @property
    def n(self) -> int:
        """Customers seen."""
        return sum(map(sum, self.seen))

    @property
    def n_positive(self) -> int:
        """Positives seen."""
        return self.seen[0][1] + self.seen[1][1]

    @property
    def has_both_classes(self) -> bool:
        """Whether a positive and a negative were seen."""
        return 0 < self.n_positive < self.n

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Customers off and on the list, seen or not."""
        return np.array([sum(self.seen[0]), self.n_listed])

    @property
    def n_all(self) -> int:
        """Customers, seen or not."""
        return sum(self.seen[0]) + self.n_listed

    @property
    def n_seen(self) -> NDArray[np.int64]:
        """Customers seen off and on the list."""
        return np.array([sum(counts) for counts in self.seen])

    @property
    def whole_weights(self) -> tuple[int, int]:
        """Weights off and on the list as whole numbers: customers seen on the list times those that each stands for."""
        return whole_weights(self.n_listed, sum(self.seen[1]))

    @property
    def weights(self) -> NDArray[np.float64]:
        """Customers for whom one that is seen stands, off and on the list; 0 where none is seen."""
        return self.sizes / np.maximum(self.n_seen, 1) * (self.n_seen > 0)

    @property
    def masses(self) -> tuple[int, int]:
        """Negatives and positives in whole weights."""
        off, on = self.whole_weights
        return off * self.seen[0][0] + on * self.seen[1][0], off * self.seen[0][1] + on * self.seen[1][1]

    @property
    def auc_numerator(self) -> int:
        """Pairs of a positive and a negative, doubled, each with the product of both whole weights."""
        weights = self.whole_weights
        return sum(weights[g] * weights[h] * self.pairs[g][h] for g in (0, 1) for h in (0, 1))

    @property
    def base(self) -> float | None:
        """Weighted base rate; None without a customer seen."""
        total = sum(self.masses)
        return self.masses[1] / total if total else None

    @property
    def auc(self) -> float | None:
        """Weighted AUC; None with one class."""
        return self.auc_numerator / (2 * self.masses[0] * self.masses[1]) if self.has_both_classes else None

    @property
    def ks(self) -> float | None:
        """Weighted KS; None with one class."""
        return self.ks_units / PRECISION_UNIT if self.has_both_classes else None

    @property
    def average_precision(self) -> float | None:
        """Weighted precision of those with a positive's score or a higher one, averaged; None with one class."""
        if not self.has_both_classes:
            return None
        total = sum(weight * units for weight, units in zip(self.whole_weights, self.precision_units))
        return total / (PRECISION_UNIT * self.masses[1])

    def rows(self, index: int) -> NDArray[np.int64]:
        """Customers seen by stratum, standing at a rate and outcome; shape (2, 3, 2), whole numbers."""
        cut = self.cuts[index]
        seen, tied, above = (np.array(counts, dtype=np.int64) for counts in (self.seen, cut.tied, cut.above))
        return np.stack([seen - tied - above, tied, above], axis=1)

    def hits(self, index: int) -> float:
        """Positives seen on the target list; ties at the cut-off are shared."""
        return float((self.rows(index)[:, :, 1] * self.cuts[index].shares[None, :]).sum())

    def few_hits(self, index: int) -> float | None:
        """Hits, where they are as sure as fewer than ten of equal weight; None with more, and where all are targeted.

        Hits that stand for many customers tell a rate badly beside many that stand for one: of weights w they are as
        sure as ``(sum of w) ** 2 / sum of w ** 2`` of equal weight (Kish 1965); so are the customers of the list, whose
        share of positives may give fewer: without a hit among the heavy ones the hits alone look sure.
        """
        hits = (self.rows(index)[:, :, 1] * self.cuts[index].shares[None, :]).sum(axis=1)
        squares = float(self.weights**2 @ hits)
        effective = float(self.weights @ hits) ** 2 / squares if squares else 0.0
        effective = min(effective, self.precision(index) * self.targeted_seen(index))
        is_few = effective < FEW_HITS - _ROUND_OFF and self.cuts[index].n_targeted < self.n_all
        return effective if is_few and self.has_both_classes else None

    def targeted_seen(self, index: int) -> float:
        """Customers seen on the target list, as so many of equal weight; 0 where nobody of it was seen."""
        seen = (self.rows(index).sum(axis=2) * self.cuts[index].shares[None, :]).sum(axis=1)
        squares = float(self.weights**2 @ seen)
        return float(self.weights @ seen) ** 2 / squares if squares else 0.0

    def precision(self, index: int) -> float:
        """Weighted share of positives on the target list; 0 where nobody of it was seen."""
        on_list = self.rows(index) * self.cuts[index].shares[None, :, None]
        weighted = np.einsum("h,hso->o", self.weights, on_list)
        return float(weighted[1] / weighted.sum()) if weighted.sum() else 0.0

    def at_cutoff(self, index: int) -> float:
        """Weighted rate of positives seen around a cut-off; of all of them where none is near."""
        window = self.cuts[index].window
        near = self.weights @ np.array(window if any(map(sum, window)) else self.seen, dtype=np.float64)
        return float(near[1] / (near.sum() or 1.0))


@dataclass(frozen=True)
class WeightedPair:
    """Sufficient statistics of a challenger beside the champion, on the customers that both scored.

    A *standing* is 0 below the cut-off, 1 at it, 2 above it. A customer is *high* among as many of the highest scores
    as the list has. A *shift* is the placement with the challenger minus that with the champion, in two parts.

    Attributes
    ----------
    crossed
        One for each targeting rate: customers seen; place ``18 * stratum + 6 * standing with the champion + 2 *
        standing with the challenger + outcome``.
    all_crossed
        One for each targeting rate: all customers; place ``3 * standing with the champion + standing with the
        challenger``.
    sizes
        Customers seen of each group; place ``8 * stratum + 4 * outcome + 2 * high with the champion + high with the
        challenger``.
    shifts
        By group: sums of both parts of the shifts.
    squares
        By group: sums of the products of both parts of the shifts.
    """

    crossed: tuple[tuple[int, ...], ...]
    all_crossed: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]
    shifts: tuple[tuple[int, int], ...]
    squares: tuple[Products, ...]

    def customers(self, index: int) -> NDArray[np.int64]:
        """Customers seen by stratum, standing with the champion and with the challenger, and outcome."""
        return np.array(self.crossed[index], dtype=np.int64).reshape(2, 3, 3, 2)

    def all_customers(self, index: int) -> NDArray[np.int64]:
        """All customers by standing with the champion and with the challenger."""
        return np.array(self.all_crossed[index], dtype=np.int64).reshape(3, 3)


def whole_weights(n_listed: int, n_seen: int) -> tuple[int, int]:
    """Weights off and on the list, as whole numbers: in proportion 1 to ``n_listed / n_seen``; 0 where none is seen.

    >>> whole_weights(100, 20), whole_weights(100, 0), whole_weights(0, 0)
    ((20, 100), (1, 0), (1, 0))
    """
    return (n_seen, n_listed) if n_seen else (1, 0)


def check_same_counts(champion: WeightedStatistics, challenger: WeightedStatistics, pair: WeightedPair) -> None:
    """Refuse records that are not of the same customers: those of a pair add up to those of either version.

    Raises
    ------
    ValueError
        With what was found.
    """
    sides = (champion, challenger)
    heads = [(side.n_listed, side.seen, [cut.rate_bp for cut in side.cuts]) for side in sides]
    if heads[0] != heads[1] or not _adds_up(sides, pair):
        raise ValueError(
            "Expected the counts of both versions and of the pair on the same customers, found "
            f"{champion.n_all} and {challenger.n_all} customers, {champion.n} and {challenger.n} of them seen, "
            f"{sum(pair.sizes)} of the pair; count all three on the customers that both scored."
        )


def _adds_up(sides: Sequence[WeightedStatistics], pair: WeightedPair) -> bool:
    """Whether a pair has the standings and the shifts of both versions."""
    if not len(pair.crossed) == len(pair.all_crossed) == len(sides[0].cuts):
        return False
    for index in range(len(pair.crossed)):
        seen, everyone = pair.customers(index), pair.all_customers(index)
        for side, axis in zip(sides, (1, 0)):
            cut, of_all = side.cuts[index], everyone.sum(axis=axis)
            if not np.array_equal(seen.sum(axis=axis + 1), side.rows(index)) or everyone.sum() != side.n_all:
                return False
            if (int(of_all[1]), int(of_all[2])) != (cut.n_tied, cut.n_above):
                return False
    return (
        _shifts_of(pair) == [sides[1].pairs[g][h] - sides[0].pairs[g][h] for g in (0, 1) for h in (0, 1)]
        and sum(pair.sizes) == sides[0].n
    )


def _shifts_of(pair: WeightedPair) -> list[int]:
    """Shifts of the positives, by stratum and part."""
    return [sum(pair.shifts[8 * g + 4 + high][h] for high in range(4)) for g in (0, 1) for h in (0, 1)]
