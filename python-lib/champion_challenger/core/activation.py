"""The activation of a version: the token that ties a decision to its evidence, and the log of who activated what."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import pandas as pd

from champion_challenger.core.performance import table
from champion_challenger.records import Column

ACTIVATION_LOG: tuple[Column, ...] = (
    Column("activated_at", "string", "When, in UTC; when it was noticed, for an activation made in DSS's own screens"),
    Column("by", "string", "Who; empty when nobody told"),
    Column("project_key", "string", "Project of the model"),
    Column("model_id", "string", "Saved model"),
    Column("from_version", "string", "Version that was active before; empty for the first one logged"),
    Column("to_version", "string", "Version that is active since"),
    Column("reason", "string", "Why"),
    Column("token", "string", "Token of the evidence that the decision rests on; empty for a noticed activation"),
    Column("how", "string", "macro: by the macro Activate challenger; noticed: found active by a run"),
)


@dataclass(frozen=True)
class Activation:
    """One line of the activation log; the fields are its columns."""

    activated_at: str
    by: str
    project_key: str
    model_id: str
    from_version: str
    to_version: str
    reason: str
    token: str = ""
    how: str = "macro"


@dataclass(frozen=True)
class Ground:
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


def token(ground: Ground) -> str:
    """Digest of what a decision rests on: the same ground gives the same token, one part for each of its fields.

    It is no secret and no permission: it shows that whoever activates has seen the evidence as it is now.

    Examples
    --------
    >>> token(Ground("TELCO.m1", "v2", "v1", "r9"))
    '36af81-c6bb11-343626-d69e77'
    """
    return "-".join(_digest(name, value) for name, value in asdict(ground).items())


def what_changed(given: str, ground: Ground) -> list[str]:
    """Say how the ground behind a token differs from the ground now; nothing when the token fits.

    Examples
    --------
    >>> before = token(Ground("TELCO.m1", "v2", "v1", "r9"))
    >>> what_changed(before, Ground("TELCO.m1", "v2", "v1", "r9"))
    []
    >>> what_changed(before, Ground("TELCO.m1", "v2", "v3", "r10"))
    ['another version is active since', 'new performance was computed since']
    >>> what_changed("hello", Ground("TELCO.m1", "v2", "v1", "r9"))
    ['it is no token of the evidence page']
    """
    parts, expected = given.strip().split("-"), token(ground).split("-")
    if len(parts) != len(expected):
        return ["it is no token of the evidence page"]
    pairs = zip((one.name for one in fields(Ground)), parts, expected)
    return [_MEANINGS[name] for name, part, wanted in pairs if not hmac.compare_digest(part.encode(), wanted.encode())]


def log_row(activation: Activation) -> dict[str, Any]:
    """One activation as a row of the log."""
    return asdict(activation)


def last_logged(rows: Sequence[Mapping[str, Any]], project_key: str, model_id: str) -> str | None:
    """Version that the log last saw become active; None when it knows nothing of the model.

    Examples
    --------
    >>> rows = [{"project_key": "P", "model_id": "m", "to_version": "v1", "activated_at": "2019-01-01T00:00:00Z"}]
    >>> last_logged(rows, "P", "m"), last_logged(rows, "P", "other")
    ('v1', None)
    """
    own = [row for row in rows if (row["project_key"], row["model_id"]) == (project_key, model_id)]
    return max(own, key=lambda row: row["activated_at"])["to_version"] if own else None


def missing(wanted: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that should be there and are not.

    >>> missing([{"to_version": "v1"}, {"to_version": "v2"}], [{"to_version": "v1"}])
    [{'to_version': 'v2'}]
    """
    return [row for row in wanted if row not in found]


def log_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of the log as texts, whatever a reader made of them; columns of a later plugin version are kept out."""
    names = [column.name for column in ACTIVATION_LOG]
    texts = frame.reindex(columns=names).astype("object")
    filled = texts.where(texts.notna(), "")
    return [{name: str(row[name]) for name in names} for row in filled.to_dict("records")]


def log_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of the log as they are written."""
    return table(rows, ACTIVATION_LOG)


def _digest(name: str, value: str) -> str:
    return hashlib.sha256(f"champion-challenger/{name}/{value}".encode()).hexdigest()[:6]
