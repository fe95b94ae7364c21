"""The part of a score's rows that a person looks at: some versions, some cohorts, one targeting rate."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from champion_challenger.core.report.portfolio import Portfolio
from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.core.tables.reading import cohort_names, rows_at
from champion_challenger.errors import DataError
from champion_challenger.languages.numbers import NumberFormat
from champion_challenger.settings.performance_report import ReportView, file_word

_NUMBERS = NumberFormat()
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@")
_BREAKS = ("\t", "\r", "\n")


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


@dataclass(frozen=True)
class ViewedPortfolio:
    """All scores, where none is chosen."""

    portfolio: Portfolio
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
        # Champions of earlier cohorts stay: without them, no row would say who led.
        performance = performance[keys.isin([*view.versions, rows.champion.key]) | performance["is_champion"]]
    performance = performance[performance["cohort"].isin(period)]
    if performance.empty:
        raise DataError(f"No row is left by these choices; the score has the cohorts {', '.join(cohorts)}.")
    decisions = rows.decisions[rows.decisions["cohort"].isin(period)]
    return replace(rows, performance=performance.reset_index(drop=True), decisions=decisions)


def written_rows(rows: ReportRows, numbers: NumberFormat = _NUMBERS) -> str:
    """The performance rows as a text file that a spreadsheet of a language opens by a double click.

    Numbers have the decimal mark of the language and no more digits than needed, whole ones no decimals at all; the
    separator of cells is the language's. The mark at the begin says that the text is UTF-8. Texts that a spreadsheet
    would take for formulas are preceded by an apostrophe. Lines end as RFC 4180 has it, so that a cell with either
    line break is in quotes and begins no line.

    >>> _cell("=HYPERLINK(1)", ","), _cell("19980531", ","), _cell(-2.5, ","), _cell(436.0, ",")
    ("'=HYPERLINK(1)", '19980531', '-2,5', '436')
    """
    cells = {
        name: [_cell(value, numbers.decimal_mark) for value in column] for name, column in rows.performance.items()
    }
    frame = pd.DataFrame(cells, columns=rows.performance.columns, dtype=object)
    # Without the mark, spreadsheets take the file for one of the machine's own code page.
    return _BYTE_ORDER_MARK + str(frame.to_csv(index=False, sep=numbers.cell_separator, lineterminator="\r\n"))


def rows_file(viewed: ViewedRows) -> str:
    """Name of the file of rows: the score, and its first and last cohort."""
    cohorts = cohort_names(viewed.rows.performance)
    period = dict.fromkeys((cohorts[0], cohorts[-1]))
    return f"performance-{'-'.join(file_word(name) for name in (viewed.view.score, *period))}.csv"


def _cell(value: object, decimal_mark: str) -> object:
    if isinstance(value, str):
        # A name that begins with "=" would be computed by the spreadsheet of whoever opens the file.
        return f"'{value}" if _may_be_formula(value) else value
    if not isinstance(value, (float, np.floating)) or not np.isfinite(value):
        return value
    # repr() gives the shortest text that reads as the same number.
    return repr(float(value)).removesuffix(".0").replace(".", decimal_mark)


def _may_be_formula(text: str) -> bool:
    """Whether a spreadsheet may compute a text: some read full-width signs, or skip blanks and invisible characters.

    >>> [_may_be_formula(text) for text in ("=1", "\uff1d1", "\u200b =1", "a=1")]
    [True, True, True, False]
    """
    seen = unicodedata.normalize("NFKC", text)
    # Control signs and blanks in front are skipped by some spreadsheets.
    start = next((sign for sign in seen if unicodedata.category(sign)[0] not in "CZ"), "")
    return text.startswith(_BREAKS) or start in _FORMULA


def _period(cohorts: Sequence[str], view: ReportView) -> list[str]:
    unknown = [name for name in (view.first, view.last) if name and name not in cohorts]
    if unknown:
        raise DataError(f"No row is about cohort {' or '.join(unknown)}; there are {', '.join(cohorts)}.")
    start = cohorts.index(view.first) if view.first else 0
    end = cohorts.index(view.last) if view.last else len(cohorts) - 1
    # A period given backwards is shown the right way round, and a line says so.
    return list(cohorts[min(start, end) : max(start, end) + 1])
