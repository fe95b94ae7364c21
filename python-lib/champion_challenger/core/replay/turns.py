"""Whose turn it is, when several runs replay the same design at once.

The host offers no lock, but every run can make an analysis, name it, and read the names of the others. That is enough
for the bakery algorithm (Lamport, 1974): a run names its analysis before it looks around, takes a place behind all it
sees, and goes on when nobody alive is ahead. Equal places are settled by the analyses' ids, which the host gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from champion_challenger.records.runs import Claim

# More than twice the pause between two signs of life in a training: one that is late is not taken for dead.
SILENCE = timedelta(minutes=5)
_NAME = re.compile(
    r"champion-challenger replay of (?P<model>\w+) (?P<fingerprint>[0-9a-f]+) run (?P<run>\S+)"
    r"( place (?P<place>\d+) at (?P<at>\S+)Z| done)"
)


def written_claim(model_id: str, claim: Claim) -> str:
    """Name of the analysis that carries a claim.

    Examples
    --------
    >>> at = datetime(2019, 6, 30, 12, tzinfo=timezone.utc)
    >>> written_claim("churn", Claim("a1", "f00d", "r1", 2, at))
    'champion-challenger replay of churn f00d run r1 place 2 at 2019-06-30T12:00:00Z'
    >>> written_claim("churn", Claim("a1", "f00d", "r1"))
    'champion-challenger replay of churn f00d run r1 done'
    """
    state = "done"
    if claim.renewed_at is not None:
        state = f"place {claim.place} at {claim.renewed_at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    return f"champion-challenger replay of {model_id} {claim.fingerprint} run {claim.run_id} {state}"


def read_claim(model_id: str, analysis_id: str, name: str) -> Claim | None:
    """Claim that an analysis carries in its name; None when it is a user's, or serves another model.

    Examples
    --------
    >>> claim = Claim("a1", "f00d", "r1", 2, datetime(2019, 6, 30, 12, tzinfo=timezone.utc))
    >>> read_claim("churn", "a1", written_claim("churn", claim)) == claim
    True
    >>> read_claim("churn", "a2", "Analyze customers") is None
    True
    """
    match = _NAME.fullmatch(name)
    if match is None or match["model"] != model_id:
        return None
    claim = Claim(analysis_id, match["fingerprint"], match["run"])
    if match["at"] is None:
        return claim
    at = _time(match["at"])
    return None if at is None else replace(claim, place=int(match["place"]), renewed_at=at)


def is_alive(claim: Claim, now: datetime) -> bool:
    """Whether the run behind a claim gave a recent sign of life; one that is done is not alive."""
    return claim.renewed_at is not None and now - claim.renewed_at <= SILENCE


def ahead(mine: Claim, claims: Iterable[Claim], now: datetime) -> list[Claim]:
    """Claims that go first: alive, of the same fingerprint, and either still taking their place or before mine.

    Examples
    --------
    >>> now = datetime(2019, 6, 30, tzinfo=timezone.utc)
    >>> first, second = Claim("b", "f00d", "r1", 1, now), Claim("a", "f00d", "r2", 2, now)
    >>> [claim.run_id for claim in ahead(second, [first, second], now)], ahead(first, [first, second], now)
    (['r1'], [])
    """
    return [claim for claim in rivals(mine, claims, now) if _order(claim) < _order(mine)]


def rivals(mine: Claim, claims: Iterable[Claim], now: datetime) -> list[Claim]:
    """Other claims that are alive and of the same fingerprint."""
    others = (claim for claim in claims if claim.analysis_id != mine.analysis_id)
    return [claim for claim in others if claim.fingerprint == mine.fingerprint and is_alive(claim, now)]


def _order(claim: Claim) -> tuple[int, str]:
    # The host's ids break ties: two runs that looked around at the same time have the same place.
    return claim.place, claim.analysis_id


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
