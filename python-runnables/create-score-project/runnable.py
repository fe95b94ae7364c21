"""Make the project of the next score, or say how the one that is there differs from what would be made now."""

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.create_score_project import CreateScoreProjectHost
from champion_challenger.adapters.dss.entry import OnlyTheMessage, page_form, start_log
from champion_challenger.operations.create_score_project import create_score_project
from champion_challenger.report.score_project_page import score_project_page
from champion_challenger.settings.create_score_project import ScoreProjectRequest

start_log()


class CreateScoreProject(Runnable):
    """The macro."""

    def __init__(self, project_key: str, config: dict[str, object], plugin_config: dict[str, object]) -> None:
        self.project_key, self.config = project_key, config

    @OnlyTheMessage()
    def run(self, progress_callback: object) -> str:
        """Return the page."""
        request = ScoreProjectRequest.from_form(page_form(self.config, self.project_key))
        host = CreateScoreProjectHost()
        return score_project_page(create_score_project(request, host))
