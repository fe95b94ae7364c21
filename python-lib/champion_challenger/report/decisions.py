"""What each decision rule would have brought: a chart and a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.report.chart import ChartPoint, Line, Stroke, cohort_axis, line_chart, sample
from champion_challenger.report.lines import captioned_chart, value
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.style import BEST, CHAMPION, NEUTRAL
from champion_challenger.report.tables import wide_table
from champion_challenger.report.wording import Wording

_TOTAL = "total_extra_positives"
_PENS = {
    "keep_the_champion": CHAMPION,
    "our_verdict": BEST,
    "always_the_newest": Stroke("#4f86c6", 2.2, "7 3"),
    "best_figure_of_last_month": Stroke("#4f86c6", 2.2, "2 3"),
}
_OTHER = Stroke(NEUTRAL, 2.0, "9 3 2 3")


def decision_rules_section(shown: ReportEvidence, words: Wording) -> list[Markup]:
    """Chart and table; nothing where no rule was played."""
    rows = shown.told.decisions.sort_values(["cohort_start", "cohort"], kind="stable")
    if rows.empty:
        return []
    cohorts = list(rows["cohort"].drop_duplicates())
    rate = float(rows["targeting_rate"].iloc[-1])
    played = {str(rule): own for rule, own in rows.groupby("rule", sort=False)}
    legend = [element("li", sample(_PENS.get(rule, _OTHER)), _name(rule, words)) for rule in played]
    return [
        element("h2", words.text("decisions.title")),
        element("p", words.text("decisions.meaning", rate=words.rate(rate), first=cohorts[0], last=cohorts[-1])),
        element("ul", *legend, class_="legend"),
        element("div", _chart(played, cohorts, words), _table(played, words), class_="charts"),
    ]


def _chart(played: dict[str, pd.DataFrame], cohorts: list[str], words: Wording) -> Markup:
    lines = [
        Line(_name(rule, words), _points(own, cohorts), _PENS.get(rule, _OTHER), is_told=rule == "our_verdict")
        for rule, own in sorted(played.items(), key=lambda item: item[0] != "our_verdict")
    ]
    name = words.text("decisions.chart")
    chart = line_chart(name, cohort_axis(cohorts), lines, lambda found: words.signed(found, 0))
    return captioned_chart(name, words.text("decisions.chart_meaning"), chart)


def _points(rows: pd.DataFrame, cohorts: list[str]) -> list[ChartPoint]:
    points = []
    for _, row in rows.iterrows():
        total, low, high = (value(row[f"{_TOTAL}{end}"]) for end in ("", "_low", "_high"))
        points.append(ChartPoint(cohorts.index(str(row["cohort"])), total, low, high, str(row["cohort"])))
    return points


def _table(played: dict[str, pd.DataFrame], words: Wording) -> Markup:
    names = ["rule", "reached", "extra", "bounds"]
    head = [element("th", words.text(f"decisions.{name}"), class_="text" if name == "rule" else "") for name in names]
    body = [_row(rule, own.iloc[-1], words) for rule, own in played.items()]
    return wide_table(head, body)


def _row(rule: str, last: pd.Series[Any], words: Wording) -> Markup:
    is_kept = rule == "keep_the_champion"
    bounds = words.interval(value(last[f"{_TOTAL}_low"]), value(last[f"{_TOTAL}_high"]), 0)
    return element(
        "tr",
        element("td", _name(rule, words), class_="text name"),
        element("td", words.count(last["total_positives"])),
        element("td", "" if is_kept else words.signed(last[_TOTAL], 0)),
        element("td", "" if is_kept else bounds),
        class_="champion" if is_kept else "",
    )


def _name(rule: str, words: Wording) -> str:
    return words.known(f"rule.{rule}", rule.replace("_", " "))
