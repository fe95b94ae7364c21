"""Retrieve metrics and checks of datasets, of this project or another, and judge them."""

import logging

from champion_challenger.adapters.dss.scenario_step import ScenarioStep
from champion_challenger.operations.retrieve_metrics_and_checks import retrieve_metrics_and_checks
from champion_challenger.operations.steps.conclude import conclude
from champion_challenger.settings.retrieve_metrics_and_checks import RetrieveSettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = ScenarioStep("Retrieve metrics and checks")
settings = RetrieveSettings.from_form(host.form, host.variables, host.project_key)
report = retrieve_metrics_and_checks(settings, host.figures, host)
conclude(report, settings.ending, host)
