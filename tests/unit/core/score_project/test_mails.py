"""Mails of a score's scenarios, in the language of the score."""

from __future__ import annotations

import re
from typing import Any

import pytest

from champion_challenger.core.score_project.mails import mails, text_of
from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.create_score_project import Production

PRODUCTION = Production("mail", ("a@b.c", "d@e.f"))


def texts(language: str, has_verdict: bool = True) -> dict[str, tuple[str, str]]:
    """Subject and text of each mail by its name."""
    found: dict[str, tuple[str, str]] = {}
    for one in mails(language, PRODUCTION, has_verdict=has_verdict):
        configuration: dict[str, Any] = one["messaging"]["configuration"]
        found[one["name"]] = configuration["subject"], configuration["message"]
    return found


def variables(text: str) -> set[str]:
    """Variables that a template names."""
    return set(re.findall(r"\$\{(\w+)!", text))


def test_without_a_channel_there_is_no_mail() -> None:
    """Nobody is to be told."""
    assert mails("en", Production()) == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_verdict_is_mailed_of_the_monthly_scenario_alone(language: str) -> None:
    """An application has none."""
    assert len(texts(language)) == 3
    assert len(texts(language, has_verdict=False)) == 2


def test_each_language_mails_the_same_values() -> None:
    """The summary has their words in each language; the subject has the verdict in words, not its code."""
    english, french = ([part for mail in texts(code).values() for part in mail] for code in ("en", "fr"))

    assert [variables(one) for one in english] == [variables(other) for other in french]
    assert variables(texts("en")["Verdict"][0]) == {"score_name", "month_ref", "score_verdict_subject"}


def test_the_mail_of_the_verdict_begins_with_what_to_do_and_where_to_read() -> None:
    """The sentence to act on, then the report; the figures follow."""
    text = texts("en")["Verdict"][1]

    assert text.startswith('${score_action_sentence!"-"}\n\nReport: ${report_place!"-"}\n\nVerdict: ')


def test_french_mails_are_french() -> None:
    """No word of the English ones is left, but for those that both languages have."""
    english, french = (" ".join(part for mail in texts(code).values() for part in mail) for code in ("en", "fr"))
    words = [set(re.findall(r"\b[a-z]{3,}\b", re.sub(r"\$\{[^}]*\}", "", text).lower())) for text in (english, french)]

    assert words[0] & words[1] == {"score", "verdict", "production", "cause", "versions", "lift", "min", "minutes"}  # fmt: skip


def test_a_text_has_its_values() -> None:
    """A name with braces is no placeholder."""
    assert text_of("en", "mail.report.subject", score="{month}", month="2019-06") == "Score {month}, 2019-06: report"
