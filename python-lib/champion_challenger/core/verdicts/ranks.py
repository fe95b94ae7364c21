"""Words of verdicts in the order of their strength, and their places when the best challenger is looked for."""

from __future__ import annotations

STRONGEST_FIRST = (
    "challenger_better",
    "challenger_slightly_better",
    "not_distinguishable",
    "practically_equal",
    "champion_better",
    "not_enough_data",
    "not_comparable",
)
"""Words of verdicts; a score has the first of them that any challenger has."""

# Whether a difference is undecided or small says nothing of which of two is the better one.
_OF_ONE_RANK = {"practically_equal": "not_distinguishable"}


def verdict_rank(word: str) -> int:
    """Place of a verdict when the best challenger is looked for: 0 is the best, an unknown word comes last.

    Examples
    --------
    >>> verdict_rank("challenger_better"), verdict_rank("practically_equal"), verdict_rank("not_distinguishable")
    (0, 2, 2)
    >>> verdict_rank("")
    7
    """
    first = _OF_ONE_RANK.get(word, word)
    return STRONGEST_FIRST.index(first) if first in STRONGEST_FIRST else len(STRONGEST_FIRST)
