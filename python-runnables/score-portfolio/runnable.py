"""All scores of one or several projects on one page."""

from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.entry import OnlyTheMessage, page_form, start_log
from champion_challenger.adapters.dss.score_portfolio import ScorePortfolioHost
from champion_challenger.operations.score_portfolio import score_portfolio
from champion_challenger.report.portfolio_page import draw_and_keep
from champion_challenger.settings.score_portfolio import PortfolioSettings

start_log()


class ScorePortfolio(Runnable):
    """The macro."""

    def __init__(self, project_key: str, config: dict[str, object], plugin_config: dict[str, object]) -> None:
        self.project_key, self.config = project_key, config

    @OnlyTheMessage()
    def run(self, progress_callback: object) -> str:
        """Return the page."""
        settings = PortfolioSettings.from_form(page_form(self.config, self.project_key))
        portfolio = score_portfolio(settings, host := ScorePortfolioHost(settings))
        return draw_and_keep(portfolio, settings, host.keep)
