"""The champion against a challenger, on the customers that both scored.

Both versions are judged on the same customers, so their errors go together: differences are taken customer by
customer, and their bounds are much narrower than two separate intervals suggest. Whether memory or a database counted:
the differences are a function of the counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.counts import BASIS_POINTS, Cut, Statistics
from champion_challenger.core.figures.pairs import Contender, PairStatistics, pair_statistics
from champion_challenger.core.figures.quantities import auc, lift, true_positives
from champion_challenger.core.figures.uncertainty import FEW_HITS, Z95, lift_influence, shares, standard_error


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


def compare(champion: Statistics, challenger: Statistics, pair: PairStatistics) -> list[Comparison]:
    """Difference between a challenger and the champion, one record for each targeting rate.

    AUC: the variance of the difference is that of DeLong, taken from the differences of the placements of each
    customer. Lift: the variance of the differences of the influence functions; with fewer than ten hits on either list,
    as if each list had one hit more that the other has not. Both assume that customers are independent draws and that
    neither model was trained on them.

    Parameters
    ----------
    champion, challenger
        Statistics of either version on the customers that both scored, at the same rates.
    pair
        What these customers are with both.

    Returns
    -------
    list of Comparison
        In the order of the rates. Differences are None with one class or no rows, bounds and p-value also when the
        sample has no spread to judge by (such as two perfect rankings, opposed); two equal rankings differ by 0, with
        a p-value of 1.

    Raises
    ------
    ValueError
        If the three records are not of the same customers and rates.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845, https://doi.org/10.2307/2531595.

    Examples
    --------
    >>> from champion_challenger.core.figures.pairs import contender, pair_statistics
    >>> sides = [contender([1, 0, 1, 0], scores, [5_000]) for scores in ([0.4, 0.9, 0.5, 0.1], [0.9, 0.5, 0.4, 0.1])]
    >>> found, = compare(sides[0].counted, sides[1].counted, pair_statistics(*sides))
    >>> found.auc_delta, found.extra_positives, found.target_overlap
    (0.25, 0.0, 0.5)
    """
    _check_same_counts(champion, challenger, pair)
    of_auc = judge_difference(_difference(auc(champion), auc(challenger)), _auc_error(champion, pair))
    comparisons = []
    for index, (cut, other) in enumerate(zip(champion.cuts, challenger.cuts)):
        crossed = pair.customers(index)
        gain = _difference(lift(champion, cut), lift(champion, other))
        of_lift = judge_difference(gain, _lift_error(champion, cut, other, crossed))
        overlap = _overlap(cut, other, crossed)
        extra = true_positives(other) - true_positives(cut)
        comparisons.append(Comparison(cut.rate_bp / BASIS_POINTS, *of_lift, *of_auc, overlap, extra))
    return comparisons


def compare_contenders(champion: Contender, challenger: Contender) -> list[Comparison]:
    """The same of two versions in memory.

    Raises
    ------
    ValueError
        As `pair_statistics`.
    """
    return compare(champion.counted, challenger.counted, pair_statistics(champion, challenger))


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


def _check_same_counts(champion: Statistics, challenger: Statistics, pair: PairStatistics) -> None:
    """Refuse records that are not of the same customers: those of a pair add up to those of either version."""
    sides = (champion, challenger)
    rates = [[cut.rate_bp for cut in side.cuts] for side in sides]
    shift = challenger.auc_numerator - champion.auc_numerator
    is_alike = (champion.n, champion.n_positive) == (challenger.n, challenger.n_positive) and rates[0] == rates[1]
    if not is_alike or (pair.shift_positive, pair.shift_negative) != (shift, shift) or not _adds_up(sides, pair):
        raise ValueError(
            f"Expected the statistics of both versions and of the pair on the same customers, found {champion.n} and "
            f"{challenger.n} rows, rates {rates[0]} and {rates[1]}, {sum(map(sum, pair.crossed[:1]))} of the pair, "
            f"shifts {pair.shift_positive} and {pair.shift_negative} where AUC numerators differ by {shift}; count "
            "all three on the customers that both scored."
        )


def _adds_up(sides: Sequence[Statistics], pair: PairStatistics) -> bool:
    """Whether a pair has as many customers at and above the cut-offs of either version as that version."""
    if len(pair.crossed) != len(sides[0].cuts):
        return False
    for index in range(len(pair.crossed)):
        customers = pair.customers(index)
        for side, standings in zip(sides, (customers.sum(axis=1), customers.sum(axis=0))):
            cut = side.cuts[index]
            expected = [(cut.n_tied, cut.positives_tied), (cut.n_above, cut.positives_above)]
            counted = [(row.sum(), row[1]) for row in standings[1:]]
            if counted != expected or customers.sum() != side.n:
                return False
    return True


def _auc_error(champion: Statistics, pair: PairStatistics) -> float | None:
    """Of the difference, after DeLong: in whole numbers up to the last division, so that no spread is exactly 0."""
    positives, negatives = champion.n_positive, champion.n_negative
    if min(positives, negatives) < 2:
        return None
    spread_positive = positives * pair.squares_positive - pair.shift_positive**2
    spread_negative = negatives * pair.squares_negative - pair.shift_negative**2
    pairs = 2 * positives * negatives
    return math.sqrt(spread_positive / (pairs**2 * (positives - 1)) + spread_negative / (pairs**2 * (negatives - 1)))


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


def judge_difference(delta: float | None, error: float | None) -> Judgement:
    """A difference with its 95 % bounds, and the chance of one as large between two equals."""
    if delta is None or error is None:
        return Judgement(delta, None, None, None)
    if error == 0:
        return Judgement(0.0, 0.0, 0.0, 1.0) if delta == 0 else Judgement(delta, None, None, None)
    p_value = math.erfc(abs(delta) / error / math.sqrt(2))
    return Judgement(delta, delta - Z95 * error, delta + Z95 * error, p_value)


def _difference(champion: float | None, challenger: float | None) -> float | None:
    return None if champion is None or challenger is None else challenger - champion
