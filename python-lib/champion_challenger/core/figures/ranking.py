"""Scores in order, each carrying its outcome: the one sort behind every figure.

A finite float that is not negative sorts like the integer made of its bits, and its sign bit is free. Shifted by one,
the integer has room for the outcome: sorting it sorts scores and outcomes together, without an index, without loss.
Ties are equal scores, decided here and nowhere else; the order of the rows never matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from champion_challenger.errors import DataError

_BLOCK = 65_536  # rows that stay in the cache between two steps
_EXACT_INTEGERS = 2**53  # beyond it, float64 merges neighbouring integers


@dataclass(frozen=True)
class Ranking:
    """Scores in ascending order with their outcomes.

    Attributes
    ----------
    keys
        Shape (n,), unsigned, ascending: twice the code of a score, plus one for a positive. Codes sort as scores do.
    positive_places
        Shape (n_positive,): places of the positives in ``keys``.
    scores
        Score of each code, shape (n_distinct,); None when a code is made of the bits of its score.
    """

    keys: NDArray[Any]
    positive_places: NDArray[np.int64]
    scores: NDArray[Any] | None


@dataclass(frozen=True)
class ScoreGroups:
    """The distinct scores that at least one positive has, in ascending order; counts of shape (n_groups,).

    Attributes
    ----------
    positives, negatives
        Rows with exactly this score.
    positives_below, negatives_below
        Rows with a strictly lower score.
    """

    positives: NDArray[np.int64]
    negatives: NDArray[np.int64]
    positives_below: NDArray[np.int64]
    negatives_below: NDArray[np.int64]


def ranking(y_true: ArrayLike, y_score: ArrayLike) -> Ranking:
    """Rank scores in ascending order, outcomes attached.

    Parameters
    ----------
    y_true
        Shape (n,): 1 for a positive, 0 for a negative (numbers or booleans).
    y_score
        Shape (n,): any finite numbers, the higher the likelier. float64 is never narrowed; -0.0 equals 0.0.

    Returns
    -------
    Ranking
        The same for any order of the rows.

    Raises
    ------
    DataError
        If the lengths differ, an outcome is not 0 or 1, or a score is missing, infinite or no number.

    Notes
    -----
    One sort of n integers and one pass; 8 bytes a row and a few for each positive. Scores of mixed signs are first
    replaced by their rank among the distinct scores, which costs another sort.

    Examples
    --------
    >>> ranking([1, 0, 0], [0.5, 0.5, 0.25]).positive_places
    array([2])
    """
    outcomes, scores = binary_outcomes(y_true), _floats(y_score)
    if len(outcomes) != len(scores):
        raise DataError(
            f"Expected one outcome for each score, found {len(outcomes)} outcomes and {len(scores)} scores; "
            "take both from the same rows."
        )
    # The minimum says what the bits cannot: below 0 they sort the other way round, and NaN makes the minimum NaN.
    lowest, keys = _keys(scores, outcomes)
    distinct = None
    if not np.isfinite(lowest):
        raise _not_finite(scores)
    if lowest < 0:
        # Negative scores, such as those of a score column, are numbered: slower, and as exact.
        distinct, codes = np.unique(scores, return_inverse=True)
        keys = codes.astype(np.uint64) << 1 | outcomes
    keys.sort()
    ranked = Ranking(keys, _positive_places(keys), distinct)
    # Infinity has the highest bits of all, so that a look at the last score finds it.
    if len(keys) and not np.isfinite(scores_at(ranked, np.array([-1]))[0]):
        raise _not_finite(scores)
    return ranked


def binary_outcomes(y_true: ArrayLike) -> NDArray[np.bool_]:
    """Outcomes as booleans of shape (n,).

    Raises
    ------
    DataError
        If a value is neither 0 nor 1.

    Examples
    --------
    >>> binary_outcomes([0, 1.0, True])
    array([False,  True,  True])
    """
    values = _column(y_true, "outcomes")
    if values.dtype == np.bool_ or _is_binary(values):
        return values.astype(np.bool_)
    others = [value.item() for value in np.unique(values[~np.isin(values, (0, 1))])[:3]]
    raise DataError(f"Expected outcomes that are 0 or 1, found {others}; drop or map the other values first.")


def finite_scores(y_score: ArrayLike) -> NDArray[Any]:
    """Scores as float32 (where they came so) or float64, shape (n,), without loss.

    Raises
    ------
    DataError
        If a score is missing, infinite, no number, or a number that float64 cannot hold.

    Examples
    --------
    >>> finite_scores([3, -2])
    array([ 3., -2.])
    """
    scores = _floats(y_score)
    if not np.isfinite(scores).all():
        raise _not_finite(scores)
    return scores


def n_positive(ranked: Ranking) -> int:
    """Number of positives among the ranked rows."""
    return len(ranked.positive_places)


def score_groups(ranked: Ranking) -> ScoreGroups:
    """Distinct scores of the positives, with what stands at and below each.

    All rank statistics of a binary outcome follow from these counts, and positives are few: the cost is of the order
    of ``n_positive``, not of n.

    Examples
    --------
    >>> groups = score_groups(ranking([1, 0, 0, 1], [0.5, 0.5, 0.25, 0.75]))
    >>> groups.positives, groups.negatives, groups.negatives_below
    (array([1, 1]), array([1, 0]), array([1, 2]))
    """
    # The key of a positive is odd, that of a negative with the same score is one less.
    places = ranked.positive_places
    keys = ranked.keys[places]
    is_first = np.ones(len(keys), dtype=np.bool_)
    is_first[1:] = keys[1:] != keys[:-1]
    below = np.flatnonzero(is_first)
    place, key = places[below], keys[below]
    negatives = np.zeros(len(below), dtype=np.int64)
    # Negatives stand just before the positives of their score. Place 0 looks at the last key, which is never smaller.
    tied = np.flatnonzero(ranked.keys[place - 1] == key - 1)
    negatives[tied] = place[tied] - np.searchsorted(ranked.keys, key[tied] - 1)
    return ScoreGroups(np.diff(below, append=len(keys)), negatives, below, place - below - negatives)


def tie_bounds(ranked: Ranking, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First place, and place after the last, of the rows that share the score found at each of ``places``."""
    codes = ranked.keys[places] >> 1
    return np.searchsorted(ranked.keys, codes << 1), np.searchsorted(ranked.keys, codes << 1 | 1, side="right")


def positives_from(ranked: Ranking, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of positives at each place or above it."""
    return n_positive(ranked) - np.searchsorted(ranked.positive_places, places)


def scores_at(ranked: Ranking, places: NDArray[np.int64]) -> list[float]:
    """Scores found at ``places``."""
    codes = ranked.keys[places] >> 1
    scores = codes.view(f"f{codes.itemsize}") if ranked.scores is None else ranked.scores[codes]
    # Adding 0.0 turns the score -0.0 into 0.0, as which it was ranked.
    return [float(score) + 0.0 for score in scores]


def _column(values: ArrayLike, what: str) -> NDArray[Any]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise DataError(f"Expected {what} as one column, found an array of shape {array.shape}.")
    if len(array) and array.dtype.kind not in "fiub":
        raise DataError(
            f"Expected {what} that are numbers, found {array.dtype} such as {array[0]!r}; convert them first."
        )
    return array


def _floats(y_score: ArrayLike) -> NDArray[Any]:
    """Scores without loss as float32, where they came so, or float64."""
    values = _column(y_score, "scores")
    # A float32 stays one: its keys take half of the memory, and no two of its scores become equal.
    if values.dtype in (np.float32, np.float64):
        return values
    if len(values) == 0:
        return np.zeros(0)
    low, high = values.min(), values.max()
    if values.dtype.itemsize > 8 or (values.dtype.kind in "iu" and max(-int(low), int(high)) > _EXACT_INTEGERS):
        raise DataError(f"Expected scores that float64 holds without loss, found {low} to {high}; rank them first.")
    return values.astype(np.float64)


def _not_finite(scores: NDArray[Any]) -> DataError:
    wrong = int(np.count_nonzero(~np.isfinite(scores)))
    return DataError(f"Expected finite scores, found {wrong} of {len(scores)} missing or infinite; drop them first.")


def _is_binary(values: NDArray[Any]) -> bool:
    if values.dtype.kind == "f":
        return bool(np.all((values == 0) | (values == 1)))
    return len(values) == 0 or bool(values.min() >= 0 and values.max() <= 1)


def _keys(scores: NDArray[Any], outcomes: NDArray[np.bool_]) -> tuple[Any, NDArray[Any]]:
    """Lowest score, not a number wherever one of them is none, and keys that are right unless it is negative.

    Block by block: each is read once.
    """
    codes, positive = scores.view(f"u{scores.dtype.itemsize}"), outcomes.view(np.uint8)
    keys, lowest = np.empty_like(codes), scores.dtype.type(0 if len(scores) == 0 else np.inf)
    for start in range(0, len(codes), _BLOCK):
        block = slice(start, start + _BLOCK)
        # The shift drops the sign bit, so that -0.0 and 0.0 are one score; a really negative one shows in `lowest`.
        np.left_shift(codes[block], 1, out=keys[block])
        keys[block] |= positive[block]
        # numpy's minimum keeps a NaN; Python's min() would lose it, depending on the order.
        lowest = np.minimum(lowest, scores[block].min())
    return lowest, keys


def _positive_places(keys: NDArray[Any]) -> NDArray[np.int64]:
    places = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(keys), _BLOCK):
        is_positive = (keys[start : start + _BLOCK].astype(np.uint8) & 1).view(np.bool_)  # one byte a row is enough
        places.append(start + np.flatnonzero(is_positive))
    return np.concatenate(places)
