"""Watch volumes: a dataset against another, or against its own history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from champion_challenger.core.conditions import Point, Value, worst
from champion_challenger.core.lookup import found_id
from champion_challenger.core.volumes import Limits, Measure, Stability, against_history, against_other, calm, shares
from champion_challenger.errors import HostError
from champion_challenger.operations.conclude import Report
from champion_challenger.operations.ports_steps import History, StepHost
from champion_challenger.operations.retrieve_metrics import read
from champion_challenger.step_settings.retrieve import Place, Request
from champion_challenger.step_settings.volumes import Figure, VolumeSettings

_ALARM = "volume_alarm_"


@dataclass(frozen=True)
class Watched:
    """A figure, its value (None without) and how it compares."""

    figure: Figure
    value: float | None
    stability: Stability


@dataclass(frozen=True)
class Watch:
    """What every comparison of a run needs."""

    settings: VolumeSettings
    history: History
    host: StepHost


def check_volumes(settings: VolumeSettings, history: History, host: StepHost) -> Report:
    """Compare every figure that the form names, and keep the outcomes on the dataset."""
    start = host.now()
    watch = Watch(settings, history, host)
    watched = [_watched(figure, watch) for figure in settings.figures]
    lines = [
        f"{one.stability.outcome}: {settings.place}, {one.figure.name}: {one.stability.reason}." for one in watched
    ]
    outcome = worst(one.stability.outcome for one in watched)
    unsaved = _unsaved(watched, watch) if settings.save_on_dataset else ""
    if unsaved:
        lines, outcome = [*lines, unsaved], worst([outcome, "WARNING"])
    variables: dict[str, Any] = {}
    for one in watched:
        variables.update(_variables(one))
    return Report(outcome, lines, variables, start, host.now())


def _watched(figure: Figure, watch: Watch) -> Watched:
    settings = watch.settings
    limits = Limits(settings.warning, settings.error, minimum_base=settings.minimum_base)
    measure = Measure(figure.name, figure.kind)
    value, obstacle = _value(figure, settings.place, watch)
    if obstacle is not None:
        return Watched(figure, None, obstacle)
    if settings.other is None:
        return _by_history(Watched(figure, value, Stability("EMPTY", "")), measure, limits, watch)
    other, obstacle = _value(figure, settings.other, watch)
    if obstacle is not None:
        return Watched(figure, value, replace(obstacle, reason=f"{settings.other}: {obstacle.reason}"))
    return Watched(figure, value, against_other(value, other, measure, limits))


def _by_history(watched: Watched, measure: Measure, limits: Limits, watch: Watch) -> Watched:
    try:
        earlier = _earlier(watched.figure, watch)
    except HostError as error:
        return replace(watched, stability=Stability("ERROR", f"its history cannot be read. {error}"))
    return replace(watched, stability=against_history(watched.value, earlier, measure, limits))


def _value(figure: Figure, place: Place, watch: Watch) -> tuple[float | None, Stability | None]:
    """Value of a figure, or what stands in its way."""
    values = []
    for metric in (figure.metric, figure.divisor):
        if not metric:
            continue
        reading = read(
            Request(place, "metric", metric, metric), watch.settings.compute_first, watch.history, watch.host
        )
        number = _number(reading.point.value) if reading.point else None
        if number is None:
            outcome = "ERROR" if reading.judgement.outcome == "OK" else reading.judgement.outcome
            return None, Stability(outcome, f"{metric}: {reading.judgement.reason}")
        values.append(number)
    if figure.divisor and values[1] == 0:
        return None, Stability("ERROR", "there are no rows at all")
    return (values[0] / values[1] if figure.divisor else values[0]), None


def _earlier(figure: Figure, watch: Watch) -> list[float]:
    """Earlier values that did not alarm, oldest first."""
    place, settings = watch.settings.place, watch.settings
    if place.partition:
        known = sorted(name for name in watch.history.partitions(place) if name < place.partition)
        chosen = [name for name in known if name >= settings.history_since][-settings.history_length :]
        values = [_of_partition(figure, replace(place, partition=name), watch) for name in chosen]
        return [value for value in values if value is not None]
    points = _series(place, figure.metric, watch)
    if figure.divisor:
        points = shares(points, _series(place, figure.divisor, watch))
    current, before = points[-1:], calm(points, _series(place, _ALARM + figure.name, watch))
    before = [point for point in before if point not in current and _is_since(point, settings.history_since)]
    return [float(point.value) for point in before][-settings.history_length :]


def _of_partition(figure: Figure, place: Place, watch: Watch) -> float | None:
    """Value of an earlier partition; None when it alarmed, or was never computed."""
    alarm = found_id(_ALARM + figure.name, watch.history.ids(place, "metric"))
    said = watch.history.last(place, "metric", alarm) if alarm else None
    if said is not None and _number(said.value):
        return None
    value, obstacle = _value(figure, place, replace(watch, settings=replace(watch.settings, compute_first=False)))
    if obstacle is not None and obstacle.outcome == "EMPTY" and watch.settings.compute_first:
        value, obstacle = _value(figure, place, watch)
    return None if obstacle is not None else value


def _series(place: Place, metric: str, watch: Watch) -> list[Point]:
    found = found_id(metric, watch.history.ids(place, "metric"))
    points = watch.history.series(place, found) if found else []
    return [point for point in points if _number(point.value) is not None]


def _is_since(point: Point, day: str) -> bool:
    return not day or (point.computed_at is not None and f"{point.computed_at:%Y-%m-%d}" >= day)


def _unsaved(watched: Sequence[Watched], watch: Watch) -> str:
    """Keep values and outcomes as the dataset's own; say what stood in the way."""
    metrics: dict[str, Any] = {}
    for one in watched:
        metrics[_ALARM + one.figure.name] = int(one.stability.outcome in ("WARNING", "ERROR"))
        metrics.update(_finite({f"volume_change_{one.figure.name}": one.stability.change}))
        metrics.update(_finite({f"volume_reference_{one.figure.name}": one.stability.reference}))
    checks = {f"volume stability of {one.figure.name}": one.stability.outcome for one in watched}
    try:
        watch.history.save(watch.settings.place, metrics, checks)
    except HostError as error:
        return f"WARNING: the outcomes could not be saved on {watch.settings.place}. {error}"
    return ""


def _line(watched: Watched, place: Place) -> str:
    return f"{watched.stability.outcome}: {place}, {watched.figure.name}: {watched.stability.reason}."


def _variables(watched: Watched) -> dict[str, Any]:
    name, stability = watched.figure.name, watched.stability
    figures = {"": watched.value, "_change": stability.change, "_reference": stability.reference}
    found: dict[str, Any] = {}
    found.update(_finite({f"{name}{ending}": value for ending, value in {**figures, "_z": stability.robust_z}.items()}))
    if watched.figure.kind == "count" and watched.value is not None:
        found[name] = round(watched.value)
    return {**found, f"{name}_outcome": stability.outcome}


def _finite(values: dict[str, float | None]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in values.items() if value is not None and math.isfinite(value)}


def _number(value: Value) -> float | None:
    return None if isinstance(value, (str, bool)) else float(value)
