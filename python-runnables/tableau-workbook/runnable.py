"""The report's figures as a Tableau workbook with its data."""

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.entry import OnlyTheMessage, page_form, start_log
from champion_challenger.adapters.dss.tableau_workbook import TableauWorkbookHost
from champion_challenger.operations.tableau_workbook import tableau_workbook
from champion_challenger.report.tableau_workbook import pack_and_keep
from champion_challenger.settings.tableau_workbook import WorkbookSettings

start_log()


class TableauWorkbook(Runnable):
    """The macro."""

    def __init__(self, project_key: str, config: dict[str, object], plugin_config: dict[str, object]) -> None:
        self.project_key, self.config = project_key, config

    @OnlyTheMessage()
    def run(self, progress_callback: object) -> str:
        """Return the page."""
        settings = WorkbookSettings.from_form(page_form(self.config, self.project_key))
        rows = tableau_workbook(settings, host := TableauWorkbookHost(settings))
        return pack_and_keep(rows, settings, host.keep)
