"""Watch volumes: a dataset against another, or against its own history."""

from champion_challenger.adapters.dss.entry import OnlyTheMessage, start_log, step_form
from champion_challenger.adapters.dss.scenario_step import ScenarioStep
from champion_challenger.operations.check_volume_stability import check_volume_stability
from champion_challenger.operations.steps.conclude import conclude
from champion_challenger.settings.check_volume_stability import VolumeSettings

start_log()

with OnlyTheMessage():
    settings = VolumeSettings.from_form(step_form())
    host = ScenarioStep()
    report = check_volume_stability(settings, host.figures, host)
    conclude(report, settings.ending, host)
