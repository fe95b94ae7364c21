"""What the portfolio is made from, gathered from the datasets that were given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

import pandas as pd

from champion_challenger.core.report.portfolio import Portfolio, PortfolioEntry, portfolio_entries
from champion_challenger.errors import DataError, HostError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.performance_report import ReportHost, as_of_now, read_performance, read_role
from champion_challenger.settings.score_portfolio import PortfolioSettings


class PortfolioHost(ReportHost, Protocol):
    """Where the datasets of the scores are."""

    def today(self) -> date:
        """Return the day, in UTC."""


def score_portfolio(settings: PortfolioSettings, host: PortfolioHost) -> Portfolio:
    """Read every score of the datasets; what cannot be read becomes an entry that says why."""
    logs, unread = _activations(settings, host)
    entries = [*(entry for dataset in settings.summaries for entry in _entries(dataset, logs, host)), *unread]
    missing = [entry for entry in entries if entry.trouble]
    # In the log too: a mail of the scenario shows the log, not the page.
    for entry in missing:
        host.tell(f"{entry.dataset}: {entry.trouble}")
    host.tell(f"Portfolio of {count_of(len(entries) - len(missing), 'score')}; {len(missing)} could not be read.")
    return Portfolio(tuple(entries), host.today())


def _entries(dataset: str, logs: pd.DataFrame, host: PortfolioHost) -> Iterator[PortfolioEntry]:
    try:
        performance = read_performance(dataset, host)
    except (DataError, HostError) as error:
        yield PortfolioEntry(dataset, trouble=str(error))
        return
    for entry in portfolio_entries(dataset, performance, logs):
        yield entry if entry.rows is None else replace(entry, rows=as_of_now(entry.rows, host))


def _activations(settings: PortfolioSettings, host: PortfolioHost) -> tuple[pd.DataFrame, list[PortfolioEntry]]:
    """Rows of all activation logs, and those logs that cannot be read."""
    frames, unread = [], []
    for dataset in settings.activations:
        try:
            frames.append(read_role(dataset, "activation_log", host))
        except (DataError, HostError) as error:
            unread.append(PortfolioEntry(dataset, trouble=str(error)))
    kept = [frame for frame in frames if len(frame)]
    return (pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()), unread
