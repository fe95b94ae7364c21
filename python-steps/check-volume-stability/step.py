"""Watch volumes: a dataset against another, or against its own history."""

import logging

from champion_challenger.adapters.dss.scenario_step import ScenarioStep
from champion_challenger.operations.check_volume_stability import check_volume_stability
from champion_challenger.operations.steps.conclude import conclude
from champion_challenger.settings.check_volume_stability import VolumeSettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = ScenarioStep("Check volume stability")
settings = VolumeSettings.from_form(host.form, host.variables, host.project_key)
report = check_volume_stability(settings, host.figures, host)
conclude(report, settings.ending, host)
