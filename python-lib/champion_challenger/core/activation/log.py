"""The activation of a version: the token that ties a decision to its evidence, and the log of who activated what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from champion_challenger.core.tables.columns import ACTIVATION_LOG
from champion_challenger.core.tables.frames import table


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


def log_row(activation: Activation) -> dict[str, Any]:
    """One activation as a row of the log."""
    return asdict(activation)


def last_logged_version(rows: Sequence[Mapping[str, Any]], project_key: str, model_id: str) -> str | None:
    """Version that the log last saw become active; None when it knows nothing of the model.

    Examples
    --------
    >>> rows = [{"project_key": "P", "model_id": "m", "to_version": "v1", "activated_at": "2019-01-01T00:00:00Z"}]
    >>> last_logged_version(rows, "P", "m"), last_logged_version(rows, "P", "other")
    ('v1', None)
    """
    own = [row for row in rows if (row["project_key"], row["model_id"]) == (project_key, model_id)]
    # By time, not by place: two writers may have joined their lines in either order.
    return max(own, key=lambda row: row["activated_at"])["to_version"] if own else None


def last_line(rows: Sequence[Mapping[str, Any]], project_key: str, model_id: str) -> str:
    """Last line on a model, as a text that differs from that of any other line; "" for none."""
    own = [row for row in rows if (row["project_key"], row["model_id"]) == (project_key, model_id)]
    return "|".join(map(str, max(own, key=lambda row: row["activated_at"]).values())) if own else ""


def first_of(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Which of several activations that were logged at once is made: the earliest, whoever looks.

    >>> rows = [{"activated_at": at, "by": "ann", "to_version": "v2"} for at in ("10:01", "10:00")]
    >>> first_of(rows)["activated_at"]
    '10:00'
    """
    return min(rows, key=lambda row: (row["activated_at"], row["by"], row["to_version"]))


def missing(wanted: Sequence[dict[str, Any]], stored: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that should be there and are not.

    >>> missing([{"to_version": "v1"}, {"to_version": "v2"}], [{"to_version": "v1"}])
    [{'to_version': 'v2'}]
    """
    return [row for row in wanted if row not in stored]


def log_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of the log as texts, whatever a reader made of them; columns of a later plugin version are kept out."""
    names = [column.name for column in ACTIVATION_LOG]
    texts = frame.reindex(columns=names).astype("object")
    # A cell is read as null or as "" by the format of the files; in the log, both are nothing.
    filled = texts.where(texts.notna(), "")
    return [{name: str(row[name]) for name in names} for row in filled.to_dict("records")]


def log_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of the log as they are written."""
    return table(rows, ACTIVATION_LOG)
