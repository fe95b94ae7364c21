"""The page of the macro Create score project."""

from __future__ import annotations

from champion_challenger.core.score_project.outcome import CHANGES, Outcome, PartOutcome
from champion_challenger.languages import LANGUAGES
from champion_challenger.report.frame import frame_page
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.style import SHEET
from champion_challenger.report.wording import Wording

_NEXT = ("made.next.scenarios", "made.next.webapp", "made.next.champion")


def score_project_page(outcome: Outcome) -> str:
    """The page as a fragment, which DSS shows inside a page of its own: no script, every value escaped."""
    words = Wording(LANGUAGES[outcome.language])
    heads = (element("th", words.text(f"made.head.{name}"), class_="text") for name in ("kind", "name", "state"))
    table = element(
        "table",
        element("thead", element("tr", *heads)),
        element("tbody", *(_row(part, words) for part in outcome.parts)),
    )
    parts = [
        element("h1", outcome.score),
        element("p", words.text("made.project", project=outcome.project_key), class_="subtitle"),
        element("p", outcome.sentence),
        *(element("p", words.text(note.key, **note.values)) for note in outcome.notes),
        element("div", table, class_="wide", tabindex=0),
        element("h2", words.text("made.next")),
        element(
            "ul",
            *(element("li", words.text(note.key, **note.values)) for note in outcome.left),
            *(element("li", words.text(key)) for key in _NEXT),
        ),
    ]
    return frame_page(parts, SHEET, outcome.language)


def _row(part: PartOutcome, words: Wording) -> Markup:
    name = words.text("made.variables") if part.kind == "variables" else part.name
    state = words.text(f"made.state.{part.state}")
    return element(
        "tr",
        element("td", words.text_or(f"made.kind.{part.kind}", part.kind), class_="text"),
        element("td", name, class_="text reason"),
        element("td", element("strong", state) if part.state in CHANGES else state, class_="text"),
    )
