"""The report's tables: the last cohort, and what could not be scored."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.report.evidence import Contender, Evidence
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.words import FIGURES, MISSING, algorithm_name, count

_SHOWN_PROBLEMS = 40


def last_cohort(shown: Evidence) -> Markup:
    """One row a contender that was evaluated on the last cohort; the best value of each figure is marked."""
    rows = shown.last
    best = {figure.column: rows[figure.column].max() for figure in FIGURES}
    names = ["Version", "Algorithm", *(figure.name for figure in FIGURES)]
    head = [element("th", name, class_="text" if place < 2 else "") for place, name in enumerate(names)]
    head += [element("th", name) for name in ("Hits", "Targeted", "Trained until", "Age (days)")]
    contenders = {one.key: one for one in shown.contenders}
    body = [_contender_row(contenders[str(row["key"])], row, best) for _, row in rows.iterrows()]
    return _table(head, body)


def problems(shown: Evidence) -> Markup:
    """What could not be scored, or only with reservations, and why: newest cohort first."""
    rows = shown.rows[(shown.rows["status"] != "scored") | (shown.rows["reason"] != "")]
    rows = rows.sort_values(["cohort_start", "version_label"], ascending=False)
    if rows.empty:
        return element("p", "Every version could be scored on every cohort.")
    head = [element("th", name, class_="text") for name in ("Cohort", "Version", "Status", "Why")]
    labels = {one.key: one.label for one in shown.contenders}
    body = [_problem_row(labels[str(row["key"])], row) for _, row in rows.head(_SHOWN_PROBLEMS).iterrows()]
    left_out = len(rows) - len(body)
    more = element("p", f"and {left_out} more in the performance dataset") if left_out else ""
    return element("div", _table(head, body), more)


def _contender_row(contender: Contender, row: pd.Series[Any], best: dict[str, float]) -> Markup:
    name = contender.label + (" (in production)" if contender.is_champion else "")
    cells = [element("td", name, class_="text"), element("td", algorithm_name(row["algorithm"]), class_="text")]
    for figure in FIGURES:
        value = row[figure.column]
        cells.append(element("td", figure.write(value), class_="best" if value == best[figure.column] else ""))
    cells += [element("td", count(row[column])) for column in ("true_positives", "n_targeted")]
    cells += [element("td", row["trained_until"] or MISSING), element("td", count(row["model_age_days"]))]
    return element("tr", *cells, class_="champion" if contender.is_champion else "")


def _problem_row(label: str, row: pd.Series[Any]) -> Markup:
    status = str(row["status"]).replace("_", " ")
    cells = [element("td", text, class_="text") for text in (str(row["cohort"]), label, status)]
    return element("tr", *cells, element("td", row["reason"] or MISSING, class_="text reason"))


def _table(head: list[Markup], body: list[Markup]) -> Markup:
    table = element("table", element("thead", element("tr", *head)), element("tbody", *body))
    return element("div", table, class_="wide")
