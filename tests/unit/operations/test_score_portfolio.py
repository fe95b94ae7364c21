"""Datasets of the portfolio, from a host in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from champion_challenger.operations.score_portfolio import score_portfolio
from champion_challenger.settings.score_portfolio import PortfolioSettings
from tests.unit.operations.test_performance_report import FakeDatasets
from tests.unit.report.portfolios import TODAY, calm, promising
from tests.unit.report.samples import activation


@dataclass
class FakePortfolioHost(FakeDatasets):
    """The same datasets, on a day."""

    def today(self) -> date:
        """As arranged."""
        return TODAY


@pytest.fixture
def host() -> FakePortfolioHost:
    """Two summaries, one of them of two scores, and a log."""
    held = {
        "P.summary": pd.DataFrame([*calm(), *promising()]),
        "Q.summary": pd.DataFrame([{**one, "project_key": "Q"} for one in calm()]),
        "P.log": pd.DataFrame([activation()]),
        "P.customers": pd.DataFrame({"customer_id": [1]}),
    }
    return FakePortfolioHost(held, active={"P.m": "initial", "Q.m": "newer"})


def test_every_score_of_every_dataset_is_there(host: FakePortfolioHost) -> None:
    """With the day, and the activations of its model."""
    found = score_portfolio(PortfolioSettings(("P.summary", "Q.summary"), ("P.log",)), host)

    assert [(one.project_key, one.score) for one in found.entries] == [("P", "Calm"), ("P", "Promising"), ("Q", "Calm")]
    assert [len(one.rows.activations) for one in found.entries if one.rows] == [1, 1, 0]
    assert found.today == TODAY
    assert host.said[-1] == "Portfolio of 3 scores; 0 could not be read."


def test_the_model_in_production_is_what_the_host_says(host: FakePortfolioHost) -> None:
    """As in the report."""
    (entry,) = score_portfolio(PortfolioSettings(("Q.summary",)), host).entries

    assert entry.rows is not None
    assert (entry.rows.champion.key, entry.rows.is_outdated) == ("Q.m.newer", True)


def test_what_cannot_be_read_says_why_and_the_others_stay(host: FakePortfolioHost) -> None:
    """A dataset that is gone, one of customers, a log that is gone: the log of the run has them too."""
    settings = PortfolioSettings(("P.gone", "P.customers", "Q.summary"), ("P.lost_log",))
    found = score_portfolio(settings, host)

    assert [(one.dataset, one.rows is None) for one in found.entries] == [
        ("P.gone", True), ("P.customers", True), ("Q.summary", False), ("P.lost_log", True),
    ]  # fmt: skip
    assert [one.trouble for one in found.entries][0::3] == ["there is no P.gone", "there is no P.lost_log"]
    assert "P.customers is no performance dataset" in found.entries[1].trouble
    assert "P.gone: there is no P.gone" in host.said
    assert host.said[-1] == "Portfolio of 1 score; 3 could not be read."
