"""The part of a score's rows that a person looks at: some versions, some cohorts, one targeting rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.errors import DataError
from champion_challenger.settings.performance_report import ReportView

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ViewedRows:
    """A view and what it shows.

    Attributes
    ----------
    whole, part
        All rows of the score, and those that the view shows.
    scores
        Names of all scores that could be chosen.
    """

    view: ReportView
    whole: ReportRows
    part: ReportRows
    scores: tuple[str, ...]


def cohort_names(told: ReportRows) -> tuple[str, ...]:
    """Cohort ids, the oldest first."""
    ordered = told.performance.sort_values(["cohort_start", "cohort"], kind="stable")
    return tuple(ordered["cohort"].drop_duplicates())


def rows_in_view(told: ReportRows, view: ReportView) -> ReportRows:
    """Rows that a view shows; the model in production is always among them, and so are decision rules and activations.

    Raises
    ------
    DataError
        A cohort that is unknown, or a period or a choice of versions without rows.
    """
    cohorts = _period(cohort_names(told), view)
    rows = told.performance.assign(key=version_keys(told.performance))
    is_shown = rows["key"].isin(view.versions) | rows["is_champion"] | rows["is_champion_now"]
    kept = rows["cohort"].isin(cohorts) & (is_shown if view.versions else True)
    if view.rate is not None:
        kept &= rows["targeting_rate"].isna() | (rows["targeting_rate"] - view.rate).abs().lt(1e-9)
    if not kept.any():
        raise DataError(f"No row is left by these choices; the score has the cohorts {', '.join(cohort_names(told))}.")
    decisions = told.decisions[told.decisions["cohort"].isin(cohorts)]
    return replace(told, performance=rows[kept].drop(columns="key").reset_index(drop=True), decisions=decisions)


def written_rows(told: ReportRows) -> str:
    """The performance rows as CSV; texts that a spreadsheet would take for formulas are quoted.

    >>> _plain("=HYPERLINK(1)"), _plain("19980531")
    ("'=HYPERLINK(1)", '19980531')
    """
    rows = told.performance.copy()
    texts = [name for name in rows.columns if pd.api.types.is_object_dtype(rows[name].dtype)]
    for name in texts:
        rows[name] = [_plain(value) for value in rows[name]]
    return str(rows.to_csv(index=False))


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _period(cohorts: Sequence[str], view: ReportView) -> list[str]:
    unknown = [name for name in (view.first, view.last) if name and name not in cohorts]
    if unknown:
        raise DataError(f"No row is about cohort {' or '.join(unknown)}; there are {', '.join(cohorts)}.")
    start = cohorts.index(view.first) if view.first else 0
    end = cohorts.index(view.last) if view.last else len(cohorts) - 1
    return list(cohorts[min(start, end) : max(start, end) + 1])
