"""Phrases of messages and of the log: counts with their noun, and names of a list that may be long."""

from __future__ import annotations

from collections.abc import Iterable

from champion_challenger.languages.names import nearest_names


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


def end_sentence(text: object) -> str:
    """Text with a full stop, unless it ends with a mark of its own.

    Examples
    --------
    >>> end_sentence("no rows"), end_sentence("no rows."), end_sentence("Are they spelled so?")
    ('no rows.', 'no rows.', 'Are they spelled so?')
    """
    words = str(text).rstrip()
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


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
    names, others = nearest_names(written, known, most)
    return ", ".join(names) + (f" and {others} others" if others else "") or "none"
