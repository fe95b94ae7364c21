"""Look at all that a score needs of this DSS, and say line by line what to do."""

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.check_installation import CheckInstallationHost
from champion_challenger.adapters.dss.entry import OnlyTheMessage, any_form, start_log
from champion_challenger.operations.check_installation import check_installation
from champion_challenger.report.check_page import check_page
from champion_challenger.settings.check_installation import CheckSettings

start_log()


class CheckInstallation(Runnable):
    """The macro."""

    def __init__(self, project_key: str, config: dict[str, object], plugin_config: dict[str, object]) -> None:
        self.project_key, self.config = project_key, config

    @OnlyTheMessage()
    def run(self, progress_callback: object) -> str:
        """Return the page."""
        settings = CheckSettings.from_form(any_form(self.config, self.project_key))
        host = CheckInstallationHost()
        return check_page(check_installation(settings, host))
