"""The two scenarios of a score: `Application_<score>` twice a week, `Score_<score>` on the first of the month."""

from __future__ import annotations

from champion_challenger.core.scenario_parts import (
    Json,
    build_step,
    mail,
    metrics_step,
    monthly,
    plugin_step,
    python_step,
    weekly,
)
from champion_challenger.macro_settings.score_project import Production

LONGEST = "calc_minutes_allowed"
_DAYS = ["Wednesday", "Thursday"]
_FIGURES = ("champion_lift", "best_challenger", "best_challenger_lift", "best_challenger_gain", "versions_evaluated")
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
month = (day.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
variables = {"date_ref_appli": day.isoformat(), "month_ref": month}
"""
_MONTH = """
last = date.today().replace(day=1) - timedelta(days=1)
variables = {"month_ref": asked.get("month_ref") or last.strftime("%Y-%m")}
"""


def application_scenario(score: str, customers: str, scores: str, production: Production) -> Json:
    """Make sure that the upstream project and the database are ready, then score the customers of a day.

    Parameters
    ----------
    customers
        Dataset that is scored.
    scores
        Dataset that the scoring recipe writes, partitioned by the day of application.
    production
        What the score depends on; the steps of what is not named are left out.
    """
    alert = _alert(production, when="warning")
    steps = [_first_step(_DAY)]
    condition = ""
    if production.cockpit_dataset:
        readings = [
            {"dataset": production.cockpit_dataset, "id": "records:COUNT_RECORDS", "name": "rows", "minimum": "1"}
        ]
        config = {"project_key": production.cockpit_project, "readings": readings, "compute_first": True, **alert}
        steps.append(plugin_step("retrieve-metrics-and-checks", "Var_cockpit", prefix="cockpit", **config))
        condition = _good("cockpit")
    if production.procedure:
        steps += _procedure_steps(customers, condition, production, alert)
        condition = _good("volumes")
    steps += [build_step("Score_customers", scores, "${date_ref_appli}", condition), _last_step()]
    trigger = weekly("Appli_mercredi_jeudi", _DAYS, hour=11, minute=40)
    return _scenario(f"Application_{score}", trigger, steps, production)


def score_scenario(score: str, production: Production) -> Json:
    """Replay the champion, evaluate all versions on the last month, and mail the verdict."""
    readings = [{"dataset": "performance", "partition": "${month_ref}", "id": name} for name in _FIGURES]
    config = {"readings": readings, "prefix": "verdict", "fail_on": "never", **_alert(production, when="always")}
    steps = [
        _first_step(_MONTH),
        build_step("Retrain_and_evaluate", "performance", "${month_ref}"),
        build_step("Summarise_performance", "performance_summary"),
        plugin_step("retrieve-metrics-and-checks", "Verdict", **config),
        _last_step(),
    ]
    return _scenario(f"Score_{score}", monthly("1er_jour_mois", hour=6, minute=0), steps, production)


def _procedure_steps(customers: str, condition: str, production: Production, alert: Json) -> list[Json]:
    date_ref = {"name": "date_ref", "type": "date", "value": "${date_ref_appli}"}
    called = {
        "connection": production.procedure_connection,
        "procedure": production.procedure,
        "parameters": [date_ref],
    }
    limit = {"time_limit": "${procedure_time_limit}", "prefix": "procedure"}
    volumes = {"dataset": customers, "partition": "${date_ref_appli}", "prefix": "volumes"}
    return [
        plugin_step("call-teradata-procedure", "Procedure_Tera", condition, **called, **limit, **alert),
        metrics_step("Compute_procedure", customers, "${date_ref_appli}", "procedure_outcome == 'OK'"),
        plugin_step("check-volume-stability", "Var_procedure", "procedure_outcome == 'OK'", **volumes, **alert),
    ]


def _scenario(name: str, trigger: Json, steps: list[Json], production: Production) -> Json:
    """Inactive until somebody switches it on; its trigger is ready."""
    reporters = _mails(production) if production.channel else []
    return {"name": name, "active": False, "steps": steps, "triggers": [trigger], "reporters": reporters}


def _mails(production: Production) -> list[Json]:
    address = (production.channel, ", ".join(production.recipients))
    times = "Start ${calc_start}, end ${calc_end}, ${calc_minutes} minutes."
    failed = f"The scenario ${{scenarioName}} of ${{projectKey}} ended ${{outcome}}. {times}"
    slow = f"The scenario ${{scenarioName}} took longer than the ${{{LONGEST}}} minutes allowed. {times}"
    when = "outcome == 'FAILED' || outcome == 'ABORTED'"
    return [
        mail("On failure", when, address, "${scenarioName}: ${outcome}", failed),
        mail("On a long run", f"calc_minutes > {LONGEST}", address, "${scenarioName}: ${calc_minutes} minutes", slow),
    ]


def _alert(production: Production, when: str) -> Json:
    if not production.channel:
        return {}
    recipients = ", ".join(production.recipients)
    return {"alert_channel": production.channel, "alert_recipients": recipients, "alert_when": when}


def _first_step(script: str) -> Json:
    return python_step("Dates", f"{_BEGIN}{script}scenario.set_scenario_variables(calc_start=now, **variables)\n")


def _last_step() -> Json:
    return python_step("Calc_end", _END, always=True)


def _good(prefix: str) -> str:
    return f"{prefix}_outcome == 'OK' || {prefix}_outcome == 'WARNING'"
