"""Metrics, checks and data-quality results of datasets, in any project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import dataiku
from dataikuapi.dss.future import DSSFuture

from champion_challenger.adapters.dss.asking import answer_to, asking
from champion_challenger.adapters.dss.job_log import logger
from champion_challenger.adapters.dss.waiting import wait_for
from champion_challenger.core.cells import whole_number
from champion_challenger.core.monitoring.judgement import OUTCOMES, MetricPoint, worst
from champion_challenger.errors import ForbiddenError, HostError
from champion_challenger.settings.retrieve_metrics_and_checks import Place

# How DSS calls the whole of a dataset: without partitions, with them, and in some answers.
_WHOLE = ("NP", "ALL", "")


class DSSMetrics:
    """What DSS knows of datasets, by the public client."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._dimensions_of: dict[tuple[str, str], list[Mapping[str, Any]]] = {}

    def ids(self, place: Place, kind: str) -> list[str]:
        """Ids of what exists."""
        if kind == "data_quality":
            return [str(rule[key]) for rule in self._rules(place) for key in ("displayName", "id") if rule.get(key)]
        return [name for name in self._metrics(place) if _is_check(name) == (kind == "check")]

    def compute(self, place: Place, kind: str, item: str) -> None:
        """Compute one metric, one rule, or all rules; checks are run together, as DSS offers it."""
        dataset, where = self._dataset(place), self._partition(place)
        with asking(f"to compute {item or 'all data-quality rules'} of {place}"):
            if kind == "data_quality":
                rules = dataset.get_data_quality_rules()
                chosen = [rule for rule in rules.list_rules() if item in (rule.id, rule.name)] if item else [rules]
                for rule in chosen:
                    wait_for(rule.compute(where) if item else rule.compute_rules(where))
            elif kind == "check":
                self._wait_until_settled(dataset.run_checks(where))
            else:
                self._wait_until_settled(dataset.compute_metrics(where, metric_ids=[item]))

    def last(self, place: Place, kind: str, item: str) -> MetricPoint | None:
        """Last value, or None."""
        if kind == "data_quality":
            return self._rule_point(place, item)
        metric = self._metrics(place).get(item) or {}
        wanted = (place.partition,) if place.partition else _WHOLE
        for entry in metric.get("lastValues") or []:
            # An answer may list values of other partitions as well.
            if entry.get("partition") in wanted:
                value = _value(entry)
                return MetricPoint(value, _moment(entry.get("computed")), _outcome(value) if _is_check(item) else "")
        return None

    def partitions(self, place: Place) -> list[str]:
        """Partitions that agree with the place's in every dimension that is no time."""
        dimensions = self._dimensions(place)
        if not dimensions:
            return []
        names: list[str] = answer_to(f"for the partitions of {place}", lambda: self._dataset(place).list_partitions())
        own = place.partition.split("|")
        fixed = [n for n, dimension in enumerate(dimensions) if dimension.get("type") != "time" and n < len(own)]
        return [name for name in names if all(name.split("|")[n] == own[n] for n in fixed)]

    def series(self, place: Place, metric: str) -> list[MetricPoint]:
        """All kept values, oldest first."""
        if metric not in self._metrics(place):
            return []
        where = self._partition(place)
        history = answer_to(
            f"for the history of {metric} of {place}", lambda: self._dataset(place).get_metric_history(metric, where)
        )
        # In a history, the type is said once for all values.
        kind = {"dataType": history.get("valueType") or "DOUBLE"}
        values = history.get("values") or []
        points = [MetricPoint(_value({**kind, **value}), _moment(value.get("time"))) for value in values]
        # Sorted here, as the order of a history is not documented.
        return sorted(points, key=lambda point: point.computed_at or datetime.min.replace(tzinfo=timezone.utc))

    def external(self, place: Place) -> dict[str, Any]:
        """Last values that were pushed to a dataset, by the name under which they were pushed."""
        values: dict[str, Any] = {}
        for metric, entry in self._metrics(place).items():
            for value in entry.get("lastValues") or []:
                # Pushed values have words before their name, which differ by version: the end of the id is the name.
                values[metric.rpartition(":")[2]] = _value(value)
        return values

    def save(self, place: Place, metrics: Mapping[str, Any], checks: Mapping[str, str]) -> None:
        """Keep values and outcomes as the dataset's own."""
        # ignore_flow, since a step has no inputs or outputs of its own.
        dataset = dataiku.Dataset(f"{place.project_key}.{place.dataset}", ignore_flow=True)
        with asking(f"to save metrics and checks of {place}"):
            dataset.save_external_metric_values(dict(metrics), partition=place.partition)
            dataset.save_external_check_values(dict(checks), partition=place.partition)

    def _dataset(self, place: Place) -> Any:
        return self._client.get_project(place.project_key).get_dataset(place.dataset)

    def _metrics(self, place: Place) -> dict[str, Mapping[str, Any]]:
        listed = self._of_partition(place) if place.partition else self._of_whole(place)
        return {str(metric["metric"]["id"]): metric for metric in listed}

    def _of_whole(self, place: Place) -> list[dict[str, Any]]:
        unpartitioned = replace(place, partition="")
        return answer_to(f"for the metrics of {place}", lambda: self._last_values(unpartitioned))

    def _of_partition(self, place: Place) -> list[dict[str, Any]]:
        """Metrics of a partition; those of the dataset, without values, where DSS refuses one that has no value yet.

        No page says how DSS words such a refusal. A fault is none: DSS answers for the whole dataset meanwhile, and
        refuses the partition, which exists, once more.
        """
        for _ in range(2):
            try:
                with asking(f"for the metrics of {place}"):
                    return self._last_values(place)
            except ForbiddenError:
                raise
            except HostError as error:
                refusal, known = error, self._of_whole(place)
        if place.partition not in self.partitions(place):
            raise refusal
        logger.info("%s. It has no metrics yet.", refusal)
        return [{**metric, "lastValues": []} for metric in known]

    def _last_values(self, place: Place) -> list[dict[str, Any]]:
        values = self._dataset(place).get_last_metric_values(self._partition(place))
        return list(values.get_raw().get("metrics") or [])

    def _rules(self, place: Place) -> list[dict[str, Any]]:
        rules: list[dict[str, Any]] = answer_to(
            f"for the data-quality rules of {place}",
            lambda: self._dataset(place).get_data_quality_rules().list_rules(as_type="dict"),
        )
        return rules

    def _rule_point(self, place: Place, item: str) -> MetricPoint | None:
        """Last outcome of a rule; the worst of all enabled rules together, EMPTY for those never computed."""
        rules = [rule for rule in self._rules(place) if (item in _names(rule) if item else rule.get("enabled", True))]
        where = self._partition(place)
        listed = answer_to(
            f"for the data-quality results of {place}",
            lambda: self._dataset(place).get_data_quality_rules().get_last_rules_results(where),
        )
        latest = [result.get_raw() for result in listed]
        by_rule = {result.get("id"): result for result in latest if _outcome(result.get("outcome"))}
        results = [by_rule[rule["id"]] for rule in rules if rule.get("id") in by_rule]
        if not results:
            return None
        missing = tuple(str(rule.get("displayName")) for rule in rules if rule.get("id") not in by_rule)
        outcome = worst([*(_outcome(result["outcome"]) for result in results), *("EMPTY" for _ in missing)])
        computed = [moment for moment in (_moment(result.get("computeDate")) for result in results) if moment]
        # All rules together are as old as the oldest of their results.
        return MetricPoint(outcome, min(computed, default=None), outcome, _explanation(results), missing)

    def _partition(self, place: Place) -> str:
        return place.partition or ("ALL" if self._dimensions(place) else "NP")

    def _dimensions(self, place: Place) -> list[Mapping[str, Any]]:
        """Dimensions of the dataset, looked up once."""
        key = (place.project_key, place.dataset)
        if key not in self._dimensions_of:
            raw = answer_to(f"for the settings of {place}", lambda: self._dataset(place).get_settings().get_raw())
            self._dimensions_of[key] = (raw.get("partitioning") or {}).get("dimensions") or []
        return self._dimensions_of[key]

    def _wait_until_settled(self, answer: Mapping[str, Any]) -> None:
        """Wait, when the answer is a future and not yet a result."""
        # DSS answers with a future, or with the result at once, by how long the computation takes.
        if "hasResult" in answer:
            wait_for(DSSFuture.from_resp(self._client, dict(answer)))


def _is_check(metric: str) -> bool:
    return metric.startswith(("check:", "external_check")) or ":check:" in metric.lower()


def _value(entry: Mapping[str, Any]) -> Any:
    """Cast as the client does; what cannot be cast stays a text."""
    value, kind = entry.get("value"), entry.get("dataType", "STRING")
    if value is None or value == "":
        return ""
    try:
        if kind in ("BIGINT", "INT"):
            # Not by a float, which would round large counts.
            return whole_number(value)
        return float(value) if kind in ("FLOAT", "DOUBLE") else value
    except (TypeError, ValueError):
        return str(value)


def _outcome(value: Any) -> str:
    """Compare in capitals: the case of outcomes is not documented everywhere."""
    outcome = str(value).upper()
    return outcome if outcome in OUTCOMES else ""


def _moment(milliseconds: Any) -> datetime | None:
    # 0 and null both stand for "never".
    if not isinstance(milliseconds, (int, float)) or not milliseconds:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc)


def _names(rule: Mapping[str, Any]) -> tuple[Any, Any]:
    return rule.get("id"), rule.get("displayName")


def _explanation(results: Iterable[Mapping[str, Any]]) -> str:
    """Outcomes and messages of the rules that are not OK."""
    failing = [result for result in results if _outcome(result["outcome"]) != "OK"]
    return "; ".join(f"{r.get('name')}: {r['outcome']} {r.get('message') or ''}".strip() for r in failing)
