"""Portfolios made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from champion_challenger.core.report.portfolio import Portfolio, PortfolioEntry, portfolio_entries
from tests.unit.report.samples import BETTER, row, two_cohorts

TODAY = date(1998, 7, 4)
ADVISED = {
    "is_recommended": True, "recommended_by": "highest_expected", "expected_gain": 38.2, "expected_gain_low": 12.1,
    "expected_gain_high": 60.4, "rule_cohorts": 2, "best_rule": "highest_expected",
}  # fmt: skip
EXPECTED = {"expected_lift_delta": 0.31, "expected_lift_delta_low": 0.12, "expected_lift_delta_high": 0.5}


def calm(score: str = "Calm") -> list[dict[str, Any]]:
    """A score whose model in production is best."""
    rows = [row("initial", month, 3.0, score_id=score) for month in ("1998-04", "1998-05")]
    return [*rows, row("newer", "1998-05", 2.9, score_id=score, pooled_verdict="champion_better")]


def promising(score: str = "Promising") -> list[dict[str, Any]]:
    """A score whose summary recommends a challenger that is better."""
    rows = [{**one, "score_id": score} for one in two_cohorts()]
    return [{**one, **EXPECTED, **ADVISED} if "pooled_lift_delta" in one else one for one in rows]


def leaderless(score: str = "Leaderless") -> list[dict[str, Any]]:
    """A score without a model in production."""
    return [row("one", "1998-05", 2.0, score_id=score, **{**BETTER, "pooled_verdict": None})]


def entries_of(dataset: str, *scores: list[dict[str, Any]], **others: Any) -> list[PortfolioEntry]:
    """The scores of a dataset."""
    rows = pd.DataFrame([one for score in scores for one in score])
    return portfolio_entries(dataset, rows, pd.DataFrame(others.get("activations")))


def portfolio_of(*scores: list[dict[str, Any]], lost: str = "", today: date = TODAY) -> Portfolio:
    """A portfolio of these scores in one dataset, and of one that is lost for this reason."""
    missing = [PortfolioEntry("P.lost", trouble=lost)] if lost else []
    found = entries_of("P.summary", *scores) if scores else []
    return Portfolio((*found, *missing), today)
