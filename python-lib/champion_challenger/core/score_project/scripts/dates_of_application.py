"""First step of Application_<score>: the day, the last month that ended before it, and the newest cohort.

The number of customers is compared with the newest cohort that exists and raised no alarm: outcomes are joined a
horizon after a month's end, so the cohort of the last month is often not there yet. To score another day, run the
scenario with the parameter date_ref_appli, for example 2019-07-03.
"""

import logging
import re
from datetime import date, datetime, timedelta
from typing import Any

import dataiku
from dataiku.scenario import Scenario
from dateutil import tz

PARAMETERS: "dict[str, Any]" = {
    "cohort": (),
    "time_zone": "UTC",
    "wrong_day": "Parameter date_ref_appli: expected YYYY-MM-DD, found {value}",
    "day_format": "YYYY-MM-DD",
}


def metrics_of(dataset: Any, partition: str) -> "list[dict[str, Any]]":
    """Metrics of a partition; none where DSS refuses to tell those of a partition that has no value yet."""
    for _ in range(2):
        try:
            return list(dataset.get_last_metric_values(partition).get_raw().get("metrics") or [])
        except Exception as error:  # noqa: BLE001 -- the client raises plain Exception
            logging.info("DSS does not tell the metrics of partition %s: %s", partition, error)
            # It raises, and the step is tried again, where DSS answers nothing at all.
            dataset.get_last_metric_values("ALL")
    return []


def has_alarm(cohort: Any, partition: str) -> bool:
    """Whether the monthly scenario found the rows of a cohort too few or too many."""
    metrics = metrics_of(cohort, partition)
    named = [metric for metric in metrics if metric["metric"]["id"].rpartition(":")[2] == "volume_alarm_rows"]
    return any(str(value.get("value")) in ("1", "1.0") for metric in named for value in metric["lastValues"])


def newest_cohort(last_day: date) -> str:
    """Newest partition of the cohort that ended by a day and raised no alarm; "" when there is none."""
    if not PARAMETERS["cohort"]:
        return ""
    project, name = PARAMETERS["cohort"]
    cohort = dataiku.api_client().get_project(project).get_dataset(name)
    # A month and a day are compared as texts: 2019-06 comes before 2019-06-30.
    ended = (partition for partition in cohort.list_partitions() if partition <= last_day.isoformat())
    return next((partition for partition in sorted(ended, reverse=True) if not has_alarm(cohort, partition)), "")


def asked_day(value: str) -> date:
    """The day that somebody asks for."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError:  # such as 30 February
        pass
    # For the mail on failure, which says how to run again.
    scenario.set_scenario_variables(date_ref_appli=PARAMETERS["day_format"])
    raise ValueError(PARAMETERS["wrong_day"].replace("{value}", value))


scenario = Scenario()
# First of all: the last step and the mails read it after a failure too.
scenario.set_scenario_variables(calc_start=datetime.now().replace(microsecond=0).isoformat())
parameters = scenario.get_trigger_params() or {}
today = datetime.now(tz.gettz(PARAMETERS["time_zone"])).date()
day = asked_day(str(parameters["date_ref_appli"])) if parameters.get("date_ref_appli") else today
month_end = day.replace(day=1) - timedelta(days=1)
month = month_end.strftime("%Y-%m")
scenario.set_scenario_variables(date_ref_appli=day.isoformat(), day_ref=month_end.isoformat(), month_ref=month)
scenario.set_scenario_variables(cohort_ref=newest_cohort(month_end) or month)
