"""The page of the macro Create score project."""

from __future__ import annotations

from champion_challenger.core.score_project.outcome import CHANGES, Outcome
from champion_challenger.report.frame import framed
from champion_challenger.report.markup import element
from champion_challenger.report.style import SHEET

_NEXT = (
    "Run both scenarios once by hand, then switch them on: they are inactive.",
    "Make the webapp by hand: the wiki page of the project says how.",
    "Look at the first champion before the first campaign.",
)


def score_project_page(outcome: Outcome) -> str:
    """The page as a fragment, which DSS shows inside a page of its own: no script, every value escaped."""
    heads = element("tr", *(element("th", name, class_="text") for name in ("Part", "Name", "State")))
    rows = [
        element(
            "tr",
            element("td", part.kind, class_="text"),
            element("td", part.name, class_="text reason"),
            element("td", element("strong", part.state) if part.state in CHANGES else part.state, class_="text"),
        )
        for part in outcome.parts
    ]
    parts = [
        element("h1", outcome.score),
        element("p", f"Project {outcome.project_key}", class_="subtitle"),
        element("p", outcome.sentence),
        element("div", element("table", element("thead", heads), element("tbody", *rows)), class_="wide", tabindex=0),
        element("h2", "What is left to do"),
        element("ul", *(element("li", sentence) for sentence in _NEXT)),
    ]
    return framed(parts, SHEET, "en")
