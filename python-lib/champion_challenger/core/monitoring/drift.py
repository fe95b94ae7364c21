"""Early warnings from scores alone: how the newest customers differ from those whose outcomes are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri

from champion_challenger.core.figures.counts import Cut, statistics
from champion_challenger.core.figures.ranking import finite_scores
from champion_challenger.core.figures.uncertainty import shares

DECILE_RATES_BP = tuple(range(1_000, 10_000, 1_000))
"""Targeting rates whose cut-offs are the edges of the tenths."""

LEVEL = 0.01
"""How often an index beyond its limit is chance."""

NOTABLE, LARGE = 0.1, 0.25
"""Stability indexes from which on a difference matters, and matters much; by custom."""

_LEAST = 0.5


@dataclass(frozen=True)
class Tenths:
    """Customers of a reference cohort, by score, in ten parts as equal as ties allow.

    Attributes
    ----------
    edges
        Ascending, at most nine: the first part lies below the first edge, each other one from its edge up to the next.
    counts
        Customers of each part: one more than edges.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]


def tenths(n: int, cuts: Sequence[Cut]) -> Tenths:
    """Parts of a cohort between its cut-offs at 10, 20, ... 90 %.

    Parameters
    ----------
    n
        Customers with a score.
    cuts
        Counts at ``DECILE_RATES_BP``, in memory or from a database; positives are not read.

    Returns
    -------
    Tenths
        A group of equal scores is never split: with few distinct scores there are fewer than ten parts.

    Examples
    --------
    >>> tenths(10, statistics([0] * 10, range(10), DECILE_RATES_BP).cuts).counts
    (1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
    >>> tenths(4, statistics([0] * 4, [0.2, 0.2, 0.2, 0.7], DECILE_RATES_BP).cuts)
    Tenths(edges=(0.2, 0.7), counts=(0, 3, 1))
    """
    from_edge = {cut.cutoff_score: cut.n_above + cut.n_tied for cut in cuts if cut.cutoff_score is not None}
    edges = sorted(from_edge)
    reached = [n, *(from_edge[edge] for edge in edges), 0]
    return Tenths(tuple(edges), tuple(before - after for before, after in zip(reached, reached[1:])))


def tenths_of(y_score: ArrayLike) -> Tenths:
    """Parts of a cohort from its finite scores, shape (n,).

    Examples
    --------
    >>> tenths_of([0.2, 0.2, 0.2, 0.7]).counts
    (0, 3, 1)
    """
    scores = finite_scores(y_score)
    return tenths(len(scores), statistics(np.zeros(len(scores), dtype=np.int8), scores, DECILE_RATES_BP).cuts)


def counts_between(y_score: ArrayLike, edges: Sequence[float]) -> tuple[int, ...]:
    """Customers in each part of a reference cohort, from finite scores of other customers.

    Examples
    --------
    >>> counts_between([0.1, 0.2, 0.5, 0.7, 0.9], (0.2, 0.7))
    (1, 2, 2)
    """
    scores = finite_scores(y_score)
    # The right side: a score at an edge belongs to the part above it, as in `tenths`.
    parts = np.searchsorted(np.asarray(edges, dtype=np.float64), scores, side="right")
    return tuple(np.bincount(parts, minlength=len(edges) + 1).tolist())


def stability_index(reference: Sequence[int], newest: Sequence[int]) -> float | None:
    """Population stability index of two cohorts, at least 0; 0 for equal shares, and the same both ways round.

    ``sum((a - e) * ln(a / e))`` over the parts, with a and e the shares of customers of either cohort.

    Parameters
    ----------
    reference, newest
        Customers in each part. Parts without anybody of either cohort do not count; a part without customers of one
        cohort counts as half a customer.

    Returns
    -------
    float or None
        None where a cohort has no customer, or there is one part only: then there is nothing to compare.

    References
    ----------
    Yurdakul and Naranjo (2020), Statistical properties of the population stability index, Journal of Risk Model
    Validation 14.

    Examples
    --------
    >>> round(stability_index([50, 50], [60, 40]), 4)
    0.0405
    >>> stability_index([50, 50], [10, 10])
    0.0
    """
    pairs = _occupied_parts(reference, newest)
    if len(pairs) < 2:
        return None
    # An empty part would make the logarithm infinite, however few customers it lacks.
    expected, actual = (np.maximum(side, _LEAST) / sum(side) for side in zip(*pairs))
    return float(((actual - expected) * np.log(actual / expected)).sum())


def stability_limit(reference: Sequence[int], newest: Sequence[int], level: float = LEVEL) -> float | None:
    """Index that two samples of equal customers exceed in a share ``level`` of cases, by chance.

    ``(1/n + 1/m) * chi2(parts - 1)``, for n and m customers: the fewer customers, the higher. Customers that both
    cohorts share make chance smaller, so the limit is on the safe side for them.

    Returns
    -------
    float or None
        None with the index.

    Examples
    --------
    >>> round(stability_limit([100] * 10, [100] * 10), 4), round(stability_limit([10_000] * 10, [10_000] * 10), 6)
    (0.0433, 0.000433)
    """
    pairs = _occupied_parts(reference, newest)
    if len(pairs) < 2:
        return None
    return float(chdtri(len(pairs) - 1, level)) * (1 / sum(reference) + 1 / sum(newest))


def has_drifted(index: float | None, limit: float | None) -> bool:
    """Whether an index is more than chance, and large enough to matter.

    Examples
    --------
    >>> has_drifted(0.15, 0.04), has_drifted(0.15, 0.2), has_drifted(0.05, 0.001), has_drifted(None, None)
    (True, False, False, False)
    """
    return index is not None and limit is not None and index >= NOTABLE and index > limit


def list_change(before: ArrayLike, now: ArrayLike, rates_bp: Sequence[int]) -> list[float | None]:
    """Share of the target list that is not the same customers any more, in [0, 1], for each rate.

    Parameters
    ----------
    before, now
        Shape (n,): finite scores of the same customers, in the same order, in two cohorts.
    rates_bp
        Targeting rates in basis points.

    Returns
    -------
    list of float or None
        Both lists have ``ceil(rate * n)`` customers. Customers tied in both are drawn alike, as in ``target_overlap``.
        None without customers.

    Examples
    --------
    >>> list_change([0.9, 0.8, 0.2, 0.1], [0.9, 0.3, 0.7, 0.1], [2_500, 5_000, 10_000])
    [0.0, 0.5, 0.0]
    """
    old, new = finite_scores(before), finite_scores(now)
    nobody = np.zeros(len(old), dtype=np.int8)
    both = zip(statistics(nobody, old, rates_bp).cuts, statistics(nobody, new, rates_bp).cuts)
    return [changed_share(first, second, _cross_standings(first, second, old, new)) for first, second in both]


def changed_share(before: Cut, now: Cut, crossed: NDArray[np.int64]) -> float | None:
    """Share of a list that changed, from counts.

    Parameters
    ----------
    crossed
        Shape (3, 3): customers below, at and above the cut-off before (rows) and now (columns).
    """
    if before.n_targeted == 0:
        return None
    kept = np.minimum(shares(before)[:, None], shares(now)[None, :])
    return 1.0 - float((crossed * kept).sum()) / before.n_targeted


def expected_positives(y_score: ArrayLike) -> float | None:
    """Positives that the scores promise: their sum; None where one is no probability, or there is none.

    Examples
    --------
    >>> expected_positives([0.5, 0.25]), expected_positives([1.5, 0.25])
    (0.75, None)
    """
    scores = finite_scores(y_score).astype(np.float64)
    # Other scores, such as the margins of a boosted model, are no probabilities.
    if len(scores) == 0 or scores.min() < 0 or scores.max() > 1:
        return None
    return float(scores.sum())


def _occupied_parts(reference: Sequence[int], newest: Sequence[int]) -> list[tuple[int, int]]:
    if not sum(reference) or not sum(newest):
        return []
    return [(e, a) for e, a in zip(reference, newest) if e or a]


def _cross_standings(first: Cut, second: Cut, old: NDArray[np.float64], new: NDArray[np.float64]) -> NDArray[np.int64]:
    standings = [_standings(cut, scores) for cut, scores in ((first, old), (second, new))]
    # All nine cells even where the last ones are empty.
    return np.bincount(3 * standings[0] + standings[1], minlength=9).reshape(3, 3)


def _standings(cut: Cut, scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """0 below the cut-off, 1 at it, 2 above it."""
    if cut.cutoff_score is None:
        return np.zeros(len(scores), dtype=np.int64)
    return (scores >= cut.cutoff_score).astype(np.int64) + (scores > cut.cutoff_score)
