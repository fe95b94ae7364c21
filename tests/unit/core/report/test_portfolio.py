"""Entries of the portfolio."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.report.portfolio import portfolio_entries
from tests.unit.report.portfolios import calm, entries_of, promising
from tests.unit.report.samples import activation, row


def test_each_score_of_a_dataset_is_an_entry() -> None:
    """In alphabetical order, with the activations of its model."""
    entries = entries_of("P.summary", promising(), calm(), activations=[activation(), activation(model_id="other")])

    assert [entry.score for entry in entries] == ["Calm", "Promising"]
    assert all(entry.rows is not None and entry.rows.score == entry.score for entry in entries)
    assert all(entry.rows is not None and len(entry.rows.activations) == 1 for entry in entries)


def test_a_dataset_without_rows_says_why() -> None:
    """It was never built."""
    (entry,) = portfolio_entries("P.summary", pd.DataFrame(), pd.DataFrame())

    assert (entry.dataset, entry.score, entry.rows) == ("P.summary", "", None)
    assert "run Retrain and evaluate, and then Summarise performance" in entry.trouble


def test_a_score_that_cannot_be_read_leaves_the_others() -> None:
    """Two champions on one cohort."""
    two = [row(version, "1998-05", 2.0, score_id="Twice", is_champion=True) for version in ("one", "other")]
    good, bad = entries_of("P.summary", calm(), two)

    assert good.trouble == ""
    assert (bad.score, bad.rows) == ("Twice", None)
    assert bad.trouble.startswith("Score Twice, cohort 1998-05: expected one champion")
