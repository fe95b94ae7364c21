"""Backend of the webapp: selectors, report, and rows as CSV, for the view that the address asks for."""

from dataiku.customwebapp import get_webapp_config
from flask import request

from champion_challenger.adapters.dss.entry import page_form
from champion_challenger.adapters.dss.performance_report import PerformanceReportHost
from champion_challenger.errors import ChampionChallengerError
from champion_challenger.operations.performance_report import performance_view
from champion_challenger.report.answers import ANSWERS, refusal
from champion_challenger.settings.performance_report import ReportSettings


@app.route("/<any(selectors, report, rows):answer>")  # noqa: F821 -- DSS hands in `app`
def view(answer):
    """Answer for a view."""
    settings = ReportSettings.from_form(page_form(get_webapp_config()))
    host = PerformanceReportHost(settings)
    return ANSWERS[answer](performance_view(settings, request.args.to_dict(flat=False), host), settings.options)


@app.errorhandler(ChampionChallengerError)  # noqa: F821
def refuse(error):
    """Say what is wrong, and what to do."""
    return refusal(error)
