"""Judging one value: bounds, equality, age, and the outcome that a check brings with it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.monitoring.judgement import (
    OUTCOMES,
    MetricPoint,
    Value,
    duration,
    equal,
    judge,
    worst,
)
from champion_challenger.core.reasons import sentence, value_text
from champion_challenger.settings.retrieve_metrics_and_checks import Condition

NOON = datetime(2019, 6, 3, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("value", "condition", "outcome", "reason"),
    [
        (100, Condition(minimum=100, maximum=100), "OK", "100"),
        (99.5, Condition(minimum=100), "ERROR", "99.5 is below the minimum of 100"),
        (101, Condition(maximum=100, severity="WARNING"), "WARNING", "101 is above the maximum of 100"),
        ("many", Condition(minimum=1), "ERROR", "expected a number, found many"),
        ("done", Condition(equals="ready"), "ERROR", "expected ready, found done"),
        ("", Condition(equals="ready"), "EMPTY", "it was computed, and has no value"),
    ],
)
def test_a_value_against_its_condition(value: Value, condition: Condition, outcome: str, reason: str) -> None:
    """Bounds belong to what is allowed; the reason names both sides."""
    judgement = judge(MetricPoint(value, NOON), condition, NOON)
    assert (judgement.outcome, sentence(judgement.reasons)) == (outcome, reason)


@pytest.mark.parametrize(("hours", "outcome"), [(26, "OK"), (26.001, "ERROR")])
def test_a_value_as_old_as_the_limit_is_not_too_old(hours: float, outcome: str) -> None:
    """One second later it is."""
    condition = Condition(not_older_than=timedelta(hours=26))
    assert judge(MetricPoint(1, NOON - timedelta(hours=hours)), condition, NOON).outcome == outcome


def test_a_value_of_unknown_age_is_not_fresh() -> None:
    """Nobody can say that it is."""
    judgement = judge(MetricPoint(1), Condition(not_older_than=timedelta(days=1)), NOON)
    assert (judgement.outcome, sentence(judgement.reasons)) == ("ERROR", "DSS does not say when it was computed")


@pytest.mark.parametrize("own", OUTCOMES)
@pytest.mark.parametrize("severity", ["WARNING", "ERROR"])
def test_a_condition_makes_an_outcome_worse_and_never_better(own: str, severity: str) -> None:
    """The reasons of both are given."""
    point = MetricPoint(1, NOON, own, "the check's own message")
    judgement = judge(point, Condition(minimum=2, severity=severity), NOON)
    assert judgement.outcome == worst([own, severity])
    assert sentence(judgement.reasons) == "the check's own message; 1 is below the minimum of 2"


@given(st.lists(st.sampled_from(OUTCOMES), min_size=1))
def test_the_worst_outcome_is_one_of_them(outcomes: list[str]) -> None:
    """And does not depend on their order."""
    assert worst(outcomes) in outcomes
    assert worst(outcomes) == worst(sorted(outcomes))


@pytest.mark.parametrize(
    ("value", "expected", "is_equal"),
    [(0.1, "0.10", True), (1, "one", False), (True, "TRUE", True), (True, "1", False), ("1.0", "1", False)],
)
def test_numbers_equal_as_numbers_and_texts_as_texts(value: Value, expected: str, is_equal: bool) -> None:
    """A text with leading zeros is no number."""
    assert equal(value, expected) is is_equal


def test_values_and_durations_for_people() -> None:
    """Whole numbers have no decimals; a duration is in its largest fitting unit."""
    assert [value_text(value) for value in (1e15, 2.0, True)] == ["1e+15", "2", "True"]
    assert [str(duration(timedelta(seconds=seconds))) for seconds in (119, 120, 172_800)] == [
        "119 seconds",
        "2 minutes",
        "2 days",
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_figure_is_empty_and_equals_nothing(value: float) -> None:
    """Whatever is asked of it."""
    for condition in (Condition(), Condition(minimum=0), Condition(equals="nan"), Condition(equals="many")):
        judgement = judge(MetricPoint(value, NOON), condition, NOON)
        assert (judgement.outcome, sentence(judgement.reasons)[-18:]) == ("EMPTY", "which is no figure")
    assert not equal(value, "many")
