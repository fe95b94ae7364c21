"""The page of the macro Check this instance: what was found, line by line, and what to do."""

from __future__ import annotations

from champion_challenger.core.installation.findings import FIX, LOOK, OK, UNTRIED, CheckedInstallation, Finding, Section
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.frame import frame_page
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.style import SHEET

_WORDS = {OK: "OK", LOOK: "Look", FIX: "Fix", UNTRIED: "Not tried"}
_NOTES = {
    FIX: "what depends on it does not run until this is done",
    LOOK: "may be as intended; read the line",
    UNTRIED: "could not be looked at without leaving a trace, without a right, or without a choice in the form",
    OK: "nothing to do",
}
_EXTRA = """
span.mark { display: inline-block; width: 11px; height: 11px; border-radius: 50%; margin-right: 7px; }
.ok { color: var(--fine); } .look { color: var(--look); } .fix { color: var(--alarm); }
.untried { color: var(--quiet); }
.ok span.mark { background: #2e8b57; } .look span.mark { background: #e0a100; }
.fix span.mark { background: #c0392b; } .untried span.mark { background: #a7adb3; }
table.findings { width: 100%; } table.findings td { vertical-align: top; white-space: normal; overflow-wrap: anywhere; }
table.findings td.level { white-space: nowrap; overflow-wrap: normal; font-weight: 600; width: 104px; }
table.findings td.subject { width: 22%; } table.findings td.advice { width: 34%; }
"""


def check_page(checked: CheckedInstallation) -> str:
    """The page as a fragment, which DSS shows inside a page of its own: no script, every value escaped."""
    parts = [
        element("h1", "Check this instance"),
        element("p", _subtitle(checked), class_="subtitle"),
        element("p", _verdict(checked), class_="headline"),
        _counts(checked),
        *(part for section in checked.sections for part in _section(section)),
        element("p", "Everything was read and nothing was changed. Run it again after a change.", class_="note"),
    ]
    return frame_page(parts, SHEET + _EXTRA, "en")


def _subtitle(checked: CheckedInstallation) -> str:
    instance = checked.instance
    return (
        f"Project {checked.project_key} · DSS {instance.dss or 'unknown'} · plugin {instance.plugin} · "
        f"run by {instance.user or 'unknown'}"
    )


def _verdict(checked: CheckedInstallation) -> str:
    to_fix, to_read = checked.count(FIX), checked.count(LOOK)
    if to_fix:
        return f"{to_fix} {'line has' if to_fix == 1 else 'lines have'} to be fixed first."
    if to_read:
        return f"Nothing prevents a score; {to_read} {'line is' if to_read == 1 else 'lines are'} worth a look."
    return "Nothing that was looked at prevents a score."


def _counts(checked: CheckedInstallation) -> Markup:
    entries = [
        element(
            "div",
            element("dt", _mark(level), _WORDS[level], class_=level),
            element("dd", str(checked.count(level)), element("small", note)),
        )
        for level, note in _NOTES.items()
    ]
    return element("dl", *entries, class_="facts")


def _section(section: Section) -> list[Markup]:
    heads = element("tr", *(element("th", name, class_="text") for name in ("", "What", "Found", "What to do")))
    rows = [_row(finding) for finding in section.findings]
    table = element("table", element("thead", heads), element("tbody", *rows), class_="findings")
    return [element("h2", section.title), element("div", table, class_="wide", tabindex=0)]


def _row(finding: Finding) -> Markup:
    return element(
        "tr",
        element("td", _mark(finding.level), _WORDS[finding.level], class_=f"text level {finding.level}"),
        element("td", finding.subject, class_="text subject"),
        element("td", finding.observation, class_="text"),
        element("td", f"{finding.advice.rstrip('.')}." if finding.advice else MISSING, class_="text advice"),
    )


def _mark(level: str) -> Markup:
    return element("span", class_="mark", aria_hidden="true")
