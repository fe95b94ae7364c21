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

_RANKS = {
    "challenger_better": 0,
    "challenger_slightly_better": 1,
    # One rank: whether a difference is undecided or small says nothing of which of two is the better one.
    "not_distinguishable": 2,
    "practically_equal": 2,
    "champion_better": 3,
    "not_enough_data": 4,
    "not_comparable": 5,
}


def verdict_rank(word: str) -> int:
    """Place of a verdict when the best challenger is looked for: 0 is the best, an unknown word comes last.

    Examples
    --------
    >>> verdict_rank("challenger_better"), verdict_rank("practically_equal"), verdict_rank("not_distinguishable")
    (0, 2, 2)
    >>> verdict_rank("")
    7
    """
    return _RANKS.get(word, len(_RANKS))
