"""First step of Application_<score>: the day of the application, and the last month that ended before it.

To score another day, run the scenario with the parameter date_ref_appli, for example 2019-07-03.
"""

from datetime import date, datetime, timedelta
from typing import Any

from dataiku.scenario import Scenario
from dateutil import tz

PARAMETERS: "dict[str, Any]" = {"time_zone": "UTC"}

scenario = Scenario()
parameters = scenario.get_trigger_params() or {}
today = datetime.now(tz.gettz(PARAMETERS["time_zone"])).date()
day = date.fromisoformat(parameters.get("date_ref_appli") or today.isoformat())
month_end = day.replace(day=1) - timedelta(days=1)
scenario.set_scenario_variables(
    calc_start=datetime.now().replace(microsecond=0).isoformat(),
    date_ref_appli=day.isoformat(),
    day_ref=month_end.isoformat(),
    month_ref=month_end.strftime("%Y-%m"),
)
