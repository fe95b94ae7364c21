"""Both languages say everything, with the same values."""

from __future__ import annotations

import inspect
import re
import string

import pytest

from champion_challenger.core.verdicts import pooling, summary
from champion_challenger.report.english import ENGLISH
from champion_challenger.report.french import FRENCH
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions


def fields(text: str) -> set[str]:
    """Placeholders of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_french_says_what_english_says(key: str) -> None:
    """The same values stand in both texts; the event may be written with its preposition."""
    english, french = fields(ENGLISH[key]), fields(FRENCH[key])
    assert french - {"event", "of_event"} == english - {"event", "of_event"}


@pytest.mark.parametrize(
    "reason",
    [
        "the difference may be chance",
        "better by 0.12, which is less than the margin of 0.3",
        "12 positive customers in all, at least 30 are needed",
        "7.5 positive customers on the target lists, at least 10 are needed",
        "no model in production is known",
        "no cohort is final yet",
        "it was not scored on any final cohort",
        "the model in production was not scored on any final cohort",
        "no final cohort is known to come after its training",
        "no final cohort is known to come after the training of the model in production",
        "no final cohort compares it with the champion",
        "no row at the primary rate over all customers",
    ],
)
def test_french_has_words_for_the_reasons_of_a_summary(reason: str) -> None:
    """Those are the reasons that the core gives, and each is translated."""
    source = inspect.getsource(pooling) + inspect.getsource(summary)
    assert all(part.strip(" .,") in source for part in re.split(r"[\d.]+", reason))
    assert Wording("fr", "churners").reason(reason) != reason


def test_an_event_with_braces_is_no_placeholder() -> None:
    """Names come from people."""
    words = Wording.of(ReportOptions("en", "{rate} lovers"))
    assert words.text("precision.meaning") == "% of the targeted who really are {rate} lovers"


@pytest.mark.parametrize(
    ("event", "written"),
    [("churners", "de churners"), ("abonnés", "d'abonnés"), ("Écarts", "d'Écarts"), ("hausses", "d'hausses")],
)
def test_french_elides_before_a_vowel(event: str, written: str) -> None:
    """Before a vowel, accents and capitals included, and before h, which is mute in most names of customers."""
    assert written in Wording.of(ReportOptions("fr", event)).text("sensitivity.meaning")
