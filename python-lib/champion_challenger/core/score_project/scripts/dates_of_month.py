"""First step of Score_<score>: the month to evaluate, by default the last one that ended, and its last day.

To evaluate another month, run the scenario with the parameter month_ref, for example 2019-06.
"""

from datetime import date, datetime, timedelta

from dataiku.scenario import Scenario

scenario = Scenario()
parameters = scenario.get_trigger_params() or {}
last_month_end = date.today().replace(day=1) - timedelta(days=1)
month = parameters.get("month_ref") or last_month_end.strftime("%Y-%m")
# No month has more than 31 days, so this is a day of the next one.
next_month = date.fromisoformat(month + "-01") + timedelta(days=31)
scenario.set_scenario_variables(
    calc_start=datetime.now().replace(microsecond=0).isoformat(),
    day_ref=(next_month.replace(day=1) - timedelta(days=1)).isoformat(),
    month_ref=month,
)
