"""The champion against a challenger, on the customers that both scored.

Both versions are judged on the same customers, so their errors go together: differences are taken customer by
customer, and their bounds are much narrower than two separate intervals suggest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from champion_challenger.core.figures.counts import BASIS_POINTS, Cut, Statistics, statistics
from champion_challenger.core.figures.quantities import auc, lift, true_positives
from champion_challenger.core.figures.ranking import binary_outcomes, finite_scores
from champion_challenger.core.figures.uncertainty import FEW_HITS, Z95, lift_influence, shares, standard_error

_BLOCK = 65_536  # rows ordered at a time


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
        Shape (n,): for a positive, ``2 * negatives below + negatives tied``; for a negative,
        ``2 * positives above + positives tied``. Whole numbers.
    standings
        Shape (n_rates, n): 0 below the cut-off, 1 at it, 2 above it.
    """

    counted: Statistics
    outcomes: NDArray[np.bool_]
    placements: NDArray[np.float64]
    standings: NDArray[np.int8]


@dataclass(frozen=True)
class Comparison:
    """Challenger minus champion at one targeting rate; positive differences speak for the challenger.

    Attributes
    ----------
    lift_delta, auc_delta
        Differences, with 95 % bounds and two-sided p-values; None when not defined (see ``compare``).
    target_overlap
        Share of the target list that both have in common, in [0, 1]; None without rows.
    extra_positives
        Positives that the challenger's list reaches beyond the champion's, at the same number of contacts; expected
        number under ties, negative when the champion reaches more.
    """

    targeting_rate: float
    lift_delta: float | None
    lift_delta_low: float | None
    lift_delta_high: float | None
    lift_p_value: float | None
    auc_delta: float | None
    auc_delta_low: float | None
    auc_delta_high: float | None
    auc_p_value: float | None
    target_overlap: float | None
    extra_positives: float


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
    array([3., 1., 2.])
    """
    counted = statistics(y_true, y_score, rates_bp)
    outcomes, scores = binary_outcomes(y_true), finite_scores(y_score)
    standings = np.zeros((len(rates_bp), len(scores)), dtype=np.int8)
    for row, cut in zip(standings, counted.cuts):
        if cut.cutoff_score is not None:
            np.add(scores >= cut.cutoff_score, scores > cut.cutoff_score, out=row, dtype=np.int8)
    return Contender(counted, outcomes, _placements(outcomes, scores), standings)


def compare(champion: Contender, challenger: Contender) -> list[Comparison]:
    """Difference between a challenger and the champion, one record for each targeting rate.

    AUC: the variance of the difference is that of DeLong, taken from the differences of the placements of each
    customer. Lift: the variance of the differences of the influence functions; with fewer than ten hits on either list,
    as if each list had one hit more that the other has not. Both assume that customers are independent draws and that
    neither model was trained on them.

    Returns
    -------
    list of Comparison
        In the order of the rates. Differences are None with one class or no rows, bounds and p-value also when the
        sample has no spread to judge by (such as two perfect rankings, opposed); two equal rankings differ by 0, with
        a p-value of 1.

    Raises
    ------
    ValueError
        If the two were not prepared on the same rows and rates.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845, https://doi.org/10.2307/2531595.

    Examples
    --------
    >>> y_true = [1, 0, 1, 0]
    >>> champion = contender(y_true, [0.4, 0.9, 0.5, 0.1], [5_000])
    >>> found, = compare(champion, contender(y_true, [0.9, 0.5, 0.4, 0.1], [5_000]))
    >>> found.auc_delta, found.extra_positives, found.target_overlap
    (0.25, 0.0, 0.5)
    """
    _check_same_rows(champion, challenger)
    counted = champion.counted
    of_auc = judged(_difference(auc(counted), auc(challenger.counted)), _auc_error(champion, challenger))
    comparisons = []
    for index, (cut, other) in enumerate(zip(counted.cuts, challenger.counted.cuts)):
        crossed = _crossed(champion, challenger, index)
        gain = _difference(lift(counted, cut), lift(counted, other))
        of_lift = judged(gain, _lift_error(counted, cut, other, crossed))
        overlap = _overlap(cut, other, crossed)
        extra = true_positives(other) - true_positives(cut)
        comparisons.append(Comparison(cut.rate_bp / BASIS_POINTS, *of_lift, *of_auc, overlap, extra))
    return comparisons


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """P-values adjusted for several comparisons after Holm, in the order given, within [0, 1].

    The chance of one false alarm or more among all comparisons stays below the level at which adjusted values are
    read, whatever the dependence between them. None (nothing was tested) stays None and does not count.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> holm([0.04, None, 0.01, 0.03])
    [0.06, None, 0.03, 0.06]
    """
    tested = sorted((p_value, index) for index, p_value in enumerate(p_values) if p_value is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p_value, index) in enumerate(tested):
        highest = max(highest, min(1.0, p_value * (len(tested) - rank)))
        adjusted[index] = highest
    return adjusted


def _check_same_rows(champion: Contender, challenger: Contender) -> None:
    rates = [[cut.rate_bp for cut in one.counted.cuts] for one in (champion, challenger)]
    if not np.array_equal(champion.outcomes, challenger.outcomes) or rates[0] != rates[1]:
        raise ValueError(
            f"Expected both versions on the same rows and rates, found {champion.counted.n} and {challenger.counted.n} "
            f"rows, rates {rates[0]} and {rates[1]}; prepare both on the customers that both scored."
        )


def _placements(outcomes: NDArray[np.bool_], scores: NDArray[Any]) -> NDArray[np.float64]:
    """Place of each row among the rows of the other class."""
    cells = _cells(scores, np.unique(scores[outcomes]))
    of_positives = cells[outcomes]
    positives = np.bincount(of_positives, minlength=int(cells.max(initial=0)) + 1)
    negatives = np.bincount(cells, minlength=len(positives)) - positives
    placements = (2 * len(of_positives) - _doubled_ranks(positives)).astype(np.float64)[cells]
    placements[outcomes] = _doubled_ranks(negatives)[of_positives]
    return placements


def _cells(scores: NDArray[Any], bounds: NDArray[Any]) -> NDArray[np.int64]:
    """Cell of each score among ascending bounds: even between two bounds, odd at one."""
    cells = np.zeros(len(scores), dtype=np.int64)
    if len(bounds) == 0:
        return cells
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


def _auc_error(champion: Contender, challenger: Contender) -> float | None:
    positives, negatives = champion.counted.n_positive, champion.counted.n_negative
    if min(positives, negatives) < 2:
        return None
    shifts = (challenger.placements - champion.placements) / (2 * positives * negatives)
    variance = shifts[champion.outcomes].var(ddof=1) * positives + shifts[~champion.outcomes].var(ddof=1) * negatives
    return math.sqrt(variance)


def _crossed(champion: Contender, challenger: Contender, index: int) -> NDArray[np.int64]:
    """Customers by standing with the champion, standing with the challenger and outcome; shape (3, 3, 2)."""
    codes = 6 * champion.standings[index] + 2 * challenger.standings[index] + champion.outcomes
    return np.bincount(codes, minlength=18).reshape(3, 3, 2)


def _lift_error(counted: Statistics, cut: Cut, other: Cut, crossed: NDArray[np.int64]) -> float | None:
    if not counted.has_both_classes or true_positives(cut) == true_positives(other) == 0:
        return None
    outcome = np.array([0.0, 1.0])
    of_champion = lift_influence(counted, cut, shares(cut)[:, None, None], outcome)
    of_challenger = lift_influence(counted, other, shares(other)[None, :, None], outcome)
    error = standard_error(crossed, of_challenger - of_champion)
    if error == 0 or min(true_positives(cut), true_positives(other)) >= FEW_HITS:
        return error
    # few hits come out alike by chance, and then seem sure: one hit more on either list, of one version each
    one_hit = counted.n / (cut.n_targeted * counted.n_positive)
    return math.sqrt(error**2 + 2 * one_hit**2)


def _overlap(cut: Cut, other: Cut, crossed: NDArray[np.int64]) -> float | None:
    """Customers tied in both rankings are drawn alike, so that two equal rankings have all in common."""
    if cut.n_targeted == 0:
        return None
    in_common = np.minimum(shares(cut)[:, None], shares(other)[None, :])
    return float((crossed.sum(axis=2) * in_common).sum()) / cut.n_targeted


class Judgement(NamedTuple):
    """A difference with its 95 % bounds and two-sided p-value; None where they are not known."""

    delta: float | None
    low: float | None
    high: float | None
    p_value: float | None


def judged(delta: float | None, error: float | None) -> Judgement:
    """A difference with its 95 % bounds, and the chance of one as large between two equals."""
    if delta is None or error is None:
        return Judgement(delta, None, None, None)
    if error == 0:
        return Judgement(0.0, 0.0, 0.0, 1.0) if delta == 0 else Judgement(delta, None, None, None)
    p_value = math.erfc(abs(delta) / error / math.sqrt(2))
    return Judgement(delta, delta - Z95 * error, delta + Z95 * error, p_value)


def _difference(champion: float | None, challenger: float | None) -> float | None:
    return None if champion is None or challenger is None else challenger - champion
