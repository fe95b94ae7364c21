"""Names of a score project's parts, by language."""

from __future__ import annotations

import pytest

from champion_challenger.core.score_project.names import ACTIVATION_LOG, PERFORMANCE, names_of
from champion_challenger.languages import LANGUAGES


def test_english_names_are_their_own() -> None:
    """They are those that scores have had since before there was a choice."""
    assert all(key == name for key, name in names_of("en").items())


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_names_are_plain_and_no_two_alike(language: str) -> None:
    """Tables and folders are named so: no accents and no blanks, but for the names of mails."""
    names = names_of(language)
    mails = {name for key, name in names.items() if key.startswith("On ")}

    assert len(set(names.values())) == len(names)
    assert all(name.isascii() and " " not in name for name in set(names.values()) - mails)
    assert (names[PERFORMANCE], names[ACTIVATION_LOG]) == ("performance", "activation_log")


def test_french_names_are_french() -> None:
    """All but those that scripts and forms share, and words that are French too."""
    alike = {key for key, name in names_of("fr").items() if key == name}
    assert alike == {
        PERFORMANCE, ACTIVATION_LOG, "scores", "Dates", "Var_cockpit", "Procedure_Tera", "Var_procedure", "Verdict"
    }  # fmt: skip
