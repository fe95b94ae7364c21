"""The verdict that an activation rests on."""

from __future__ import annotations

from champion_challenger.core.activation.verdict import Verdict, verdict_on_final
from champion_challenger.core.verdicts.version_verdict import VersionVerdict


def test_a_verdict_on_provisional_outcomes_is_none() -> None:
    """They will change."""
    found = VersionVerdict("challenger_better", cohorts="2019-06")

    assert verdict_on_final(found) == Verdict()


def test_a_verdict_says_what_it_rests_on() -> None:
    """One cohort alone, several, or all where they are not named."""
    alone = verdict_on_final(VersionVerdict("challenger_better", cohorts="2019-06", is_final=True))
    together = verdict_on_final(VersionVerdict("x", cohorts="2019-05, 2019-06", is_final=True, is_pooled=True))
    pooled_from_one = verdict_on_final(VersionVerdict("x", cohorts="2019-06", is_final=True, is_pooled=True))

    assert str(alone.source) == str(pooled_from_one.source) == "cohort 2019-06 alone"
    assert str(together.source) == "cohorts 2019-05, 2019-06 together"
    assert str(verdict_on_final(VersionVerdict("x", is_final=True, is_pooled=True)).source) == "all cohorts"
