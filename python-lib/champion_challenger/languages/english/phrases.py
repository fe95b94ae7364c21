"""Phrases of messages and of the log: counts with their noun, and names of a list that may be long."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def count_of(n: float, noun: str, plural: str = "") -> str:
    """A count with its noun.

    Parameters
    ----------
    noun
        For one.
    plural
        For none and for several, where it is not the noun with an s.

    Examples
    --------
    >>> count_of(1, "customer"), count_of(1200, "customer"), count_of(0, "analysis", "analyses")
    ('1 customer', '1,200 customers', '0 analyses')
    """
    number = f"{n:,.0f}"
    return f"{number} {noun if number == '1' else plural or noun + 's'}"


def nearest(written: str, known: Iterable[str], most: int = 6) -> str:
    """Names that may be meant, most alike first, and the number of the others; a short list is whole and in order.

    Examples
    --------
    >>> nearest("agee", ["name", "age"]), nearest("age", [])
    ('name, age', 'none')
    >>> nearest("records:ROWS", [f"col_stats:MIN:c{n}" for n in range(40)] + ["records:COUNT_RECORDS"])
    'records:COUNT_RECORDS, col_stats:MIN:c0, col_stats:MIN:c1, col_stats:MIN:c2, col_stats:MIN:c3, \
col_stats:MIN:c4 and 35 others'
    """
    names = list(dict.fromkeys(known))
    more = len(names) - most
    if more <= 1:
        return ", ".join(names) or "none"
    names.sort(key=lambda name: -_likeness(written.lower(), name.lower()))
    return f"{', '.join(names[:most])} and {more} others"


def _likeness(written: str, name: str) -> float:
    """From 0 to 1, by the whole name or by what follows its last colon, which people type at times."""
    ends = (name, name.rpartition(":")[2])
    return max(SequenceMatcher(None, written[:200], end[:200]).ratio() for end in ends)
