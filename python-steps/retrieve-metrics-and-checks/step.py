"""Retrieve metrics and checks of datasets, of this project or another, and judge them."""

from champion_challenger.adapters.dss.entry import OnlyTheMessage, start_log, step_form
from champion_challenger.adapters.dss.scenario_step import ScenarioStep
from champion_challenger.operations.retrieve_metrics_and_checks import retrieve_metrics_and_checks
from champion_challenger.operations.steps.conclude import conclude
from champion_challenger.settings.retrieve_metrics_and_checks import RetrieveSettings

start_log()

with OnlyTheMessage():
    settings = RetrieveSettings.from_form(step_form())
    host = ScenarioStep()
    report = retrieve_metrics_and_checks(settings, host.figures, host)
    conclude(report, settings.ending, host)
