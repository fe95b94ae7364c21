"""Retrieve metrics, checks and data-quality results, of this project or another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from champion_challenger.core.monitoring.ids import matching_id
from champion_challenger.core.monitoring.judgement import Judgement, MetricPoint, is_figure, judge, value_text, worst
from champion_challenger.errors import AbsentError, ForbiddenError, HostError
from champion_challenger.languages.english.phrases import nearest
from champion_challenger.operations.steps.conclude import Report
from champion_challenger.operations.steps.ports import MetricReader, StepHost
from champion_challenger.settings.retrieve_metrics_and_checks import Request, RetrieveSettings

_WORDS = {"metric": "metric", "check": "check", "data_quality": "data-quality rule"}

_COMPUTE = "tick 'Compute first', or have it computed when the dataset is built"


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
        variables.update(_variables(reading, host.now()))
    outcome = worst(reading.judgement.outcome for reading in readings)
    return Report(outcome, [_line(reading) for reading in readings], variables, start, host.now())


def read_value(request: Request, compute: bool, figures: MetricReader, host: StepHost) -> Reading:
    """Read and judge one value; any obstacle becomes the reason."""
    try:
        point = _point(request, compute, figures)
    except UnknownIdError as error:
        return Reading(request, Judgement("ERROR", str(error)))
    except ForbiddenError as error:
        return Reading(request, Judgement("ERROR", f"{_forbidden(request, compute)} {error}"))
    except AbsentError as error:
        return Reading(request, Judgement("ERROR", f"there is no such project, dataset or partition. {error}"))
    except HostError as error:
        return Reading(request, Judgement("ERROR", str(error)))
    if point is None:
        return Reading(request, _never(compute))
    return Reading(request, judge(point, request.condition, host.now()), point)


def _point(request: Request, compute: bool, figures: MetricReader) -> MetricPoint | None:
    place, kind = request.place, request.kind
    known = figures.ids(place, kind)
    item = matching_id(request.id, known)
    if compute and (known or request.id):
        _compute(request, item, figures)
        known = known if item else figures.ids(place, kind)
        item = item or matching_id(request.id, known)
    if not item and (request.id or not known):
        raise _unknown(request, known, "" if compute or known else f". Nothing was computed yet: {_COMPUTE}")
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
        raise _unknown(request, figures.ids(request.place, request.kind), f". {error}") from error


def _forbidden(request: Request, compute: bool) -> str:
    project = request.place.project_key
    computing = ", and to write there to compute first" if compute else ""
    return (
        f"no permission. Whoever the scenario runs as needs the right to read project {project} itself{computing}; a "
        "dataset that is only shared shows its rows and not its metrics. DSS answers the same for a "
        "project key that does not exist."
    )


def _unknown(request: Request, known: list[str], refusal: str = "") -> UnknownIdError:
    if not request.id:
        return UnknownIdError(f"there is no {_WORDS[request.kind]} at all")
    several = [name for name in known if name.endswith(f":{request.id}")]
    found = "more than one" if several else "no"
    return UnknownIdError(
        f"there is {found} {_WORDS[request.kind]} {request.id!r}. {_existing(request, known, several)}{refusal}"
    )


def _existing(request: Request, known: list[str], several: list[str]) -> str:
    if several:
        return f"These end so: {nearest(request.id, sorted(several))}"
    return f"There are: {nearest(request.id, sorted(known))}" if known else "There are: none yet"


def _never(computed: bool) -> Judgement:
    advice = "" if computed else f"; {_COMPUTE}"
    return Judgement("EMPTY", f"it was never computed, or is not defined there{advice}")


def _variables(reading: Reading, now: datetime) -> dict[str, Any]:
    name, point = reading.request.name, reading.point
    found: dict[str, Any] = {f"{name}_outcome": reading.judgement.outcome}
    if point is not None:
        value = point.value if is_figure(point.value) else ""
        found[name] = value
        found[f"{name}_text"] = value_text(value)  # mails print numbers in the format of the server
        if point.computed_at is not None:
            found[f"{name}_age_hours"] = round((now - point.computed_at).total_seconds() / 3600, 2)
    return found


def _line(reading: Reading) -> str:
    request, judgement = reading.request, reading.judgement
    what = f"{_WORDS[request.kind]} {request.id}" if request.id else f"all {_WORDS[request.kind]}s together"
    return f"{judgement.outcome}: {request.place}, {what}: {judgement.reason.rstrip('.')}."
