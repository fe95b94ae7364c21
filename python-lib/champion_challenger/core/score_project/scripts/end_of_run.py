"""Last step of both scenarios, which runs after a failure too: when the run ended, and how many minutes it took."""

from datetime import datetime
from typing import Any

from dataiku.scenario import Scenario

PARAMETERS: "dict[str, Any]" = {"moment_format": "%Y-%m-%d %H:%M", "decimal_mark": "."}

scenario = Scenario()
end = datetime.now().replace(microsecond=0)
# Empty after a run whose first step failed before it could set it.
begun = str(scenario.get_all_variables().get("calc_start") or "")
start = datetime.fromisoformat(begun) if begun else end
minutes = round((end - start).total_seconds() / 60, 2)
scenario.set_scenario_variables(
    calc_end=end.isoformat(),
    calc_minutes=minutes,
    calc_minutes_text=str(minutes).replace(".", PARAMETERS["decimal_mark"]) if begun else "-",
    calc_start_text=start.strftime(PARAMETERS["moment_format"]) if begun else "-",
    calc_end_text=end.strftime(PARAMETERS["moment_format"]),
)
