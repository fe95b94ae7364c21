"""The wiki page of a score project says what happens when, and takes no markup from names."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from champion_challenger.core.score_project import timetable
from champion_challenger.core.score_project.parts import Dimensions, Template, blueprint
from champion_challenger.core.score_project.wiki import wiki_article
from champion_challenger.records.models import Horizon
from champion_challenger.settings.create_score_project import ScoreProject

PROJECT = ScoreProject("Churn", "CHURN", "", "DATA.history", "DATA.cohort", "DATA.customers", "churned")


def test_the_page_names_data_scenarios_and_variables() -> None:
    """As they are called in the project."""
    page = wiki_article(PROJECT)
    scenarios = [f"{one.scenario}Churn" for one in (timetable.EVALUATION, timetable.APPLICATION)]
    variables = [timetable.MINUTES_ALLOWED, timetable.PROCEDURE_LIMIT]
    names = ["DATA.history", "DATA.cohort", "DATA.customers", "churned", "1 month", *scenarios, *variables]
    assert [name for name in names if name not in page] == []
    assert "{" not in page


@pytest.mark.parametrize(("language", "horizon"), [("en", "3 months"), ("fr", "3 mois")])
def test_the_page_names_parts_as_they_are_called(language: str, horizon: str) -> None:
    """In the language of the form: each name in code is one of the score's, of its datasets or of its variables."""
    project = replace(PROJECT, language=language, horizon=Horizon(3, "month"))
    page = wiki_article(project)
    parts = [part.name for part in blueprint(project, Template(), Dimensions(("month", "MONTH"), None))]
    triggers = [one.trigger for one in (timetable.EVALUATION, timetable.APPLICATION)]
    known = {*parts, *triggers, project.outcome, timetable.MINUTES_ALLOWED, timetable.PROCEDURE_LIMIT}

    assert set(re.findall("`([^`]+)`", page)) <= known
    assert horizon in page


@pytest.mark.parametrize("field", ["name", "training_data", "cohort", "customers", "outcome"])
def test_names_are_text_and_never_markup(field: str) -> None:
    """A pipe would end a cell of a table, a backtick its code."""
    page = wiki_article(replace(PROJECT, **{field: "<b>`a`|b</b> & co"}))
    assert "&lt;b&gt;a/b&lt;/b&gt; &amp; co" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    "name",
    [
        "[a](http://evil.example)",
        "![x](y)",
        "x\n# Heading",
        "**bold** _it_",
        "http://evil.example",
        "www.evil.example",
        "a\\b",
    ],
)
def test_a_name_is_no_link_image_or_heading(name: str) -> None:
    """In the heading it stays text, in code it stays on its line."""
    heading = wiki_article(replace(PROJECT, name=name)).splitlines()[0]

    assert heading.startswith("# ")
    assert not set("[]()*_`\\:!.") & set(heading[2:])
    assert html.unescape(heading[2:]) == " ".join(name.split())
    assert "\n# Heading" not in wiki_article(replace(PROJECT, cohort=name))
