"""The page of the macro Create score project."""

from __future__ import annotations

from champion_challenger.core.score_project.outcome import CHANGES, Outcome
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.style import SHEET

_NEXT = (
    "Run both scenarios once by hand, then switch them on: they are inactive.",
    "Make the webapp by hand: the wiki page of the project says how.",
    "Look at the first champion before the first campaign.",
)


def score_project_page(outcome: Outcome) -> str:
    """One HTML page: no script, nothing fetched, every value escaped."""
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
    body = element(
        "body",
        element("h1", outcome.score),
        element("p", f"Project {outcome.project_key}", class_="subtitle"),
        element("p", outcome.sentence),
        element("div", element("table", element("thead", heads), element("tbody", *rows)), class_="wide"),
        element("h2", "What is left to do"),
        element("ul", *(element("li", sentence) for sentence in _NEXT)),
    )
    title = element("title", f"Score project {outcome.project_key}")
    head = element("head", element("meta", charset="utf-8"), title, element("style", Markup(SHEET)))
    return "<!DOCTYPE html>\n" + element("html", head, body, lang="en") + "\n"
