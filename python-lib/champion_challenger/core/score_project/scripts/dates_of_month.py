"""First step of Score_<score>: the month to evaluate, its last day, and all cohorts to evaluate in this run.

The month is the newest one whose outcomes are final today. The cohorts are that month's, those that an earlier run had
to leave provisional although their time was over, since their outcomes arrived late, and those between the first cohort
and this month that were missed, since a run failed. A missed cohort whose volumes raised an alarm is not evaluated by
itself: it is named in the mail of the verdict. To evaluate one other month alone, run the scenario with the parameter
month_ref, for example 2019-06.
"""

from datetime import date, datetime, timedelta
from typing import Any

import dataiku
from dataiku.scenario import Scenario
from dateutil import tz

PARAMETERS: "dict[str, Any]" = {
    "horizon": (1, "month"),
    "snapshot_day": "last",
    "period": "MONTH",
    "cohort": (),
    "time_zone": "UTC",
    "none": "none",
    "report": {"folder": "", "link": "{url}", "place": "{project}"},
}

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


def partition_of(month: date) -> str:
    """Partition of a month's cohort: the month, or its last day."""
    if PARAMETERS["period"] != "DAY":
        return month.strftime("%Y-%m")
    # No month has more than 31 days, so this is a day of the next one.
    next_month = month + timedelta(days=31)
    return (next_month.replace(day=1) - timedelta(days=1)).isoformat()


def month_of(partition: str) -> int:
    """Month of a partition, counted from the year 0."""
    year, month = (int(part) for part in partition.split("-")[:2])
    return year * 12 + month - 1


def last_values(dataset: Any, partition: str, name: str) -> "list[str]":
    """Last values of a metric on a partition, as texts; at most one, and none when it was never computed."""
    metrics = dataset.get_last_metric_values(partition).get_raw().get("metrics") or []
    named = [metric for metric in metrics if metric["metric"]["id"].rpartition(":")[2] == name]
    return [str(value.get("value")) for metric in named for value in metric["lastValues"]]


def late_cohorts(performance: Any, today: date) -> "list[str]":
    """Partitions of performance that are provisional although their time is over."""
    return [
        partition
        for partition in performance.list_partitions()
        if final_from(month_of(partition)) <= today
        and "provisional" in last_values(performance, partition, "cohort_status")
    ]


def missed_cohorts(performance: Any, cohort: Any, newest: date) -> "dict[str, bool]":
    """Cohorts since the first evaluated one that performance lacks; whether their volumes raised an alarm."""
    evaluated = performance.list_partitions()
    first = min((month_of(partition) for partition in evaluated), default=month_of(str(newest)))
    wanted = [partition_of(first_day(month)) for month in range(first, month_of(str(newest)))]
    missed = set(wanted).intersection(cohort.list_partitions()).difference(evaluated)
    return {name: last_values(cohort, name, "volume_alarm_rows") in (["1"], ["1.0"]) for name in sorted(missed)}


def report_place(address: str, project: str) -> str:
    """Where people find the report: a link where DSS knows its own address, which its administrator sets."""
    words: dict[str, str] = PARAMETERS["report"]
    if not address:
        return words["place"].replace("{project}", project)
    url = address.rstrip("/") + "/projects/" + project + "/managedfolder/" + words["folder"] + "/view/"
    return words["link"].replace("{url}", url)


scenario = Scenario()
parameters = scenario.get_trigger_params() or {}
today = datetime.now(tz.gettz(PARAMETERS["time_zone"])).date()
newest = newest_final_month(today)
month = parameters.get("month_ref") or newest.strftime("%Y-%m")
start = date.fromisoformat(month + "-01")
client = dataiku.api_client()
performance = client.get_default_project().get_dataset("performance")
missed: "dict[str, bool]" = {}
if PARAMETERS["cohort"]:
    project, name = PARAMETERS["cohort"]
    missed = missed_cohorts(performance, client.get_project(project).get_dataset(name), newest)
cohorts = {partition_of(start)}
if not parameters.get("month_ref"):
    cohorts.update(late_cohorts(performance, today), (name for name in missed if not missed[name]))
scenario.set_scenario_variables(
    calc_start=datetime.now().replace(microsecond=0).isoformat(),
    day_ref=((start + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat(),
    month_ref=month,
    cohorts_to_evaluate=",".join(sorted(cohorts)),
    report_place=report_place(str(scenario.get_all_variables().get("dssURL") or ""), dataiku.default_project_key()),
    cohorts_missed=", ".join(sorted(set(missed).difference(cohorts))) or PARAMETERS["none"],
)
