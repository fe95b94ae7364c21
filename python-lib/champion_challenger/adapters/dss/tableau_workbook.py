"""The macro Tableau workbook in DSS."""

from __future__ import annotations

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.active_version import active_version
from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import read_whole
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.settings.tableau_workbook import WorkbookSettings


class TableauWorkbookHost(JobLog):
    """A run of the macro, with the rights of its user."""

    def __init__(self, settings: WorkbookSettings) -> None:
        self._folder = settings.folder

    def read(self, dataset: str) -> pd.DataFrame:
        """Return all rows; a dataset without schema was never built and has none."""
        return read_whole(dataset)

    def active_version(self, project_key: str, model_id: str) -> str:
        """Return the id of the active version of a saved model, "" when none is."""
        return active_version(project_key, model_id)

    def keep(self, file: str, content: bytes) -> None:
        """Put the workbook into the managed folder."""
        with asking(f"to write {file} into managed folder {self._folder}"):
            dataiku.Folder(self._folder, ignore_flow=True).upload_data(file, content)
        self.tell(f"The workbook is {file} in managed folder {self._folder}: {len(content) / 1000:.0f} KB.")
