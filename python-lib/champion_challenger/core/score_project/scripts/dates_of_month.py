"""First step of Score_<score>: the month to evaluate, its last day, and all cohorts to evaluate in this run.

The month is the newest one whose outcomes are final today. The cohorts are that month's, and those that an earlier run
had to leave provisional although their time was over: their outcomes arrived late. To evaluate one other month alone,
run the scenario with the parameter month_ref, for example 2019-06.
"""

from datetime import date, datetime, timedelta
from typing import Any

import dataiku
from dataiku.scenario import Scenario

PARAMETERS: "dict[str, Any]" = {"horizon": (1, "month"), "snapshot_day": "last", "period": "MONTH"}

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def first_day(month: int) -> date:
    """First day of a month, counted from the year 0."""
    return date(month // 12, month % 12 + 1, 1)


def final_from(month: int) -> date:
    """First day on which the outcomes of a month's cohort are final."""
    count, unit = PARAMETERS["horizon"]
    # A snapshot taken at the end of the last day is one of the next morning.
    start = month if PARAMETERS["snapshot_day"] == "first" else month + 1
    if unit in MONTHS:
        return first_day(start + count * MONTHS[unit])
    return first_day(start) + timedelta(days=count * (7 if unit == "week" else 1))


def newest_final_month(today: date) -> date:
    """First day of the newest month whose outcomes are final."""
    month = today.year * 12 + today.month - 1
    while final_from(month) > today:
        month -= 1
    return first_day(month)


def late_cohorts(today: date) -> "list[str]":
    """Partitions of performance that are provisional although their time is over."""
    dataset = dataiku.api_client().get_default_project().get_dataset("performance")
    late = []
    for partition in dataset.list_partitions():
        year, month = (int(part) for part in partition.split("-")[:2])
        if final_from(year * 12 + month - 1) > today:
            continue
        values = dataset.get_last_metric_values(partition).get_raw().get("metrics") or []
        statuses = [
            value.get("value")
            for metric in values
            if metric["metric"]["id"].rpartition(":")[2] == "cohort_status"
            for value in metric["lastValues"]
        ]
        if "provisional" in statuses:
            late.append(partition)
    return late


scenario = Scenario()
parameters = scenario.get_trigger_params() or {}
today = date.today()
month = parameters.get("month_ref") or newest_final_month(today).strftime("%Y-%m")
# No month has more than 31 days, so this is a day of the next one.
next_month = date.fromisoformat(month + "-01") + timedelta(days=31)
last_day = (next_month.replace(day=1) - timedelta(days=1)).isoformat()
cohort = last_day if PARAMETERS["period"] == "DAY" else month
cohorts = {cohort} if parameters.get("month_ref") else {cohort, *late_cohorts(today)}
scenario.set_scenario_variables(
    calc_start=datetime.now().replace(microsecond=0).isoformat(),
    day_ref=last_day,
    month_ref=month,
    cohorts_to_evaluate=",".join(sorted(cohorts)),
)
