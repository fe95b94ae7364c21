"""The report 'model in production against its competitors' as one page."""

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.entry import OnlyTheMessage, page_form, start_log
from champion_challenger.adapters.dss.performance_report import PerformanceReportHost
from champion_challenger.operations.performance_report import performance_report
from champion_challenger.report.page import draw_and_keep
from champion_challenger.settings.performance_report import ReportSettings

start_log()


class PerformanceReport(Runnable):
    """The macro."""

    def __init__(self, project_key: str, config: dict[str, object], plugin_config: dict[str, object]) -> None:
        self.project_key, self.config = project_key, config

    @OnlyTheMessage()
    def run(self, progress_callback: object) -> str:
        """Return the page."""
        settings = ReportSettings.from_form(page_form(self.config, self.project_key))
        rows = performance_report(settings, host := PerformanceReportHost(settings))
        return draw_and_keep(rows, settings.options, host.keep)
