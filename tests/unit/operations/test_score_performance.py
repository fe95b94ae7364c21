"""What the webapp shows, from a host in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.report.view import ViewedPortfolio, ViewedRows
from champion_challenger.errors import DataError
from champion_challenger.operations.score_performance import score_performance
from champion_challenger.report.answers import ANSWERS
from champion_challenger.settings.performance_report import ReportOptions, ReportSettings
from tests.unit.operations.test_performance_report import FakeDatasets
from tests.unit.report.samples import row, two_cohorts

TWO = [*two_cohorts(), row("initial", "1998-05", 2.0, score_id="Churn & co")]
Query = Mapping[str, Sequence[str]]


@dataclass
class FakeWebapp(FakeDatasets):
    """Datasets on a day."""

    def today(self) -> date:
        """Early in June."""
        return date(1998, 6, 2)


def shown(query: Query, rows: list[dict[str, Any]] = TWO, score: str = "") -> ViewedRows | ViewedPortfolio:
    """What a query shows."""
    host = FakeWebapp({"P.summary": pd.DataFrame(rows)}, active={"P.m": "initial"})
    return score_performance(ReportSettings("P.summary", score=score), query, host)


@pytest.mark.parametrize(
    ("query", "score", "expected"),
    [
        ({}, "", ViewedPortfolio),
        ({"score": [""]}, "", ViewedPortfolio),
        ({}, "Repurchase", ViewedRows),
        ({"score": ["Repurchase"]}, "", ViewedRows),
        ({"portfolio": ["all"]}, "Repurchase", ViewedPortfolio),
    ],
)
def test_all_scores_are_shown_while_none_is_chosen(query: Query, score: str, expected: type) -> None:
    """By the address, or by the form."""
    assert isinstance(shown(query, score=score), expected)


def test_a_single_score_is_shown_at_once() -> None:
    """A portfolio of one line would be a click in the way."""
    assert isinstance(shown({}, two_cohorts()), ViewedRows)


def test_each_line_of_the_portfolio_opens_its_report() -> None:
    """The name is in the address, and whatever is in it is quoted."""
    answer = ANSWERS["view"](shown({}), ReportOptions())

    assert '<a href="#score=Churn%20%26%20co">' in answer["report"]
    assert '<a href="#score=Repurchase">' in answer["report"]
    assert [one["value"] for one in answer["selectors"]["score"]] == ["", "Churn & co", "Repurchase"]
    assert answer["selectors"]["rate"] == []


def test_a_view_is_of_one_rate_with_its_selectors() -> None:
    """One answer a change; without a rate it is that of the verdicts."""
    rows = [{**one, "targeting_rate": rate} for one in two_cohorts() for rate in (0.01, 0.05)]
    answer = ANSWERS["view"](shown({"score": ["Repurchase"]}, rows), ReportOptions())

    assert answer["selectors"]["chosen"]["rate"] == "5"
    assert 'class="panel rate-500"' in answer["report"]
    assert 'class="panel rate-100"' not in answer["report"]


def test_rows_are_those_of_one_score() -> None:
    """A link that somebody wrote."""
    with pytest.raises(DataError, match="Rows are those of one score; there are Churn & co, Repurchase"):
        ANSWERS["rows"](shown({}), ReportOptions())


def test_the_same_view_is_drawn_once() -> None:
    """Ten people look at one page; another active version draws it again."""
    host = FakeWebapp({"P.summary": pd.DataFrame(TWO)}, active={"P.m": "initial"})
    settings = ReportSettings("P.summary", score="Repurchase")
    views = []
    for active in ("initial", "initial", "19980331"):
        host.active["P.m"] = active
        views.append(ANSWERS["view"](score_performance(settings, {}, host), ReportOptions())["report"])

    assert views[0] is views[1]
    assert views[2] != views[1]
