"""Make the project of the next score, or say how the one that is there differs from what would be made now."""

import logging

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.create_score_project import CreateScoreProjectHost
from champion_challenger.operations.create_score_project import create_score_project
from champion_challenger.report.score_project_page import score_project_page

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")


class CreateScoreProject(Runnable):
    """The macro."""

    def __init__(self, project_key, config, plugin_config):
        self.project_key, self.config = project_key, config

    def get_progress_target(self):
        """No progress is told: the log names each part as it is made."""

    def run(self, progress_callback):
        """Return the page."""
        return score_project_page(create_score_project(CreateScoreProjectHost(self.project_key, self.config)))
