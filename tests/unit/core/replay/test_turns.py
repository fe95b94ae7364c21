"""Claims in the names of analyses: written, read, alive, and in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.replay.turns import SILENCE, ahead, is_alive, read_claim, rivals, written_claim
from champion_challenger.records.runs import Claim

NOW = datetime(2019, 8, 15, 12, tzinfo=timezone.utc)
MINE = Claim("a2", "f00d", "r2", 2, NOW)


@given(
    st.integers(0, 10**6), st.datetimes(timezones=st.just(timezone.utc)), st.from_regex(r"[0-9a-f]+", fullmatch=True)
)
def test_a_claim_is_read_as_it_was_written(place: int, at: datetime, fingerprint: str) -> None:
    """To the second; the host keeps nothing but the name."""
    claim = Claim("a1", fingerprint, "r1", place, at.replace(microsecond=0))
    assert read_claim("m1", "a1", written_claim("m1", claim)) == claim


def test_a_claim_that_is_done_has_no_time() -> None:
    """So that it never counts as alive."""
    claim = Claim("a1", "f00d", "r1")
    assert read_claim("m1", "a1", written_claim("m1", claim)) == claim
    assert not is_alive(claim, NOW)


@pytest.mark.parametrize(
    "name",
    [
        "Analyze customers",
        "champion-challenger replay of other f00d run r1 done",
        "champion-challenger replay of m1 f00d run r1 place 1 at 2019-02-31T00:00:00Z",
        "champion-challenger replay of m1 f00d run r1 done by me",
    ],
)
def test_other_analyses_carry_no_claim(name: str) -> None:
    """A user's, another model's, and one that somebody renamed."""
    assert read_claim("m1", "a1", name) is None


@pytest.mark.parametrize(("silence", "alive"), [(timedelta(), True), (SILENCE, True), (SILENCE * 1.01, False)])
def test_a_run_is_dead_after_its_silence(silence: timedelta, alive: bool) -> None:
    """A sign of life exactly as old as the limit still counts."""
    assert is_alive(MINE, NOW + silence) is alive


def test_only_living_claims_on_the_same_replay_are_rivals() -> None:
    """Not the own one, not another design, not a dead run."""
    rival = replace(MINE, analysis_id="a1", run_id="r1")
    others = [MINE, replace(rival, fingerprint="beef"), replace(rival, renewed_at=NOW - 2 * SILENCE), rival]
    assert rivals(MINE, others, NOW) == [rival]


@pytest.mark.parametrize(
    ("place", "analysis", "goes_first"),
    [(0, "z", True), (1, "z", True), (2, "a1", True), (2, "a3", False), (3, "a1", False)],
)
def test_the_order_is_by_place_and_then_by_analysis(place: int, analysis: str, goes_first: bool) -> None:
    """Place 0 is one that is still being taken: it may come to stand before."""
    other = replace(MINE, analysis_id=analysis, run_id="r1", place=place)
    assert bool(ahead(MINE, [MINE, other], NOW)) is goes_first
