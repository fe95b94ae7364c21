"""What the webapp's backend answers: what its selectors offer, the report, and the rows shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from champion_challenger.core.report.view import ViewedRows, written_rows
from champion_challenger.report.page import fragment
from champion_challenger.report.shown import ShownVersion, report_evidence
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions

_TEXTS = ("score", "rate", "first", "last", "versions", "champion", "download", "link", "reset", "failed")


def selectors(found: ViewedRows, options: ReportOptions) -> dict[str, Any]:
    """Scores, rates, cohorts and versions that can be chosen, and the texts beside them, as JSON can hold them."""
    shown, words = report_evidence(found.whole, options.rate), Wording.of(options)
    cohorts = [{"value": name, "label": name} for name in shown.cohorts]
    return {
        "language": options.language,
        "texts": {name: words.text(f"select.{name}") for name in _TEXTS},
        "score": [{"value": name, "label": name} for name in found.scores],
        "rate": [{"value": f"{100 * rate:g}", "label": words.rate(rate)} for rate in shown.rates],
        "first": cohorts,
        "last": cohorts,
        "version": [{"value": one.key, "label": _label(one, words)} for one in shown.contenders if not one.is_champion],
        "chosen": {
            "score": found.view.score,
            "rate": f"{100 * shown.rate:g}",
            "first": shown.cohorts[0],
            "last": shown.last_cohort,
        },
    }


def report(found: ViewedRows, options: ReportOptions) -> str:
    """The report of what is viewed, to be put into the webapp's page."""
    return fragment(found.part, replace(options, rate=found.view.rate or options.rate))


def rows(found: ViewedRows, options: ReportOptions) -> tuple[str, dict[str, str]]:
    """The rows of what is viewed as a CSV file: content and headers."""
    disposition = 'attachment; filename="performance.csv"'
    return written_rows(found.part), {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": disposition}


ANSWERS: Mapping[str, Callable[[ViewedRows, ReportOptions], Any]] = {
    "selectors": selectors,
    "report": report,
    "rows": rows,
}


def _label(one: ShownVersion, words: Wording) -> str:
    return f"{one.label} {words.text('best_challenger')}" if one.is_best else one.label
