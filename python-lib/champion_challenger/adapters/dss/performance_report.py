"""The macro Performance report and the webapp Score performance in DSS."""

from __future__ import annotations

from datetime import date, datetime, timezone

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.active_version import active_version
from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import read_whole
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.adapters.dss.kept_datasets import KeptDatasets
from champion_challenger.settings.performance_report import ReportSettings


class PerformanceReportHost(JobLog):
    """A run of the macro, with the rights of its user."""

    def __init__(self, settings: ReportSettings) -> None:
        self._folder, self._file = settings.folder, settings.file

    def read(self, dataset: str) -> pd.DataFrame:
        """Return all rows; a dataset without schema was never built and has none."""
        return read_whole(dataset)

    def active_version(self, project_key: str, model_id: str) -> str:
        """Return the id of the active version of a saved model, "" when none is."""
        return active_version(project_key, model_id)

    def keep(self, score: str, page: str) -> None:
        """Put the page into the managed folder, where one is given."""
        folder, file = self._folder, self._file(score)
        if folder:
            with asking(f"to write {file} into managed folder {folder}"):
                dataiku.Folder(folder, ignore_flow=True).upload_data(file, page.encode("utf-8"))
            self.tell(f"The page is {file} in managed folder {folder}: {len(page.encode('utf-8')) / 1000:.0f} KB.")


class ScorePerformanceHost(PerformanceReportHost):
    """The backend of the webapp, with the rights of its run-as user; rows are kept from one click to the next."""

    _datasets = KeptDatasets()

    def read(self, dataset: str) -> pd.DataFrame:
        """Return all rows, those of the click before where DSS tells of no change."""
        return self._datasets.rows(dataset)

    def today(self) -> date:
        """Return the day, in UTC."""
        return datetime.now(timezone.utc).date()
