"""The page: header, legend, one chart a figure, tables."""

from __future__ import annotations

import pandas as pd

from champion_challenger.report.chart import Line, Stroke, line_chart, sample
from champion_challenger.report.evidence import Contender, Evidence, evidence
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.style import SHEET, strokes
from champion_challenger.report.tables import last_cohort, problems
from champion_challenger.report.words import FIGURES, MISSING, Figure, algorithm_name, count, percent, plural, rate_text


def page(performance: pd.DataFrame, rate: float | None = None) -> str:
    """Report of one score as one HTML page: no script, nothing fetched, every value escaped.

    Parameters
    ----------
    performance
        Rows of the performance dataset, all cohorts of one score.
    rate
        Targeting rate shown, in (0, 1]. None: 5 % when there, else the lowest.

    Raises
    ------
    DataError
        No row, several scores, or a rate that the rows do not have.
    """
    shown = evidence(performance, rate)
    title = f"{shown.score}: the model in production against its competitors"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(SHEET)),
    )
    return "<!DOCTYPE html>\n" + element("html", head, _body(shown), lang="en") + "\n"


def _body(shown: Evidence) -> Markup:
    return element(
        "body",
        element("h1", shown.score),
        element("p", "The model in production against its competitors", class_="subtitle"),
        _facts(shown),
        *_charts(shown),
        element("h2", f"Last cohort, {shown.cohorts[-1]}, {rate_text(shown.rate)} targeted"),
        last_cohort(shown),
        element("h2", "What could not be scored"),
        problems(shown),
        _footer(shown),
    )


def _facts(shown: Evidence) -> Markup:
    last = shown.last
    first = last.iloc[0]
    others = sum(one.is_rule for one in shown.contenders if one.key in last.index)
    champion = shown.champion
    facts = [
        (
            "Model in production",
            champion.label if champion else MISSING,
            algorithm_name(first["algorithm"]) if champion else "",
        ),
        ("Customers targeted", rate_text(shown.rate), f"{count(first['n_targeted'])} of {count(first['n'])}"),
        ("Last cohort", shown.cohorts[-1], f"{first['cohort_status']}, {percent(first['base_rate'])} positive"),
        (
            "Versions compared",
            str(len(last) - others),
            f"and {plural(others, 'score column')}" if others else "in the last cohort",
        ),
        ("Cohorts", str(len(shown.cohorts)), f"since {shown.cohorts[0]}"),
    ]
    return element("dl", *(_fact(*fact) for fact in facts), class_="facts")


def _fact(name: str, value: str, detail: str) -> Markup:
    return element("div", element("dt", name), element("dd", value, element("small", detail)))


def _charts(shown: Evidence) -> list[Markup]:
    pens = strokes(shown.contenders)
    legend = [_legend_entry(one, pens[one.key]) for one in shown.contenders]
    figures = [_figure(shown, figure, pens) for figure in FIGURES]
    return [
        element("h2", "Over the cohorts"),
        element("ul", *legend, class_="legend"),
        element("div", *figures, class_="charts"),
    ]


def _legend_entry(contender: Contender, pen: Stroke) -> Markup:
    role = " in production" if contender.is_champion else ""
    return element("li", sample(pen), contender.label + role, class_="champion" if contender.is_champion else "")


def _figure(shown: Evidence, figure: Figure, pens: dict[str, Stroke]) -> Markup:
    lines = [Line(one.label, shown.series(one, figure.column), pens[one.key]) for one in shown.contenders]
    chart = line_chart(f"{figure.name} over the cohorts", shown.cohorts, lines, figure.write)
    return element("figure", element("figcaption", element("strong", figure.name), f" – {figure.meaning}"), chart)


def _footer(shown: Evidence) -> Markup:
    newest = shown.last.iloc[0]
    told = [
        f"Computed {newest['computed_at']} by champion-challenger {newest['plugin_version']}, run {newest['run_id']}.",
        "A ▲ marks the best value of a column. Hits are positive customers among those targeted.",
        "Versions are named by the end of their training data.",
    ]
    return element("footer", " ".join(told))
