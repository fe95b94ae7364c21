"""What the webapp's backend answers: what its selectors offer, the report, and the rows of the view."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from champion_challenger.core.report.view import ViewedRows, rows_file, written_rows
from champion_challenger.languages import LANGUAGES
from champion_challenger.report.page import fragment
from champion_challenger.report.shown import ShownVersion, report_evidence
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions

_TEXTS = ("score", "rate", "first", "last", "versions", "champion", "download", "link", "reset", "failed")

_AS_DECLARED = {"X-Content-Type-Options": "nosniff"}


def selectors(viewed: ViewedRows, options: ReportOptions) -> dict[str, Any]:
    """Scores, rates, cohorts and versions that can be chosen, and the texts beside them, as JSON can hold them."""
    words = Wording.of(options)
    evidence = report_evidence(viewed.all_rows, options.rate, words.language.version)
    cohorts = [{"value": name, "label": name} for name in evidence.cohorts]
    return {
        "language": options.language,
        "texts": {name: words.text(f"select.{name}") for name in _TEXTS},
        "score": [{"value": name, "label": name} for name in viewed.scores],
        "rate": [{"value": f"{100 * rate:g}", "label": words.rate(rate)} for rate in evidence.rates],
        "first": cohorts,
        "last": cohorts,
        "version": [
            {"value": version.key, "label": _label(version, words)}
            for version in evidence.versions
            if not version.is_champion
        ],
        "chosen": {
            "score": viewed.view.score,
            "rate": f"{100 * evidence.rate:g}",
            "first": evidence.cohorts[0],
            "last": evidence.last_cohort,
        },
    }


def report(viewed: ViewedRows, options: ReportOptions) -> str:
    """The report of what is viewed, to be put into the webapp's page."""
    return fragment(viewed.all_rows, replace(options, rate=viewed.view.rate or options.rate), viewed)


def rows(viewed: ViewedRows, options: ReportOptions) -> tuple[str, dict[str, str]]:
    """The rows of what is viewed as a CSV file of the language: content and headers."""
    name = rows_file(viewed)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": disposition, **_AS_DECLARED}
    return written_rows(viewed.rows, LANGUAGES[options.language].numbers), headers


def refusal(error: Exception) -> tuple[str, int, dict[str, str]]:
    """Our own error as plain text, which no browser takes for a page: it may quote what somebody put into a link.

    >>> refusal(ValueError("<b>"))
    ('<b>', 400, {'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff'})
    """
    return str(error), 400, {"Content-Type": "text/plain; charset=utf-8", **_AS_DECLARED}


ANSWERS: Mapping[str, Callable[[ViewedRows, ReportOptions], Any]] = {
    "selectors": selectors,
    "report": report,
    "rows": rows,
}


def _label(version: ShownVersion, words: Wording) -> str:
    return f"{version.label} {words.text('best_challenger')}" if version.is_best else version.label
