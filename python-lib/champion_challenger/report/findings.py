"""What is to be said of an evaluation: not evaluated, not scored, not joined, not compared, or with a reservation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from champion_challenger.core.reasons import read_reasons
from champion_challenger.core.tables.reading import NOT_SCORED

_NOT_COMPARED = ("not compared", "no verdict")
"""How the sentences begin that say why a row is not compared."""


IN_SAMPLE = "in_sample"

FINDING_COLUMNS = ["status", "reason", "reason_codes", "out_of_time"]
"""Columns of a row that `finding` reads."""


def finding(row: Mapping[Any, Any]) -> str:
    """Key of the text that says what a row is about; "" for an evaluation without reservations.

    ``not_scorable``: its version gave no scores. All others are of versions that were scored: ``not_joined``,
    ``not_compared``, ``not_enough_data``, ``scored_with_missing_features``, ``in_sample``, ``reservation``, or a status
    of a later version of the plugin.
    """
    status, reason = str(row["status"]), str(row["reason"] or "")
    if status == NOT_SCORED:
        return NOT_SCORED
    if _waits(row["reason_codes"]):
        return "not_joined"
    # The sentence, since rows of older plugins have no codes.
    if reason.startswith(_NOT_COMPARED):
        return "not_compared"
    if status not in ("", "scored"):
        return status
    if row["out_of_time"] == "no":
        return IN_SAMPLE
    return "reservation" if reason else ""


def _waits(codes: object) -> bool:
    return any(reason.code.startswith("outcomes_") for reason in read_reasons(codes, "reason"))
