"""What is worth a warning before outcomes are known, as codes that scenarios, pages and mails share."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.special import chdtri

from champion_challenger.core.monitoring.drift import LARGE, LEVEL, has_drifted

NOT_SCORED, LARGE_DRIFT, SCORE_DRIFT, MISSING_VALUES = (
    "not_scored",
    "large_score_drift",
    "score_drift",
    "missing_values",
)
CODES = (NOT_SCORED, LARGE_DRIFT, SCORE_DRIFT, MISSING_VALUES)
"""Codes of the column ``early_warnings``, the most urgent first."""

_POINTS = 0.05
_MOST_FEATURES = 20


@dataclass(frozen=True)
class MissingShare:
    """A feature whose values are missing more often, or less often, than on the evaluated cohort.

    Attributes
    ----------
    evaluated, newest
        Share of customers without a value, in [0, 1].
    """

    feature: str
    evaluated: float
    newest: float


def missing_changes(evaluated: Mapping[str, int], newest: Mapping[str, int], n: int, m: int) -> list[MissingShare]:
    """Features whose share of missing values changed by five points or more, and beyond chance; the largest first.

    Parameters
    ----------
    evaluated, newest
        Customers without a value, by feature.
    n, m
        Customers of either cohort.

    Returns
    -------
    list of MissingShare
        At most twenty. Chance: a chi-square of two shares beyond its limit of 1 %, shared among the features.

    Examples
    --------
    >>> missing_changes({"income": 10, "age": 0}, {"income": 400, "age": 1}, 1_000, 1_000)
    [MissingShare(feature='income', evaluated=0.01, newest=0.4)]
    """
    if not n or not m:
        return []
    # Divided by the number of features: among a thousand, ten would differ by chance at the plain level.
    limit = float(chdtri(1, LEVEL / max(1, len(evaluated))))
    changes = [
        MissingShare(name, evaluated[name] / n, newest[name] / m)
        for name in evaluated
        if name in newest and _chi_square(evaluated[name], newest[name], n, m) > limit
    ]
    notable = [change for change in changes if abs(change.newest - change.evaluated) >= _POINTS]
    return sorted(notable, key=lambda change: (-abs(change.newest - change.evaluated), change.feature))[:_MOST_FEATURES]


def warning_codes(
    index: float | None, limit: float | None, *, is_unscored: bool = False, has_missing: bool = False
) -> tuple[str, ...]:
    """Codes of what is worth a warning, the most urgent first.

    Parameters
    ----------
    index, limit
        Stability index of the scores, and what chance reaches.
    is_unscored
        The version scored the evaluated cohort, and not the newest customers.
    has_missing
        Features are missing more often, or less often, than they were.

    Examples
    --------
    >>> warning_codes(0.3, 0.01, has_missing=True), warning_codes(None, None, is_unscored=True)
    (('large_score_drift', 'missing_values'), ('not_scored',))
    """
    codes = {NOT_SCORED} if is_unscored else set()
    if has_drifted(index, limit):
        codes.add(LARGE_DRIFT if index is not None and index >= LARGE else SCORE_DRIFT)
    if has_missing:
        codes.add(MISSING_VALUES)
    return tuple(code for code in CODES if code in codes)


def known_codes(text: object) -> tuple[str, ...]:
    """Codes of a cell of ``early_warnings``; those of a later version of the plugin are left out.

    Examples
    --------
    >>> known_codes("score_drift, of_next_year"), known_codes(None)
    (('score_drift',), ())
    """
    parts = {part.strip() for part in text.split(",")} if isinstance(text, str) else set()
    return tuple(code for code in CODES if code in parts)


def missing_text(changes: Sequence[MissingShare]) -> str | None:
    """Features and both shares as JSON, for the column ``missing_values``; None without any.

    Examples
    --------
    >>> missing_text([MissingShare("income", 0.01, 0.4)])
    '[["income", 0.01, 0.4]]'
    """
    return json.dumps([[c.feature, c.evaluated, c.newest] for c in changes], ensure_ascii=False) if changes else None


def read_missing(text: object) -> list[MissingShare]:
    """Features of a cell of ``missing_values``; none of a cell that is not ours.

    Examples
    --------
    >>> read_missing('[["income", 0.01, 0.4]]'), read_missing(None), read_missing("?")
    ([MissingShare(feature='income', evaluated=0.01, newest=0.4)], [], [])
    """
    try:
        cells = json.loads(text) if isinstance(text, str) else []
        return [MissingShare(str(name), float(evaluated), float(newest)) for name, evaluated, newest in cells]
    except (ValueError, TypeError):
        return []


def histogram_text(edges: Sequence[float], evaluated: Sequence[int], newest: Sequence[int]) -> str:
    """Customers by tenth as JSON, for the column ``score_histogram``.

    Examples
    --------
    >>> histogram_text((0.2, 0.7), (1, 2, 2), (0, 3, 2))
    '{"edges": [0.2, 0.7], "evaluated": [1, 2, 2], "newest": [0, 3, 2]}'
    """
    return json.dumps({"edges": list(edges), "evaluated": list(evaluated), "newest": list(newest)})


def read_histogram(text: object) -> tuple[list[float], list[int], list[int]] | None:
    """Edges and counts of a cell of ``score_histogram``; None for a cell that is not ours.

    Examples
    --------
    >>> read_histogram('{"edges": [0.2], "evaluated": [1, 2], "newest": [0, 3]}')
    ([0.2], [1, 2], [0, 3])
    >>> read_histogram('{"edges": [0.2], "evaluated": [1], "newest": [0, 3]}') is None
    True
    """
    try:
        cells = json.loads(text) if isinstance(text, str) else {}
        edges = [float(edge) for edge in cells["edges"]]
        evaluated, newest = ([int(count) for count in cells[name]] for name in ("evaluated", "newest"))
    except (ValueError, TypeError, KeyError):
        return None
    return (edges, evaluated, newest) if len(evaluated) == len(newest) == len(edges) + 1 else None


def _chi_square(missing: int, missing_now: int, n: int, m: int) -> float:
    pooled = (missing + missing_now) / (n + m)
    spread = pooled * (1 - pooled) * (1 / n + 1 / m)
    # No spread: missing nowhere or everywhere, in both cohorts.
    return (missing / n - missing_now / m) ** 2 / spread if spread and math.isfinite(spread) else 0.0
