"""What the report is made from, gathered from the datasets that were given."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.report_rows import ReportRows, report_rows
from champion_challenger.macro_settings.report import ReportSettings
from champion_challenger.operations.ports_report import ReportHost


def gather_report(settings: ReportSettings, host: ReportHost) -> ReportRows:
    """Read the datasets and choose the rows of one score.

    Raises
    ------
    DataError
        No row yet, an unknown score, or several scores and none chosen.
    HostError
        A dataset that was given cannot be read.
    """
    told = report_rows(
        _read(settings.performance, host),
        gains=_read(settings.gains, host),
        decisions=_read(settings.decisions, host),
        activations=_read(settings.activations, host),
        score=settings.score,
    )
    cohorts, versions = (told.performance[name].nunique() for name in ("cohort", "version_id"))
    host.tell(f"Report of score {told.score}: {cohorts} cohorts, {versions} versions, last cohort {told.last_cohort}.")
    return told


def _read(dataset: str, host: ReportHost) -> pd.DataFrame:
    return host.read(dataset) if dataset else pd.DataFrame()
