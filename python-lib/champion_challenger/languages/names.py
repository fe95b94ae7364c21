"""Names that a person may have meant, of which a message tells some."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def nearest_names(written: str, known: Iterable[str], most: int = 6) -> tuple[list[str], int]:
    """Names that may be meant, most alike first, and the number of the others; a short list is whole and in order.

    Examples
    --------
    >>> nearest_names("agee", ["name", "age"])
    (['name', 'age'], 0)
    >>> nearest_names("age", ["name", "ages", "plan", "cost"], most=2)
    (['ages', 'name'], 2)
    """
    names = list(dict.fromkeys(known))
    more = len(names) - most
    if more <= 1:
        return names, 0
    names.sort(key=lambda name: -_likeness(written.lower(), name.lower()))
    return names[:most], more


def _likeness(written: str, name: str) -> float:
    """From 0 to 1, by the whole name or by what follows its last colon, which people type at times."""
    ends = (name, name.rpartition(":")[2])
    return max(SequenceMatcher(None, written[:200], end[:200]).ratio() for end in ends)
