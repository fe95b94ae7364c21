"""The workbook: its dashboards over its data sources, and the package of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from champion_challenger.core.report.workbook import WorkbookRows
from champion_challenger.core.tables.reading import primary_rate
from champion_challenger.report.shown import report_evidence
from champion_challenger.report.tableau.dashboards import ONE, SEVERAL, Control, Dashboard, Placed, sheet_window
from champion_challenger.report.tableau.datasources import Subject
from champion_challenger.report.tableau.forms import DocumentForm
from champion_challenger.report.tableau.nodes import Node, node
from champion_challenger.report.tableau.other_sheets import (
    activations_sheet,
    gains_filters,
    gains_sheet,
    rules_filter,
    rules_sheets,
)
from champion_challenger.report.tableau.performance_sheets import (
    PERIOD,
    RATE,
    SCORE,
    STATUS,
    VERSION,
    PerformanceSheets,
)
from champion_challenger.report.tableau.sources import Source
from champion_challenger.report.wording import Wording
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.performance_report import ReportOptions


def subject_of(rows: WorkbookRows, options: ReportOptions) -> Subject:
    """What the workbook is about; without a rate, that nearest to 5 % is shown first."""
    evidence = tuple(report_evidence(score, options.rate if len(rows.scores) == 1 else None) for score in rows.scores)
    rates = sorted({rate for score in evidence for rate in score.rates})
    wanted = options.rate
    rate = primary_rate(rates, Policy() if wanted is None else Policy(rate_bp=round(wanted * 10_000)))
    return Subject(rows, evidence, rate, Wording.of(options))


def dashboards_of(subject: Subject, sources: Mapping[str, Source]) -> list[Dashboard]:
    """The dashboards for which there are rows."""
    score = subject.rows.names[0]
    performance = PerformanceSheets(sources["performance_summary"], subject, score)
    dashboards = [_main(performance), _differences(performance)]
    if "gains_curves" in sources:
        dashboards.append(_gains(sources["gains_curves"], subject, score))
    if "decision_rules" in sources:
        dashboards.append(_rules(sources["decision_rules"], subject, score))
    return [*dashboards, _portfolio(performance, sources.get("activation_log"))]


def workbook(dashboards: Sequence[Dashboard], form: DocumentForm) -> Node:
    """The workbook's XML."""
    sheets = [sheet for dashboard in dashboards for sheet in dashboard.sheets]
    sources = {sheet.source.name: sheet.source for sheet in sheets}
    return node(
        "workbook",
        {**form.attributes},
        node("document-format-change-manifest", {}, *(node(name) for name in form.manifest)),
        node("preferences"),
        node("datasources", {}, *(source.node(form.version) for source in sources.values())),
        node("worksheets", {}, *(sheet.node for sheet in sheets)),
        node("dashboards", {}, *(dashboard.node for dashboard in dashboards)),
        node("windows", {}, *_windows(dashboards)),
        form.end,
    )


def _windows(dashboards: Sequence[Dashboard]) -> Iterator[Node]:
    for place, dashboard in enumerate(dashboards):
        window = dashboard.window
        if place == 0:
            window.set("maximized", "true")
        yield window
    for dashboard in dashboards:
        for sheet in dashboard.sheets:
            yield sheet_window(sheet)


def _main(sheets: PerformanceSheets) -> Dashboard:
    words = sheets.subject.words
    auc, lift, *others = sheets.figures()
    first = [Placed(sheets.production(), 0), Placed(sheets.models_used(), 0)]
    places = [Placed(auc, 1), Placed(lift, 1), *(Placed(sheet, 2) for sheet in others)]
    return Dashboard(
        "main",
        words.text("tableau.main"),
        words.text("title"),
        (*first, *places),
        (2, 6, 6),
        _controls(sheets, SCORE, RATE, VERSION, PERIOD, STATUS),
        sheets.source.pill("calc_version"),
    )


def _differences(sheets: PerformanceSheets) -> Dashboard:
    words = sheets.subject.words
    lift, auc = sheets.differences()
    return Dashboard(
        "differences",
        words.text("tableau.differences"),
        words.text("tableau.delta_title"),
        (Placed(sheets.pooled_differences(), 0), Placed(lift, 1), Placed(auc, 1)),
        (4, 7),
        _controls(sheets, SCORE, RATE, VERSION, PERIOD, STATUS),
        sheets.source.pill("calc_verdict"),
    )


def _gains(source: Source, subject: Subject, score: str) -> Dashboard:
    modes = (ONE, ONE, SEVERAL)
    chosen = gains_filters(source, subject, score)
    controls = tuple(Control(chosen_filter.pill, mode) for chosen_filter, mode in zip(chosen, modes))
    sheet = gains_sheet(source, subject, score)
    words = subject.words
    return Dashboard(
        "gains",
        words.text("tableau.gains"),
        words.text("gains.title"),
        (Placed(sheet, 0),),
        (1,),
        controls,
        source.pill("version_id"),
    )


def _rules(source: Source, subject: Subject, score: str) -> Dashboard:
    words = subject.words
    over, last = rules_sheets(source, subject, score)
    controls = (Control(rules_filter(source, score).pill, ONE),)
    title = words.text("tableau.rules")
    places = (Placed(over, 0), Placed(last, 1))
    return Dashboard("rules", title, words.text("decisions.title"), places, (7, 4), controls, source.pill("calc_rule"))


def _portfolio(sheets: PerformanceSheets, log: Source | None) -> Dashboard:
    words = sheets.subject.words
    placed = [Placed(sheets.portfolio(), 0)]
    if log is not None:
        placed.append(Placed(activations_sheet(log, sheets.subject), 1))
    name = words.text("tableau.portfolio")
    return Dashboard("portfolio", name, name, tuple(placed), (1,) * len(placed), _controls(sheets, RATE))


def _controls(sheets: PerformanceSheets, *groups: int) -> tuple[Control, ...]:
    modes = {SCORE: ONE, RATE: ONE, VERSION: SEVERAL, STATUS: SEVERAL, PERIOD: ""}
    return tuple(Control(sheets.control(group).pill, modes[group]) for group in groups)
