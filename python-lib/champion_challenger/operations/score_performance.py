"""What the webapp shows: the report of a score, or all scores where none is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Union

from champion_challenger.core.report.portfolio import Portfolio, entries_of
from champion_challenger.core.report.view import ViewedPortfolio, ViewedRows
from champion_challenger.operations.performance_report import as_of_now, performance_view, read_tables
from champion_challenger.operations.score_portfolio import PortfolioHost
from champion_challenger.settings.performance_report import ReportSettings, ReportView

# Python 3.9 knows no | between classes at run time.
Viewed = Union[ViewedRows, ViewedPortfolio]


def score_performance(settings: ReportSettings, query: Mapping[str, Sequence[str]], host: PortfolioHost) -> Viewed:
    """Read the datasets and choose what a view shows.

    A query without a score shows the score that the settings name, else all scores of the dataset; where it holds a
    single one, its report.

    Raises
    ------
    SettingsError, DataError, HostError
        As in `performance_view`.
    """
    view = ReportView.from_query(query)
    if not view.is_portfolio and (view.score or settings.score):
        return performance_view(settings, query, host)
    tables = read_tables(settings, host)
    if len(tables.scores) == 1 and not view.is_portfolio:
        return performance_view(settings, query, host)
    entries = [
        entry if entry.rows is None else replace(entry, rows=as_of_now(entry.rows, host))
        for entry in entries_of(settings.performance, tables)
    ]
    return ViewedPortfolio(Portfolio(tuple(entries), host.today()), tables.scores)
