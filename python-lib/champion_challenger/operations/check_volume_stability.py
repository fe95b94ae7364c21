"""Watch volumes: a dataset against another, or against its own history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from champion_challenger.core.monitoring.judgement import worst
from champion_challenger.core.monitoring.stability import (
    Limits,
    Measure,
    Stability,
    against_history,
    against_last_year,
    against_other,
    against_trend,
)
from champion_challenger.errors import HostError
from champion_challenger.operations.steps.conclude import Report
from champion_challenger.operations.steps.ports import MetricHistory, StepHost
from champion_challenger.operations.steps.volume_history import (
    ALARM,
    Trend,
    Watch,
    last_year,
    past,
    trend,
    value_of,
)
from champion_challenger.settings.check_volume_stability import VolumeFigure, VolumeSettings


@dataclass(frozen=True)
class CheckedFigure:
    """A figure, its value (None without) and how it compares."""

    figure: VolumeFigure
    value: float | None
    stability: Stability


def check_volume_stability(settings: VolumeSettings, history: MetricHistory, host: StepHost) -> Report:
    """Compare every figure that the form names, and keep the outcomes on the dataset."""
    start = host.now()
    watch = Watch(settings, history, host)
    watched = [_watch_figure(figure, watch) for figure in settings.figures]
    lines = [
        f"{checked.stability.outcome}: {settings.place}, {checked.figure.name}: {checked.stability.reason}."
        for checked in watched
    ]
    outcome = worst(checked.stability.outcome for checked in watched)
    unsaved = _save_outcomes(watched, watch) if settings.save_on_dataset else ""
    if unsaved:
        lines, outcome = [*lines, unsaved], worst([outcome, "WARNING"])
    variables: dict[str, Any] = {}
    for checked in watched:
        variables.update(_variables(checked))
    return Report(outcome, lines, variables, start, host.now())


def _watch_figure(figure: VolumeFigure, watch: Watch) -> CheckedFigure:
    settings = watch.settings
    limits = Limits(settings.warning, settings.error, minimum_base=settings.minimum_base)
    measure = Measure(figure.name, figure.kind)
    value, obstacle = value_of(figure, settings.place, watch, settings.compute_first)
    if obstacle is not None:
        return CheckedFigure(figure, None, obstacle)
    if settings.other is None:
        return _by_past(CheckedFigure(figure, value, Stability("EMPTY", "")), measure, limits, watch)
    other, obstacle = value_of(figure, settings.other, watch, settings.compute_first)
    if obstacle is not None:
        return CheckedFigure(figure, value, replace(obstacle, reason=f"{settings.other}: {obstacle.reason}"))
    return CheckedFigure(figure, value, against_other(value, other, measure, limits, str(settings.other)))


def _by_past(watched: CheckedFigure, measure: Measure, limits: Limits, watch: Watch) -> CheckedFigure:
    is_seasonal = watch.settings.compare_with == "last_year"
    try:
        expected = trend(watched.figure, watch) if _allows_for_trend(watch.settings) else None
        if expected is not None:
            watch.host.tell(f"{watched.figure.name}: {expected.sentence()}.")
            return replace(watched, stability=_by_trend(watched.value, expected, measure, limits))
        earlier = last_year(watched.figure, watch) if is_seasonal else past(watched.figure, watch)
    except HostError as error:
        return replace(watched, stability=Stability("ERROR", f"its history cannot be read. {error}"))
    watch.host.tell(f"{watched.figure.name}: {earlier.sentence()}.")
    values = [value for _, value in earlier.values]
    if is_seasonal:
        before = values[0] if values else None
        return replace(watched, stability=against_last_year(watched.value, before, measure, limits))
    return replace(watched, stability=against_history(watched.value, values, measure, limits))


def _allows_for_trend(settings: VolumeSettings) -> bool:
    return settings.compare_with == "history" and settings.allow_for_trend


def _by_trend(value: float | None, expected: Trend, measure: Measure, limits: Limits) -> Stability:
    earlier = [(now, then) for _, now, then in expected.earlier]
    return against_trend(value, expected.before[1], earlier, measure, limits)


def _save_outcomes(watched: Sequence[CheckedFigure], watch: Watch) -> str:
    """Keep values and outcomes as the dataset's own; say what stood in the way."""
    metrics: dict[str, Any] = {}
    for checked in watched:
        metrics[ALARM + checked.figure.name] = int(checked.stability.outcome in ("WARNING", "ERROR"))
        metrics.update(_finite({f"volume_change_{checked.figure.name}": checked.stability.change}))
        metrics.update(_finite({f"volume_reference_{checked.figure.name}": checked.stability.reference}))
    checks = {f"volume stability of {checked.figure.name}": checked.stability.outcome for checked in watched}
    try:
        watch.history.save(watch.settings.place, metrics, checks)
    except HostError as error:
        return f"WARNING: the outcomes could not be saved on {watch.settings.place}. {error}"
    return ""


def _variables(watched: CheckedFigure) -> dict[str, Any]:
    name, stability = watched.figure.name, watched.stability
    figures = {"": watched.value, "_change": stability.change, "_reference": stability.reference}
    figures["_z"] = stability.robust_z
    variables: dict[str, Any] = dict(_finite({f"{name}{ending}": value for ending, value in figures.items()}))
    if watched.figure.kind == "count" and watched.value is not None:
        variables[name] = round(watched.value)
    return {**variables, f"{name}_outcome": stability.outcome}


def _finite(values: dict[str, float | None]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in values.items() if value is not None and math.isfinite(value)}
