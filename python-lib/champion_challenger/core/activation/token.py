"""The token that ties a decision to activate to its evidence."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class DecisionBasis:
    """What a decision to activate rests on.

    Attributes
    ----------
    model
        ``PROJECT.id`` of the saved model.
    version
        The one to be activated.
    active
        The one that is active; "" when none is.
    last_run
        Run that last wrote performance rows of the model; "" when none did.
    summary, evidence
        Fingerprints of the summary's rows of the model, and of what the page shows of the version.
    person
        Who looks at it.
    logged
        Last line of the activation log on the model.
    """

    model: str
    version: str
    active: str
    last_run: str
    summary: str = ""
    evidence: str = ""
    person: str = ""
    logged: str = ""


@dataclass(frozen=True)
class Viewer:
    """Who looks at the evidence, and the last line that the activation log has on the model then."""

    person: str = ""
    logged: str = ""


_MEANINGS = {
    "model": "it was given for another model",
    "version": "it was given for another version",
    "active": "another version is active since",
    "last_run": "new performance was computed since",
    "summary": "performance_summary has changed since",
    "evidence": "the evidence on this version has changed since",
    "person": "it was given to another person",
    "logged": "the activation log has a newer line on this model",
}


def token(ground: DecisionBasis) -> str:
    """Digest of what a decision rests on: the same ground gives the same token, one part for each of its fields.

    It is no secret and no permission: it shows that whoever activates has seen the evidence as it is now.

    Examples
    --------
    >>> token(DecisionBasis("TELCO.m1", "v2", "v1", "r9"))
    '36af81-c6bb11-343626-d69e77-8806df-d59b23-567fa6-ec93e7'
    """
    return "-".join(_digest(name, value) for name, value in asdict(ground).items())


def list_changes(given: str, now: str) -> list[str]:
    """Say how the ground behind a token differs from that of the token of now; nothing when it is the same.

    Examples
    --------
    >>> before, now = DecisionBasis("TELCO.m1", "v2", "v1", "r9"), DecisionBasis("TELCO.m1", "v2", "v3", "r10")
    >>> list_changes(token(before), token(before))
    []
    >>> list_changes(token(before), token(now))
    ['another version is active since', 'new performance was computed since']
    >>> list_changes("hello", token(now))
    ['it is no token of the evidence page']
    """
    parts, expected = given.strip().split("-"), now.split("-")
    if len(parts) != len(expected):
        return ["it is no token of the evidence page"]
    pairs = zip((field.name for field in fields(DecisionBasis)), parts, expected)
    # Compared in constant time, as what a person types against a digest usually is.
    changed = [name for name, part, wanted in pairs if not hmac.compare_digest(part.encode(), wanted.encode())]
    causes = [name for name in changed if name != "evidence"]  # which follows from the others
    return [_MEANINGS[name] for name in causes or changed]


def fingerprint(*values: object) -> str:
    """Digest of values, by their representation.

    >>> fingerprint("a", 1) == fingerprint("a", 1), fingerprint("a", 1) == fingerprint("a", 2)
    (True, False)
    """
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _digest(name: str, value: str) -> str:
    # Six digits of each part: short enough to copy, and a change goes unnoticed once in 16 million.
    return hashlib.sha256(f"champion-challenger/{name}/{value}".encode()).hexdigest()[:6]
