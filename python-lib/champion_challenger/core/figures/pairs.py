"""What has to be counted of two versions on the same customers: ``PairStatistics``, beside the ``Statistics`` of each.

Every difference between two versions, and its bounds, is a function of the three records. All fields are whole numbers,
so that a database can deliver the very same record by joining the two on the customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from champion_challenger.core.figures.counts import Statistics, statistics
from champion_challenger.core.figures.ranking import binary_outcomes, finite_scores

KINDS = 18
"""Kinds of customers at a rate: three standings with either version, two outcomes."""
_BLOCK = 65_536  # rows ordered at a time
_LOW_BITS = 16


@dataclass(frozen=True)
class PairStatistics:
    """Sufficient statistics of a challenger beside the champion, on the customers that both scored.

    A *standing* is 0 below the cut-off, 1 at it, 2 above it. A *placement* is, of a positive, ``2 * negatives below +
    negatives tied``; of a negative, ``2 * positives above + positives tied``. A *shift* is the placement with the
    challenger minus that with the champion.

    Attributes
    ----------
    crossed
        One for each targeting rate: customers of each kind; kind ``6 * standing with the champion + 2 * standing with
        the challenger + outcome``.
    shift_positive, shift_negative
        Sum of the shifts over the positives, and over the negatives: both are the difference of the two
        ``auc_numerator``.
    squares_positive, squares_negative
        Sum of the squares of the shifts over the positives, and over the negatives.
    """

    crossed: tuple[tuple[int, ...], ...]
    shift_positive: int
    shift_negative: int
    squares_positive: int
    squares_negative: int

    def customers(self, index: int) -> NDArray[np.int64]:
        """Customers at a rate by standing with the champion, standing with the challenger and outcome.

        Returns
        -------
        array of shape (3, 3, 2)
            Whole numbers.
        """
        return np.array(self.crossed[index], dtype=np.int64).reshape(3, 3, 2)


@dataclass(frozen=True)
class Contender:
    """One version on the customers where it is compared.

    Attributes
    ----------
    counted
        Its statistics on these customers.
    outcomes
        Shape (n,), boolean.
    placements
        Shape (n,), whole numbers (see `PairStatistics`).
    standings
        Shape (n_rates, n): 0 below the cut-off, 1 at it, 2 above it.
    """

    counted: Statistics
    outcomes: NDArray[np.bool_]
    placements: NDArray[np.int64]
    standings: NDArray[np.int8]


def contender(y_true: ArrayLike, y_score: ArrayLike, rates_bp: Sequence[int]) -> Contender:
    """Prepare a version for comparison: its statistics, and the place of each customer in its ranking.

    Prepare the champion once, then each challenger in turn; 8 bytes a row and one for each rate are kept.

    Parameters
    ----------
    y_true, y_score, rates_bp
        As in ``statistics``. Rows must be the same customers in the same order for all that are compared.

    Raises
    ------
    DataError, ValueError
        As ``statistics``.

    Examples
    --------
    >>> contender([1, 0, 0], [0.5, 0.5, 0.2], [5_000]).placements
    array([3, 1, 2])
    """
    counted = statistics(y_true, y_score, rates_bp)
    outcomes, scores = binary_outcomes(y_true), finite_scores(y_score)
    standings = np.zeros((len(rates_bp), len(scores)), dtype=np.int8)
    for row, cut in zip(standings, counted.cuts):
        if cut.cutoff_score is not None:
            # Two comparisons give the standing: below neither holds, at the cut-off one, above both.
            np.add(scores >= cut.cutoff_score, scores > cut.cutoff_score, out=row, dtype=np.int8)
    return Contender(counted, outcomes, _placements(outcomes, scores), standings)


def pair_statistics(champion: Contender, challenger: Contender) -> PairStatistics:
    """Count two versions against each other.

    Raises
    ------
    ValueError
        If the two were not prepared on the same rows and rates.

    Examples
    --------
    >>> y_true = [1, 0, 1, 0]
    >>> champion = contender(y_true, [0.4, 0.9, 0.5, 0.1], [5_000])
    >>> pair = pair_statistics(champion, contender(y_true, [0.9, 0.5, 0.4, 0.1], [5_000]))
    >>> pair.shift_positive, pair.squares_positive, pair.squares_negative
    (2, 4, 4)
    >>> pair.crossed[0][1:6]
    (0, 0, 0, 0, 1)
    """
    _check_same_rows(champion, challenger)
    outcomes = champion.outcomes
    shifts = challenger.placements - champion.placements
    # Negatives are nearly all rows: their sums are taken as all minus the positives', which saves a copy of them.
    of_positives = shifts[outcomes]
    shift, squares = int(of_positives.sum()), _sum_of_squares(of_positives)
    crossed = []
    for of_champion, of_challenger in zip(champion.standings, challenger.standings):
        # At most 17, which fits into the eight bits of a standing.
        kinds = 6 * of_champion + 2 * of_challenger + outcomes
        crossed.append(tuple(np.bincount(kinds, minlength=KINDS).tolist()))
    return PairStatistics(
        crossed=tuple(crossed),
        shift_positive=shift,
        shift_negative=int(shifts.sum()) - shift,
        squares_positive=squares,
        squares_negative=_sum_of_squares(shifts) - squares,
    )


def _check_same_rows(champion: Contender, challenger: Contender) -> None:
    rates = [[cut.rate_bp for cut in side.counted.cuts] for side in (champion, challenger)]
    if not np.array_equal(champion.outcomes, challenger.outcomes) or rates[0] != rates[1]:
        raise ValueError(
            f"Expected both versions on the same rows and rates, found {champion.counted.n} and {challenger.counted.n} "
            f"rows, rates {rates[0]} and {rates[1]}; prepare both on the customers that both scored."
        )


def _sum_of_squares(values: NDArray[np.int64]) -> int:
    """Exact sum of squares; where it may outgrow 64 bits, squared by halves and joined as Python integers."""
    if not len(values):
        return 0
    largest = max(int(values.max()), -int(values.min()))
    if largest**2 * len(values) < 2**63:
        return int(values @ values)
    high, low = values >> _LOW_BITS, values & (2**_LOW_BITS - 1)
    return (int(high @ high) << 2 * _LOW_BITS) + (int(high @ low) << _LOW_BITS + 1) + int(low @ low)


def _placements(outcomes: NDArray[np.bool_], scores: NDArray[Any]) -> NDArray[np.int64]:
    """Place of each row among the rows of the other class."""
    cells = _cells(scores, np.unique(scores[outcomes]))
    of_positives = cells[outcomes]
    positives = np.bincount(of_positives, minlength=int(cells.max(initial=0)) + 1)
    negatives = np.bincount(cells, minlength=len(positives)) - positives
    placements = (2 * len(of_positives) - _doubled_ranks(positives))[cells]
    placements[outcomes] = _doubled_ranks(negatives)[of_positives]
    return placements


def _cells(scores: NDArray[Any], bounds: NDArray[Any]) -> NDArray[np.int64]:
    """Cell of each score among ascending bounds: even between two bounds, odd at one."""
    cells = np.zeros(len(scores), dtype=np.int64)
    if len(bounds) == 0:
        return cells
    # A score above all bounds is found behind the last one: there must be something to compare it with.
    padded = np.append(bounds, bounds[-1])
    for start in range(0, len(scores), _BLOCK):
        block = scores[start : start + _BLOCK]
        order = np.argsort(block)  # searching in order stays in the cache: three times as fast
        ordered = block[order]
        above = np.searchsorted(bounds, ordered)
        cells[start : start + _BLOCK][order] = 2 * above + (padded[above] == ordered)
    return cells


def _doubled_ranks(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each cell, twice the rows in lower cells plus the rows in the cell itself."""
    ranks: NDArray[np.int64] = 2 * np.cumsum(counts) - counts
    return ranks
