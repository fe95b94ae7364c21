"""How a language writes what pages name."""

from __future__ import annotations

import pytest

from champion_challenger.languages import LANGUAGES


@pytest.mark.parametrize(
    ("names", "english", "french"),
    [
        ("2019-01, 2019-02, 2019-03", "2019-01, 2019-02, 2019-03", "2019-01, 2019-02, 2019-03"),
        (
            "2019-01, 2019-02, 2019-03, 2019-05",
            "4 cohorts (2019-01 to 2019-05)",
            "4 cohortes (de 2019-01 à 2019-05)",
        ),
        ("", "", ""),
    ],
)
def test_many_cohorts_are_named_by_the_first_and_the_last(names: str, english: str, french: str) -> None:
    """Twelve names in a table's cell say less than two."""
    assert [LANGUAGES[code].cohorts(names) for code in ("en", "fr")] == [english, french]


def test_a_value_with_a_mark_of_its_own_ends_the_sentence() -> None:
    """No "?." and no "..", and an ellipsis stays."""
    texts = ("who?", "gone.", "a ...", "../x")
    fills = [LANGUAGES["en"].fill("Not done: {reason}.", {"reason": text}) for text in texts]

    assert fills == ["Not done: who?", "Not done: gone.", "Not done: a ....", "Not done: ../x."]
