"""Lengths of time, days and time zones as people type them, in two languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.calendar import after
from champion_challenger.records.models import Horizon
from champion_challenger.settings.times import parse_date, parse_duration, parse_horizon, parse_time_zone


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("1 mois", 1, "month"), ("30 jours", 30, "day"), ("2 semaines", 2, "week"), ("1 trimestre", 1, "quarter"),
        ("2 ans", 2, "year"), ("1 année", 1, "year"), ("3 anne\u0301es", 3, "year"), ("90days", 90, "day"),
        ("1\u00a0mois", 1, "month"), (" 30\u202fJOURS ", 30, "day"), ("\ufeff1 month", 1, "month"), ("0 days", 0, "day"),
        ("30 j", 30, "day"), ("90d", 90, "day"), ("100 years", 100, "year"), ("400 quarters", 400, "quarter"), ("36525 days", 36_525, "day"),
        ("1.0 month", 1, "month"), ("1\u202f000\u202fjours", 1000, "day"),
    ],
)  # fmt: skip
def test_horizons_in_english_and_french(text: str, count: int, unit: str) -> None:
    """With any kind of blank."""
    assert parse_horizon(text) == Horizon(count, unit)


@pytest.mark.parametrize("text", ["8000 years", "999999999 months", "101 ans", "36526 jours", "9" * 310 + " days"])
def test_horizons_have_a_bound(text: str) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match="expected at most 100 years, found"):
        parse_horizon(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "1", "month", "1.5 months", "-1 month", "1 moiss", "1 month 2 days", "1 s"]
)
def test_other_texts_are_no_horizon(text: str) -> None:
    """The message shows how to write one."""
    with pytest.raises(ValueError, match="expected a number and a unit, such as '1 month' or '90 days', found"):
        parse_horizon(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("26 hours", 26), ("26 heures", 26), ("1.5 h", 1.5), ("1,5 heures", 1.5), ("90 min", 1.5), ("90 mn", 1.5), ("2 jours", 48),
     ("1 semaine", 168), ("3600 secondes", 1), ("1 000 hours", 1000)],
)  # fmt: skip
def test_durations_in_english_and_french(text: str, hours: float) -> None:
    """A decimal comma is understood."""
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["99999999999 days", "0 minutes", "9" * 310 + " weeks"])
def test_durations_have_bounds(text: str) -> None:
    """No time is no limit, and no limit is longer than a century."""
    with pytest.raises(ValueError, match="expected more than 0 and at most 36,525 days, found"):
        parse_duration(text)


@pytest.mark.parametrize(
    "text",
    ["June", "2019-02-30", "2019-6-3", "20190630", "30/06/2019", "2019-W26-7", "2019-06-301", "2019-06-30/2019-07-31",
     "2019-06-30, 2019-07-31", "2019-06-30x", "2019-06-30T25:00"],
)  # fmt: skip
def test_other_texts_are_no_date(text: str) -> None:
    """The message shows how to write one."""
    with pytest.raises(ValueError, match="expected a date such as 2019-06-30, found"):
        parse_date(text)


@pytest.mark.parametrize(
    "text", ["2019-06-30T00:00:00.000Z", "2019-06-30 12:00:00 UTC", "2019-06-30T00:00:00+02:00", " 2019-06-30 00:00"]
)
def test_the_time_of_a_date_is_left_out(text: str) -> None:
    """A host's date picker adds it."""
    assert parse_date(text) == date(2019, 6, 30)


@given(st.integers(0, 40_000), st.sampled_from(["days", "weeks", "months", "quarters", "years"]), st.dates())
def test_a_horizon_that_is_accepted_has_an_end(count: int, unit: str, start: date) -> None:
    """On every day of the calendar."""
    try:
        wait = parse_horizon(f"{count} {unit}")
    except ValueError:
        return
    assert start <= after(start, wait) <= date.max


@pytest.mark.parametrize("text", ["Paris", "Europe", "", "../etc/passwd", "Europe/Paris\n"[:-1] + "x"])
def test_other_texts_are_no_time_zone(text: str) -> None:
    """A folder of the database is none either; nor a path."""
    with pytest.raises(ValueError, match="expected the name of a time zone, such as Europe/Paris or UTC"):
        parse_time_zone(text)
