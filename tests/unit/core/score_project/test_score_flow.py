"""Names and values of a flow in its language."""

from __future__ import annotations

import pytest

from champion_challenger.core.score_project.score_flow import ScoreFlow


@pytest.mark.parametrize(
    ("language", "name", "reading"),
    [
        ("en", "sentence", {"id": "sentence"}),
        ("fr", "sentence", {"id": "sentence_fr", "name": "sentence"}),
        ("fr", "champion_lift", {"id": "champion_lift"}),
    ],
)
def test_a_value_in_words_is_read_in_the_language(language: str, name: str, reading: dict[str, str]) -> None:
    """Under the name that mails know; figures have no language."""
    assert ScoreFlow("D.c", "D.c", "s", language=language).reading(name) == reading


def test_names_are_those_of_the_language() -> None:
    """By their English name."""
    assert ScoreFlow("D.c", "D.c", "s", language="fr").names["Earlier_cohorts"] == "Cohortes_anterieures"
