"""The two scenarios of a score: `Application_<score>` twice a week, `Score_<score>` on the first of the month."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from champion_challenger.core.score_project.scenario_steps import (
    Json,
    build_step,
    macro_step,
    mail,
    monthly,
    plugin_step,
    python_step,
    weekly,
)
from champion_challenger.settings.create_score_project import Production

LONGEST = "calc_minutes_allowed"
"""Name of the project's variable that says how many minutes a run may take."""

CUSTOMERS_PARTITION = {"": "", "DAY": "${date_ref_appli}", "MONTH": "${month_ref}"}
COHORT_PARTITION = {"": "", "DAY": "${day_ref}", "MONTH": "${month_ref}"}
"""Partition of a run, by the period of the dataset's time dimension; "" without one."""

_ROWS = "records:COUNT_RECORDS"
_DAYS = ["Wednesday", "Thursday"]
_BEGIN = """
from datetime import date, datetime, timedelta
from dataiku.scenario import Scenario
scenario = Scenario()
asked = scenario.get_trigger_params() or {}
now = datetime.now().replace(microsecond=0).isoformat()
"""
_END = """
from datetime import datetime
from dataiku.scenario import Scenario
scenario = Scenario()
start = datetime.fromisoformat(scenario.get_all_variables()["calc_start"])
end = datetime.now().replace(microsecond=0)
minutes = round((end - start).total_seconds() / 60, 2)
scenario.set_scenario_variables(calc_end=end.isoformat(), calc_minutes=minutes)
"""
_DAY = """
day = date.fromisoformat(asked.get("date_ref_appli") or date.today().isoformat())
day_ref = day.replace(day=1) - timedelta(days=1)
variables = {"date_ref_appli": day.isoformat(), "day_ref": day_ref.isoformat(), "month_ref": day_ref.strftime("%Y-%m")}
"""
_MONTH = """
month_ref = asked.get("month_ref") or (date.today().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
day_ref = (date.fromisoformat(month_ref + "-01") + timedelta(days=31)).replace(day=1) - timedelta(days=1)
variables = {"month_ref": month_ref, "day_ref": day_ref.isoformat()}
"""
_COMPUTE = """
import time
import dataiku
from dataiku.scenario import Scenario
from dataikuapi.dss.future import DSSFuture

def wait(future):
    for _ in range(7200):
        if future.has_result():
            return
        time.sleep(0.5)
    raise RuntimeError("DSS has no result after an hour")

client, variables = dataiku.api_client(), Scenario().get_all_variables()
for project, name, variable in {targets}:
    dataset = client.get_project(project).get_dataset(name)
    answer = dataset.compute_metrics(variables[variable] if variable else "", metric_ids={metrics})
    if "hasResult" in answer:
        wait(DSSFuture.from_resp(client, answer))
    print("Computed", {metrics}, "of", project, name)
"""
_REPORT = "report.html"
_MAIL_REPORT = """
import dataiku
from dataiku.scenario import Scenario
month = Scenario().get_all_variables()["month_ref"]
with dataiku.Folder({reports!r}).get_download_stream({file!r}) as stream:
    page = stream.read()
channel = dataiku.api_client().get_messaging_channel({channel!r})
if hasattr(channel, "send"):
    subject = "Score " + {score!r} + ", " + month + ": report"
    body = "The model in production against its competitors: see the page attached. It opens in any browser."
    attached = [["report-" + month + ".html", page, "text/html"]]
    channel.send(dataiku.default_project_key(), {recipients!r}, subject, body, attachments=attached, plain_text=True)
else:
    print("Channel", {channel!r}, "sends no mails; the report is in the folder")
"""
_VERDICT = """${score_sentence}

Versions evaluated: ${score_versions_evaluated}.
Lift of the model in production in ${month_ref}: ${score_champion_lift}.
Nothing was activated. The evidence is in the macro Activate challenger.

"""
_TIMES = "Start ${calc_start}, end ${calc_end}, ${calc_minutes} minutes."


@dataclass(frozen=True)
class ScoreFlow:
    """What the scenarios of a score look at and build.

    Attributes
    ----------
    customers, cohort
        Datasets that the score reads, as ``PROJECT.name``.
    scores
        Dataset that the scoring recipe writes, partitioned like the customers.
    customers_period, cohort_period
        Period of their time dimension; "" for a dataset without partitions.
    """

    customers: str
    cohort: str
    scores: str
    customers_period: str = "DAY"
    cohort_period: str = "MONTH"


def application_scenario(score: str, flow: ScoreFlow, production: Production) -> Json:
    """Make sure that the upstream project and the database are ready, then score the customers of a day.

    The steps of what the production does not name are left out.
    """
    steps = [_first_step(_DAY)]
    condition = ""
    if production.cockpit_dataset:
        steps += _cockpit_steps(production)
        condition = _good("cockpit")
    if production.procedure:
        steps += _procedure_steps(flow, condition, production)
        condition = _good("volumes")
    partition = CUSTOMERS_PARTITION[flow.customers_period]
    steps += [build_step("Score_customers", flow.scores, partition, condition), _last_step()]
    trigger = weekly("Appli_mercredi_jeudi", _DAYS, hour=11, minute=40)
    return _scenario(f"Application_{score}", trigger, steps, _mails(production))


def score_scenario(score: str, flow: ScoreFlow, production: Production, reports: str) -> Json:
    """Make sure of the cohort, replay the champion, evaluate all versions, mail the verdict and the report.

    Parameters
    ----------
    reports
        Id of the managed folder that keeps the reports.
    """
    month = COHORT_PARTITION[flow.cohort_period or "MONTH"]
    data = {"dataset": flow.cohort, "partition": COHORT_PARTITION[flow.cohort_period], "prefix": "data"}
    steps = [
        _first_step(_MONTH),
        plugin_step("check-volume-stability", "Data", **data, **_alert(production)),
        build_step("Retrain_and_evaluate", "performance", month),
        build_step("Summarise_performance", "performance_summary"),
        _verdict_step(score, month, production),
        *_report_steps(score, reports, production),
        _last_step(),
    ]
    trigger = monthly("1er_jour_mois", hour=6, minute=0)
    return _scenario(f"Score_{score}", trigger, steps, _mails(production, verdict_of=score))


def _cockpit_steps(production: Production) -> list[Json]:
    """Upstream counts its rows, and there are some."""
    project, dataset = production.cockpit_project, production.cockpit_dataset
    reading = {"dataset": dataset, "id": _ROWS, "name": "rows", "minimum": "1", "not_older_than": "1 hour"}
    config = {"project_key": project, "readings": [reading], "prefix": "cockpit", **_alert(production)}
    return [
        _compute_step("Compute_Cockpit", [(project, dataset, "")]),
        plugin_step("retrieve-metrics-and-checks", "Var_cockpit", **config),
    ]


def _procedure_steps(flow: ScoreFlow, condition: str, production: Production) -> list[Json]:
    """The customers are prepared, and are about as many as in the newest cohort; or as before, when they are it."""
    called = {
        "connection": production.procedure_connection,
        "procedure": production.procedure,
        "parameters": [{"name": "date_ref", "type": "date", "value": "${date_ref_appli}"}],
        "time_limit": "${procedure_time_limit}",
        "prefix": "procedure",
    }
    prepared = (flow.customers, CUSTOMERS_PARTITION[flow.customers_period])
    known = (flow.cohort, COHORT_PARTITION[flow.cohort_period])
    volumes: Json = {"dataset": prepared[0], "partition": prepared[1], "prefix": "volumes"}
    if known[0] != prepared[0]:
        other = {"other_dataset": known[0], "other_partition": known[1]}
        volumes.update(compare_with="other_dataset", compute_first=False, **other)
    is_done = "procedure_outcome == 'OK'"
    return [
        plugin_step("call-teradata-procedure", "Procedure_Tera", condition, **called, **_alert(production)),
        _compute_step("Compute_procedure", [_target(*one) for one in dict.fromkeys((prepared, known))], is_done),
        plugin_step("check-volume-stability", "Var_procedure", is_done, **volumes, **_alert(production)),
    ]


def _verdict_step(score: str, month: str, production: Production) -> Json:
    """Figures of the month, and the verdict over several; what is missing is told, and stops nothing."""
    of_month = ("champion_lift", "versions_evaluated")
    readings = [{"dataset": "performance", "partition": month, "id": name} for name in of_month]
    for name in ("verdict", "best_challenger", "sentence"):
        readings.append({"dataset": "performance_summary", "id": f"{name} of {score}", "name": name})
    config = {"readings": readings, "prefix": "score", "fail_on": "never", **_alert(production)}
    return plugin_step("retrieve-metrics-and-checks", "Verdict", **config)


def _report_steps(score: str, reports: str, production: Production) -> list[Json]:
    """The report of the month in the folder, and mailed where there is somebody to mail it to."""
    given = ("performance_summary", "gains_curves", "decision_rules", "activation_log")
    config = {**{name: name for name in given}, "score": score, "folder": reports, "file_name": _REPORT}
    steps = [macro_step("performance-report", "Report", config)]
    if production.channel and production.recipients:
        script = _MAIL_REPORT.format(
            reports=reports,
            file=_REPORT,
            channel=production.channel,
            recipients=list(production.recipients),
            score=score,
        )
        steps.append(python_step("Mail_report", script))
    return steps


def _compute_step(name: str, targets: Sequence[tuple[str, str, str]], condition: str = "") -> Json:
    """Count the rows of datasets of any project; tried again twice, since others compute there too."""
    script = _COMPUTE.format(targets=json.dumps(list(targets)), metrics=json.dumps([_ROWS]))
    return {**python_step(name, script, condition), "maxRetriesOnFail": 2}


def _target(dataset: str, partition: str) -> tuple[str, str, str]:
    """Project, name, and the variable that names the partition."""
    project, _, name = dataset.partition(".")
    return project, name, partition.strip("${}")


def _scenario(name: str, trigger: Json, steps: list[Json], reporters: list[Json]) -> Json:
    """Inactive until somebody switches it on; its trigger is ready."""
    return {"name": name, "active": False, "steps": steps, "triggers": [trigger], "reporters": reporters}


def _mails(production: Production, verdict_of: str = "") -> list[Json]:
    """On failure, after a run longer than the project's variable allows, and with the verdict of a score."""
    if not production.channel:
        return []
    address = (production.channel, ", ".join(production.recipients))
    failed = f"The scenario ${{scenarioName}} of ${{projectKey}} ended ${{outcome}}. {_TIMES}"
    slow = f"The scenario ${{scenarioName}} took longer than the ${{{LONGEST}}} minutes allowed. {_TIMES}"
    when = "outcome == 'FAILED' || outcome == 'ABORTED'"
    mails = [
        mail("On failure", when, address, "${scenarioName}: ${outcome}", failed),
        mail("On a long run", f"calc_minutes > {LONGEST}", address, "${scenarioName}: ${calc_minutes} minutes", slow),
    ]
    if verdict_of:
        subject = f"Score {verdict_of}, ${{month_ref}}: ${{score_verdict}}"
        mails.append(mail("Verdict", "score_outcome == 'OK'", address, subject, f"{_VERDICT}{_TIMES}"))
    return mails


def _alert(production: Production) -> Json:
    if not production.channel:
        return {}
    recipients = ", ".join(production.recipients)
    return {"alert_channel": production.channel, "alert_recipients": recipients, "alert_when": "warning"}


def _first_step(script: str) -> Json:
    return python_step("Dates", f"{_BEGIN}{script}scenario.set_scenario_variables(calc_start=now, **variables)\n")


def _last_step() -> Json:
    return python_step("Calc_end", _END, always=True)


def _good(prefix: str) -> str:
    return f"{prefix}_outcome == 'OK' || {prefix}_outcome == 'WARNING'"
