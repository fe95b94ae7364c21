"""The sentence that a report begins with."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from champion_challenger.languages import LANGUAGES
from champion_challenger.report.opening import opening_sentence
from champion_challenger.report.shown import report_evidence
from champion_challenger.report.wording import Wording
from tests.unit.report.samples import BETTER, RULE, activation, report_of, row, two_cohorts

ADVISED = {
    "is_recommended": True,
    "recommended_by": "highest_expected",
    "expected_gain": 46.2,
    "expected_gain_low": 35.0,
    "expected_gain_high": 57.0,
}


def sentence(rows: list[dict[str, Any]], language: str = "en", **others: Any) -> str:
    """The sentence about these rows."""
    words = Wording(LANGUAGES[language], {"en": "buyers", "fr": "acheteurs"}[language])
    return opening_sentence(report_evidence(report_of(rows, **others), None, words.language.version), words)


def with_expected(**changes: Any) -> list[dict[str, Any]]:
    """Two cohorts; the best challenger has a difference to expect, and the newest version more."""
    expected = {"expected_lift_delta": 0.31, "expected_lift_delta_low": 0.1, "expected_lift_delta_high": 0.52}
    return [
        {
            **one,
            **(expected if one.get("pooled_lift_delta") else {}),
            **(changes if one["version_id"] == "19980430" else {}),
        }
        for one in two_cohorts()
    ]


def test_it_says_who_did_better_and_what_could_be_done() -> None:
    """Production since when, the best with what to expect, and the version that the recommendation names."""
    log = pd.DataFrame([activation()])

    assert sentence(with_expected(**ADVISED), activations=log) == (
        "Initial is in production, active since 1997-05-02; 1998-03-31 did better: expect a difference in lift of about "
        "+0.31 (+0.10 to +0.52); a person could now activate 1998-04-30, with a forecast of +46 buyers on a cohort like "
        "the last final one."
    )


def test_it_reads_as_french() -> None:
    """Days and numbers as people write them there."""
    assert sentence(with_expected(**ADVISED), "fr") == (
        "Initial est en production, actif depuis la cohorte 1998-04 au plus tard\u00a0; 31/03/1998 a fait mieux\u00a0: "
        "attendez un écart de lift d'environ +0,31 (+0,10 à +0,52)\u00a0; une personne pourrait maintenant activer "
        "30/04/1998, avec une prévision de +46 acheteurs sur une cohorte comme la dernière définitive."
    )


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        (
            {"pooled_verdict": "not_distinguishable"},
            "no challenger did better by what is proven so far; nothing is to be",
        ),
        (
            {"pooled_verdict": "challenger_better"},
            "its lift differed by +0.40 (+0.21 to +0.59); a person could now activate",
        ),
        (
            {"pooled_verdict": "challenger_better", **RULE, "version_id": "column:rule_score"},
            "it is a score column, and",
        ),
    ],
    ids=["unclear", "better", "column"],
)
def test_each_verdict_has_its_end(changes: dict[str, Any], end: str) -> None:
    """Nothing to decide, something to activate, or a column that cannot be."""
    rows = [row("initial", "1998-05", 5.9), row("19980331", "1998-05", 6.3, **{**BETTER, **changes})]

    assert end in sentence(rows)


def test_a_champion_without_rows_asks_for_an_evaluation() -> None:
    """Before anything is decided."""
    rows = [{**one, "is_champion_now": False, "pooled_verdict": "not_comparable"} for one in two_cohorts()]

    assert re.search("not evaluated on any cohort yet; run the evaluation of cohort 1998-05 again", sentence(rows))


def test_without_a_champion_one_has_to_be_activated() -> None:
    """Nothing can be compared."""
    rows = [{**one, "is_champion": False, "is_champion_now": False} for one in two_cohorts()]

    assert sentence(rows) == "No model in production is known; activate a version, and run the evaluation again."
