"""What has to be counted of a version's scores: ``Statistics``, and nothing that is not in them.

Every figure and bound of a single version is a function of this record. All its fields are exact integers (the
cut-off, a score of the data, apart), so that a database can deliver the very same record: counts and sums over groups
of equal scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from champion_challenger.core.figures.ranking import (
    Ranking,
    ScoreGroups,
    n_positive,
    positives_from,
    ranking,
    score_groups,
    scores_at,
    tie_bounds,
)

BASIS_POINTS = 10_000
PRECISION_UNIT = 2**52
"""Part of one in which the precisions of ``precision_numerator`` are counted."""
_HALF_UNIT_BITS = 26
_LOW_BITS = 16


@dataclass(frozen=True)
class Cut:
    """Counts around the cut-off of one targeting rate.

    Attributes
    ----------
    rate_bp
        Targeting rate in basis points, 1 to 10,000.
    n_targeted
        ``ceil(n * rate_bp / 10000)``, in integers.
    cutoff_score
        Score of the last row targeted: the ``n_targeted``-th highest. None without rows.
    n_above, positives_above
        Rows and positives with a score strictly above the cut-off: targeted for sure.
    n_tied, positives_tied
        Rows and positives with the cut-off as score: ``n_targeted - n_above`` of them are targeted.
    n_window, positives_window
        Rows and positives around the cut-off: of all scores that are held by one of the ranks ``n_targeted - w`` to
        ``n_targeted + w``, with ``w = max(50, n // 200)``. They tell how likely a customer at the cut-off is.
    """

    rate_bp: int
    n_targeted: int
    cutoff_score: float | None
    n_above: int
    positives_above: int
    n_tied: int
    positives_tied: int
    n_window: int
    positives_window: int


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of one version's scores on one population.

    Attributes
    ----------
    n, n_positive
        Rows, and rows whose outcome is 1.
    auc_numerator
        Twice the Mann-Whitney count: over the positives, the sum of ``2 * negatives below + negatives tied``.
        Between 0 and ``2 * n_positive * n_negative``.
    ks_numerator
        Largest ``|positives up to s * n_negative - negatives up to s * n_positive|`` over the distinct scores s.
    delong_positive
        Over the positives, the sum of ``(2 * negatives below + negatives tied) ** 2``.
    delong_negative
        Over the negatives, the sum of ``(2 * positives above + positives tied) ** 2``.
    cuts
        One for each targeting rate, in the order asked for.
    precision_numerator
        Over the positives, the sum of ``floor(2**52 * p / m)``: m rows have their score or a higher one, p of them are
        positives. The quotient is that of two doubles, so it is the same whole number on every engine. 0 where it was
        not counted, or without positives.
    """

    n: int
    n_positive: int
    auc_numerator: int
    ks_numerator: int
    delong_positive: int
    delong_negative: int
    cuts: tuple[Cut, ...] = ()
    precision_numerator: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.n_positive <= self.n:
            raise ValueError(f"Expected between 0 and n = {self.n} positives, found {self.n_positive}.")

    @property
    def n_negative(self) -> int:
        """Rows whose outcome is 0."""
        return self.n - self.n_positive

    @property
    def has_both_classes(self) -> bool:
        """Whether there is at least one positive and one negative: without, no figure is defined."""
        return self.n_positive > 0 and self.n_negative > 0


def statistics(y_true: ArrayLike, y_score: ArrayLike, rates_bp: Sequence[int] = ()) -> Statistics:
    """Count, from one sort, all that the figures of a version need.

    Parameters
    ----------
    y_true
        Shape (n,): outcomes, 1 for a positive, 0 for a negative.
    y_score
        Shape (n,): finite scores, the higher the likelier; they need not be probabilities.
    rates_bp
        Targeting rates in basis points (500 is 5 %), each from 1 to 10,000.

    Returns
    -------
    Statistics
        The same, to the last digit, for any order of the rows and any increasing transformation of the scores
        (``cutoff_score`` apart).

    Raises
    ------
    DataError
        If the lengths differ, an outcome is not 0 or 1, or a score is missing, infinite or no number.
    ValueError
        If a rate is not a whole number from 1 to 10,000.

    Notes
    -----
    Ties: equal scores are one group, never split by the order of the rows. No rows: a record of zeros. One class: the
    counts, with 0 for all sums over pairs. Exact up to two billion rows.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845, https://doi.org/10.2307/2531595.
    Sun and Xu (2014), IEEE Signal Processing Letters 21, 1389-1393, https://doi.org/10.1109/LSP.2014.2337313.

    Examples
    --------
    >>> found = statistics([1, 0, 1, 0], [0.9, 0.5, 0.5, 0.1], [5_000])
    >>> found.auc_numerator, found.ks_numerator
    (7, 2)
    >>> cut = found.cuts[0]
    >>> cut.n_targeted, cut.cutoff_score, cut.n_above, cut.n_tied, cut.positives_tied
    (2, 0.5, 1, 2, 1)
    """
    _check_rates(rates_bp)
    ranked = ranking(y_true, y_score)
    n, positives = len(ranked.keys), n_positive(ranked)
    groups = score_groups(ranked)
    negatives = n - positives
    # Doubled, so that the half of a tie is a whole number, and every sum below is exact.
    placed = 2 * groups.negatives_below + groups.negatives
    return Statistics(
        n=n,
        n_positive=positives,
        auc_numerator=int(groups.positives @ placed),
        ks_numerator=_ks_numerator(groups, positives, negatives),
        delong_positive=_weighted_squares(groups.positives, placed),
        delong_negative=_delong_negative(groups, positives),
        cuts=tuple(_cuts(ranked, rates_bp)),
        precision_numerator=_precision_numerator(groups, n, positives),
    )


def count_targeted(n: int, rate_bp: int) -> int:
    """Number of rows targeted at a rate: the rate of ``n``, rounded up.

    Examples
    --------
    >>> count_targeted(30, 1_000), count_targeted(31, 1_000), count_targeted(1, 1), count_targeted(0, 500)
    (3, 4, 1, 0)
    """
    # Rounded up in whole numbers: in floats, 0.07 * 100 is 7.000000000000001, and its ceiling would target one row
    # more.
    return -(-n * rate_bp // BASIS_POINTS)


def _check_rates(rates_bp: Sequence[int]) -> None:
    # A rate in floats would make every database round in its own way: basis points are whole numbers everywhere.
    wrong = [rate for rate in rates_bp if rate != int(rate) or not 1 <= rate <= BASIS_POINTS]
    if wrong:
        raise ValueError(f"Expected targeting rates in whole basis points from 1 to {BASIS_POINTS}, found {wrong}.")


def _ks_numerator(groups: ScoreGroups, n_positive: int, n_negative: int) -> int:
    """Negatives lead most just below a score of positives, positives lead most at one: other scores need no look."""
    if len(groups.positives) == 0:
        return 0
    negatives_lead = groups.negatives_below * n_positive - groups.positives_below * n_negative
    positives_up_to = groups.positives_below + groups.positives
    positives_lead = positives_up_to * n_negative - (groups.negatives_below + groups.negatives) * n_positive
    return max(0, int(negatives_lead.max()), int(positives_lead.max()))


def _precision_numerator(groups: ScoreGroups, n: int, n_positive: int) -> int:
    """Summed by halves, joined as Python integers: up to 2 ** 37 positives."""
    positives_from_score = n_positive - groups.positives_below
    rows_from_score = n - groups.positives_below - groups.negatives_below
    # Scaling by a power of two is exact in floats, so that the division alone rounds: a database that divides in
    # float64 finds the same whole number.
    shares = np.floor(positives_from_score * float(PRECISION_UNIT) / rows_from_score).astype(np.int64)
    high, low = shares >> _HALF_UNIT_BITS, shares & (2**_HALF_UNIT_BITS - 1)
    return (int(groups.positives @ high) << _HALF_UNIT_BITS) + int(groups.positives @ low)


def _delong_negative(groups: ScoreGroups, n_positive: int) -> int:
    """Negatives between two groups see the same positives above them; those within a group see half of its own."""
    above_or_tied = n_positive - groups.positives_below
    up_to_group = groups.negatives_below + groups.negatives
    between = np.diff(up_to_group, prepend=0) - groups.negatives
    return _weighted_squares(between, 2 * above_or_tied) + _weighted_squares(
        groups.negatives, 2 * above_or_tied - groups.positives
    )


def _weighted_squares(weights: NDArray[np.int64], values: NDArray[np.int64]) -> int:
    """Exact sum of ``weights * values ** 2``, which outgrows 64 bits: squared by halves, joined as Python integers."""
    # Values are below 2 ** 32 (twice the rows, at most): products of halves have 32 bits, and a sum over 2 ** 31 rows
    # of them still fits into 64.
    high, low = values >> _LOW_BITS, values & (2**_LOW_BITS - 1)
    squares = int(weights @ (high * high)), int(weights @ (high * low)), int(weights @ (low * low))
    return (squares[0] << 2 * _LOW_BITS) + (squares[1] << _LOW_BITS + 1) + squares[2]


def _cuts(ranked: Ranking, rates_bp: Sequence[int]) -> list[Cut]:
    n = len(ranked.keys)
    if n == 0:
        return [Cut(int(rate), 0, None, 0, 0, 0, 0, 0, 0) for rate in rates_bp]
    rank = np.array([count_targeted(n, int(rate)) for rate in rates_bp], dtype=np.int64)
    # The rate of positives around the cut-off needs enough rows to be told from noise, and few enough to be of the
    # cut-off.
    half = max(50, n // 200)
    # Scores ascend: the last of the targeted is `rank` places from the end.
    start, stop = tie_bounds(ranked, n - rank)
    window_start, _ = tie_bounds(ranked, n - np.minimum(rank + half, n))
    _, window_stop = tie_bounds(ranked, n - np.maximum(rank - half, 1))
    above = positives_from(ranked, stop)
    counts = np.column_stack(
        [
            n - stop,
            above,
            stop - start,
            positives_from(ranked, start) - above,
            window_stop - window_start,
            positives_from(ranked, window_start) - positives_from(ranked, window_stop),
        ]
    ).tolist()  # whole numbers of Python: those of numpy are no JSON
    heads = zip(rates_bp, rank.tolist(), scores_at(ranked, n - rank))
    return [Cut(int(rate), k, score, *row) for (rate, k, score), row in zip(heads, counts)]
