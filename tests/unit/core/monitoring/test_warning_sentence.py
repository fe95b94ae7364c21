"""Early warnings in a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.monitoring.early_warnings import MissingShare, missing_text
from champion_challenger.core.monitoring.warning_sentence import warnings_metrics, warnings_sentence
from champion_challenger.core.tables.frames import table
from champion_challenger.languages import LANGUAGES

ROW: dict[str, Any] = {
    "cohort": "2019-06",
    "newest_cohort": "2019-08-01",
    "score_psi": 0.31,
    "score_psi_limit": 0.0123,
    "missing_values": missing_text([MissingShare("income", 0.01, 0.4)]),
    "early_warnings": "large_score_drift, missing_values",
}


def champions(*rows: dict[str, Any]) -> Any:
    """Rows of champions over all customers, as a dataset."""
    return table([{"segment": "all", "is_champion": True, "targeting_rate": 0.05, **row} for row in rows])


def test_a_sentence_has_every_warning_with_its_numbers() -> None:
    """For the mail."""
    assert warnings_sentence(ROW, LANGUAGES["en"]) == (
        "Early warnings for the model in production, 2019-08-01 against 2019-06: scores have drifted far (PSI 0.310; "
        "chance reaches 0.012); missing values have changed (income: 1.0 % to 40.0 %)."
    )


def test_numbers_are_those_of_the_language() -> None:
    """With its marks."""
    sentence = warnings_sentence(ROW, LANGUAGES["fr"])

    assert "PSI 0,310\xa0; le hasard atteint 0,012" in sentence
    assert "income\xa0: de 1,0\xa0% à 40,0\xa0%" in sentence


@pytest.mark.parametrize(
    ("changes", "word", "start"),
    [
        ({}, "large_score_drift, missing_values", "WARN: Early warnings for"),
        ({"early_warnings": None}, "none", "No early warnings: "),
        ({"early_warnings": "of_next_year"}, "none", "No early warnings: "),
        ({"early_warnings": None, "newest_cohort": None}, "not counted", "Early warnings are not counted."),
    ],
)
def test_metrics_are_of_the_newest_cohort(changes: dict[str, Any], word: str, start: str) -> None:
    """An older cohort's warnings are over."""
    rows = champions(
        {**ROW, "cohort_start": "2019-05-31", "cohort": "2019-05"}, {**ROW, "cohort_start": "2019-06-30", **changes}
    )
    found = warnings_metrics(rows)

    assert found["early_warnings"] == word
    assert found["early_warnings_sentence"].startswith(start)


def test_without_a_champion_nothing_is_counted() -> None:
    """A score column alone, for example."""
    assert warnings_metrics(champions())["early_warnings"] == "not counted"
