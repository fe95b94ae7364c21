"""What to know before a version is activated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.activation.verdict import Verdict
from champion_challenger.core.monitoring.early_warnings import known_codes, read_missing
from champion_challenger.core.reasons import Reason, read_reasons
from champion_challenger.core.tables.frames import number_or_none
from champion_challenger.core.tables.reading import NOT_SCORED
from champion_challenger.core.verdicts.rows_against import NOT_TO_REPEAT
from champion_challenger.languages.numbers import MISSING

_SCORED = ("scored", "scored_with_missing_features")
_OPEN = {
    "not_distinguishable": Reason("verdict_not_distinguishable"),
    "not_enough_data": Reason("verdict_not_enough_data"),
    "not_comparable": Reason("verdict_not_comparable"),
}

_SMALL = {
    "challenger_slightly_better": "flag_challenger_slightly_better",
    "practically_equal": "flag_practically_equal",
}

_WARNINGS = {
    "not_scored": "early_not_scored",
    "score_drift": "early_score_drift",
    "large_score_drift": "early_large_score_drift",
    "missing_values": "early_missing_values",
}
_DRIFT = {"psi": "psi", "limit": "psi_limit"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Flag:
    """Something to know before activating.

    Attributes
    ----------
    is_serious
        The activation is refused unless red flags are overridden.
    """

    reason: Reason
    is_serious: bool = False

    @property
    def sentence(self) -> str:
        """The reason in English."""
        return str(self.reason)


def evaluation_flags(cohorts: Sequence[Row], last_cohort: str) -> list[Flag]:
    """Whether a version was evaluated, scored, and judged out of time.

    Parameters
    ----------
    cohorts
        Rows of the version, the newest cohort first.
    last_cohort
        The last cohort on which any version was evaluated.
    """
    if not cohorts:
        return [Flag(Reason("flag_never_evaluated"), is_serious=True)]
    flags = []
    scored = [row for row in cohorts if row.get("status") in _SCORED]
    if not any(row.get("out_of_time") == "yes" for row in scored):
        flags.append(Flag(Reason("flag_not_out_of_time"), is_serious=True))
    last = cohorts[0]
    if last["cohort"] != last_cohort:
        cohorts_of = {"cohort": last["cohort"], "last": last_cohort}
        flags.append(Flag(Reason("flag_outdated", cohorts_of)))
    status, details = last.get("status"), {"cohort": last["cohort"], "reason": _reason_of(last)}
    if status == NOT_SCORED:
        flags.append(Flag(Reason("flag_not_scored", details), is_serious=True))
    elif status not in _SCORED:
        flags.append(Flag(Reason("flag_no_figures", details)))
    elif status != "scored":
        flags.append(Flag(Reason("flag_lacked_features", details)))
    return flags


def warning_flags(cohorts: Sequence[Row], last_cohort: str) -> list[Flag]:
    """What the newest customers say against a version on the last cohort; arguments as in `evaluation_flags`."""
    row = cohorts[0] if cohorts and cohorts[0]["cohort"] == last_cohort else {}
    reasons = [Reason(_WARNINGS[code], _warning_values(row)) for code in known_codes(row.get("early_warnings"))]
    if not reasons:
        return []
    places = {"newest": str(row.get("newest_cohort") or ""), "cohort": row["cohort"]}
    return [Flag(Reason("flag_early_warnings", {**places, "warnings": reasons}))]


def _warning_values(row: Row) -> dict[str, Any]:
    drift = {name: number_or_none(row.get(f"score_{column}")) for name, column in _DRIFT.items()}
    numbers = {name: MISSING if value is None else round(value, 3) for name, value in drift.items()}
    return {**numbers, "features": [change.feature for change in read_missing(row.get("missing_values"))]}


def _reason_of(row: Row) -> Any:
    """Reasons of a row, as named ones where it holds them."""
    return read_reasons(row.get("reason_codes"), "reason") or row.get("reason") or Reason("no_reason_given")


def verdict_flags(verdict: Verdict) -> list[Flag]:
    """What the verdict says against a version."""
    if verdict.word == "champion_better":
        return [Flag(Reason("flag_worse", {"source": verdict.source}), is_serious=True)]
    if verdict.word in _SMALL:
        return [Flag(Reason(_SMALL[verdict.word], {"source": verdict.source}))]
    if verdict.word not in _OPEN:
        return []
    details = {"verdict": _OPEN[verdict.word], "source": verdict.source}
    if verdict.reason is None:
        return [Flag(Reason("flag_no_clear_verdict", details))]
    return [Flag(Reason("flag_no_clear_verdict_because", {**details, "reason": verdict.reason}))]


def comparison_flags(verdict: Verdict, compared: Sequence[Row], cohorts: Sequence[Row], active: str) -> list[Flag]:
    """Whether cohorts compare the version with the active one: directly, through the former one, or not at all.

    Parameters
    ----------
    active
        Label of the active version; "" when none is active.
    """
    if not active:
        return [Flag(Reason("flag_no_active_version"))]
    if not cohorts:
        return []
    if compared:
        return [] if verdict.word else [Flag(Reason("flag_no_final_comparison"))]
    through = next((row for row in cohorts if row["compared_through"] and row["lift_delta"] is not None), None)
    if through is None:
        return [_not_compared(cohorts[0].get("not_compared"), active)]
    names = {"active": active, "cohort": through["cohort"], "former": through["former_label"]}
    return [Flag(Reason("flag_through_former", names))]


def _not_compared(reason: Reason | None, active: str) -> Flag:
    """What starts before the end of a training compares nothing, however often it is evaluated."""
    if reason is not None and reason.code in NOT_TO_REPEAT:
        return Flag(Reason("flag_not_comparable", {"active": active, "reason": reason}))
    return Flag(Reason("flag_not_compared", {"active": active}))
