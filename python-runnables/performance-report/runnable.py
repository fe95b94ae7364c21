"""The report 'model in production against its competitors' as one page."""

import logging

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.performance_report import PerformanceReportHost
from champion_challenger.operations.performance_report import performance_report
from champion_challenger.report.page import page

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")


class PerformanceReport(Runnable):
    """The macro."""

    def __init__(self, project_key, config, plugin_config):
        self.project_key, self.config = project_key, config

    def get_progress_target(self):
        """No progress is told: it takes seconds."""

    def run(self, progress_callback):
        """Return the page."""
        host = PerformanceReportHost(self.config)
        rows = performance_report(host.settings, host)
        return host.keep(rows.score, page(rows, host.settings.options))
