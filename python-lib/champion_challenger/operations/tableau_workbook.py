"""What a Tableau workbook is made from, gathered from the datasets that were given."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from champion_challenger.core.report.rows import ReportRows, with_active_version
from champion_challenger.core.report.workbook import WorkbookRows, workbook_rows
from champion_challenger.errors import HostError
from champion_challenger.operations.performance_report import ReportHost
from champion_challenger.settings.tableau_workbook import WorkbookSettings


def tableau_workbook(settings: WorkbookSettings, host: ReportHost) -> WorkbookRows:
    """Read the datasets, and choose and check the rows of one score or of all.

    Raises
    ------
    DataError
        As in `workbook_rows`.
    HostError
        A dataset that was given cannot be read.
    """
    given = {
        "performance_summary": settings.performance,
        "gains_curves": settings.gains,
        "decision_rules": settings.decisions,
        "activation_log": settings.activations,
    }
    frames: dict[str, pd.DataFrame] = {name: host.read(dataset) for name, dataset in given.items() if dataset}
    rows = workbook_rows(frames, settings.score)
    counts = ", ".join(f"{len(table):,} of {name}" for name, table in rows.tables.items())
    host.tell(f"Workbook of {', '.join(rows.names)}: rows {counts}.")
    return replace(rows, scores=tuple(_with_active_version(score, host) for score in rows.scores))


def _with_active_version(score: ReportRows, host: ReportHost) -> ReportRows:
    """What is in production now, for the notice that a summary is older; unknown where the host does not answer."""
    champion = score.champion
    if not champion.project_key or not champion.model_id:
        return score
    try:
        active = host.active_version(champion.project_key, champion.model_id)
    except HostError as error:
        host.tell(f"{error}. The workbook marks the version that was active when the summary was computed.")
        return score
    return with_active_version(score, active) if active else score
