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
from champion_challenger.core.reasons import Reason, reason_of
from champion_challenger.errors import HostError
from champion_challenger.languages.language import Language
from champion_challenger.operations.steps.conclude import Report, step_line
from champion_challenger.operations.steps.ports import MetricHistory, StepHost
from champion_challenger.operations.steps.volume_history import (
    ALARM,
    Trend,
    Watch,
    in_words,
    last_year,
    past,
    trend,
    value_of,
)
from champion_challenger.settings.check_volume_stability import VolumeFigure, VolumeSettings
from champion_challenger.settings.retrieve_metrics_and_checks import Place


@dataclass(frozen=True)
class CheckedFigure:
    """A figure, its value (None without) and how it compares."""

    figure: VolumeFigure
    value: float | None
    stability: Stability


def check_volume_stability(settings: VolumeSettings, history: MetricHistory, host: StepHost) -> Report:
    """Compare every figure that the form names, and keep the outcomes on the dataset."""
    start, language = host.now(), settings.ending.language
    watch = Watch(settings, history, host)
    watched = [_watch_figure(figure, watch) for figure in settings.figures]
    lines = [_line(checked, settings.place, language) for checked in watched]
    outcome = worst(checked.stability.outcome for checked in watched)
    unsaved = _save_outcomes(watched, watch) if settings.save_on_dataset else ""
    if unsaved:
        lines, outcome = [*lines, unsaved], worst([outcome, "WARNING"])
    variables: dict[str, Any] = {}
    for checked in watched:
        variables.update(_variables(checked))
    return Report(Reason("step_volumes"), outcome, lines, variables, start, host.now())


def _line(checked: CheckedFigure, place: Place, language: Language) -> str:
    stability = checked.stability
    return step_line(stability.outcome, place, in_words(checked.figure), [stability.reason], language)


def _watch_figure(figure: VolumeFigure, watch: Watch) -> CheckedFigure:
    settings = watch.settings
    limits = Limits(settings.warning, settings.error, minimum_base=settings.minimum_base)
    measure = Measure(figure.name, figure.kind)
    value, obstacle = value_of(figure, settings.place, watch, settings.compute_first)
    if obstacle is not None:
        return CheckedFigure(figure, None, obstacle)
    if settings.other is None:
        return CheckedFigure(figure, value, _by_past(figure, value, measure, limits, watch))
    other, obstacle = value_of(figure, settings.other, watch, settings.compute_first)
    if obstacle is not None:
        reason = Reason("said_of", {"subject": str(settings.other), "reason": obstacle.reason})
        return CheckedFigure(figure, value, replace(obstacle, reason=reason))
    return CheckedFigure(figure, value, against_other(value, other, measure, limits, str(settings.other)))


def _by_past(figure: VolumeFigure, value: float | None, measure: Measure, limits: Limits, watch: Watch) -> Stability:
    is_seasonal = watch.settings.compare_with == "last_year"
    try:
        expected = trend(figure, watch) if _allows_for_trend(watch.settings) else None
        if expected is not None:
            _tell(figure, [expected.reason()], watch)
            return _by_trend(value, expected, measure, limits)
        earlier = last_year(figure, watch) if is_seasonal else past(figure, watch)
    except HostError as error:
        return Stability("ERROR", Reason("history_unreadable", {"reason": reason_of(error)}))
    _tell(figure, earlier.reasons(watch.settings.ending.language), watch)
    values = [before for _, before in earlier.values]
    if is_seasonal:
        return against_last_year(value, values[0] if values else None, measure, limits)
    return against_history(value, values, measure, limits)


def _tell(figure: VolumeFigure, reasons: Sequence[Reason], watch: Watch) -> None:
    """Say in the log what a figure is compared with."""
    comparison = Reason("said_of", {"subject": in_words(figure), "reason": reasons})
    watch.host.tell(f"{comparison.wording(watch.settings.ending.language)}.")


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
        unsaved = Reason("volume_unsaved", {"place": str(watch.settings.place), "reason": reason_of(error)})
        return unsaved.wording(watch.settings.ending.language)
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
