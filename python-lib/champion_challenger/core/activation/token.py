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
    """

    model: str
    version: str
    active: str
    last_run: str


_MEANINGS = {
    "model": "it was given for another model",
    "version": "it was given for another version",
    "active": "another version is active since",
    "last_run": "new performance was computed since",
}


def token(ground: DecisionBasis) -> str:
    """Digest of what a decision rests on: the same ground gives the same token, one part for each of its fields.

    It is no secret and no permission: it shows that whoever activates has seen the evidence as it is now.

    Examples
    --------
    >>> token(DecisionBasis("TELCO.m1", "v2", "v1", "r9"))
    '36af81-c6bb11-343626-d69e77'
    """
    return "-".join(_digest(name, value) for name, value in asdict(ground).items())


def what_changed(given: str, ground: DecisionBasis) -> list[str]:
    """Say how the ground behind a token differs from the ground now; nothing when the token fits.

    Examples
    --------
    >>> before = token(DecisionBasis("TELCO.m1", "v2", "v1", "r9"))
    >>> what_changed(before, DecisionBasis("TELCO.m1", "v2", "v1", "r9"))
    []
    >>> what_changed(before, DecisionBasis("TELCO.m1", "v2", "v3", "r10"))
    ['another version is active since', 'new performance was computed since']
    >>> what_changed("hello", DecisionBasis("TELCO.m1", "v2", "v1", "r9"))
    ['it is no token of the evidence page']
    """
    parts, expected = given.strip().split("-"), token(ground).split("-")
    if len(parts) != len(expected):
        return ["it is no token of the evidence page"]
    pairs = zip((one.name for one in fields(DecisionBasis)), parts, expected)
    return [_MEANINGS[name] for name, part, wanted in pairs if not hmac.compare_digest(part.encode(), wanted.encode())]


def _digest(name: str, value: str) -> str:
    return hashlib.sha256(f"champion-challenger/{name}/{value}".encode()).hexdigest()[:6]
