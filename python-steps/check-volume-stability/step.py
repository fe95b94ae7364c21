"""Watch volumes: a dataset against another, or against its own history."""

import logging

from champion_challenger.adapters.dss.steps import ScenarioStep
from champion_challenger.operations.check_volumes import check_volumes
from champion_challenger.operations.conclude import conclude
from champion_challenger.step_settings.volumes import VolumeSettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = ScenarioStep("Check volume stability")
settings = VolumeSettings.from_form(host.form, host.variables, host.project_key)
report = check_volumes(settings, host.figures, host)
conclude(report, settings.ending, host)
