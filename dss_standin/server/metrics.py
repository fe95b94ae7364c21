"""Routes of dataset metrics."""

from __future__ import annotations

from typing import Any, Callable

from flask import Blueprint, Response, jsonify

from dss_standin.datasets import metrics
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.server.request import body, dss, text

blueprint = Blueprint("metrics", __name__, url_prefix="/projects/<project_key>/datasets/<name>")


@blueprint.get("/metrics/last/<path:path>")
def last(project_key: str, name: str, path: str) -> Response:
    """Return the last value of every metric for a partition, `NP` or `ALL`."""
    return jsonify(metrics.last_values(dss(), project_key, name, path))


@blueprint.get("/metrics/history/<path:path>")
def history(project_key: str, name: str, path: str) -> Response:
    """Return all values of one metric for a partition, `NP` or `ALL`."""
    return jsonify(metrics.history(dss(), project_key, name, path, text("metricLookup")))


@blueprint.post("/actions/computeMetrics")
def compute(project_key: str, name: str) -> Response:
    """Compute the metrics of the dataset's own probes, or of the probes given."""
    given = body(default={})
    ids = metrics.enabled_ids(given) if given else None
    partition = text("partition")
    return _answer(lambda opened: metrics.compute(opened, project_key, name, partition, ids))


@blueprint.post("/actions/computeMetricsFromIds")
def compute_from_ids(project_key: str, name: str) -> Response:
    """Compute the metrics given by their ids."""
    ids = body().get("metricIds")
    if not ids:
        raise DSSError("computeMetricsFromIds expects metricIds, a list of ids such as records:COUNT_RECORDS")
    partition = text("partition")
    return _answer(lambda opened: metrics.compute(opened, project_key, name, partition, ids))


def _answer(work: Callable[[DSS], dict[str, Any]]) -> Response:
    opened = dss()
    if opened.switches.metrics_envelope == "future":
        return jsonify(opened.futures.start(lambda: work(opened)))
    return jsonify({"hasResult": True, "result": work(opened)})
