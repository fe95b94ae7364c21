"""What performance rows say for and against activating a version, before a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from champion_challenger.core.activation.token import DecisionBasis, token
from champion_challenger.core.figures.uncertainty import UNKNOWN, Bounds
from champion_challenger.core.reasons import Reason, read_reasons
from champion_challenger.core.versions import newest_first, version_label
from champion_challenger.records.models import ModelFacts, Version

_PREFERRED_RATE = 0.05
_SCORED = ("scored", "scored_with_missing_features")
_OPEN = {
    "not_distinguishable": Reason("verdict_not_distinguishable"),
    "not_enough_data": Reason("verdict_not_enough_data"),
    "not_comparable": Reason("verdict_not_comparable"),
}
_NEEDED = ("version_id", "cohort", "segment", "targeting_rate", "run_id", "computed_at")

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


@dataclass(frozen=True)
class Verdict:
    """What a figure pooled over cohorts, or the last final cohort alone, says of a version against the active one.

    Attributes
    ----------
    word
        As in the column ``verdict``; "" when nothing was compared with the active version.
    source
        What it rests on; None when nothing was compared.
    delta
        Lift minus the active version's.
    """

    word: str = ""
    source: Reason | None = None
    delta: float | None = None
    bounds: Bounds = UNKNOWN


@dataclass(frozen=True)
class VersionEvidence:
    """One version that could be activated, with all that speaks for and against it.

    Attributes
    ----------
    cohorts
        Its rows at the rate shown, over all customers, the newest cohort first.
    token
        Given back when this version is to be activated on this evidence.
    """

    version: Version
    label: str
    verdict: Verdict
    cohorts: tuple[Row, ...]
    flags: tuple[Flag, ...]
    token: str

    @property
    def serious(self) -> list[str]:
        """Sentences of the flags that stop an activation."""
        return [flag.sentence for flag in self.flags if flag.is_serious]


@dataclass(frozen=True)
class Evidence:
    """The versions of a model that are not active, newest first, against the one that is."""

    model: ModelFacts
    active: Version | None
    rate: float | None
    last_run: str
    last_cohort: str
    standings: tuple[VersionEvidence, ...]

    def standing(self, version_id: str) -> VersionEvidence | None:
        """Return the standing of a version; None when it is active, or no version of the model."""
        return next((one for one in self.standings if one.version.version_id == version_id), None)


def evidence(
    performance: pd.DataFrame, summary: pd.DataFrame | None, model: ModelFacts, versions: Sequence[Version]
) -> Evidence:
    """Gather what is known of every version of a model.

    Parameters
    ----------
    performance
        Rows of the performance dataset, all partitions; those of other models are left out. Columns that are missing
        count as null.
    summary
        Rows of performance_summary, for verdicts over several cohorts; None: the last final cohort alone speaks.
    versions
        Those that the model has now.

    Returns
    -------
    Evidence
        At 5 % targeted when that was evaluated, else at the lowest rate.
    """
    own = _own(performance, model)
    rows = _shown(own)
    pooled = None if summary is None else _shown(_own(summary, model))
    last = max(own, key=_age, default={})
    gathered = Evidence(
        model=model,
        active=next((version for version in versions if version.is_active), None),
        rate=rows[0]["targeting_rate"] if rows else None,
        last_run=str(last.get("run_id") or ""),
        last_cohort=str(max(own, key=_place)["cohort"]) if own else "",
        standings=(),
    )
    others = [version for version in newest_first(versions) if not version.is_active]
    return replace(gathered, standings=tuple(_standing(version, rows, pooled, gathered) for version in others))


def lacking_columns(frame: pd.DataFrame) -> list[str]:
    """Columns without which a dataset is no performance dataset."""
    return [name for name in _NEEDED if name not in frame.columns]


def _own(frame: pd.DataFrame, model: ModelFacts) -> list[Row]:
    """Rows of the model, nulls as None."""
    values = frame.astype("object").where(frame.notna(), None)
    found: list[dict[str, Any]] = [{str(name): v for name, v in row.items()} for row in values.to_dict("records")]
    reference = (model.project_key, model.model_id)
    return [row for row in found if (row.get("project_key"), row.get("model_id")) == reference]


def _shown(rows: list[Row]) -> list[Row]:
    """Rows over all customers at one rate, the last computed of each version and cohort, newest cohort first."""
    whole = [row for row in rows if row.get("segment") in ("all", None)]
    rates = {float(row["targeting_rate"]) for row in whole if row.get("targeting_rate") is not None}
    rate = _PREFERRED_RATE if _PREFERRED_RATE in rates else min(rates, default=None)
    at_rate = [row for row in whole if row.get("targeting_rate") in (rate, None)]
    latest = {(row["version_id"], row["cohort"]): row for row in sorted(at_rate, key=_age)}
    ordered = sorted(latest.values(), key=_place, reverse=True)
    return [{**row, "targeting_rate": rate} for row in ordered]


def _age(row: Row) -> tuple[str, str]:
    return str(row.get("computed_at") or ""), str(row.get("run_id") or "")


def _place(row: Row) -> tuple[str, str]:
    return str(row.get("cohort_start") or ""), str(row["cohort"])


def _standing(version: Version, rows: list[Row], pooled: list[Row] | None, gathered: Evidence) -> VersionEvidence:
    cohorts = tuple(row for row in rows if row["version_id"] == version.version_id)
    active = gathered.active.version_id if gathered.active else ""
    champions = {str(row["cohort"]): str(row["version_id"]) for row in rows if row.get("is_champion")}
    compared = [row for row in cohorts if champions.get(str(row["cohort"])) == active]
    verdict = _pooled_verdict(version.version_id, active, pooled) or _last_verdict(compared)
    flags = [*_evaluation_flags(cohorts, gathered), *_verdict_flags(verdict, compared, cohorts, pooled, active)]
    reference = f"{gathered.model.project_key}.{gathered.model.model_id}"
    ground = DecisionBasis(reference, version.version_id, active, gathered.last_run)
    return VersionEvidence(version, version_label(version), verdict, cohorts, tuple(flags), token(ground))


def _pooled_verdict(version_id: str, active: str, pooled: list[Row] | None) -> Verdict | None:
    """Verdict of the summary, when it judged the version against the one that is active now."""
    if pooled is None or not _is_current(pooled, active):
        return None
    row = next((row for row in pooled if row["version_id"] == version_id), None)
    if row is None or not row.get("pooled_verdict"):
        return None
    cohorts = row.get("pooled_cohorts")
    source = Reason("from_cohorts_together", {"cohorts": cohorts}) if cohorts else Reason("from_all_cohorts")
    bounds = Bounds(row.get("pooled_lift_delta_low"), row.get("pooled_lift_delta_high"))
    return Verdict(str(row["pooled_verdict"]), source, row.get("pooled_lift_delta"), bounds)


def _last_verdict(compared: list[Row]) -> Verdict:
    for row in compared:
        if row.get("cohort_status") == "final" and row.get("verdict"):
            bounds = Bounds(row.get("lift_delta_low"), row.get("lift_delta_high"))
            source = Reason("from_cohort_alone", {"cohort": row["cohort"]})
            return Verdict(str(row["verdict"]), source, row.get("lift_delta"), bounds)
    return Verdict()


def _is_current(pooled: list[Row], active: str) -> bool:
    return {row["version_id"] for row in pooled if row.get("is_champion_now")} == {active}


def _evaluation_flags(cohorts: tuple[Row, ...], gathered: Evidence) -> list[Flag]:
    if not cohorts:
        return [Flag(Reason("flag_never_evaluated"), is_serious=True)]
    flags = []
    scored = [row for row in cohorts if row.get("status") in _SCORED]
    if not any(row.get("out_of_time") == "yes" for row in scored):
        flags.append(Flag(Reason("flag_not_out_of_time"), is_serious=True))
    last = cohorts[0]
    if last["cohort"] != gathered.last_cohort:
        cohorts_of = {"cohort": last["cohort"], "last": gathered.last_cohort}
        flags.append(Flag(Reason("flag_outdated", cohorts_of)))
    status, details = last.get("status"), {"cohort": last["cohort"], "reason": _reason_of(last)}
    if status not in _SCORED:
        flags.append(Flag(Reason("flag_not_evaluated", {**details, "status": status}), status == "not_scorable"))
    elif status != "scored":
        flags.append(Flag(Reason("flag_lacked_features", details)))
    return flags


def _reason_of(row: Row) -> Any:
    """Reasons of a row, as named ones where it holds them."""
    return read_reasons(row.get("reason_codes"), "reason") or row.get("reason") or Reason("no_reason_given")


def _verdict_flags(
    verdict: Verdict, compared: list[Row], cohorts: tuple[Row, ...], pooled: list[Row] | None, active: str
) -> list[Flag]:
    flags = []
    if verdict.word == "champion_better":
        flags.append(Flag(Reason("flag_worse", {"source": verdict.source}), is_serious=True))
    if verdict.word in _OPEN:
        details = {"verdict": _OPEN[verdict.word], "source": verdict.source}
        flags.append(Flag(Reason("flag_no_clear_verdict", details)))
    if not active:
        flags.append(Flag(Reason("flag_no_active_version")))
    elif cohorts and not compared:
        flags.append(Flag(Reason("flag_not_compared", {"active": active})))
    elif cohorts and not verdict.word:
        flags.append(Flag(Reason("flag_no_final_comparison")))
    if pooled is not None and not _is_current(pooled, active):
        flags.append(Flag(Reason("flag_summary_outdated")))
    return flags
