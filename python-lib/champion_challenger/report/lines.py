"""From evidence to the lines of charts: which contenders are drawn, and the points of each."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.verdicts.ageing import DAYS_A_MONTH
from champion_challenger.report.chart import Axis, ChartPoint, Line, Stroke, cohort_axis, line_chart, nice_ticks
from champion_challenger.report.figures import AUC, LIFT, ReportFigure
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.shown import ReportEvidence, ShownVersion
from champion_challenger.report.style import NEUTRAL
from champion_challenger.report.wording import Wording

MOST_LINES = 20
_CAMPAIGN = 20


def versions_drawn(shown: ReportEvidence) -> list[ShownVersion]:
    """Contenders that charts show, in the order of the legend: no eye tells a hundred lines apart."""
    ranked = sorted(shown.contenders, key=lambda one: not (one.is_champion or one.is_best or one.is_rule))
    kept = {one.key for one in ranked[:MOST_LINES]}
    return [one for one in shown.contenders if one.key in kept]


def figure_chart(
    shown: ReportEvidence, figure: ReportFigure, rate: float, pens: dict[str, Stroke], words: Wording
) -> Markup:
    """One figure over the cohorts, a line a contender; bands for the champion and the best challenger."""
    rows = shown.at(rate)
    places = {cohort: place for place, cohort in enumerate(shown.cohorts)}
    lines = []
    for one in versions_drawn(shown):
        own = rows[rows["key"] == one.key].set_index("cohort").reindex(list(shown.cohorts))
        points = [_cohort_point(places[str(cohort)], str(cohort), row, figure.column) for cohort, row in own.iterrows()]
        lines.append(Line(one.label, points, pens[one.key], is_told=one.is_champion or one.is_best))
    name = words.text(f"{figure.column}.name")
    title = words.text("chart.over_cohorts", figure=name)
    chart = line_chart(title, cohort_axis(shown.cohorts), lines, lambda value: words.figure(figure, value))
    return captioned_chart(name, words.text(f"{figure.column}.meaning"), chart)


def gains_charts(shown: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """Share of the positives reached against share targeted on the last cohort: whole, and where campaigns are."""
    told = shown.told.gains
    rows = told[(told["cohort"] == shown.last_cohort) & told["segment"].isin(("all", ""))]
    curves = {str(version): own.sort_values("percent") for version, own in rows.groupby("version_id")}
    versions = {one.key: str(shown.last_row(one)["version_id"]) for one in versions_drawn(shown)}
    known = {
        one: _gains_points(curves[versions[one.key]]) for one in versions_drawn(shown) if versions[one.key] in curves
    }
    if not known:
        return []
    return [_gains_chart(known, most, pens, words, shown.last_cohort) for most in (100, _CAMPAIGN)]


def age_charts(shown: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """Lift and AUC against the age of the model; none where no age is known."""
    rows = rows_by_age(shown)
    if rows.empty:
        return []
    months = nice_ticks(0.0, max(float(rows["months"].max()), 1.0))
    axis = Axis(0, months[-1], [(month, words.number(month, 0)) for month in months if month == round(month)])
    return [_age_chart(rows, shown, figure, axis, (pens, words)) for figure in (LIFT, AUC)]


def rows_by_age(shown: ReportEvidence) -> pd.DataFrame:
    """Rows at the rate shown first of versions whose age is known, with that age in ``months``."""
    rules = [one.key for one in shown.contenders if one.is_rule]
    rows = shown.at(shown.rate)
    kept = rows["model_age_days"].ge(0) & rows["out_of_time"].ne("no") & ~rows["key"].isin(rules)
    months = rows.loc[kept, "model_age_days"] / DAYS_A_MONTH
    known: pd.DataFrame = rows[kept].assign(months=months).sort_values("months")
    return known


def captioned_chart(name: str, meaning: str, chart: Markup) -> Markup:
    """A chart under its name and meaning."""
    return element("figure", element("figcaption", element("strong", name), f" – {meaning}"), chart)


def value(found: float) -> float | None:
    """Value of a cell; None for null."""
    return None if pd.isna(found) else float(found)


def _cohort_point(place: int, cohort: str, row: pd.Series[float], column: str) -> ChartPoint:
    low, high = (value(row[f"{column}_{end}"]) if f"{column}_{end}" in row else None for end in ("low", "high"))
    return ChartPoint(place, value(row[column]), low, high, cohort)


def _gains_chart(
    known: dict[ShownVersion, list[ChartPoint]], most: int, pens: dict[str, Stroke], words: Wording, cohort: str
) -> Markup:
    lines = [
        Line(one.label, [point for point in points if point.x <= most], pens[one.key], has_dots=False)
        for one, points in known.items()
    ]
    chance = Line(
        words.text("gains.chance"), [ChartPoint(0, 0.0), ChartPoint(most, most / 100)], Stroke(NEUTRAL, 1.0, "3 3")
    )
    marks = [(percent, words.rate(percent / 100)) for percent in range(0, most + 1, most // 5)]
    name = words.text("gains.name") if most == 100 else words.text("gains.start", percent=most)
    chart = line_chart(name, Axis(0, most, marks), [*lines, chance], lambda value: words.rate(round(value, 4)))
    return captioned_chart(name, words.text("gains.meaning", cohort=cohort), chart)


def _gains_points(curve: pd.DataFrame) -> list[ChartPoint]:
    total = curve["true_positives"].max()
    shares = curve["true_positives"] / total if total > 0 else curve["true_positives"] * 0.0
    return [
        ChartPoint(0, 0.0),
        *(ChartPoint(percent, value(share)) for percent, share in zip(curve["percent"], shares)),
    ]


def _age_chart(
    rows: pd.DataFrame, shown: ReportEvidence, figure: ReportFigure, axis: Axis, look: tuple[dict[str, Stroke], Wording]
) -> Markup:
    pens, words = look
    lines = []
    for one in versions_drawn(shown):
        own = rows[rows["key"] == one.key]
        points = [
            ChartPoint(row.months, value(getattr(row, figure.column)), name=row.cohort) for row in own.itertuples()
        ]
        lines.append(Line(one.label, points, pens[one.key], is_told=one.is_champion or one.is_best))
    name = words.text("chart.by_age", figure=words.text(f"{figure.column}.name"))
    chart = line_chart(name, axis, lines, lambda found: words.figure(figure, found))
    return captioned_chart(name, words.text("age.meaning"), chart)
