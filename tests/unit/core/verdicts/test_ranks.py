"""Words of verdicts by their strength, and by their place when the best challenger is looked for."""

from __future__ import annotations

from champion_challenger.core.tables.columns import VERDICTS
from champion_challenger.core.verdicts.ranks import STRONGEST_FIRST, verdict_rank


def test_every_word_on_a_challenger_has_its_strength() -> None:
    """The champion's own word is none."""
    assert {*STRONGEST_FIRST, "champion"} == set(VERDICTS)


def test_ranks_follow_the_strength_and_two_words_share_one() -> None:
    """Undecided and equal; an unknown word and the champion's come last."""
    ranks = [verdict_rank(word) for word in STRONGEST_FIRST]

    assert ranks == sorted(ranks)
    assert verdict_rank("not_distinguishable") == verdict_rank("practically_equal")
    assert len(set(ranks)) == len(ranks) - 1
    assert verdict_rank("champion") == verdict_rank("of next year") > max(ranks)
