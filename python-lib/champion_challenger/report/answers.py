"""What the webapp's backend answers: selectors with the report or the portfolio, and the rows of the view."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Union
from urllib.parse import quote

from champion_challenger.core.once import Once
from champion_challenger.core.report.view import ViewedPortfolio, ViewedRows, rows_file, rows_in_view, written_rows
from champion_challenger.errors import DataError
from champion_challenger.languages import LANGUAGES
from champion_challenger.report.markup import Markup
from champion_challenger.report.page import fragment
from champion_challenger.report.portfolio_page import portfolio_fragment
from champion_challenger.report.shown import ShownVersion, report_evidence
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions
from champion_challenger.settings.score_portfolio import PortfolioSettings

Viewed = Union[ViewedRows, ViewedPortfolio]

_TEXTS = [
    "score",
    "rate",
    "first",
    "last",
    "versions",
    "all",
    "none",
    "champion",
    "download",
    "link",
    "reset",
    "failed",
]

_DRAWN: Once[Markup] = Once(32)
"""What was drawn last: several people look at the same."""

_AS_DECLARED = {"X-Content-Type-Options": "nosniff"}


def view(viewed: Viewed, options: ReportOptions) -> dict[str, Any]:
    """What the page needs for a view, in one answer: its selectors and its report, or the portfolio."""
    if isinstance(viewed, ViewedPortfolio):
        return {"selectors": _portfolio_selectors(viewed, options), "report": portfolio(viewed, options)}
    viewed = _with_rate(viewed, options)
    return {"selectors": selectors(viewed, options), "report": report(viewed, options)}


def selectors(viewed: ViewedRows, options: ReportOptions) -> dict[str, Any]:
    """Scores, rates, cohorts and versions that can be chosen, and the texts beside them, as JSON can hold them."""
    words = Wording.of(options)
    evidence = report_evidence(viewed.all_rows, options.rate, words.language.version)
    cohorts = [{"value": name, "label": name} for name in evidence.cohorts]
    return {
        **_frame(viewed.scores, options),
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
    chosen = replace(options, rate=viewed.view.rate or options.rate)
    return _DRAWN.answer((viewed.all_rows, viewed.view, options), lambda: fragment(viewed.all_rows, chosen, viewed))


def portfolio(viewed: ViewedPortfolio, options: ReportOptions) -> str:
    """All scores, each linked to its report."""
    settings = PortfolioSettings((), language=options.language, report_url="#score={score}")
    return _DRAWN.answer((viewed.portfolio, options), lambda: portfolio_fragment(viewed.portfolio, settings))


def rows(viewed: Viewed, options: ReportOptions) -> tuple[str, dict[str, str]]:
    """The rows of what is viewed as a CSV file of the language: content and headers.

    Raises
    ------
    DataError
        No score is chosen.
    """
    if isinstance(viewed, ViewedPortfolio):
        raise DataError(f"Rows are those of one score; there are {', '.join(viewed.scores)}: choose one of them.")
    name = rows_file(viewed)
    # Old clients read the plain name alone, and a header takes no other letters.
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": disposition, **_AS_DECLARED}
    return written_rows(viewed.rows, LANGUAGES[options.language].numbers), headers


def refusal(error: Exception) -> tuple[str, int, dict[str, str]]:
    """Our own error as plain text, which no browser takes for a page: it may quote what somebody put into a link.

    >>> refusal(ValueError("<b>"))
    ('<b>', 400, {'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff'})
    """
    # Never as HTML: the message may quote an address that somebody else wrote.
    return str(error), 400, {"Content-Type": "text/plain; charset=utf-8", **_AS_DECLARED}


ANSWERS: Mapping[str, Callable[[Viewed, ReportOptions], Any]] = {"view": view, "rows": rows}


def _frame(scores: Sequence[str], options: ReportOptions) -> dict[str, Any]:
    """What is the same in every view."""
    words = Wording.of(options)
    every = [{"value": "", "label": words.text("select.all_scores")}] if len(scores) > 1 else []
    return {
        "language": options.language,
        "texts": {name: words.text(f"select.{name}") for name in _TEXTS},
        "score": [*every, *({"value": name, "label": name} for name in scores)],
    }


def _portfolio_selectors(viewed: ViewedPortfolio, options: ReportOptions) -> dict[str, Any]:
    """Scores alone; with a single one there is still a line to choose."""
    nothing: dict[str, Any] = {name: [] for name in ("rate", "first", "last", "version")}
    chosen = dict.fromkeys(("score", "rate", "first", "last"), "")
    return {**_frame(viewed.scores, options), **nothing, "chosen": chosen}


def _with_rate(viewed: ViewedRows, options: ReportOptions) -> ViewedRows:
    """A view at one rate, the one shown first where none is chosen: the page has a selector for the others."""
    if viewed.view.rate is not None:
        return viewed
    name = Wording.of(options).language.version
    # The webapp's selector names one rate: a page with all rates would be several times as large.
    chosen = replace(viewed.view, rate=report_evidence(viewed.all_rows, options.rate, name).rate)
    return replace(viewed, view=chosen, rows=rows_in_view(viewed.all_rows, chosen))


def _label(version: ShownVersion, words: Wording) -> str:
    return f"{version.label} {words.text('best_challenger')}" if version.is_best else version.label
