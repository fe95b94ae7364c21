"""Judging a value that was retrieved: OK, WARNING, ERROR or EMPTY, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Union

from champion_challenger.core.reasons import Reason
from champion_challenger.settings.parsing import parse_decimal, parse_number
from champion_challenger.settings.retrieve_metrics_and_checks import Condition

Value = Union[int, float, str, bool]
OUTCOMES = ("OK", "WARNING", "EMPTY", "ERROR")
"""From the best to the worst."""

_UNITS = (
    ("duration_seconds", 1, 120),
    ("duration_minutes", 60, 7200),
    ("duration_hours", 3600, 172_800),
    ("duration_days", 86_400, math.inf),
)
"""Units with their seconds, each up to so many seconds."""


@dataclass(frozen=True)
class MetricPoint:
    """A value as the host keeps it.

    Attributes
    ----------
    computed_at
        When it was computed, in UTC; None when the host does not say.
    outcome
        Of a check or a rule, its own; empty for a metric.
    message
        What the check or the rule said.
    unknown
        Names of the rules that were never computed, where it is of several.
    """

    value: Value
    computed_at: datetime | None = None
    outcome: str = ""
    message: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """An outcome with its reasons; the reason of OK is the value."""

    outcome: str
    reasons: tuple[Reason, ...]


def worst(outcomes: Iterable[str]) -> str:
    """The outcome of several: the worst one; EMPTY of none.

    Examples
    --------
    >>> worst(["OK", "WARNING", "OK"]), worst(["WARNING", "EMPTY"]), worst([])
    ('WARNING', 'EMPTY', 'EMPTY')
    """
    several = list(outcomes)
    return max(several, key=OUTCOMES.index) if several else "EMPTY"


def judge(point: MetricPoint, condition: Condition, now: datetime) -> Judgement:
    """Judge a value.

    A check keeps its own outcome, unless a condition makes it worse. Bounds belong to what is allowed; a value as old
    as the limit is not too old.

    Examples
    --------
    >>> from datetime import timezone
    >>> noon = datetime(2019, 6, 3, 12, tzinfo=timezone.utc)
    >>> str(judge(MetricPoint(90, noon), Condition(minimum=100), noon).reasons[0])
    '90 is below the minimum of 100'
    >>> judge(MetricPoint(100, noon), Condition(minimum=100), noon).outcome
    'OK'
    """
    own = point.outcome if point.outcome in OUTCOMES else "OK"
    if point.value == "" or point.value is None:
        return Judgement("EMPTY", (Reason("computed_without_value"),))
    if not is_figure(point.value):
        return Judgement("EMPTY", (Reason("computed_no_figure", {"value": point.value}),))
    complaints = list(_complaints(point, condition, now))
    outcome = worst([own, *(condition.severity for _ in complaints)])
    reasons = (*_own_words(point, own), *complaints)
    return Judgement(outcome, reasons or (Reason("value_alone", {"value": point.value}),))


def _own_words(point: MetricPoint, outcome: str) -> Iterator[Reason]:
    """What a check or a rule says itself; its outcome where it says nothing and all is not well."""
    if point.message:
        yield Reason("host_said", {"message": point.message})
    for name in point.unknown:
        yield Reason("rule_never_computed", {"name": name})
    if not point.message and not point.unknown and outcome != "OK":
        yield Reason("own_outcome", {"outcome": outcome})


def _complaints(point: MetricPoint, condition: Condition, now: datetime) -> Iterator[Reason]:
    if condition.minimum is not None or condition.maximum is not None:
        yield from _outside(point.value, condition)
    if condition.equals and not equal(point.value, condition.equals):
        yield Reason("expected_value", {"expected": condition.equals, "value": point.value})
    if condition.not_older_than is None:
        return
    if point.computed_at is None:
        yield Reason("age_unknown")
    elif now - point.computed_at > condition.not_older_than:
        age, limit = duration(now - point.computed_at), duration(condition.not_older_than)
        yield Reason("too_old", {"age": age, "limit": limit, "moment": point.computed_at.isoformat()})


def _outside(value: Value, condition: Condition) -> Iterator[Reason]:
    number = _number(value)
    if number is None:
        yield Reason("expected_number", {"value": value})
        return
    if condition.minimum is not None and number < condition.minimum:
        yield Reason("below_minimum", {"value": value, "bound": condition.minimum})
    if condition.maximum is not None and number > condition.maximum:
        yield Reason("above_maximum", {"value": value, "bound": condition.maximum})


def equal(value: Value, expected: str) -> bool:
    """Whether a value is what was typed: as numbers, to the last digit, when both are, else as texts.

    NaN equals nothing.

    Examples
    --------
    >>> equal(100, "1e2"), equal("OK", "OK"), equal(True, "true"), equal("007", "7"), equal(2**53 + 1, str(2**53))
    (True, True, True, False, False)
    """
    if isinstance(value, bool):
        return str(value).lower() == expected.strip().lower()
    if isinstance(value, str):
        return value == expected
    # As decimals: 0.1 as typed is not the double 0.1 to the last digit, while `repr` is the text that people see.
    number = _exact(repr(value))
    return number is not None and number == _exact(expected)


def is_figure(value: object) -> bool:
    """Whether a value can be used; NaN and infinities are no figures.

    >>> is_figure(0.5), is_figure("NaN"), is_figure(float("nan"))
    (True, True, False)
    """
    return not isinstance(value, float) or math.isfinite(value)


def duration(span: timedelta) -> Reason:
    """A duration in its largest fitting unit.

    Examples
    --------
    >>> str(duration(timedelta(minutes=90))), str(duration(timedelta(hours=72))), str(duration(timedelta(seconds=1)))
    ('90 minutes', '3 days', '1 second')
    """
    seconds = span.total_seconds()
    unit, size = next((unit, size) for unit, size, limit in _UNITS if seconds < limit)
    number = float(f"{seconds / size:.3g}") if size > 60 else round(seconds / size)
    return Reason(unit, {"n": number})


def _exact(text: str) -> Decimal | None:
    try:
        return parse_decimal(text)
    except ValueError:
        return None


def _number(value: Value) -> float | None:
    try:
        return parse_number(str(value))
    except ValueError:
        return None
