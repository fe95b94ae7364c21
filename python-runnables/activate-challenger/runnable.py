"""Show the evidence for and against the versions of a model, and activate the one that a person chose."""

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.activate_challenger import ActivateChallengerHost
from champion_challenger.adapters.dss.entry import OnlyTheMessage, page_form, start_log
from champion_challenger.operations.activate_challenger import activate_challenger
from champion_challenger.report.activation_page import activation_page
from champion_challenger.settings.activate_challenger import ActivationSettings

start_log()


class ActivateChallenger(Runnable):
    """The macro."""

    def __init__(self, project_key: str, config: dict[str, object], plugin_config: dict[str, object]) -> None:
        self.project_key, self.config = project_key, config

    @OnlyTheMessage()
    def run(self, progress_callback: object) -> str:
        """Return the page."""
        settings = ActivationSettings.from_form(page_form(self.config, self.project_key))
        host = ActivateChallengerHost(settings)
        return activation_page(activate_challenger(settings, host), settings.language)
