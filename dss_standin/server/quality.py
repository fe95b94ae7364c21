"""Routes of data-quality rules and of the older checks of datasets."""

from __future__ import annotations

import sys
from typing import Any, Callable

from flask import Blueprint, Response, jsonify

from dss_standin.datasets import quality
from dss_standin.datasets.definitions import dataset, require_project
from dss_standin.dss import DSS
from dss_standin.server.request import body, dss, many, text

blueprint = Blueprint("quality", __name__, url_prefix="/projects/<project_key>")
_DATASET = "/datasets/<name>"
_ROOM = _DATASET + "/data-quality"


@blueprint.get(f"{_ROOM}/rules")
def list_rules(project_key: str, name: str) -> Response:
    """List the rules of a dataset."""
    return jsonify({"checks": quality.rules(dss(), project_key, name)})


@blueprint.post(f"{_ROOM}/rules")
def create_rule(project_key: str, name: str) -> Response:
    """Make a rule; the answer is the rule with its id."""
    return jsonify(quality.create_rule(dss(), project_key, name, body()))


@blueprint.put(f"{_ROOM}/rules/<rule_id>")
def save_rule(project_key: str, name: str, rule_id: str) -> Response:
    """Replace a rule."""
    quality.save_rule(dss(), project_key, name, rule_id, body())
    return jsonify({})


@blueprint.delete(f"{_ROOM}/rules/<rule_id>")
def delete_rule(project_key: str, name: str, rule_id: str) -> Response:
    """Forget a rule."""
    quality.delete_rule(dss(), project_key, name, rule_id)
    return jsonify({})


@blueprint.post(f"{_ROOM}/actions/compute-rules")
def compute_rules(project_key: str, name: str) -> Response:
    """Compute all enabled rules, or one, as a future."""
    partition, rule_id = text("partition"), text("ruleId") or None
    dataset(dss(), project_key, name)
    return _future(lambda opened: {"results": quality.compute_rules(opened, project_key, name, partition, rule_id)})


@blueprint.get(f"{_ROOM}/last-rules-result")
def last_results(project_key: str, name: str) -> Response:
    """Return the last result of each rule, or of one."""
    return jsonify(quality.last_results(dss(), project_key, name, text("partition"), text("ruleId") or None))


@blueprint.get(f"{_ROOM}/rules-history")
def history(project_key: str, name: str) -> Response:
    """Return a page of all results, newest first."""
    since, until = int(text("minTimestamp") or 0), int(text("maxTimestamp") or sys.maxsize)
    ids = many("ruleIds") or many("ruleId") or []
    results = quality.history(dss(), project_key, name, since, until, ids)
    size = int(text("resultsPerPage", "10000"))
    first = int(text("page", "0")) * size
    return jsonify(results[first : first + size])


@blueprint.delete(f"{_ROOM}/history/<path:path>")
def delete_history(project_key: str, name: str, path: str) -> Response:
    """Forget the results of a partition."""
    quality.delete_history(dss(), project_key, name, path)
    return jsonify({})


@blueprint.get(f"{_ROOM}/status")
def status(project_key: str, name: str) -> Response:
    """Return the worst status among the partitions, as a JSON text."""
    return jsonify(_status_text(quality.worst(list(_statuses(project_key, name).values()))))


@blueprint.get(f"{_ROOM}/status-by-partition")
def status_by_partition(project_key: str, name: str) -> Response:
    """Return the status of each partition that has one."""
    return jsonify({place: _status_text(status) for place, status in _statuses(project_key, name).items()})


@blueprint.post(f"{_ROOM}/get-partitions-status")
def partitions_status(project_key: str, name: str) -> Response:
    """Return the status of the partitions asked for."""
    definition = dataset(dss(), project_key, name)
    asked = [quality.partition_name(definition, partition) for partition in many("partitions") or ["NP"]]
    known = _statuses(project_key, name)
    return jsonify({place: _status_text(known.get(place, quality.NOT_COMPUTED)) for place in asked})


@blueprint.get("/data-quality/status")
def project_status(project_key: str) -> Response:
    """Return the status of each dataset that has rules."""
    require_project(dss(), project_key)
    names = dss().store.names(f"projects/{project_key}/quality")
    outcomes = {name: quality.worst(list(_statuses(project_key, name).values())) for name in names}
    return jsonify({name: _status_text(outcome) for name, outcome in outcomes.items()})


@blueprint.post(f"{_DATASET}/actions/runChecks")
def run_checks(project_key: str, name: str) -> Response:
    """Run the dataset's checks, or those given; the envelope is that of computeMetrics."""
    given = body(default={})
    checks = given.get("checks", []) if isinstance(given, dict) else given
    partition = text("partition")
    if dss().switches.metrics_envelope == "future":
        return _future(lambda opened: quality.run_checks(opened, project_key, name, partition, checks))
    return jsonify({"hasResult": True, "result": quality.run_checks(dss(), project_key, name, partition, checks)})


def _statuses(project_key: str, name: str) -> dict[str, str]:
    outcomes = quality.status_by_partition(dss(), project_key, name)
    return {place: outcome for place, outcome in outcomes.items() if outcome != quality.NOT_COMPUTED}


def _status_text(status: str) -> str:
    return status if dss().switches.quality_status_case == "upper" else status.capitalize()


def _future(work: Callable[[DSS], dict[str, Any]]) -> Response:
    opened = dss()
    return jsonify(opened.futures.start(lambda: work(opened)))
