"""Texts, names and reasons of a row in the language of the page."""

from __future__ import annotations

import pandas as pd
import pytest

from champion_challenger.languages import LANGUAGES
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions

FRENCH = Wording(LANGUAGES["fr"])
SENTENCE = "12 positive customers in all, at least 30 needed"


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


def test_a_reason_is_said_in_the_language_of_the_page() -> None:
    """From its code, not from its English sentence."""
    row = pd.Series({"reason": SENTENCE, "reason_codes": '{"reason":[{"code":"few_positives","n":12,"least":30}]}'})
    assert FRENCH.reason(row, "reason") == "12 clients positifs au total, il en faut au moins 30"
    assert Wording(LANGUAGES["en"]).reason(row, "reason") == SENTENCE


@pytest.mark.parametrize(
    "codes",
    [
        "",
        "{",
        '{"pooled_reason":[{"code":"may_be_chance"}]}',
        '{"reason":[{"code":"of_a_later_version"}]}',
        '{"reason":[{"code":"few_positives","n":12}]}',
        '{"reason":[{"code":"auc_too_good","auc":"high"}]}',
    ],
)
def test_a_reason_without_a_code_that_is_known_is_shown_as_it_is(codes: str) -> None:
    """Rows of an older or a later version of the plugin, or changed by hand."""
    assert FRENCH.reason(pd.Series({"reason": SENTENCE, "reason_codes": codes}), "reason") == SENTENCE


@pytest.mark.parametrize(("n", "written"), [(1, "1re cohorte"), (2, "2e cohorte"), (14, "14e cohorte")])
def test_french_counts_cohorts(n: int, written: str) -> None:
    """The first one has its own ending."""
    assert FRENCH.text("cohort.number", n=n) == written
