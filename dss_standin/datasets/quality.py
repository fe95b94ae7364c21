"""Data-quality rules and older checks: computed on stored rows, kept with their history."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from dss_standin import clock
from dss_standin.datasets import metrics
from dss_standin.datasets.definitions import dataset
from dss_standin.datasets.partitions import checked, dimensions
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound

Rule = dict[str, Any]
Result = dict[str, Any]
Verdict = tuple[str, str]
RANKS = ("EMPTY", "OK", "WARNING", "ERROR")
NOT_COMPUTED = "NOT_COMPUTED"
_KEPT = 1000
_RECORDS = "records:COUNT_RECORDS"
_COLUMN_METRICS = {"ColumnMinInRangeRule": "MIN", "ColumnMaxInRangeRule": "MAX", "ColumnNotEmptyRule": "COUNT_NULL"}
RULE_TYPES = ("RecordCountInRangeRule", *_COLUMN_METRICS)


def rules(dss: DSS, project_key: str, name: str) -> list[Rule]:
    """Return the rules of a dataset."""
    dataset(dss, project_key, name)
    return list(_read_history(dss, project_key, name)["rules"])


def create_rule(dss: DSS, project_key: str, name: str, given: Rule) -> Rule:
    """Keep a new rule; return it with its id."""
    label = given.get("displayName") or str(given.get("type"))
    rule = {"enabled": True, "autoRun": False, **given, "id": uuid.uuid4().hex[:8], "displayName": label}
    _check_rule(dataset(dss, project_key, name), rule)
    _change_rules(dss, project_key, name, [*rules(dss, project_key, name), rule])
    return rule


def save_rule(dss: DSS, project_key: str, name: str, rule_id: str, given: Rule) -> None:
    """Replace a rule."""
    _check_rule(dataset(dss, project_key, name), given)
    known = rules(dss, project_key, name)
    _find(known, rule_id)
    _change_rules(
        dss, project_key, name, [{**given, "id": rule_id} if rule["id"] == rule_id else rule for rule in known]
    )


def delete_rule(dss: DSS, project_key: str, name: str, rule_id: str) -> None:
    """Forget a rule; its results stay in the history."""
    known = rules(dss, project_key, name)
    _find(known, rule_id)
    _change_rules(dss, project_key, name, [rule for rule in known if rule["id"] != rule_id])


def compute_rules(
    dss: DSS, project_key: str, name: str, partition: str, rule_id: str | None = None, origin: str = "MANUAL"
) -> list[Result]:
    """Compute the enabled rules of a partition, or one rule, and the metrics they need; keep and return results."""
    definition = dataset(dss, project_key, name)
    where = partition_name(definition, partition)
    known = rules(dss, project_key, name)
    chosen = [_find(known, rule_id)] if rule_id else [rule for rule in known if rule.get("enabled", True)]
    results = [_result(rule, where, _rule_verdict(dss, definition, where, rule), origin) for rule in chosen]
    key = _key(project_key, name)
    with dss.store.lock(key):
        kept = _read_history(dss, project_key, name)
        dss.store.write(key, {**kept, "results": [*kept["results"], *results][-_KEPT:]})
    return results


def last_results(dss: DSS, project_key: str, name: str, partition: str, rule_id: str | None = None) -> list[Result]:
    """Return the last result of each rule for a partition; a rule that was never computed has none."""
    where = partition_name(dataset(dss, project_key, name), partition)
    ids = [rule["id"] for rule in rules(dss, project_key, name)]
    results = [
        result
        for result in _read_history(dss, project_key, name)["results"]
        if result["partition"] == where and result["id"] in ids
    ]
    newest = {result["id"]: result for result in results if rule_id in (None, result["id"])}
    return [newest[known_id] for known_id in ids if known_id in newest]


def history(dss: DSS, project_key: str, name: str, since: int, until: int, ids: Sequence[str]) -> list[Result]:
    """Return all results computed between two times in ms since the epoch, newest first."""
    dataset(dss, project_key, name)
    results = [
        result for result in _read_history(dss, project_key, name)["results"] if since <= result["computeDate"] <= until
    ]
    return [result for result in reversed(results) if not ids or result["id"] in ids]


def delete_history(dss: DSS, project_key: str, name: str, partition: str) -> None:
    """Forget the results of one partition."""
    where = partition_name(dataset(dss, project_key, name), partition)
    key = _key(project_key, name)
    with dss.store.lock(key):
        kept = _read_history(dss, project_key, name)
        dss.store.write(
            key, {**kept, "results": [result for result in kept["results"] if result["partition"] != where]}
        )


def status_by_partition(dss: DSS, project_key: str, name: str) -> dict[str, str]:
    """Return the worst of the last results of each partition that has one."""
    dataset(dss, project_key, name)
    places = dict.fromkeys(result["partition"] for result in _read_history(dss, project_key, name)["results"])
    return {
        place: worst([result["outcome"] for result in last_results(dss, project_key, name, place)]) for place in places
    }


def worst(outcomes: Sequence[str]) -> str:
    """Return the worst of outcomes, NOT_COMPUTED when there is none.

    >>> worst(["OK", "ERROR", "EMPTY"]), worst([])
    ('ERROR', 'NOT_COMPUTED')
    """
    return max(outcomes, key=RANKS.index) if outcomes else NOT_COMPUTED


def run_checks(dss: DSS, project_key: str, name: str, partition: str, given: Sequence[Rule] = ()) -> dict[str, Any]:
    """Run the dataset's checks (or those given) on its last metric values; keep each outcome as a metric."""
    definition = dataset(dss, project_key, name)
    where = partition_name(definition, partition)
    started = clock.milliseconds()
    verdicts = [
        (check, _check_verdict(dss, definition, where, check))
        for check in given or definition["metricsChecks"]["checks"]
    ]
    values = {f"check:CHECK:{_label(check)}": outcome for check, (outcome, _) in verdicts}
    metrics.record(dss, project_key, name, where, values)
    results = [
        {"check": check, "partition": where, "value": {"outcome": outcome, "message": message}}
        for check, (outcome, message) in verdicts
    ]
    return {"startTime": started, "endTime": clock.milliseconds(), "results": results, "runs": []}


def partition_name(definition: dict[str, Any], partition: str) -> str:
    """Return the partition that is asked for; nothing, NP and ALL are the whole dataset."""
    if partition in ("", "NP", "ALL"):
        return metrics.global_partition(definition)
    return checked(partition, dimensions(definition))


def _rule_verdict(dss: DSS, definition: dict[str, Any], where: str, rule: Rule) -> Verdict:
    names = [_RECORDS] if rule["type"] == "RecordCountInRangeRule" else _column_metrics(rule)
    answer = metrics.compute(dss, definition["projectKey"], definition["name"], where, [_RECORDS, *names])
    values = {point["metricId"]: point["value"] for point in answer["computed"]}
    if rule["type"] != "RecordCountInRangeRule" and values[_RECORDS] == "0":
        return "EMPTY", "No rows"
    if rule["type"] == "ColumnNotEmptyRule":
        rule = {"maximum": 0, "maximumEnabled": True}
    verdicts = [_range_verdict(rule, name, values[name]) for name in names]
    return max(verdicts, key=lambda verdict: RANKS.index(verdict[0]))


def _column_metrics(rule: Rule) -> list[str]:
    return [f"col_stats:{_COLUMN_METRICS[rule['type']]}:{column}" for column in rule["columns"]]


def _check_verdict(dss: DSS, definition: dict[str, Any], where: str, check: Rule) -> Verdict:
    if check.get("type") != "numericRange":
        raise DSSError(f"Check type {check.get('type')!r} is outside the stand-in's slice: numericRange only")
    last = metrics.last_values(dss, definition["projectKey"], definition["name"], where)["metrics"]
    points = [
        point for metric in last if metric["metric"]["id"] == check.get("metricId") for point in metric["lastValues"]
    ]
    return _range_verdict(check, str(check.get("metricId")), points[0]["value"] if points else "")


def _range_verdict(limits: Rule, name: str, text: str) -> Verdict:
    """Hold a value against hard limits (ERROR) and soft ones (WARNING), each where it is enabled."""
    if text == "":
        return "EMPTY", f"{name} has no value"
    value = float(text)
    for prefix, outcome in (("", "ERROR"), ("soft", "WARNING")):
        for bound, sign in (("minimum", 1), ("maximum", -1)):
            key = prefix + bound.capitalize() if prefix else bound
            if limits.get(f"{key}Enabled") and sign * value < sign * float(limits[key]):
                return outcome, f"{name} is {text}, {'below' if sign > 0 else 'above'} {limits[key]}"
    return "OK", f"{name} is {text}"


def _result(rule: Rule, where: str, verdict: Verdict, origin: str) -> Result:
    named = {"id": rule["id"], "name": rule["displayName"], "partition": where, "runOrigin": origin}
    return {**named, "outcome": verdict[0], "message": verdict[1], "computeDate": clock.milliseconds()}


def _check_rule(definition: dict[str, Any], rule: Rule) -> None:
    if rule.get("type") not in RULE_TYPES:
        raise DSSError(f"Rule type {rule.get('type')!r} is outside the stand-in's slice: {', '.join(RULE_TYPES)}")
    if rule.get("thresholdType", "ENTIRE_COLUMN_NOT_EMPTY") != "ENTIRE_COLUMN_NOT_EMPTY":
        raise DSSError(f"Threshold type {rule['thresholdType']!r} is outside the slice: ENTIRE_COLUMN_NOT_EMPTY only")
    known = [column["name"] for column in definition["schema"]["columns"]]
    unknown = [column for column in rule.get("columns") or [] if column not in known]
    if unknown or (rule["type"] in _COLUMN_METRICS and not rule.get("columns")):
        raise DSSError(f"Rule {rule['type']} needs columns of {definition['name']}, found {rule.get('columns')}")


def _find(known: Sequence[Rule], rule_id: str) -> Rule:
    for rule in known:
        if rule["id"] == rule_id:
            return rule
    raise NotFound(f"data quality rule does not exist: {rule_id}")


def _label(check: Rule) -> str:
    meta = check.get("meta") or {}
    return str(meta.get("label") or meta.get("name") or check.get("metricId"))


def _change_rules(dss: DSS, project_key: str, name: str, changed: list[Rule]) -> None:
    key = _key(project_key, name)
    with dss.store.lock(key):
        dss.store.write(key, {**_read_history(dss, project_key, name), "rules": changed})


def _read_history(dss: DSS, project_key: str, name: str) -> dict[str, Any]:
    key = _key(project_key, name)
    return dss.store.read(key) if dss.store.exists(key) else {"rules": [], "results": []}


def _key(project_key: str, name: str) -> str:
    return f"projects/{project_key}/quality/{name}"
