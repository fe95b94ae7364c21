"""Days in a time zone: moments are read in it, days and times without a zone stay what they say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.days import day_of, days_of, first_and_last_moment, in_utc, times_of_day

UTC, PARIS, NEW_YORK = timezone.utc, ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
MIDNIGHT = datetime(2019, 6, 29, 22, tzinfo=UTC)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
ZONES = st.sampled_from([UTC, PARIS, NEW_YORK, ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Auckland")])


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (MIDNIGHT, 30),
        (pd.Timestamp(MIDNIGHT), 30),
        ("2019-06-29T22:00:00.000Z", 30),
        ("2019-06-30T00:00:00+02:00", 30),
        ("2019-06-30T00:00:00.000+0200", 30),
        ("2019-06-29 22:00:00+00", 30),
        ("2019-06-29 22:00:00 UTC", 30),
        ("2019-06-29T22:00:00.123456789Z", 30),
        ("2019-06-29-22", 29),
        (MIDNIGHT.replace(tzinfo=None), 29),
        ("2019-06-29T22:00:00", 29),
        ("2019-06-29 22:00", 29),
        ("2019-06-29", 29),
        (date(2019, 6, 29), 29),
    ],
)
def test_a_moment_is_a_day_of_the_zone(value: Any, day: int) -> None:
    """A day, and a time without a zone, is the day that it says."""
    assert (day_of(value, PARIS), day_of(value, UTC)) == (date(2019, 6, day), date(2019, 6, 29))


@pytest.mark.parametrize("value", [None, "", float("nan"), pd.NaT, np.datetime64("NaT", "ns")])
def test_nothing_is_no_day(value: Any) -> None:
    """However it is written."""
    assert day_of(value, PARIS) is None


@pytest.mark.parametrize(
    "value",
    ["soon", "30/06/2019", "2019-13-01", 20190630, "2019-06-301", "2019-06-30/2019-07-01", "٢٠١٩-٠٦-٣٠", "2019-06-30x"],
)
def test_what_is_no_date_is_refused(value: Any) -> None:
    """Other ways to write one are ambiguous."""
    with pytest.raises(ValueError, match="date|month must be"):
        day_of(value, UTC)


def test_a_moment_after_the_last_day_of_the_calendar_is_refused() -> None:
    """In Paris it is one of the year 10000."""
    with pytest.raises(ValueError, match="expected a date from the year 1 to 9999 in Europe/Paris"):
        day_of(datetime(9999, 12, 31, 23, 30, tzinfo=UTC), PARIS)


@pytest.mark.parametrize(
    "values", [[MIDNIGHT, None], ["2019-06-29T22:00:00Z", None], [MIDNIGHT.replace(tzinfo=None), None]]
)
def test_a_column_of_moments_is_read_cell_by_cell(values: list[Any]) -> None:
    """The host's dates are moments in UTC, with their zone or without it."""
    column = pd.Series(values)

    assert days_of(column, PARIS, are_moments=True).dropna().tolist() == [pd.Timestamp("2019-06-30")]
    assert days_of(column, PARIS, are_moments=True).isna().tolist() == [False, True]
    assert times_of_day(column, PARIS, are_moments=True) == {time(0)}
    assert times_of_day(column, UTC, are_moments=True) == {time(22)}


def test_days_have_no_time() -> None:
    """They are the same in every zone."""
    column = pd.Series(["2019-06-30", date(2019, 6, 30)], dtype="object")

    assert days_of(column, NEW_YORK).tolist() == [pd.Timestamp("2019-06-30")] * 2
    assert times_of_day(column, NEW_YORK) == set()


@given(DAYS, ZONES)
def test_midnight_of_a_day_is_that_day_and_the_second_before_the_day_before(day: date, zone: Any) -> None:
    """In winter and in summer."""
    begin = in_utc(day, zone).replace(tzinfo=UTC)

    assert day_of(begin, zone) == day
    assert day_of(begin - timedelta(seconds=1), zone) == day - timedelta(days=1)


@given(DAYS, st.integers(0, 60), ZONES)
def test_the_first_and_the_last_moment_belong_to_their_days(day: date, length: int, zone: Any) -> None:
    """The next second belongs to the next day."""
    first, last = first_and_last_moment(day, day + timedelta(days=length), zone)

    assert (day_of(first, zone), day_of(last, zone)) == (day, day + timedelta(days=length))
    assert first.astimezone(UTC).replace(tzinfo=None) == in_utc(day, zone)
