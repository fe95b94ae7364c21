"""What a Tableau workbook is made from, gathered from the datasets that were given."""

from __future__ import annotations

from dataclasses import replace

from champion_challenger.core.report.workbook import WorkbookRows, workbook_rows
from champion_challenger.operations.performance_report import ReportHost, as_of_now, read_role
from champion_challenger.settings.tableau_workbook import WorkbookSettings


def tableau_workbook(settings: WorkbookSettings, host: ReportHost) -> WorkbookRows:
    """Read the datasets, and choose and check the rows of one score or of all.

    Raises
    ------
    DataError
        As in `workbook_rows`, and for a dataset that is another one.
    HostError
        A dataset that was given cannot be read.
    """
    given = {
        "performance_summary": settings.performance,
        "gains_curves": settings.gains,
        "decision_rules": settings.decisions,
        "activation_log": settings.activations,
    }
    roles = {"performance_summary": "performance"}
    frames = {name: read_role(dataset, roles.get(name, name), host) for name, dataset in given.items() if dataset}
    rows = workbook_rows(frames, settings.score)
    counts = ", ".join(f"{len(table):,} of {name}" for name, table in rows.tables.items())
    host.tell(f"Workbook of {', '.join(rows.names)}: rows {counts}.")
    otherwise = "The workbook marks the version that was active when the summary was computed"
    return replace(rows, scores=tuple(as_of_now(score, host, otherwise) for score in rows.scores))
