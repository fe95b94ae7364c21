"""The report's tables: the last cohort, what could not be scored, and who activated what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from champion_challenger.core.tables.frames import version_key
from champion_challenger.core.verdicts.known_figures import is_in_sample
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.figures import ReportFigure, shown_figures
from champion_challenger.report.findings import FINDING_COLUMNS, IN_SAMPLE, finding
from champion_challenger.report.markup import Markup, element, join, unbroken
from champion_challenger.report.shown import ReportEvidence, ShownVersion, extra_and_overlap, foremost
from champion_challenger.report.wording import Wording

_MOST_PROBLEMS = 40
_MOST_ACTIVATIONS = 10
_MOST_VERSIONS = 40


def last_cohort(evidence: ReportEvidence, rate: float, words: Wording) -> Markup:
    """One row for each version that was evaluated on the last cohort with outcomes; the best value of each figure is
    marked.
    """
    rows = evidence.last_figures(rate)
    figures = shown_figures(rows)
    # Of versions that did not know the outcomes: on those that it was trained on, a version is best every time.
    fair = rows[~is_in_sample(rows)]
    best = {figure.column: fair[figure.column].max() for figure in figures}
    names = ["version", "algorithm", *(f"{figure.column}.name" for figure in figures)]
    names += ["hits", "extra", "overlap", "trained_until", "age"]
    head = [element("th", words.text(name), class_="text" if place < 2 else "") for place, name in enumerate(names)]
    versions = {version.key: version for version in evidence.versions}
    kept = {version.key for version in foremost([versions[key] for key in rows.index], _MOST_VERSIONS)}
    body = [
        _version_row(versions[str(row["key"])], row, figures, best, words)
        for _, row in rows[rows["key"].isin(kept)].iterrows()
    ]
    left_out = len(rows) - len(body)
    more = element("p", words.text("problems.more", n=left_out), class_="note") if left_out else Markup("")
    return join([wide_table(head, body), more])


def problems(evidence: ReportEvidence, words: Wording) -> Markup:
    """What was not evaluated, not scored, not compared, or has a reservation, and why: newest cohort first."""
    rows = evidence.at(evidence.rate)
    rows = rows.assign(finding=[finding(row) for row in rows[FINDING_COLUMNS].to_dict("records")])
    rows = rows[rows["finding"] != ""].sort_values(["cohort_start", "cohort", "version_label"], ascending=False)
    labels = {version.key: version.label for version in evidence.versions}
    body = [
        *_versions_not_evaluated(evidence, words),
        *(
            _texts(str(row["cohort"]), labels[str(row["key"])], _finding(row, words), _reason(row, words))
            for _, row in rows.iterrows()
        ),
    ]
    if not body:
        return element("p", words.text("problems.none"))
    left_out = len(body) - _MOST_PROBLEMS
    more = element("p", words.text("problems.more", n=left_out), class_="note") if left_out > 0 else Markup("")
    heads = _heads(words, ("cohort", "version", "finding", "why"))
    return element("div", wide_table(heads, body[:_MOST_PROBLEMS]), more)


def _versions_not_evaluated(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """Versions without a row of the last cohort."""
    present = set(evidence.on_last_cohort()["key"])
    return [
        _texts(
            evidence.last_cohort,
            version.label,
            words.text("finding.not_evaluated"),
            words.text("finding.last_evaluated", cohort=evidence.last_row(version)["cohort"]),
        )
        for version in evidence.versions
        if version.key not in present
    ]


def activations(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """Who activated what, the newest first; nothing without a log."""
    rows = evidence.source.activations.sort_values("activated_at", ascending=False).head(_MOST_ACTIVATIONS)
    if rows.empty:
        return []
    body = [
        _texts(
            words.moment(row["activated_at"]),
            str(row["by"]) or MISSING,
            *(_logged_version(row, name, evidence, words) for name in ("from_version", "to_version")),
            _logged_reason(row, words),
        )
        for _, row in rows.iterrows()
    ]
    head = _heads(words, ("log.when", "log.by", "log.from", "log.to", "log.why"))
    return [element("h2", words.text("log.title")), wide_table(head, body)]


def _logged_reason(row: pd.Series[Any], words: Wording) -> str:
    """As a person wrote it; the plugin's own reasons in the language of the page."""
    if row["how"] != "noticed":
        return str(row["reason"]) or MISSING
    return words.text("log.noticed" if row["from_version"] else "log.found")


def _logged_version(row: pd.Series[Any], column: str, evidence: ReportEvidence, words: Wording) -> str:
    """Version of the log by its name on the page; one that was never evaluated by its id."""
    version_id = str(row[column])
    key = version_key(row["project_key"], row["model_id"], version_id)
    known = any(version.key == key for version in evidence.versions)
    return (evidence.label(key) if known else words.language.version(version_id)) or MISSING


def role_name(version: ShownVersion, words: Wording) -> str:
    """Name of a version with what it is now, or was."""
    role = ""
    if version.is_champion:
        role = words.text("in_production")
    elif version.led:
        role = words.text("in_production_then", cohort=version.led)
    best = words.text("best_challenger") if version.is_best else ""
    return " ".join(part for part in (version.label, role, best) if part)


def with_bounds(number: str, bounds: str) -> Markup:
    """A number over its bounds, which are "" where there are none."""
    return join([number, element("small", bounds, class_="bounds")] if bounds else [number])


def wide_table(head: Sequence[Markup], body: Sequence[Markup]) -> Markup:
    """A table that scrolls by itself where the screen is narrow."""
    table = element("table", element("thead", element("tr", *head)), element("tbody", *body))
    return element("div", table, class_="wide", tabindex=0)


def _version_row(
    version: ShownVersion,
    row: pd.Series[Any],
    figures: Sequence[ReportFigure],
    best: dict[str, float],
    words: Wording,
) -> Markup:
    extra, overlap = extra_and_overlap(row)
    name, is_fair = role_name(replace(version, is_best=False), words), row["out_of_time"] != "no"
    if not is_fair:
        name = f"{name} {words.text('in_sample')}"
    cells = [
        element("td", unbroken(name), class_="text name"),
        element("td", words.algorithm(row["algorithm"]), class_="text"),
    ]
    for figure in figures:
        value = row[figure.column]
        is_best = is_fair and value == best[figure.column]
        cells.append(element("td", words.figure(figure, value), class_="best" if is_best else ""))
    cells += [
        element("td", words.count(row["true_positives"])),
        element("td", "" if version.is_champion else words.with_sign(extra, 0)),
        element("td", "" if version.is_champion else words.percent(overlap)),
        element("td", words.day(row["trained_until"])),
        element("td", words.count(row["model_age_days"])),
    ]
    return element("tr", *cells, class_="champion" if version.is_champion else "")


def _heads(words: Wording, keys: Sequence[str]) -> list[Markup]:
    return [element("th", words.text(key), class_="text") for key in keys]


def _texts(*values: str) -> Markup:
    return element("tr", *(element("td", unbroken(text), class_="text reason") for text in values))


def _reason(row: pd.Series[Any], words: Wording) -> str:
    # The row of the model in production is compared with nobody, so that it has no reason of its own.
    in_sample = words.text("finding.in_sample.why") if row["finding"] == IN_SAMPLE else ""
    return words.reason(row, "reason") or in_sample or MISSING


def _finding(row: pd.Series[Any], words: Wording) -> str:
    return words.text_or(f"finding.{row['finding']}", str(row["finding"]).replace("_", " "))
