"""Values over time: one a day, without alarms, and that of a year before."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.core.monitoring.points import (
    last_of_each_day,
    nearest_a_year_before,
    ratios,
    without_alarms,
)

START = datetime(2018, 1, 1, 12)
hours = st.lists(st.integers(min_value=0, max_value=20_000), min_size=1, max_size=40, unique=True)


def points(at: list[int]) -> list[MetricPoint]:
    """A value an hour given, in the order of time."""
    return [MetricPoint(hour, START + timedelta(hours=hour)) for hour in sorted(at)]


@given(hours)
def test_a_day_has_one_point_its_last(at: list[int]) -> None:
    """A metric computed twice a day is no second piece of evidence."""
    days = last_of_each_day(points(at))

    assert len({point.computed_at.date() for point in days if point.computed_at}) == len(days)
    assert days[-1].value == max(at)
    assert last_of_each_day(days) == days


@given(hours)
def test_the_point_of_a_year_before_is_within_half_a_month_of_it(at: list[int]) -> None:
    """Or there is none."""
    now = START + timedelta(days=600)
    found = nearest_a_year_before(points(at), now)
    distances = [abs(point.computed_at - (now - timedelta(days=365))) for point in points(at) if point.computed_at]

    assert (found is None) == (min(distances) > timedelta(days=15))


@given(hours)
def test_days_that_alarmed_are_left_out(at: list[int]) -> None:
    """An alarm belongs to the day of the point before it; without alarms every point stays."""
    given_points = points(at)
    alarm = MetricPoint(1, given_points[-1].computed_at)

    assert without_alarms(given_points, []) == given_points
    assert given_points[-1] not in without_alarms(given_points, [alarm])


def test_nothing_is_divided_by_zero() -> None:
    """A day without rows has no share of nulls."""
    assert ratios([MetricPoint(5, START)], [MetricPoint(0, START)]) == []
