"""Last step of both scenarios, which runs after a failure too: when the run ended, and how many minutes it took."""

from datetime import datetime

from dataiku.scenario import Scenario

scenario = Scenario()
start = datetime.fromisoformat(scenario.get_all_variables()["calc_start"])
end = datetime.now().replace(microsecond=0)
minutes = round((end - start).total_seconds() / 60, 2)
scenario.set_scenario_variables(calc_end=end.isoformat(), calc_minutes=minutes, calc_minutes_text=str(minutes))
