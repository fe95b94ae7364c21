"""Partitions of time, horizons, windows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.calendar import after, first_day, last_day, partition_of, partitions_until, previous
from champion_challenger.records.models import Horizon

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DAYS, st.sampled_from(["2019", "2019-06", "2019-06-01"]))
def test_a_day_lies_in_its_own_partition(day: date, like: str) -> None:
    """Between its first and its last day."""
    partition = partition_of(day, like)

    assert first_day(partition) <= day <= last_day(partition)
    assert last_day(previous(partition)) == first_day(partition) - timedelta(days=1)


@given(DAYS, st.integers(1, 36))
def test_months_after_a_months_end_are_ends_of_months(day: date, months: int) -> None:
    """An outcome "in the following month" needs the whole of it."""
    month_end = last_day(partition_of(day, "2019-06"))
    end = after(month_end, Horizon(months, "month"))

    assert (end + timedelta(days=1)).day == 1


@given(DAYS, st.integers(0, 400), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_a_longer_horizon_never_ends_earlier(day: date, count: int, unit: str) -> None:
    """Monotone."""
    assert after(day, Horizon(count, unit)) <= after(day, Horizon(count + 1, unit))


def test_partitions_are_those_that_exist_until_the_last_newest_first() -> None:
    """Those of another period, and later ones, are none of them."""
    available = ["2018-12", "2019-03", "2019-06", "2019", "2019-06-01"]

    assert partitions_until(available, "2019-05") == ["2019-03", "2018-12"]
    assert partitions_until(available, "2018-11") == []


@pytest.mark.parametrize("partition", ["", "June", "2019-6", "2019-13", "20190601"])
def test_what_is_no_time_partition_is_refused(partition: str) -> None:
    """With what was found."""
    with pytest.raises(ValueError, match="time partition|does not match|unconverted"):
        first_day(partition)
