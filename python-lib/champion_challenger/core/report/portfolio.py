"""What the portfolio is made from: the rows of every score of many datasets, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from champion_challenger.core.report.rows import ReportRows, ReportTables
from champion_challenger.errors import DataError


@dataclass(frozen=True)
class PortfolioEntry:
    """One score, or a dataset that could not be read.

    Attributes
    ----------
    dataset
        ``PROJECT.name``.
    score
        Name of the score; "" where the dataset does not tell it.
    rows
        What the report would show of it; None where there is no report.
    trouble
        Why there are no rows; "" where there are.
    """

    dataset: str
    score: str = ""
    rows: ReportRows | None = None
    trouble: str = ""

    @property
    def project_key(self) -> str:
        """Project of the dataset.

        >>> PortfolioEntry("TELCO.summary").project_key
        'TELCO'
        """
        return self.dataset.partition(".")[0]


@dataclass(frozen=True)
class Portfolio:
    """All scores, in the order of the datasets.

    Attributes
    ----------
    today
        Day from which the age of figures counts, in UTC.
    """

    entries: tuple[PortfolioEntry, ...]
    today: date


def portfolio_entries(dataset: str, performance: pd.DataFrame, activations: pd.DataFrame) -> list[PortfolioEntry]:
    """An entry for each score of a dataset; one score that cannot be read leaves the others.

    Parameters
    ----------
    performance
        Rows of a summary or of a performance dataset, as any reader delivers them.
    activations
        Rows of activation logs, also of other models.
    """
    return entries_of(dataset, ReportTables(performance, activations=activations))


def entries_of(dataset: str, tables: ReportTables) -> list[PortfolioEntry]:
    """The same of datasets that were read already."""
    try:
        scores = tables.scores
    except DataError as error:
        return [PortfolioEntry(dataset, trouble=str(error))]
    return [_entry(dataset, score, tables) for score in scores]


def _entry(dataset: str, score: str, tables: ReportTables) -> PortfolioEntry:
    try:
        return PortfolioEntry(dataset, score, tables.rows(score))
    except DataError as error:
        return PortfolioEntry(dataset, score, trouble=str(error))
