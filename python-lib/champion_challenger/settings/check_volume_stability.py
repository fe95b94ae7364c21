"""The form of check-volume-stability as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_percent, quote
from champion_challenger.settings.retrieve_metrics_and_checks import Place, read_place, variable_name
from champion_challenger.settings.step_ending import Ending, read_ending, value_clashes
from champion_challenger.settings.times import parse_start

ROWS = "records:COUNT_RECORDS"
COMPARISONS = ("history", "last_year", "other_dataset")
ENDINGS = ("", "_change", "_reference", "_z", "_outcome")
"""Endings of the variables of each figure."""
_MOST_ROWS = 10**15


@dataclass(frozen=True)
class VolumeFigure:
    """One figure that is compared.

    Attributes
    ----------
    kind
        How it is compared: ``count``, ``relative`` or ``points``.
    metric
        Id of the metric.
    divisor
        Id of the metric by which it is divided; empty for none.
    """

    name: str
    kind: str
    metric: str
    divisor: str = ""


@dataclass(frozen=True)
class VolumeSettings:
    """Settings of one run of the step.

    Attributes
    ----------
    compare_with
        ``history`` (of the dataset itself), ``last_year`` (its value a year earlier) or ``other_dataset``.
    other
        The dataset to compare with; None for the past of the dataset itself.
    warning, error
        Largest accepted changes, as fractions.
    history_length
        Maximum number of earlier values.
    allow_for_trend
        With ``history``: allow for growth and season as soon as there are values of 18 months before.
    history_since
        Partitions, or days (YYYY-MM-DD), before this one do not count; empty for all.
    """

    place: Place
    other: Place | None
    figures: tuple[VolumeFigure, ...]
    ending: Ending
    compare_with: str = "history"
    warning: float = 0.10
    error: float = 0.25
    minimum_base: int = 100
    history_length: int = 12
    history_since: str = ""
    compute_first: bool = True
    save_on_dataset: bool = True
    allow_for_trend: bool = True

    @classmethod
    def from_form(cls, form: Form) -> VolumeSettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> settings = VolumeSettings.from_form(Form({"dataset": "customers", "null_columns": "age"}))
        >>> [figure.name for figure in settings.figures], settings.other is None
        (['rows', 'nulls_age'], True)
        """
        compare_with = form.choice("compare_with", "Compare with", COMPARISONS)
        settings = cls(
            place=_place(form),
            other=_other_place(form) if compare_with == "other_dataset" else None,
            figures=_figures(form),
            ending=read_ending(form, "volumes"),
            compare_with=compare_with,
            warning=form.parse("warning", "Warning (%)", "10", parse_percent),
            error=form.parse("error", "Error (%)", "25", parse_percent),
            minimum_base=form.integer("minimum_base", "Smallest reference volume", 100, 0, _MOST_ROWS),
            history_length=form.integer("history_length", "History length", default=12),
            history_since=form.parse("history_since", "Start of the history", "", parse_start),
            compute_first=form.flag("compute_first", "Compute first", default=True),
            save_on_dataset=form.flag("save_on_dataset", "Save the outcome on the dataset", default=True),
            allow_for_trend=form.flag("allow_for_trend", "Allow for growth and season", default=True),
        )
        if not form.problems:
            _note_contradictions(settings, form)
        form.check()
        return settings


def _place(form: Form) -> Place:
    return read_place(form.required("dataset", "Dataset"), form.text("partition", "Partition"), form.project_key)


def _other_place(form: Form) -> Place:
    partition = form.text("other_partition", "Partition of the other dataset")
    return read_place(form.required("other_dataset", "Other dataset"), partition, form.project_key)


def _figures(form: Form) -> tuple[VolumeFigure, ...]:
    figures = [VolumeFigure("rows", "count", ROWS)] if form.flag("count_rows", "Number of rows", default=True) else []
    positives = form.text("positive_column", "Share of positives")
    if positives:
        figures.append(VolumeFigure("positives", "relative", f"col_stats:MEAN:{positives}"))
    for column in form.texts("null_columns", "Share of nulls"):
        figures.append(VolumeFigure(variable_name(f"nulls_{column}"), "points", f"col_stats:COUNT_NULL:{column}", ROWS))
    for metric in form.texts("metric_ids", "Other metrics"):
        figures.append(VolumeFigure(variable_name(metric), "relative", metric))
    if not figures:
        form.problem("What to check", "nothing is selected. Select the number of rows, or name a column or a metric")
    return tuple(figures)


def _note_contradictions(settings: VolumeSettings, form: Form) -> None:
    if settings.error < settings.warning:
        form.problem("Error (%)", f"expected at least the warning ({settings.warning:.0%}), found {settings.error:.0%}")
    if settings.other == settings.place:
        form.problem("Other dataset", f"it is the dataset itself, {settings.place}")
    names = [figure.name for figure in settings.figures]
    if len(set(names)) < len(names):
        form.problem("What to check", f"the same name occurs twice in {', '.join(names)}")
        return
    for name in value_clashes(names, ENDINGS):
        form.problem("What to check", f"the variable {quote(name)} would be set twice; leave out one of the metrics")
