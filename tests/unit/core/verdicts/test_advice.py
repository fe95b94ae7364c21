"""The recommendation as pages, mail and log say it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from champion_challenger.core.tables.reading import counted_rows
from champion_challenger.core.verdicts.advice import Advice, advice_sentences, read_advice
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.french import FRENCH
from tests.unit.core.verdicts.test_recommendation import COLUMN, ageing
from tests.unit.operations.test_summarise_performance import FakeSummaryHost, run
from tests.unit.performance_rows import against, performance


def advice(rows: list[dict]) -> Advice | None:
    """What the summary of these rows recommends."""
    host = FakeSummaryHost({"performance": performance(rows)})
    run(host)
    return read_advice(counted_rows(host.written["performance_summary"]))


def said(rows: list[dict]) -> str:
    """The same in English."""
    return " ".join(advice_sentences(advice(rows), ENGLISH))


def test_a_change_is_told_with_what_it_is_expected_to_bring() -> None:
    """Of a version that no verdict compares yet, and beside one that is proven to be better."""
    text = said(ageing())

    assert text.startswith("Recommended: w7, instead of v0 in production, by the rule “The highest expected”.")
    assert "w5 performed better than v0 too; w7 is expected to do better still." in text
    assert re.search(r"Forecast: \+3\d positive customers beyond the model in production \(95 % \+\d+ to \+\d+\)", text)
    assert "Too little is known of w7 for a verdict: this rests mainly on what newer versions have brought here" in text
    assert "Over the 7 cohorts so far" in text
    assert text.endswith("The past is short, and the best of several rules looks better than it is.")
    assert "beyond doubt" not in text


def test_what_is_not_proven_is_called_so() -> None:
    """The bounds hold none."""
    assert "That is not beyond doubt: it may bring nothing, or less." in said(against("v1", [0.4, 0.1, 0.4], error=0.4))


def test_a_score_column_that_leads_is_told_to_be_no_choice() -> None:
    """The headline names it; it cannot be activated."""
    text = said([*against("v1", [0.0, 0.1, -0.1]), *against("column:old", [2.0] * 3, version_label="old", **COLUMN)])

    assert text.startswith("Recommended: keep v0 in production")
    assert "old leads the verdicts, but it is a score column: it cannot be activated." in text


def test_rows_without_a_recommendation_have_none() -> None:
    """Those of performance, and of a summary before there were any."""
    rows = performance(against("v1", [0.4] * 3))

    assert read_advice(rows) is None
    assert read_advice(rows.assign(is_recommended=False)) is None
    assert advice_sentences(None, ENGLISH)[0].startswith("No version is recommended yet")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_sentence_can_be_said_in_every_language(language) -> None:
    """No placeholder is left."""
    several = (ageing(), against("v1", [0.4]), against("v1", [0.0, 0.1]), against("v1", [-0.5] * 4))
    texts = [" ".join(advice_sentences(advice(rows), language, "buyers")) for rows in several]

    assert not any("{" in text for text in texts)
    assert pd.Series(texts).is_unique


def test_the_french_names_the_same_figures() -> None:
    """With a decimal comma."""
    found = advice(against("v1", [0.2, 0.1, 0.3], error=0.1))
    figures = [re.findall(r"[+−][\d.,]+", " ".join(advice_sentences(found, one))) for one in (ENGLISH, FRENCH)]

    assert figures[0] == [figure.replace(",", ".") for figure in figures[1]]
