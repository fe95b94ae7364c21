"""Retrieve metrics, checks and data-quality results, of this project or another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from champion_challenger.core.monitoring.ids import matching_id
from champion_challenger.core.monitoring.judgement import Judgement, MetricPoint, is_figure, judge, worst
from champion_challenger.core.reasons import Reason, reason_of, value_text
from champion_challenger.errors import AbsentError, ForbiddenError, HostError
from champion_challenger.languages.language import Language
from champion_challenger.languages.names import nearest_names
from champion_challenger.operations.steps.conclude import Report, step_line
from champion_challenger.operations.steps.ports import MetricReader, StepHost
from champion_challenger.settings.retrieve_metrics_and_checks import Request, RetrieveSettings

_ITEMS = {"metric": "item_metric", "check": "item_check", "data_quality": "item_rule"}
_NONE = {"metric": "no_such_metric", "check": "no_such_check", "data_quality": "no_such_rule"}
_SEVERAL = {"metric": "several_metrics", "check": "several_checks", "data_quality": "several_rules"}


class UnknownIdError(HostError):
    """What was typed is no id of anything there."""


@dataclass(frozen=True)
class Reading:
    """One request, what was found (if anything), and how it was judged."""

    request: Request
    judgement: Judgement
    point: MetricPoint | None = None


def retrieve_metrics_and_checks(settings: RetrieveSettings, figures: MetricReader, host: StepHost) -> Report:
    """Read every value that the form asks for, whatever becomes of the others."""
    start = host.now()
    readings = [read_value(request, settings.compute_first, figures, host) for request in settings.requests]
    variables: dict[str, Any] = {}
    for reading in readings:
        variables.update(_variables(reading, host.now(), settings.ending.language))
    outcome = worst(reading.judgement.outcome for reading in readings)
    lines = [_line(reading, settings.ending.language) for reading in readings]
    return Report(Reason("step_retrieve"), outcome, lines, variables, start, host.now())


def read_value(request: Request, compute: bool, figures: MetricReader, host: StepHost) -> Reading:
    """Read and judge one value; any obstacle becomes the reason."""
    try:
        point = _point(request, compute, figures)
    except HostError as error:
        return Reading(request, Judgement("ERROR", (_obstacle(error, request, compute),)))
    if point is None:
        return Reading(request, _never(compute))
    return Reading(request, judge(point, request.condition, host.now()), point)


def _point(request: Request, compute: bool, figures: MetricReader) -> MetricPoint | None:
    place, kind = request.place, request.kind
    known = figures.ids(place, kind)
    item = matching_id(request.id, known)
    if compute and (known or request.id):
        _compute(request, item, figures)
        # Some ids exist only once they have been computed.
        known = known if item else figures.ids(place, kind)
        item = item or matching_id(request.id, known)
    if not item and (request.id or not known):
        raise _unknown(request, known, None if compute or known else Reason("nothing_computed"))
    return figures.last(place, kind, item)


def _compute(request: Request, item: str, figures: MetricReader) -> None:
    """Compute; what DSS refuses to compute and does not list is an unknown id."""
    try:
        figures.compute(request.place, request.kind, item or request.id)
    except (AbsentError, ForbiddenError):
        raise
    except HostError as error:
        if not request.id or item:
            raise
        raise _unknown(request, figures.ids(request.place, request.kind), reason_of(error)) from error


def _obstacle(error: HostError, request: Request, compute: bool) -> Reason:
    reason = reason_of(error)
    if isinstance(error, ForbiddenError):
        code = "no_permission_to_compute" if compute else "no_permission_to_read"
        return Reason(code, {"project": request.place.project_key, "reason": reason})
    return Reason("absent", {"reason": reason}) if isinstance(error, AbsentError) else reason


def _unknown(request: Request, known: list[str], cause: Reason | None) -> UnknownIdError:
    if not request.id:
        return UnknownIdError(Reason("no_rule"))
    several = [name for name in known if name.endswith(f":{request.id}")]
    problem = Reason((_SEVERAL if several else _NONE)[request.kind], {"id": request.id})
    values = {"problem": problem, "existing": _existing(request, known, several)}
    if cause is None:
        return UnknownIdError(Reason("id_unknown", values))
    return UnknownIdError(Reason("id_unknown_because", {**values, "cause": cause}))


def _existing(request: Request, known: list[str], several: list[str]) -> Reason:
    if several:
        return Reason("ids_with_this_end", {"names": _names(request.id, sorted(several))})
    return Reason("ids_known", {"names": _names(request.id, sorted(known))}) if known else Reason("ids_none")


def _names(written: str, known: list[str]) -> list[str] | Reason:
    names, others = nearest_names(written, known)
    return Reason("names_and_others", {"names": names, "n": others}) if others else names


def _never(computed: bool) -> Judgement:
    return Judgement("EMPTY", (Reason("never_computed" if computed else "never_computed_first"),))


def _variables(reading: Reading, now: datetime, language: Language) -> dict[str, Any]:
    name, point = reading.request.name, reading.point
    variables: dict[str, Any] = {f"{name}_outcome": reading.judgement.outcome}
    if point is not None:
        value = point.value if is_figure(point.value) else ""
        variables[name] = value
        variables[f"{name}_text"] = value_text(value, language)  # mails print numbers in the format of the server
        if point.computed_at is not None:
            variables[f"{name}_age_hours"] = round((now - point.computed_at).total_seconds() / 3600, 2)
    return variables


def _line(reading: Reading, language: Language) -> str:
    request, judgement = reading.request, reading.judgement
    item = Reason(_ITEMS[request.kind], {"id": request.id}) if request.id else Reason("item_all_rules")
    return step_line(judgement.outcome, request.place, item, judgement.reasons, language)
