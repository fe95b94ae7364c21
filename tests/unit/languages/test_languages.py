"""Every language says everything that English says, with the same values, and writes numbers and days its own way."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from pathlib import Path

import pytest

from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.language import Language, Text

ROOT = Path(__file__).parents[3]
OTHERS = [language for language in LANGUAGES.values() if language is not ENGLISH]
LEFT_OUT = {"event", "question"}
"""The event where grammar asks for it, and what DSS was asked, which is said in English alone."""
FORMS = (
    "python-steps/call-teradata-procedure/step.json",
    "python-steps/check-volume-stability/step.json",
    "python-steps/retrieve-metrics-and-checks/step.json",
    "python-runnables/create-score-project/runnable.json",
    "python-runnables/performance-report/runnable.json",
    "python-runnables/score-portfolio/runnable.json",
    "python-runnables/tableau-workbook/runnable.json",
    "webapps/score-performance/webapp.json",
)


def forms(text: Text) -> Mapping[str, str]:
    """Plural forms of a text; one that does not change has a single form."""
    return {"": text} if isinstance(text, str) else text


def fields(text: Text, language: Language) -> set[str]:
    """Values that a text shows in any of its forms; forms of the event's name count as the event."""
    shown = {name for form in forms(text).values() for _, name, _, _ in string.Formatter().parse(form) if name}
    return {"event" if name in language.event_forms("x") else name for name in shown} - {"n"}


@pytest.mark.parametrize("table", ["texts", "reasons"])
@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_a_language_has_every_text_with_its_values(language: Language, table: str) -> None:
    """But for what may be left out; the number that a plural depends on may be in its word."""
    english, other = getattr(ENGLISH, table), getattr(language, table)
    assert set(other) == set(english)
    differing = {
        key for key in english if fields(other[key], language) - LEFT_OUT != fields(english[key], ENGLISH) - LEFT_OUT
    }
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_a_text_has_each_plural_form_of_its_language(language: Language) -> None:
    """None is missing, and none is never used."""
    needed = {language.plural_form(number) for number in range(1000)}
    texts = [*language.texts.values(), *language.reasons.values()]
    assert all(set(text) - {"of"} == needed for text in texts if not isinstance(text, str))


@pytest.mark.parametrize("file", FORMS)
def test_forms_offer_the_languages_of_the_table(file: str) -> None:
    """In its order, under their own names, the first one by default."""
    fields = {field["name"]: field for field in json.loads((ROOT / file).read_text(encoding="utf-8"))["params"]}
    offered = [(choice["value"], choice["label"]) for choice in fields["language"]["selectChoices"]]
    assert offered == [(language.code, language.name) for language in LANGUAGES.values()]
    assert fields["language"]["defaultValue"] == offered[0][0]


def test_french_breaks_no_line_before_a_mark() -> None:
    """The space before ; : ? ! % holds the line together, in texts and in numbers."""
    french = LANGUAGES["fr"]
    written = [form for text in [*french.texts.values(), *french.reasons.values()] for form in forms(text).values()]
    assert not [text for text in written if any(f" {mark}" in text for mark in ";:?!%»") or "« " in text]
    assert french.numbers.rate(0.05) == "5\u00a0%"


def test_numbers_have_the_marks_of_the_language() -> None:
    """In a text, too, as its template asks."""
    assert ENGLISH.fill("{n:,} at {lift:.2f}", {"n": 1234, "lift": 0.5}) == "1\u202f234 at 0.50"
    assert LANGUAGES["fr"].fill("{n:,} à {lift:.2f}", {"n": 1234, "lift": 0.5}) == "1\u202f234 à 0,50"
    assert LANGUAGES["fr"].fill("{share:.1%}", {"share": 0.021}) == "2,1\u00a0%"


@pytest.mark.parametrize(
    ("code", "day", "moment"),
    [("en", "2019-02-28", "2019-02-28 09:05"), ("fr", "28/02/2019", "28/02/2019 09:05")],
)
def test_days_are_written_as_people_there_write_them(code: str, day: str, moment: str) -> None:
    """A text that is no day is left as it is."""
    language = LANGUAGES[code]
    assert (language.day("2019-02-28"), language.moment("2019-02-28T09:05:59Z")) == (day, moment)
    assert (language.day("unknown"), language.moment("")) == ("unknown", "")


def test_a_name_with_braces_is_no_placeholder() -> None:
    """Names come from people."""
    assert ENGLISH.fill("cohort {cohort}", {"cohort": "{n}"}) == "cohort {n}"
