"""The part of a score's rows that a person looks at: some versions, some cohorts, one targeting rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.core.tables.reading import cohort_names, rows_at
from champion_challenger.errors import DataError
from champion_challenger.settings.performance_report import ReportView

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # spreadsheets read full-width signs too


@dataclass(frozen=True)
class ViewedRows:
    """A view and what it shows.

    Attributes
    ----------
    all_rows, rows
        All rows of the score, and those that the view shows.
    scores
        Names of all scores that could be chosen.
    """

    view: ReportView
    all_rows: ReportRows
    rows: ReportRows
    scores: tuple[str, ...]


def rows_in_view(rows: ReportRows, view: ReportView) -> ReportRows:
    """Rows that a view shows; the model in production is always among them, and so are decision rules and activations.

    Raises
    ------
    DataError
        A cohort that is unknown, or a period or a choice of versions without rows.
    """
    cohorts = cohort_names(rows.performance)
    period = _period(cohorts, view)
    performance = rows.performance
    if view.rate is not None:
        performance = rows_at(performance, view.rate)
    if view.versions:
        keys = version_keys(performance)
        performance = performance[keys.isin([*view.versions, rows.champion.key]) | performance["is_champion"]]
    performance = performance[performance["cohort"].isin(period)]
    if performance.empty:
        raise DataError(f"No row is left by these choices; the score has the cohorts {', '.join(cohorts)}.")
    decisions = rows.decisions[rows.decisions["cohort"].isin(period)]
    return replace(rows, performance=performance.reset_index(drop=True), decisions=decisions)


def written_rows(rows: ReportRows) -> str:
    """The performance rows as CSV; texts that a spreadsheet would take for formulas are quoted.

    Lines end as RFC 4180 has it, so that a cell with either line break is in quotes and begins no line.

    >>> _plain("=HYPERLINK(1)"), _plain("19980531")
    ("'=HYPERLINK(1)", '19980531')
    """
    frame = rows.performance.copy()
    texts = [name for name in frame.columns if pd.api.types.is_object_dtype(frame[name].dtype)]
    for name in texts:
        frame[name] = [_plain(value) for value in frame[name]]
    return str(frame.to_csv(index=False, lineterminator="\r\n"))


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _period(cohorts: Sequence[str], view: ReportView) -> list[str]:
    unknown = [name for name in (view.first, view.last) if name and name not in cohorts]
    if unknown:
        raise DataError(f"No row is about cohort {' or '.join(unknown)}; there are {', '.join(cohorts)}.")
    start = cohorts.index(view.first) if view.first else 0
    end = cohorts.index(view.last) if view.last else len(cohorts) - 1
    return list(cohorts[min(start, end) : max(start, end) + 1])
