"""What each decision rule would have gained: a chart and a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.chart import ChartPoint, Line, Stroke, cohort_axis, line_chart, sample
from champion_challenger.report.lines import captioned_chart, value
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.style import BEST, CHAMPION, NEUTRAL, NEWEST, RULE
from champion_challenger.report.tables import wide_table
from champion_challenger.report.ticks import decimals
from champion_challenger.report.wording import Wording

_KEEP, _VERDICT, _NEWEST = "keep_the_champion", "our_verdict", "always_the_newest"
_TOTAL = "total_extra_positives"
PENS = {
    "keep_the_champion": CHAMPION,
    "our_verdict": BEST,
    "always_the_newest": Stroke(RULE, 2.2, "7 3"),
    "best_figure_of_last_month": Stroke(RULE, 2.2, "2 3"),
    "newest_unless_worse": Stroke(NEWEST.colour, 2.2, "11 3"),
    "highest_expected": Stroke(NEWEST.colour, 3.0),
}
_OTHER = Stroke(NEUTRAL, 2.0, "9 3 2 3")


def decision_rules_section(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """Chart and table; nothing where there are no rows of decision rules."""
    rows = evidence.source.decisions.sort_values(["cohort_start", "cohort"], kind="stable")
    if rows.empty:
        return []
    cohorts = list(rows["cohort"].drop_duplicates())
    rate = float(rows["targeting_rate"].iloc[-1])
    rules = {str(rule): of_rule for rule, of_rule in rows.groupby("rule", sort=False)}
    kept = words.language.version(_champion_kept(rows))
    legend = [element("li", sample(PENS.get(rule, _OTHER)), _name(rule, words, kept)) for rule in rules]
    return [
        element("h2", words.text("decisions.title")),
        element(
            "p", unbroken(words.text("decisions.meaning", rate=words.rate(rate), first=cohorts[0], last=cohorts[-1]))
        ),
        element("ul", *legend, class_="legend"),
        element("div", _chart(rules, cohorts, kept, words), _table(rules, kept, words), class_="charts"),
        *_why_less(rules, words),
        element("p", words.text("verdicts.each_alone"), class_="note"),
    ]


def _why_less(rules: dict[str, pd.DataFrame], words: Wording) -> list[Markup]:
    """Why following the verdict brought less than always taking the newest; nothing where it did not."""
    if _VERDICT not in rules or _NEWEST not in rules:
        return []
    verdict, newest = rules[_VERDICT], rules[_NEWEST]
    fewer = float(newest[_TOTAL].iloc[-1] - verdict[_TOTAL].iloc[-1])
    # Written so that NaN is left out, too.
    if not fewer >= 0.5:
        return []
    chosen = dict(zip(newest["cohort"], newest["version_id"]))
    older = sum(version != chosen.get(cohort) for cohort, version in zip(verdict["cohort"], verdict["version_id"]))
    values = {"fewer": words.count(fewer), "older": words.count(older), "n": len(verdict)}
    return [element("p", words.text("decisions.why_less", **values))]


def _champion_kept(rows: pd.DataFrame) -> str:
    """Which champion the rules are measured against."""
    kept = rows.loc[rows["rule"] == _KEEP, "version_label"]
    return str(kept.iloc[-1]) if len(kept) else MISSING


def _chart(rules: dict[str, pd.DataFrame], cohorts: list[str], kept: str, words: Wording) -> Markup:
    lines = [
        Line(
            _name(rule, words, kept),
            _points(months, cohorts),
            PENS.get(rule, _OTHER),
            is_highlighted=rule == "our_verdict",
        )
        # The first line is drawn on top.
        for rule, months in sorted(rules.items(), key=lambda item: item[0] != "our_verdict")
    ]
    name = words.text("decisions.chart")
    chart = line_chart(
        name,
        cohort_axis(cohorts),
        lines,
        lambda number: words.with_sign(number, 0),
        lambda tick, step: words.with_sign(tick, decimals(step)) if tick else "0",
    )
    return captioned_chart(name, words.text("decisions.chart_meaning", kept=kept), chart)


def _points(rows: pd.DataFrame, cohorts: list[str]) -> list[ChartPoint]:
    points = []
    for _, row in rows.iterrows():
        total, low, high = (value(row[f"{_TOTAL}{end}"]) for end in ("", "_low", "_high"))
        points.append(ChartPoint(cohorts.index(str(row["cohort"])), total, low, high, str(row["cohort"])))
    return points


def _table(rules: dict[str, pd.DataFrame], kept: str, words: Wording) -> Markup:
    names = ["rule", "reached", "extra", "bounds"]
    head = [element("th", words.text(f"decisions.{name}"), class_="text" if name == "rule" else "") for name in names]
    body = [_row(rule, months.iloc[-1], kept, words) for rule, months in rules.items()]
    return wide_table(head, body)


def _row(rule: str, last: pd.Series[Any], kept: str, words: Wording) -> Markup:
    is_reference = rule == _KEEP
    bounds = words.interval(value(last[f"{_TOTAL}_low"]), value(last[f"{_TOTAL}_high"]), 0)
    return element(
        "tr",
        element("td", unbroken(_name(rule, words, kept)), class_="text name"),
        element("td", words.count(last["total_positives"])),
        element("td", "" if is_reference else words.with_sign(last[_TOTAL], 0)),
        element("td", "" if is_reference else bounds),
        class_="champion" if is_reference else "",
    )


def _name(rule: str, words: Wording, kept: str) -> str:
    name = words.text_or(f"rule.{rule}", rule.replace("_", " "))
    return f"{name} ({kept})" if rule == _KEEP else name
