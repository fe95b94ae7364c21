"""`Application_<score>`: twice a week, prepare the customers, make sure of them, and score them."""

from __future__ import annotations

from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario

from examples.scenarios.parts import (
    Part,
    build_step,
    created,
    metrics_step,
    plugin_step,
    python_step,
    retried,
    weekly,
)
from examples.scenarios.timing import first_step, last_step, mails

DAYS = ["Wednesday", "Thursday"]
COCKPIT, DELIVERIES = "COCKPIT", "deliveries"
CUSTOMERS, REFERENCE, SCORES = "customers_to_score", "customers", "customer_scores"
ROWS, LATE = "records:COUNT_RECORDS", "col_stats:MAX:days_late"

_DATES = """
day = date.fromisoformat(asked.get("date_ref_appli") or date.today().isoformat())
month = (day.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
called = asked.get("procedure") or "prepare_application"
variables = {"date_ref_appli": day.isoformat(), "month_ref": month, "procedure_called": called}
"""
_COMPUTE_COCKPIT = f"""
import dataiku
dataset = dataiku.api_client().get_project("{COCKPIT}").get_dataset("{DELIVERIES}")
dataset.compute_metrics(metric_ids=["{ROWS}", "{LATE}"])
"""


def application(project: DSSProject, score: str, channel: str, recipient: str, connection: str) -> DSSScenario:
    """Make the scenario; each step has its own condition, so that the reason of a stop is in one place."""
    alert = {"alert_channel": channel, "alert_recipients": recipient, "alert_when": "warning"}
    steps = [
        first_step(_DATES),
        retried(python_step("Compute_Cockpit", _COMPUTE_COCKPIT), times=2),
        _cockpit(alert),
        _procedure(alert, connection),
        metrics_step("Compute_procedure", CUSTOMERS, "${date_ref_appli}", "procedure_outcome == 'OK'"),
        _volumes(alert),
        build_step("Score_customers", SCORES, "${date_ref_appli}", _good("volumes")),
        last_step(),
    ]
    trigger = weekly("Appli_mercredi_jeudi", DAYS, hour=11, minute=40)
    return created(project, f"Application_{score}", trigger, steps, mails(channel, recipient))


def _cockpit(alert: Part) -> Part:
    """The upstream project has delivered, and nothing is late."""
    readings = [
        {"dataset": DELIVERIES, "id": ROWS, "name": "deliveries", "minimum": "1", "not_older_than": "1 hour"},
        {"dataset": DELIVERIES, "id": LATE, "name": "days_late", "maximum": "${days_late_allowed}"},
    ]
    config = {"project_key": COCKPIT, "readings": readings, "prefix": "cockpit", **alert}
    return plugin_step("retrieve-metrics-and-checks", "Var_cockpit", **config)


def _procedure(alert: Part, connection: str) -> Part:
    parameters = [
        {"name": "date_ref", "type": "date", "value": "${date_ref_appli}"},
        {"name": "p_rows", "direction": "OUT", "type": "integer"},
        {"name": "p_rc", "direction": "OUT", "type": "integer", "equals": "0"},
    ]
    return plugin_step(
        "call-teradata-procedure",
        "Procedure_Tera",
        _good("cockpit"),
        connection=connection,
        procedure="${procedure_called}",
        parameters=parameters,
        time_limit="${procedure_time_limit}",
        **alert,
    )


def _volumes(alert: Part) -> Part:
    """As many customers as in the last month's cohort, about."""
    return plugin_step(
        "check-volume-stability",
        "Var_procedure",
        "procedure_outcome == 'OK'",
        dataset=CUSTOMERS,
        partition="${date_ref_appli}",
        compare_with="other_dataset",
        other_dataset=REFERENCE,
        other_partition="${month_ref}",
        null_columns="recency_days",
        **alert,
    )


def _good(prefix: str) -> str:
    return f"{prefix}_outcome == 'OK' || {prefix}_outcome == 'WARNING'"
