"""The form of the step that watches volumes."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import Place, parse_number, read_place, variable_name
from champion_challenger.settings.step_ending import Ending, read_ending

ROWS = "records:COUNT_RECORDS"
COMPARISONS = ("history", "last_year", "other_dataset")


@dataclass(frozen=True)
class VolumeFigure:
    """One thing that is watched.

    Attributes
    ----------
    kind
        ``count``, ``relative`` or ``points``: how it is compared.
    metric
        Id of the metric.
    divisor
        Id of the metric that it is divided by; empty for none.
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
        ``history`` (the dataset's own), ``last_year`` (its value a year earlier) or ``other_dataset``.
    other
        The dataset to compare with; None for the dataset's own past.
    warning, error
        Changes, as fractions.
    history_length
        How many earlier values at most.
    history_since
        Earlier partitions, or earlier days (YYYY-MM-DD), do not count; empty for all.
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

    @classmethod
    def from_form(cls, form: Form) -> VolumeSettings:
        """Read the form; raise SettingsError naming every field that has to be mended.

        Examples
        --------
        >>> settings = VolumeSettings.from_form(Form({"dataset": "customers", "null_columns": "age"}))
        >>> [figure.name for figure in settings.figures], settings.other is None
        (['rows', 'nulls_age'], True)
        """
        compare_with = form.choice("compare_with", "Compare with", COMPARISONS)
        settings = cls(
            place=_place(form, ""),
            other=_place(form, "other_") if compare_with == "other_dataset" else None,
            figures=_figures(form),
            ending=read_ending(form, "volumes"),
            compare_with=compare_with,
            warning=form.parsed("warning", "Warning", "10", parse_percent, 0.10),
            error=form.parsed("error", "Error", "25", parse_percent, 0.25),
            minimum_base=form.integer("minimum_base", "Minimum to compare with", default=100, minimum=0),
            history_length=form.integer("history_length", "Length of the history", default=12),
            history_since=form.text("history_since", "History begins with"),
            compute_first=form.flag("compute_first", default=True),
            save_on_dataset=form.flag("save_on_dataset", default=True),
        )
        form.problems += _contradictions(settings)
        form.check()
        return settings


def parse_percent(text: str) -> float:
    """Read a percentage as a fraction.

    Examples
    --------
    >>> parse_percent("10"), parse_percent("2.5 %")
    (0.1, 0.025)
    """
    number = parse_number(text.strip().rstrip("%"))
    if number is None or number <= 0:
        msg = f"expected a percentage above 0, found {text!r}"
        raise ValueError(msg)
    return number / 100


def _place(form: Form, which: str) -> Place:
    label = "Other dataset" if which else "Dataset"
    dataset = form.text(f"{which}dataset", label)
    if not dataset:
        form.problems.append(f"{label}: it is empty.")
    return read_place(dataset, form.text(f"{which}partition", f"{label}: partition"), form.project_key)


def _figures(form: Form) -> tuple[VolumeFigure, ...]:
    found = [VolumeFigure("rows", "count", ROWS)] if form.flag("count_rows", default=True) else []
    positives = form.text("positive_column", "Share of positives")
    if positives:
        found.append(VolumeFigure("positives", "relative", f"col_stats:MEAN:{positives}"))
    for column in form.texts("null_columns", "Share of nulls"):
        found.append(VolumeFigure(variable_name(f"nulls_{column}"), "points", f"col_stats:COUNT_NULL:{column}", ROWS))
    for metric in form.texts("metric_ids", "Further metrics"):
        found.append(VolumeFigure(variable_name(metric), "relative", metric))
    if not found:
        form.problems.append("What is watched: nothing; tick the number of rows, or name a column or a metric.")
    return tuple(found)


def _contradictions(settings: VolumeSettings) -> list[str]:
    found = []
    if settings.error < settings.warning:
        found.append(f"Error: expected at least the warning ({settings.warning:.0%}), found {settings.error:.0%}.")
    if settings.other == settings.place:
        found.append(f"Other dataset: it is the dataset itself, {settings.place}.")
    names = [figure.name for figure in settings.figures]
    if len(set(names)) < len(names):
        found.append(f"What is watched: the same name twice among {', '.join(names)}.")
    return found
