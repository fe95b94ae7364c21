"""First step of Score_<score>: the month to evaluate, its last day, and all cohorts to evaluate in this run.

The month is the newest one whose outcomes are final today. The cohorts are that month's, those that an earlier run had
to leave provisional although their time was over, since their outcomes arrived late, and those between the first cohort
and this month that were missed, since a run failed. The earlier ones are evaluated before the month, each in a job of
its own: one that fails stops nothing. A missed cohort whose volumes raised an alarm is not evaluated by itself, and
neither is a provisional one whose rows were deleted since: both are named in the mail of the verdict. To evaluate one
other month alone, run the scenario with the parameter month_ref, for example 2019-06.
"""

import logging
import re
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
    "missed": {"alarm": "{cohort}: alarm", "gone": "{cohort}: gone", "waiting": "{cohort}: waiting"},
    "wrong_month": "Parameter month_ref: expected YYYY-MM, found {value}",
    "month_format": "YYYY-MM",
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


def last_values(dataset: Any, partition: str, name: str) -> "list[str]":
    """Last values of a metric on a partition, as texts; at most one, and none when it was never computed."""
    named = [metric for metric in metrics_of(dataset, partition) if metric["metric"]["id"].rpartition(":")[2] == name]
    return [str(value.get("value")) for metric in named for value in metric["lastValues"]]


def late_cohorts(performance: Any, evaluated: "list[str]", today: date) -> "list[str]":
    """Evaluated cohorts that are provisional although their time is over."""
    return [
        partition
        for partition in evaluated
        if final_from(month_of(partition)) <= today
        and "provisional" in last_values(performance, partition, "cohort_status")
    ]


def missed_cohorts(existing: "list[str]", evaluated: "list[str]", newest: date) -> "list[str]":
    """Existing cohorts since the first evaluated one, and before the newest, that no run has evaluated."""
    first = min((month_of(partition) for partition in evaluated), default=month_of(str(newest)))
    wanted = {partition_of(first_day(month)) for month in range(first, month_of(str(newest)))}
    return sorted(wanted.intersection(existing).difference(evaluated))


def asked_month(value: str) -> str:
    """The month that somebody asks for."""
    month = value.strip()
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) or month < "0001":
        # For the mail on failure, which says how to run again.
        scenario.set_scenario_variables(month_ref=PARAMETERS["month_format"])
        raise ValueError(PARAMETERS["wrong_month"].replace("{value}", value))
    return month


def sentence(kind: str, cohort: str) -> str:
    """Why a cohort is not evaluated, and what a person could do."""
    text: str = PARAMETERS["missed"][kind]
    return text.replace("{cohort}", cohort).replace("{month}", cohort[:7])


def report_place(address: str, project: str) -> str:
    """Where people find the report: a link where DSS knows its own address, which its administrator sets."""
    words: dict[str, str] = PARAMETERS["report"]
    if not address:
        return words["place"].replace("{project}", project)
    url = address.rstrip("/") + "/projects/" + project + "/managedfolder/" + words["folder"] + "/view/"
    return words["link"].replace("{url}", url)


scenario = Scenario()
# First of all: the last step and the mails read it after a failure too.
scenario.set_scenario_variables(calc_start=datetime.now().replace(microsecond=0).isoformat())
parameters = scenario.get_trigger_params() or {}
today = datetime.now(tz.gettz(PARAMETERS["time_zone"])).date()
newest = newest_final_month(today)
is_asked = bool(parameters.get("month_ref"))
month = asked_month(str(parameters["month_ref"])) if is_asked else newest.strftime("%Y-%m")
start = date.fromisoformat(month + "-01")
scenario.set_scenario_variables(
    month_ref=month,
    day_ref=((start + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat(),
    report_place=report_place(str(scenario.get_all_variables().get("dssURL") or ""), dataiku.default_project_key()),
)
client = dataiku.api_client()
performance = client.get_default_project().get_dataset("performance")
evaluated = performance.list_partitions()
late = [] if is_asked else late_cohorts(performance, evaluated, today)
reasons: "dict[str, str]" = {}
missed: "list[str]" = []
if PARAMETERS["cohort"]:
    project, name = PARAMETERS["cohort"]
    cohort = client.get_project(project).get_dataset(name)
    existing = cohort.list_partitions()
    missed = missed_cohorts(existing, evaluated, newest)
    alarmed = [
        partition for partition in missed if last_values(cohort, partition, "volume_alarm_rows") in (["1"], ["1.0"])
    ]
    reasons.update(dict.fromkeys(missed if is_asked else (), "waiting"))
    reasons.update(dict.fromkeys(alarmed, "alarm"))
    reasons.update(dict.fromkeys(set(late).difference(existing), "gone"))
this = partition_of(start)
earlier = {partition for partition in (*late, *missed) if partition not in reasons and partition != this}
sentences = [sentence(reasons[partition], partition) for partition in sorted(reasons) if partition != this]
for line in sentences:
    logging.info("%s", line)
scenario.set_scenario_variables(
    cohorts_to_evaluate=",".join(sorted({this, *earlier})),
    earlier_cohorts=",".join(sorted(earlier)),
    cohorts_missed="".join("\n- " + line for line in sentences) or PARAMETERS["none"],
)
