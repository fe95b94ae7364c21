"""The macro Score portfolio in DSS."""

from __future__ import annotations

from datetime import date, datetime, timezone

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.active_version import active_version
from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import read_whole
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.settings.score_portfolio import FILE_NAME, PortfolioSettings


class ScorePortfolioHost(JobLog):
    """A run of the macro, with the rights of its user."""

    def __init__(self, settings: PortfolioSettings) -> None:
        self._folder = settings.folder

    def read(self, dataset: str) -> pd.DataFrame:
        """Return all rows; a dataset without schema was never built and has none."""
        return read_whole(dataset)

    def active_version(self, project_key: str, model_id: str) -> str:
        """Return the id of the active version of a saved model, "" when none is."""
        return active_version(project_key, model_id)

    def today(self) -> date:
        """Return the day, in UTC."""
        return datetime.now(timezone.utc).date()

    def keep(self, page: str) -> None:
        """Put the page into the managed folder, where one is given."""
        if self._folder:
            content = page.encode("utf-8")
            with asking(f"to write {FILE_NAME} into managed folder {self._folder}"):
                dataiku.Folder(self._folder, ignore_flow=True).upload_data(FILE_NAME, content)
            self.tell(f"The page is {FILE_NAME} in managed folder {self._folder}: {len(content) / 1000:.0f} KB.")
