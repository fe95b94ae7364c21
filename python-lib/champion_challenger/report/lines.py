"""From evidence to the lines of charts: which versions are drawn, and the points of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from champion_challenger.core.figures.targeting import roc_points
from champion_challenger.core.verdicts.ageing import DAYS_A_MONTH
from champion_challenger.core.verdicts.known_figures import is_in_sample
from champion_challenger.report.chart import (
    Axis,
    ChartPoint,
    Event,
    Line,
    Stroke,
    cohort_axis,
    line_chart,
)
from champion_challenger.report.figures import AUC, LIFT, ReportFigure
from champion_challenger.report.gains import gains_rows, reaches
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.production import Change
from champion_challenger.report.shown import ReportEvidence, ShownVersion, foremost
from champion_challenger.report.style import NEUTRAL, is_other, newest_challenger, pick_id
from champion_challenger.report.ticks import nice_ticks, shorten
from champion_challenger.report.wording import Wording

MOST_LINES = 20
_MOST_POINTS = 360
"""Points of all lines of a chart: of a history of three years, ten lines are drawn."""

_CAMPAIGN = 20
_REIGN = 5.0
_FEWEST_LINES = 8
_NO_CELLS = (None, None, None)


def drawn_versions(evidence: ReportEvidence) -> list[ShownVersion]:
    """Versions that charts show, in the order of the legend: nobody can tell a hundred lines apart."""
    # By points, not by lines: a page of three years must stay as small as one of six months.
    most = max(_FEWEST_LINES, min(MOST_LINES, _MOST_POINTS // len(evidence.cohorts)))
    drawn = {version.key for version in foremost(evidence.versions, most)}
    return [version for version in evidence.versions if version.key in drawn]


def figure_chart(
    evidence: ReportEvidence, figure: ReportFigure, rate: float, pens: dict[str, Stroke], words: Wording
) -> Markup:
    """One figure over the cohorts, a line for each version; bands for the champion and the best challenger."""
    bounds = [f"{figure.column}_{end}" for end in ("low", "high")]
    rows = evidence.at(rate)
    # Not drawn: on its own training outcomes a version looks better than it is.
    rows = rows[~is_in_sample(rows)].filter(items=["key", "cohort", figure.column, *bounds])
    columns = [rows[name].tolist() if name in rows else [None] * len(rows) for name in (figure.column, *bounds)]
    # Looked up once for all versions; selecting rows for each would be most of the time of a page.
    cells = dict(zip(zip(rows["key"], rows["cohort"]), zip(*columns)))
    lines: list[Line] = []
    drawn: list[Line] = []
    reigns: list[Line] = []
    for version in drawn_versions(evidence):
        points = [
            _cohort_point(place, cohort, cells.get((version.key, cohort), _NO_CELLS))
            for place, cohort in enumerate(evidence.cohorts)
        ]
        line, reign = _line(version, points, evidence, pens), _reign(version, points, evidence, pens, words)
        lines.append(line)
        drawn.append(line)
        if line.is_highlighted:  # its values are told already: its reign lies below
            drawn += [replace(stretch, has_dots=False) for stretch in reign]
        else:
            # In front, as the first lines are drawn on top.
            reigns[:0] = reign
    name = words.text(f"{figure.column}.name")
    title = words.text("chart.over_cohorts", figure=name)
    axis = _axis_with_activations(evidence, words)
    chart = line_chart(
        title,
        axis,
        [*reigns, *drawn],
        lambda number: words.figure(figure, number),
        lambda tick, step: words.tick(figure, tick, step),
    )
    meaning = words.text(f"{figure.column}.meaning")
    if figure.is_of_rate:
        meaning = words.text("figure.at_rate", meaning=meaning, rate=words.rate(rate))
    return captioned_chart(name, meaning, chart, _values(lines, evidence, figure, words))


def _values(lines: list[Line], evidence: ReportEvidence, figure: ReportFigure, words: Wording) -> Markup:
    """The figures of a chart as a table, the newest cohort first, for whoever cannot point at a line."""
    heads = [
        element("th", words.text("version"), class_="text"),
        *(element("th", name) for name in reversed(evidence.cohorts)),
    ]
    rows = [
        element(
            "tr",
            element("td", line.label, class_="text"),
            *(element("td", words.figure(figure, point.y)) for point in reversed(line.points)),
        )
        for line in lines
    ]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    summary = element("summary", words.text("chart.values"))
    return element("details", summary, element("div", table, class_="wide", tabindex=0), class_="values")


def gains_charts(evidence: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """Share of the positives reached against share targeted on the last cohort: in full, and its start."""
    curves = gains_rows(evidence)
    ids = {version: str(evidence.last_row(version)["version_id"]) for version in drawn_versions(evidence)}
    points = {version: _gains_points(curves[name]) for version, name in ids.items() if name in curves}
    if not points:
        return []
    return [_gains_chart(points, most, evidence, pens, words) for most in (100, _CAMPAIGN)]


def roc_chart(evidence: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """The ROC curve of each version on the last cohort, from the counts of its gains curve; nothing without any."""
    curves = gains_rows(evidence)
    lines = []
    for version in drawn_versions(evidence):
        name = str(evidence.last_row(version)["version_id"])
        points = roc_points(reaches(curves[name])) if name in curves else []
        if points:
            drawn = [ChartPoint(100 * false, true) for false, true in points]
            lines.append(replace(_line(version, drawn, evidence, pens), has_dots=False))
    if not lines:
        return []
    chance = Line(words.text("gains.chance"), [ChartPoint(0, 0.0), ChartPoint(100, 1.0)], Stroke(NEUTRAL, 1.0, "3 3"))
    marks = [(percent, words.rate(percent / 100)) for percent in range(0, 101, 20)]
    name = words.text("roc.name")
    chart = line_chart(name, Axis(0, 100, marks), [*lines, chance], lambda share: words.rate(round(share, 4)))
    return [captioned_chart(name, words.text("roc.meaning", cohort=evidence.figures_cohort), chart)]


def age_charts(evidence: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """Lift and AUC against the age of the model; none where no age is known."""
    rows = rows_by_age(evidence)
    if rows.empty:
        return []
    months = nice_ticks(0.0, max(float(rows["months"].max()), 1.0))
    axis = Axis(0, months[-1], [(month, words.number(month, 0)) for month in months if month == round(month)])
    return [_age_chart(rows, evidence, figure, axis, (pens, words)) for figure in (LIFT, AUC)]


def rows_by_age(evidence: ReportEvidence) -> pd.DataFrame:
    """Rows at the rate shown first of versions whose age is known, with that age in ``months``."""
    rules = [version.key for version in evidence.versions if version.is_rule]
    rows = evidence.at(evidence.rate)
    # Figures of a version on its own training outcomes would look as if it had been best when young.
    has_age = rows["model_age_days"].ge(0) & ~is_in_sample(rows) & ~rows["key"].isin(rules)
    # Nor is a point without a figure one: outcomes may not be joined yet.
    has_age &= ~rows["cohort"].isin(evidence.waiting)
    months = rows.loc[has_age, "model_age_days"] / DAYS_A_MONTH
    by_age: pd.DataFrame = rows[has_age].assign(months=months).sort_values("months")
    return by_age


def captioned_chart(name: str, meaning: str, *below: Markup) -> Markup:
    """A chart, and what belongs to it, under its name and meaning."""
    return element("figure", element("figcaption", element("strong", name), unbroken(f" – {meaning}")), *below)


def value(cell: float) -> float | None:
    """Value of a cell; None for null."""
    return None if pd.isna(cell) else float(cell)


def _reign(
    version: ShownVersion,
    points: list[ChartPoint],
    evidence: ReportEvidence,
    pens: dict[str, Stroke],
    words: Wording,
) -> list[Line]:
    """The line of the production model, where it was this version; none without a change of version."""
    history = evidence.production
    if not history.changes or version.key not in history.by_cohort.values():
        return []
    own = [
        point if history.by_cohort.get(cohort) == version.key else replace(point, y=None, low=None, high=None)
        for cohort, point in zip(evidence.cohorts, points)
    ]
    label = f"{version.label} {words.text('in_production_here')}"
    return [Line(label, own, replace(pens[version.key], width=_REIGN, dashes=""), is_highlighted=True)]


def _axis_with_activations(evidence: ReportEvidence, words: Wording) -> Axis:
    axis = cohort_axis(evidence.cohorts)
    events = [
        Event(change.place, shorten(evidence.label(change.key), 14), _note(change, evidence, words))
        for change in evidence.production.changes
    ]
    return replace(axis, high=max([axis.high, *(event.x for event in events)]), events=events)


def _note(change: Change, evidence: ReportEvidence, words: Wording) -> str:
    label = evidence.label(change.key)
    return (
        words.text("activated.on", label=label, day=words.day(change.day))
        if change.day
        else words.text("activated", label=label)
    )


def _line(version: ShownVersion, points: list[ChartPoint], evidence: ReportEvidence, pens: dict[str, Stroke]) -> Line:
    is_highlighted = version.is_champion or version.is_best
    return Line(
        version.label, points, pens[version.key], is_highlighted=is_highlighted, mark=mark_of(version, evidence)
    )


def others(evidence: ReportEvidence) -> list[ShownVersion]:
    """Versions that are drawn in grey, the newest first."""
    drawn = drawn_versions(evidence)
    return [version for version in drawn if is_other(version) and version != newest_challenger(drawn)]


def mark_of(version: ShownVersion, evidence: ReportEvidence) -> str:
    """Class of the lines of a version that is drawn in grey, by which it can be brought out; "" of any other."""
    grey = others(evidence)
    return pick_id(grey.index(version) + 1) if version in grey else ""


def _cohort_point(place: int, cohort: str, cells: Sequence[float | None]) -> ChartPoint:
    y, low, high = (None if cell is None else value(cell) for cell in cells)
    return ChartPoint(place, y, low, high, cohort)


def _gains_chart(
    curves: dict[ShownVersion, list[ChartPoint]],
    most: int,
    evidence: ReportEvidence,
    pens: dict[str, Stroke],
    words: Wording,
) -> Markup:
    lines = [
        replace(_line(version, [point for point in points if point.x <= most], evidence, pens), has_dots=False)
        for version, points in curves.items()
    ]
    chance = Line(
        words.text("gains.chance"), [ChartPoint(0, 0.0), ChartPoint(most, most / 100)], Stroke(NEUTRAL, 1.0, "3 3")
    )
    marks = [(percent, words.rate(percent / 100)) for percent in range(0, most + 1, most // 5)]
    name = words.text("gains.name") if most == 100 else words.text("gains.start", percent=most)
    chart = line_chart(name, Axis(0, most, marks), [*lines, chance], lambda share: words.rate(round(share, 4)))
    return captioned_chart(name, words.text("gains.meaning", cohort=evidence.figures_cohort), chart)


def _gains_points(curve: pd.DataFrame) -> list[ChartPoint]:
    total = curve["true_positives"].max()
    shares = curve["true_positives"] / total if total > 0 else curve["true_positives"] * 0.0
    return [
        ChartPoint(0, 0.0),
        *(ChartPoint(percent, value(share)) for percent, share in zip(curve["percent"], shares)),
    ]


def _age_chart(
    rows: pd.DataFrame,
    evidence: ReportEvidence,
    figure: ReportFigure,
    axis: Axis,
    look: tuple[dict[str, Stroke], Wording],
) -> Markup:
    pens, words = look
    rows = rows[["key", "cohort", "months", figure.column]]
    lines = []
    for version in drawn_versions(evidence):
        of_version = rows[rows["key"] == version.key].itertuples()
        points = [ChartPoint(row.months, value(getattr(row, figure.column)), name=row.cohort) for row in of_version]
        lines.append(_line(version, points, evidence, pens))
    name = words.text("chart.by_age", figure=words.text(f"{figure.column}.name"))
    chart = line_chart(
        name,
        axis,
        lines,
        lambda number: words.figure(figure, number),
        lambda tick, step: words.tick(figure, tick, step),
    )
    return captioned_chart(name, words.text("age.meaning"), chart)
