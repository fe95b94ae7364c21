"""Metrics, data-quality rules, and the work that both start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dataikuapi.dss.data_quality import DSSDataQualityRule
from dataikuapi.dss.future import DSSFuture
from dataikuapi.utils import DataikuException

from probe.answers import error_class
from probe.data import MONTHS, ONE_CLASS, history, words
from probe.errors import Unanswered
from probe.registry import Found, question
from probe.runs import inside
from probe.stage import Stage

_COMPUTED = "`compute_metrics(partition, metric_ids=[…])`"
_FUTURE = "`DSSFuture.has_result()`"
_IDS = "checks are metrics `check:CHECK:<name>`; pushed values"
_PARTITION = "metrics of a partition that has no value yet"
_STATUSES = ("ok", "warning", "error", "empty")
_RULES = "`get_data_quality_rules()`"
_RULE = {"type": "RecordCountInRangeRule", "displayName": "probe rows", "minimum": 1, "minimumEnabled": True}


@question(_COMPUTED, ("inline", "future"), switch=True)
def metrics_envelope(stage: Stage) -> Found:
    """Does computing metrics answer its result at once, or a future to poll?"""
    answer = stage.once(words).compute_metrics(metric_ids=["records:COUNT_RECORDS"])
    return Found("future" if answer.get("jobId") else "inline", ", ".join(sorted(answer)))


@question(_FUTURE, ("http_error", "never_done"), switch=True)
def failing_future(stage: Stage) -> Found:
    """Is work that failed an HTTP error when it is polled, or does it never have a result?"""
    rule = _rule(stage)
    rules = stage.once(history).get_data_quality_rules()
    rule.delete()
    failing: tuple[Callable[[], DSSFuture], ...] = (
        lambda: rules.compute_rules("no month"),
        lambda: rule.compute(MONTHS[0]),
    )
    ends = [_end(stage, start) for start in failing]
    failed = [end for end in ends if end.answer in ("http_error", "never_done")]
    if not failed:
        raise Unanswered(f"no work that was tried failed: {', '.join(str(end.answer) for end in ends)}")
    return failed[0]


@question(_FUTURE, (False, True), switch=True)
def future_result_fetched_once(stage: Stage) -> Found:
    """Is the result of finished work gone after it was fetched?"""
    future = _rule(stage).compute(MONTHS[0])
    if not future.job_id:
        raise Unanswered("the work was over at once, without a future")
    stage.wait(lambda: bool(future.peek_state().get("hasResult")), "a data-quality rule")
    future.get_state()
    try:
        again = future.get_state()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the result is gone
        return Found(True, error_class(error))
    return Found(not again.get("hasResult"))


@question(_RULES, ("upper", "capitalised"), switch=True)
def quality_status_case(stage: Stage) -> Found:
    """Is the status of a dataset OK, or Ok?"""
    rule = _rule(stage)
    future = rule.compute(MONTHS[0])
    if future.job_id:
        stage.wait(lambda: bool(future.peek_state().get("hasResult")), "a data-quality rule")
    status = str(stage.once(history).get_data_quality_rules().get_status())
    cases = {
        spell(word): case for word in _STATUSES for spell, case in ((str.upper, "upper"), (str.title, "capitalised"))
    }
    return Found(cases.get(status, "other"), status)


@question(_IDS, (), "external:external:", switch=True)
def pushed_metric_prefix(stage: Stage) -> str:
    """What stands before the name of a value that code pushes, in the id of its metric?"""
    return _prefix(stage, "probe_figure")


@question(_IDS, (), "check:CHECK:")
def pushed_check_prefix(stage: Stage) -> str:
    """What stands before the name of a check whose outcome code pushes, in the id of its metric?"""
    return _prefix(stage, "probe_check")


@question(_PARTITION, ("none", "refused"), switch=True)
def metrics_of_unknown_partition(stage: Stage) -> Found:
    """Are the metrics of a partition without values listed without values, or refused?"""
    try:
        answer = stage.once(history).get_last_metric_values(ONE_CLASS).get_raw()
    except DataikuException as error:
        return Found("refused", error_class(error))
    values = [value for metric in answer["metrics"] for value in metric.get("lastValues") or []]
    return Found("none" if all(value.get("partition") != ONE_CLASS for value in values) else "other")


def _prefix(stage: Stage, name: str) -> str:
    stage.once(inside).of("pushed")
    values: dict[str, Any] = stage.once(words).get_last_metric_values().get_raw()
    ids = [metric["metric"]["id"] for metric in values["metrics"] if metric["metric"]["id"].endswith(name)]
    if not ids:
        raise Unanswered("what a step pushed is not among the last values")
    return str(ids[0])[: -len(name)]


def _rule(stage: Stage) -> DSSDataQualityRule:
    return stage.once(history).get_data_quality_rules().create_rule(dict(_RULE))


def _end(stage: Stage, start: Callable[[], DSSFuture]) -> Found:
    """Return how work ended: `refused` when it never began, `result` when it did not fail."""
    try:
        future = start()
    except DataikuException as error:
        return Found("refused", error_class(error))
    if not future.job_id:
        return Found("result")
    try:
        stage.wait(lambda: not future.peek_state().get("alive"), "work that is to fail")
    except DataikuException as error:
        return Found("http_error", error_class(error))
    return Found("result" if future.state.get("hasResult") else "never_done")
