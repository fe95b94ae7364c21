"""What is filled in on the pictures of forms: the demo's own answers, and examples for what the demo does not use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examples.demo.features import CUSTOMER, OUTCOME, RULE
from examples.demo.score import ANSWERS, OF_THE_ANALYST

_REPORT = {
    "performance_summary": "performance_summary",
    "score": "Repurchase",
    "event": "buyers",
    "gains_curves": "gains_curves",
    "decision_rules": "decision_rules",
    "activation_log": "activation_log",
    "folder": "reports",
}
_ALERT = {"alert_channel": "team-mail", "alert_recipients": "ann@example.com"}

FORMS: Mapping[str, Mapping[str, Any]] = {
    "custom-recipes/champion-challenger-retrain-and-evaluate": {
        "model": "Repurchase",
        "cohort": "customers",
        "training_data": "customers_history",
        "newest_customers": ANSWERS["customers_to_score"],
        "performance": "performance",
        "gains_curves": "gains_curves",
        "retraining_log": "retraining_log",
        "scores": "scores",
        "outcome_column": OUTCOME,
        "customer_id_column": CUSTOMER,
        "score_columns": [RULE],
        "segment_columns": OF_THE_ANALYST["segment_columns"],
        "snapshot_column": ANSWERS["snapshot_column"],
        "training_periods": OF_THE_ANALYST["training_periods"],
        "score_id": "Repurchase",
        "activation_log": "activation_log",
    },
    "custom-recipes/champion-challenger-evaluate-stored-scores": {
        "scores": "scores",
        "performance": "performance",
        "dialect": "teradata",
        "score_decimals": "4",
    },
    "custom-recipes/champion-challenger-summarise-performance": {
        "performance": "performance",
        "performance_summary": "performance_summary",
        "decision_rules": "decision_rules",
    },
    "python-runnables/create-score-project": {
        "score_name": "Repurchase",
        "template_project": "PURCHASES",
        "training_data": "customers_history",
        "cohort": "customers",
        "customers_to_score": ANSWERS["customers_to_score"],
        "outcome_column": OUTCOME,
        "first_training_partitions": "1997-03",
        "customer_id_column": CUSTOMER,
        "snapshot_column": ANSWERS["snapshot_column"],
        "horizon": ANSWERS["horizon"],
        "targeting_rates": ANSWERS["targeting_rates"],
        "mail_channel": "team-mail",
        "recipients": ["ann@example.com"],
    },
    "python-runnables/activate-challenger": {
        "model": "Repurchase",
        "performance": "performance",
        "performance_summary": "performance_summary",
    },
    "python-runnables/check-installation": {
        "model": "Repurchase",
        "cohort": "customers",
        "performance": "performance",
        "other_project": "PURCHASES",
    },
    "python-runnables/performance-report": _REPORT,
    "python-runnables/score-portfolio": {
        "performance_summaries": ["REPURCHASE.performance_summary", "SECOND_PURCHASE.performance_summary"],
        "activation_logs": ["REPURCHASE.activation_log", "SECOND_PURCHASE.activation_log"],
        "report_url": "{file}",
        "folder": "reports",
    },
    "python-runnables/tableau-workbook": _REPORT,
    "python-steps/retrieve-metrics-and-checks": {
        "readings": [
            {"dataset": "performance", "partition": "${month_ref}", "id": "champion_lift", "minimum": "2"},
            {"dataset": "performance_summary", "id": "verdict of Repurchase", "name": "verdict"},
        ],
        "prefix": "score",
        **_ALERT,
    },
    "python-steps/check-volume-stability": {
        "dataset": "PURCHASES.customers",
        "partition": "${month_ref}",
        "positive_column": OUTCOME,
        **_ALERT,
    },
    "python-steps/call-teradata-procedure": {
        "connection": "teradata",
        "procedure": "mkt.prepare_customers",
        "parameters": [
            {"name": "date_ref", "direction": "in", "type": "date", "value": "${date_ref_appli}"},
            {"name": "return_code", "direction": "out", "type": "integer", "equals": "0"},
        ],
        **_ALERT,
    },
    "parameter-sets/evaluation-policy": {},
    "parameter-sets/teradata-connection": {
        "host": "teradata.example",
        "user": "dss",
        "password": "x",
        "databases": "mkt",
    },
    "webapps/score-performance": {name: value for name, value in _REPORT.items() if name != "folder"},
}
"""By the component's folder; a test compares the names with the descriptors."""
