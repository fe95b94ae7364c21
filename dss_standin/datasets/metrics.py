"""Metrics of datasets: computed from rows, pushed by recipes, kept with their history."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Callable

import pyarrow as pa
import pyarrow.compute as pc

from dss_standin import clock
from dss_standin.datasets import files, storage
from dss_standin.datasets.definitions import SQL_TYPES, dataset
from dss_standin.datasets.partitions import UNPARTITIONED, checked, dimensions
from dss_standin.datasets.types import texts
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound

WHOLE = "ALL"
KEPT_POINTS = 200

_AGGREGATES: dict[str, Callable[[pa.ChunkedArray], Any]] = {
    "MIN": lambda column: pc.min(column),
    "MAX": lambda column: pc.max(column),
    "MEAN": lambda column: pc.mean(column),
    "SUM": lambda column: pc.sum(column),
    "STDDEV": lambda column: pc.stddev(column, ddof=1),
    "COUNT": lambda column: pc.count(column),
    "COUNT_NULL": lambda column: pc.count(column, mode="only_null"),
    "COUNT_DISTINCT": lambda column: pc.count_distinct(column),
}


def global_partition(definition: dict[str, Any]) -> str:
    """Return the name of the whole dataset among partitions: `NP`, or `ALL` when it is partitioned."""
    return WHOLE if dimensions(definition) else UNPARTITIONED


def compute(dss: DSS, project_key: str, name: str, partition: str, ids: list[str] | None) -> dict[str, Any]:
    """Compute metrics (None: those of the enabled probes) of a partition, keep and return them."""
    definition = dataset(dss, project_key, name)
    where = _partition(definition, partition)
    started = clock.milliseconds()
    values = {metric: _value(dss, definition, where, metric) for metric in ids or enabled_ids(definition["metrics"])}
    computed = record(dss, project_key, name, where, values)
    return {"startTime": started, "endTime": clock.milliseconds(), "computed": computed, "skipped": [], "runs": []}


def record_external(dss: DSS, project_key: str, name: str, partition: str, values: dict[str, Any]) -> None:
    """Keep values that a recipe pushes; their ids get the prefix that the switch says."""
    where = _partition(dataset(dss, project_key, name), partition)
    prefix = dss.switches.pushed_metric_prefix
    record(dss, project_key, name, where, {prefix + metric: value for metric, value in values.items()})


def record(dss: DSS, project_key: str, name: str, partition: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Keep values by metric id; return them as the client reads them."""
    points = {metric: _point(partition, value) for metric, value in values.items()}
    with dss.store.lock(_key(project_key, name)):
        kept = _read_points(dss, project_key, name)
        for metric, point in points.items():
            history = kept["points"].setdefault(metric, {}).setdefault(partition, [])
            kept["points"][metric][partition] = [*history, point][-KEPT_POINTS:]
        dss.store.write(_key(project_key, name), kept)
    return [{"metricId": metric, "metric": _metric(metric, point), **point} for metric, point in points.items()]


def record_build(
    dss: DSS, project_key: str, name: str, partition: str, times: tuple[float, float], success: bool
) -> None:
    """Keep when a dataset was last built, in seconds since the epoch, and whether it went well; a metric tells it."""
    start, end = times
    if success:
        begun = datetime.fromtimestamp(start, timezone.utc)
        where = _partition(dataset(dss, project_key, name), partition)
        record(dss, project_key, name, where, {"reporting:BUILD_START_DATE": begun})
    with dss.store.lock(_key(project_key, name)):
        kept = _read_points(dss, project_key, name)
        kept["lastBuild"] = {
            "buildStartTime": int(start * 1000),
            "buildEndTime": int(end * 1000),
            "buildSuccess": success,
        }
        dss.store.write(_key(project_key, name), kept)


def last_build(dss: DSS, project_key: str, name: str) -> dict[str, Any]:
    """Return the times and the outcome of the last build; empty when never built."""
    return dict(_read_points(dss, project_key, name).get("lastBuild", {}))


def last_values(dss: DSS, project_key: str, name: str, partition: str) -> dict[str, Any]:
    """Return the last point of every metric for one partition, as the client reads it."""
    where = _partition(dataset(dss, project_key, name), partition)
    _check_known(dss, project_key, name, where)
    listed = []
    for metric, by_partition in _read_points(dss, project_key, name)["points"].items():
        newest = {place: points[-1] for place, points in by_partition.items()}
        listed.append(
            {
                "metric": _metric(metric, next(iter(newest.values()))),
                "meta": {"name": metric.split(":")[-1], "fullName": metric},
                "displayedAsMetric": True,
                "partitionsWithValue": sorted(newest),
                "notExistingViews": [],
                "lastValues": [newest[where]] if where in newest else [],
            }
        )
    return {"metrics": listed}


def _check_known(dss: DSS, project_key: str, name: str, where: str) -> None:
    """Refuse a partition that has no value, where the host does."""
    is_refused = dss.switches.metrics_of_unknown_partition == "refused" and where not in ("NP", "ALL")
    points = _read_points(dss, project_key, name)["points"].values()
    if is_refused and not any(where in by_partition for by_partition in points):
        raise DSSError(f"Partition {where} of dataset {project_key}.{name} is not known")


def history(dss: DSS, project_key: str, name: str, partition: str, metric: str) -> dict[str, Any]:
    """Return all kept points of one metric and partition, oldest first."""
    where = _partition(dataset(dss, project_key, name), partition)
    points = _read_points(dss, project_key, name)["points"].get(metric, {}).get(where)
    if not points:
        raise NotFound(f"Metric {metric} was never computed on {project_key}.{name} ({where})")
    values = [{"time": point["computed"], "value": _typed_value(point)} for point in points]
    kind = points[-1]["dataType"]
    known = {"metricId": metric, "metric": _metric(metric, points[-1]), "valueType": kind}
    return {**known, "lastValue": values[-1], "values": values}


def _partition(definition: dict[str, Any], partition: str) -> str:
    if partition in ("", UNPARTITIONED, WHOLE):
        return global_partition(definition)
    return checked(partition, dimensions(definition))


def enabled_ids(settings: dict[str, Any]) -> list[str]:
    """Return the ids of the metrics that the enabled probes compute."""
    return [metric for probe in settings.get("probes", []) if probe.get("enabled") for metric in _of_probe(probe)]


def _of_probe(probe: dict[str, Any]) -> list[str]:
    if probe["type"] == "basic":
        return ["basic:COUNT_COLUMNS", "basic:COUNT_FILES", "basic:SIZE"]
    if probe["type"] == "records":
        return ["records:COUNT_RECORDS"]
    if probe["type"] == "col_stats":
        return [f"col_stats:{item['aggregated']}:{item['column']}" for item in probe["configuration"]["aggregates"]]
    raise DSSError(f"Probe type {probe['type']!r} is outside the stand-in's slice: basic, records, col_stats")


def _value(dss: DSS, definition: dict[str, Any], partition: str, metric: str) -> Any:
    kind, _, rest = metric.partition(":")
    wanted = None if partition == global_partition(definition) else [partition]
    if metric == "records:COUNT_RECORDS":
        return storage.row_count(dss, definition["projectKey"], definition["name"], wanted)
    if metric == "basic:COUNT_COLUMNS":
        return len(definition["schema"]["columns"])
    if metric in ("basic:COUNT_FILES", "basic:SIZE"):
        return _files_value(dss, definition, wanted, rest)
    aggregate, _, column = rest.partition(":")
    if kind == "col_stats" and aggregate in _AGGREGATES:
        return _column_value(dss, definition, wanted, aggregate, column)
    raise DSSError(
        f"Metric {metric!r} is outside the stand-in's slice: records, basic, col_stats with {list(_AGGREGATES)}"
    )


def _files_value(dss: DSS, definition: dict[str, Any], wanted: list[str] | None, what: str) -> int:
    if definition["type"] in SQL_TYPES:
        return 0
    partitions = files.by_partition(dss, definition)
    paths = [path for place in (partitions if wanted is None else wanted) for _, path in partitions.get(place, [])]
    return len(paths) if what == "COUNT_FILES" else sum(path.stat().st_size for path in paths)


def _column_value(dss: DSS, definition: dict[str, Any], wanted: list[str] | None, aggregate: str, column: str) -> Any:
    batches = list(storage.read(dss, definition["projectKey"], definition["name"], wanted, [column]))
    values = pa.chunked_array([batch.column(0) for batch in batches]) if batches else pa.chunked_array([], pa.float64())
    try:
        scalar = _AGGREGATES[aggregate](values)
    except pa.ArrowNotImplementedError:
        raise DSSError(f"{aggregate} is not defined for column {column} of type {values.type}") from None
    plain = scalar.as_py()
    return plain if isinstance(plain, (bool, int, float, str, type(None))) else texts(pa.array([plain]))[0].as_py()


def _point(partition: str, value: Any) -> dict[str, Any]:
    kinds = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", datetime: "DATE"}
    text = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
    if isinstance(value, datetime):
        text = value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    kind = kinds.get(type(value), "STRING")
    return {"partition": partition, "value": text, "dataType": kind, "computed": clock.milliseconds()}


def _typed_value(point: dict[str, Any]) -> Any:
    casts: dict[str, Callable[[str], Any]] = {"BIGINT": int, "DOUBLE": float, "BOOLEAN": lambda text: text == "true"}
    return casts.get(point["dataType"], str)(point["value"])


def _metric(metric: str, point: dict[str, Any]) -> dict[str, Any]:
    kind, _, rest = metric.partition(":")
    name, _, column = rest.partition(":")
    record = {"id": metric, "type": kind, "metricType": name, "dataType": point["dataType"]}
    return {**record, "column": column} if column else record


def _read_points(dss: DSS, project_key: str, name: str) -> dict[str, Any]:
    key = _key(project_key, name)
    return dss.store.read(key) if dss.store.exists(key) else {"points": {}}


def _key(project_key: str, name: str) -> str:
    return f"projects/{project_key}/metrics/{name}"
