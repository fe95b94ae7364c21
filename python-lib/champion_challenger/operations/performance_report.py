"""What the report is made from, gathered from the datasets that were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import pandas as pd

from champion_challenger.core.once import Once
from champion_challenger.core.report.rows import ReportRows, ReportTables, with_active_version
from champion_challenger.core.report.view import ViewedRows, rows_in_view
from champion_challenger.core.tables.frames import other_dataset
from champion_challenger.errors import DataError, HostError
from champion_challenger.languages.english.phrases import count_of, end_sentence
from champion_challenger.settings.performance_report import ReportSettings, ReportView

_OTHERWISE = "The model in production is taken from the activation log and the rows"
_NOTHING = pd.DataFrame()
_TABLES: Once[ReportTables] = Once(1)
"""Of the frames that a host gave last, by their identities: the tables keep the frames, so no other one gets these."""

_AS_OF_NOW: Once[ReportRows] = Once(100)
"""By rows of a score and the version that is active."""


class ReportHost(Protocol):
    """Where the report's datasets are."""

    def read(self, dataset: str) -> pd.DataFrame:
        """Return all rows of a dataset, by its full name; no row when it was never built.

        Raises
        ------
        HostError
            There is no such dataset, or whoever runs may not read it.
        """

    def active_version(self, project_key: str, model_id: str) -> str:
        """Return the id of the active version of a saved model, "" when none is.

        Raises
        ------
        HostError
            The model is gone, or whoever runs may not read it.
        """

    def tell(self, message: str) -> None:
        """Log a line."""


def performance_report(settings: ReportSettings, host: ReportHost) -> ReportRows:
    """Read the datasets and choose the rows of one score.

    Raises
    ------
    DataError
        No row yet, an unknown score, or several scores and none chosen.
    HostError
        A dataset that was given cannot be read.
    """
    rows = as_of_now(read_tables(settings, host).rows(settings.score), host)
    cohorts, versions = (rows.performance[name].nunique() for name in ("cohort", "version_id"))
    host.tell(
        f"Report of score {rows.score}: {count_of(cohorts, 'cohort')}, {count_of(versions, 'version')}, last cohort "
        f"{rows.last_cohort}."
    )
    return rows


def performance_view(settings: ReportSettings, query: Mapping[str, Sequence[str]], host: ReportHost) -> ViewedRows:
    """Read the datasets and choose what a view shows; without a score in query or settings, the first one.

    Raises
    ------
    SettingsError
        A query that cannot be read.
    DataError
        As in `performance_report`, and for an unknown cohort or a view without rows.
    """
    view, tables = ReportView.from_query(query), read_tables(settings, host)
    chosen = replace(view, score=view.score or settings.score or tables.scores[0])
    all_rows = as_of_now(tables.rows(chosen.score), host)
    return ViewedRows(chosen, all_rows, rows_in_view(all_rows, chosen), tables.scores)


def read_tables(settings: ReportSettings, host: ReportHost) -> ReportTables:
    """Read the datasets; where the host gives the same frames as before, what was chosen from them is known.

    Raises
    ------
    DataError, HostError
        As in `read_performance`.
    """
    frames = (
        read_performance(settings.performance, host),
        read_role(settings.gains, "gains_curves", host),
        read_role(settings.decisions, "decision_rules", host),
        read_role(settings.activations, "activation_log", host),
    )
    # By identity: comparing frames would cost as much as reading them.
    return _TABLES.answer(tuple(map(id, frames)), lambda: ReportTables(*frames))


def read_performance(dataset: str, host: ReportHost) -> pd.DataFrame:
    """Rows of a summary or of a performance dataset; none where it was never built.

    Raises
    ------
    DataError
        It is another dataset.
    HostError
        As in `ReportHost.read`.
    """
    return read_role(dataset, "performance", host)


def read_role(dataset: str, role: str, host: ReportHost) -> pd.DataFrame:
    """Rows of a dataset of a role, as `other_dataset` names it; none where no dataset is given, or it was never built.

    Raises
    ------
    DataError
        It is another dataset.
    HostError
        As in `ReportHost.read`.
    """
    # The same empty frame every time, so that its identity is the same.
    rows = host.read(dataset) if dataset else _NOTHING
    problem = "" if rows.empty else other_dataset(dataset, role, rows.columns)
    if problem:
        raise DataError(problem)
    return rows


def as_of_now(rows: ReportRows, host: ReportHost, otherwise: str = _OTHERWISE) -> ReportRows:
    """What is in production now; where the host does not answer, rows as they are, and a line that says `otherwise`."""
    champion = rows.champion
    if not champion.project_key or not champion.model_id:
        return rows
    try:
        active = host.active_version(champion.project_key, champion.model_id)
    except HostError as error:
        host.tell(f"{end_sentence(error)} {otherwise}.")
        return rows
    return _AS_OF_NOW.answer((rows, active), lambda: with_active_version(rows, active)) if active else rows
