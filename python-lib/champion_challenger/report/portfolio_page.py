"""The portfolio as one page: a row a score, what needs action first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from champion_challenger.core.report.portfolio import Portfolio
from champion_challenger.core.tables.reading import final_cohorts
from champion_challenger.core.verdicts.advice import gain_places
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.frame import document, frame_page
from champion_challenger.report.header import last_status, since
from champion_challenger.report.markup import Child, Markup, element, join, unbroken
from champion_challenger.report.portfolio import (
    ACTIONS,
    LiftOnCohort,
    PortfolioLine,
    lift_at_activation,
    lift_now,
    portfolio_lines,
)
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.style import SHEET
from champion_challenger.report.verdicts import verdict_name
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions
from champion_challenger.settings.score_portfolio import PortfolioSettings

_HEADS = ("score", "next", "production", "now", "then", "challenger", "gain", "recommendation", "fresh", "warnings")
_NUMBERS = ("now", "then")

_SHEET = """
table.portfolio td { vertical-align: top; white-space: normal; } table.portfolio td.number { text-align: right; }
table.portfolio th, table.portfolio td { padding: 7px 8px; font-size: 13.5px; }
table.portfolio small { display: block; color: var(--quiet); font-size: 12px; }
table.portfolio td.number small { white-space: nowrap; }
table.portfolio td.score { min-width: 18ch; } table.portfolio td.challenger { min-width: 16ch; }
table.portfolio a { color: inherit; }
span.step { display: inline-block; overflow-wrap: normal; padding: 1px 8px; border-radius: 3px;
  background: var(--pale); }
span.step.read, span.step.evaluate { background: var(--alarmed); }
span.step.decide { background: var(--wash); font-weight: 700; }
span.warning { display: block; }
@media (max-width: 760px) {
  table.portfolio, table.portfolio tbody, table.portfolio tr, table.portfolio td { display: block; }
  table.portfolio thead { display: none; }
  table.portfolio tr { padding: 10px 0; border-top: 2px solid var(--rule); }
  table.portfolio td, table.portfolio td.number { border: 0; padding: 2px 0; text-align: left; }
  table.portfolio td[data-head] { display: grid; grid-template-columns: 15ch 1fr; gap: 8px; }
  table.portfolio td[data-head]::before { content: attr(data-head); color: var(--quiet); }
  table.portfolio td.score { font-size: 16px; } table.portfolio td.nothing { display: none; } }
@media print { table.portfolio th, table.portfolio td { font-size: 8.5px; padding: 3px 4px; }
  table.portfolio small { font-size: 7.5px; } }
"""


def portfolio_page(portfolio: Portfolio, settings: PortfolioSettings) -> str:
    """All scores as one HTML page: no script, nothing fetched, every value escaped."""
    return _document(portfolio_fragment(portfolio, settings), settings)


def portfolio_fragment(portfolio: Portfolio, settings: PortfolioSettings) -> Markup:
    """The same content for a page that exists already, whose own styles it leaves alone."""
    words = _words(settings)
    lines = portfolio_lines(portfolio, words.language.version)
    scores = sum(line.evidence is not None for line in lines)
    projects = len({line.entry.project_key for line in lines})
    day = words.day(portfolio.today.isoformat())
    of = words.text("portfolio.projects", n=projects)
    parts = [
        element("h1", words.text("portfolio.title")),
        element("p", words.text("portfolio.subtitle", n=scores, projects=of, day=day), class_="subtitle"),
        _steps(lines, words),
        _table(lines, settings, words),
        *_explanations(lines, words),
        element("footer", words.text("portfolio.reading")),
    ]
    return frame_page(parts, SHEET + _SHEET, settings.language)


def draw_and_keep(portfolio: Portfolio, settings: PortfolioSettings, keep: Callable[[str], None]) -> Markup:
    """Draw the portfolio once: its page is handed to `keep`, and the fragment is returned."""
    content = portfolio_fragment(portfolio, settings)
    keep(_document(content, settings))
    return content


def _document(content: Markup, settings: PortfolioSettings) -> str:
    return document(_words(settings).text("portfolio.title"), content, settings.language, paper="landscape")


def _words(settings: PortfolioSettings) -> Wording:
    return Wording.of(ReportOptions(settings.language))


def _steps(lines: Sequence[PortfolioLine], words: Wording) -> Markup:
    """How many scores wait for what."""
    counts = Counter(line.action for line in lines)
    facts = [
        element(
            "div", element("dt", words.text(f"portfolio.action.{action}")), element("dd", words.count(counts[action]))
        )
        for action in ACTIONS
        if counts[action]
    ]
    return element("dl", *facts, class_="facts")


def _table(lines: Sequence[PortfolioLine], settings: PortfolioSettings, words: Wording) -> Markup:
    heads = [element("th", words.text(f"portfolio.{key}"), class_="" if key in _NUMBERS else "text") for key in _HEADS]
    head = element("thead", element("tr", *heads))
    body = element("tbody", *(_row(line, settings, words) for line in lines))
    return element("div", element("table", head, body, class_="portfolio"), class_="wide", tabindex=0)


def _row(line: PortfolioLine, settings: PortfolioSettings, words: Wording) -> Markup:
    step = element("span", words.text(f"portfolio.action.{line.action}"), class_=f"step {line.action}")
    first = [_cell("score", words, _name(line, settings)), _cell("next", words, step)]
    evidence = line.evidence
    if evidence is None:
        return element("tr", *first, element("td", line.trouble, class_="text", colspan=len(_HEADS) - 2))
    return element(
        "tr",
        *first,
        _cell("production", words, *_production(evidence, words)),
        _cell(
            "now",
            words,
            *_lift(lift_now(evidence), words.text("portfolio.rate", rate=words.rate(evidence.rate)), words),
        ),
        _cell("then", words, *_lift(lift_at_activation(evidence), "", words)),
        _cell("challenger", words, *_challenger(line, words)),
        _cell("gain", words, *_gain(line, words)),
        _cell("recommendation", words, *_recommendation(line, words)),
        _cell("fresh", words, *_freshness(line, evidence, words)),
        _cell("warnings", words, *_warnings(line, words)),
    )


def _cell(key: str, words: Wording, *content: Child) -> Markup:
    """A cell; on a narrow screen it is below the others, after the name of its column."""
    kind = "number" if key in _NUMBERS else "text"
    nothing = "" if content else " nothing"
    named = {} if key in ("score", "next") else {"data_head": words.text(f"portfolio.{key}")}
    return element("td", element("div", *content), class_=f"{kind} {key}{nothing}", **named)


def _name(line: PortfolioLine, settings: PortfolioSettings) -> Markup:
    """The score, linked to its report where one is known, and its dataset."""
    entry = line.entry
    address = settings.address(entry.project_key, entry.score) if line.evidence else ""
    name = element("strong", entry.score or entry.dataset)
    linked = element("a", name, href=address) if address else name
    return join([linked, _small(entry.dataset)]) if entry.score else linked


def _production(evidence: ReportEvidence, words: Wording) -> list[Child]:
    champion, source = evidence.champion, evidence.source
    if champion is None:
        key = "production.not_evaluated" if source.is_superseded else "production.unknown"
        return [source.active_version or MISSING, _small(words.text(key))]
    return [unbroken(champion.label), _small(since(evidence, words))]


def _lift(point: LiftOnCohort, note: str, words: Wording) -> list[Child]:
    if point.lift is None:
        return [MISSING]
    return [words.number(point.lift, 2), _small(point.cohort), _small(note)]


def _challenger(line: PortfolioLine, words: Wording) -> list[Child]:
    if line.best is None or line.evidence is None or not line.evidence.source.champion.key:
        return [MISSING]
    return [element("strong", verdict_name(line.verdict, words)), _small(line.best.label)]


def _gain(line: PortfolioLine, words: Wording) -> list[Child]:
    """Difference in lift to expect, as the report's headline has it."""
    verdict = line.verdict
    if verdict.expected_lift.delta is None or verdict.word in ("not_comparable", "not_enough_data"):
        return [MISSING]
    return [words.with_sign(verdict.expected_lift.delta, 2), _small(words.interval(*verdict.expected_lift.bounds, 2))]


def _recommendation(line: PortfolioLine, words: Wording) -> list[Child]:
    advice = line.advice
    if advice is None:
        return [MISSING]
    if not advice.is_change:
        return [unbroken(words.text("portfolio.keep", label=words.language.version(advice.current)))]
    places = gain_places(advice.gain)
    gain = words.text("portfolio.positives", gain=words.with_sign(advice.gain.delta, places))
    bounds = words.interval(*advice.gain.bounds, places)
    change = words.text("portfolio.change", label=words.language.version(advice.label))
    return [element("strong", unbroken(change)), _small(f"{gain} ({bounds})" if bounds else gain)]


def _freshness(line: PortfolioLine, evidence: ReportEvidence, words: Wording) -> Iterator[Child]:
    status, final = last_status(evidence), final_cohorts(evidence.rows)
    yield unbroken(evidence.last_cohort)
    yield _small(words.text_or(f"status.{status}", status or MISSING))
    if evidence.last_cohort not in final:
        yield _small(
            words.text("portfolio.last_final", cohort=final[-1]) if final else words.text("portfolio.no_final")
        )
    if line.days is not None:
        day = words.day(str(evidence.rows["computed_at"].max())[:10])
        yield _small(words.text("portfolio.computed", day=day))
        yield _small(words.text("portfolio.days", n=line.days) if line.days else words.text("portfolio.today"))


def _warnings(line: PortfolioLine, words: Wording) -> list[Child]:
    return [element("span", words.text(f"portfolio.warning.{key}"), class_="warning") for key in line.warnings]


def _explanations(lines: Sequence[PortfolioLine], words: Wording) -> Iterator[Markup]:
    """What the warnings of this page mean, and what to do."""
    warnings = list(dict.fromkeys(key for line in lines for key in line.warnings))
    if warnings:
        yield element("h2", words.text("portfolio.explained"))
        for key in warnings:
            name = element("strong", words.text(f"portfolio.warning.{key}"))
            yield element("p", name, words.text("portfolio.colon"), words.text(f"portfolio.meaning.{key}"))


def _small(text: str) -> Markup:
    return element("small", unbroken(text)) if text else Markup("")
