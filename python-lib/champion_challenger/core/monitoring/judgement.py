"""Judging a value that was retrieved: OK, WARNING, ERROR or EMPTY, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Union

from champion_challenger.settings.parsing import parse_decimal, parse_number
from champion_challenger.settings.retrieve_metrics_and_checks import Condition

Value = Union[int, float, str, bool]
OUTCOMES = ("OK", "WARNING", "EMPTY", "ERROR")
"""From the best to the worst."""


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
    """

    value: Value
    computed_at: datetime | None = None
    outcome: str = ""
    message: str = ""


@dataclass(frozen=True)
class Judgement:
    """An outcome with its reason; the reason of OK is the value."""

    outcome: str
    reason: str


def worst(outcomes: Iterable[str]) -> str:
    """The outcome of several: the worst one; EMPTY of none.

    Examples
    --------
    >>> worst(["OK", "WARNING", "OK"]), worst(["WARNING", "EMPTY"]), worst([])
    ('WARNING', 'EMPTY', 'EMPTY')
    """
    found = list(outcomes)
    return max(found, key=OUTCOMES.index) if found else "EMPTY"


def judge(point: MetricPoint, condition: Condition, now: datetime) -> Judgement:
    """Judge a value.

    A check keeps its own outcome, unless a condition makes it worse. Bounds belong to what is allowed; a value as old
    as the limit is not too old.

    Examples
    --------
    >>> from datetime import timezone
    >>> noon = datetime(2019, 6, 3, 12, tzinfo=timezone.utc)
    >>> judge(MetricPoint(90, noon), Condition(minimum=100), noon)
    Judgement(outcome='ERROR', reason='90 is below the minimum of 100')
    >>> judge(MetricPoint(100, noon), Condition(minimum=100), noon).outcome
    'OK'
    """
    own = point.outcome if point.outcome in OUTCOMES else "OK"
    if point.value == "" or point.value is None:
        return Judgement("EMPTY", "it was computed, and has no value")
    if not is_figure(point.value):
        return Judgement("EMPTY", f"it was computed, and is {value_text(point.value)}, which is no figure")
    complaints = list(_complaints(point, condition, now))
    outcome = worst([own, *(condition.severity for _ in complaints)])
    said = [point.message] if point.message else [f"its outcome is {own}"] if own != "OK" else []
    return Judgement(outcome, "; ".join([*said, *complaints]) or value_text(point.value))


def _complaints(point: MetricPoint, condition: Condition, now: datetime) -> Iterator[str]:
    if condition.minimum is not None or condition.maximum is not None:
        yield from _outside(point.value, condition)
    if condition.equals and not equal(point.value, condition.equals):
        yield f"expected {condition.equals}, found {value_text(point.value)}"
    if condition.not_older_than is None:
        return
    if point.computed_at is None:
        yield "DSS does not say when it was computed"
    elif now - point.computed_at > condition.not_older_than:
        age, limit = duration_text(now - point.computed_at), duration_text(condition.not_older_than)
        yield f"it is {age} old, and should not be older than {limit} (computed {point.computed_at:%Y-%m-%d %H:%M} UTC)"


def _outside(value: Value, condition: Condition) -> Iterator[str]:
    number = _number(value)
    if number is None:
        yield f"expected a number, found {value_text(value)}"
        return
    if condition.minimum is not None and number < condition.minimum:
        yield f"{value_text(value)} is below the minimum of {value_text(condition.minimum)}"
    if condition.maximum is not None and number > condition.maximum:
        yield f"{value_text(value)} is above the maximum of {value_text(condition.maximum)}"


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
    number = _exact(repr(value))
    return number is not None and number == _exact(expected)


def is_figure(value: object) -> bool:
    """Whether a value can be used; NaN and infinities are no figures.

    >>> is_figure(0.5), is_figure("NaN"), is_figure(float("nan"))
    (True, True, False)
    """
    return not isinstance(value, float) or math.isfinite(value)


def duration_text(duration: timedelta) -> str:
    """A duration in its largest fitting unit.

    Examples
    --------
    >>> duration_text(timedelta(minutes=90)), duration_text(timedelta(hours=72)), duration_text(timedelta(seconds=1))
    ('90 minutes', '3 days', '1 second')
    """
    seconds = duration.total_seconds()
    sizes = (("second", 1, 120), ("minute", 60, 7200), ("hour", 3600, 172_800), ("day", 86_400, math.inf))
    unit, size = next((unit, size) for unit, size, limit in sizes if seconds < limit)
    number = f"{seconds / size:.3g}" if size > 60 else f"{seconds / size:.0f}"
    return f"{number} {unit}{'' if number == '1' else 's'}"


def value_text(value: Value) -> str:
    """A value as people read it: whole numbers without decimals.

    Examples
    --------
    >>> value_text(100.0), value_text(0.12345678), value_text("x")
    ('100', '0.123457', 'x')
    """
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
    return str(value)


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
