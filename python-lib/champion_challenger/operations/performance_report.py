"""What the report is made from, gathered from the datasets that were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import pandas as pd

from champion_challenger.core.report.rows import ReportRows, report_rows, score_names, with_active_version
from champion_challenger.core.report.view import ViewedRows, rows_in_view
from champion_challenger.core.tables.frames import other_dataset
from champion_challenger.errors import DataError, HostError
from champion_challenger.settings.performance_report import ReportSettings, ReportView

_OTHERWISE = "The model in production is taken from the activation log and the rows"


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
    rows = _rows(settings, read_performance(settings.performance, host), host)
    cohorts, versions = (rows.performance[name].nunique() for name in ("cohort", "version_id"))
    host.tell(f"Report of score {rows.score}: {cohorts} cohorts, {versions} versions, last cohort {rows.last_cohort}.")
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
    view = ReportView.from_query(query)
    performance = read_performance(settings.performance, host)
    scores = score_names(performance)
    chosen = replace(view, score=view.score or settings.score or scores[0])
    all_rows = _rows(replace(settings, score=chosen.score), performance, host)
    return ViewedRows(chosen, all_rows, rows_in_view(all_rows, chosen), scores)


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
    rows = host.read(dataset) if dataset else pd.DataFrame()
    problem = "" if rows.empty else other_dataset(dataset, role, rows.columns)
    if problem:
        raise DataError(problem)
    return rows


def _rows(settings: ReportSettings, performance: pd.DataFrame, host: ReportHost) -> ReportRows:
    rows = report_rows(
        performance,
        gains=read_role(settings.gains, "gains_curves", host),
        decisions=read_role(settings.decisions, "decision_rules", host),
        activations=read_role(settings.activations, "activation_log", host),
        score=settings.score,
    )
    return as_of_now(rows, host)


def as_of_now(rows: ReportRows, host: ReportHost, otherwise: str = _OTHERWISE) -> ReportRows:
    """What is in production now; where the host does not answer, rows as they are, and a line that says `otherwise`."""
    champion = rows.champion
    if not champion.project_key or not champion.model_id:
        return rows
    try:
        active = host.active_version(champion.project_key, champion.model_id)
    except HostError as error:
        host.tell(f"{error}. {otherwise}.")
        return rows
    return with_active_version(rows, active) if active else rows
