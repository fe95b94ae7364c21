"""Backend of the webapp: selectors with the report or the portfolio, and rows as CSV, for the view of the address."""

from dataiku.customwebapp import get_webapp_config
from flask import request

from champion_challenger.adapters.dss.entry import page_form
from champion_challenger.adapters.dss.performance_report import ScorePerformanceHost
from champion_challenger.errors import ChampionChallengerError
from champion_challenger.operations.score_performance import score_performance
from champion_challenger.report.answers import ANSWERS, refusal
from champion_challenger.settings.performance_report import ReportSettings


@app.route("/<any(view, rows):answer>")  # noqa: F821 -- DSS hands in `app`
def view(answer: str) -> object:
    """Answer for a view."""
    settings = ReportSettings.from_form(page_form(get_webapp_config()))
    host = ScorePerformanceHost(settings)
    return ANSWERS[answer](score_performance(settings, request.args.to_dict(flat=False), host), settings.options)


@app.errorhandler(ChampionChallengerError)  # noqa: F821
def refuse(error: ChampionChallengerError) -> object:
    """Say what is wrong, and what to do."""
    return refusal(error)
