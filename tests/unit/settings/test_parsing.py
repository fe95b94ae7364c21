"""Values as people type them, in two languages, and as attackers do."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.calendar import after
from champion_challenger.records.models import Horizon
from champion_challenger.settings.parsing import (
    parse_date,
    parse_decimal,
    parse_duration,
    parse_horizon,
    parse_number,
    parse_percent,
    parse_rate,
    parse_whole,
    quoted,
    split_numbers,
)

PARSERS: list[Callable[[str], Any]] = [
    parse_date, parse_decimal, parse_duration, parse_horizon, parse_number, parse_percent, parse_rate, split_numbers,
    lambda text: parse_whole(text, 1, 10_000),
]  # fmt: skip
WRITTEN = st.one_of(st.text(), st.text("0123456789.,;%eE+- \u00a0\u202f−jourmisanweks", max_size=40))


def refusals(text: str) -> list[str]:
    """What the parsers that do not accept a text say."""
    reasons = []
    for parse in PARSERS:
        try:
            parse(text)
        except ValueError as error:
            reasons.append(str(error))
    return reasons


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("1 mois", 1, "month"), ("30 jours", 30, "day"), ("2 semaines", 2, "week"), ("1 trimestre", 1, "quarter"),
        ("2 ans", 2, "year"), ("1 année", 1, "year"), ("3 anne\u0301es", 3, "year"), ("90days", 90, "day"),
        ("1\u00a0mois", 1, "month"), (" 30\u202fJOURS ", 30, "day"), ("\ufeff1 month", 1, "month"), ("0 days", 0, "day"),
        ("100 years", 100, "year"), ("400 quarters", 400, "quarter"), ("36525 days", 36_525, "day"),
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
    [("26 hours", 26), ("26 heures", 26), ("1.5 h", 1.5), ("1,5 heures", 1.5), ("90 min", 1.5), ("2 jours", 48),
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
    ("text", "number"),
    [("2,5", 2.5), (",5", 0.5), ("-3", -3), ("−3", -3), ("1 200", 1200), ("1\u202f234\u202f567,25", 1234567.25), ("5.", 5),
     ("0,125", 0.125), ("12,25", 12.25), ("1e-3", 0.001), ("1200,000", 1200)],
)  # fmt: skip
def test_one_number_may_have_a_decimal_comma(text: str, number: float) -> None:
    """And blanks between thousands."""
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["1,200", "-12,345", "999,000"])
def test_a_comma_that_may_separate_thousands_is_refused(text: str) -> None:
    """With both ways to write it."""
    with pytest.raises(ValueError, match=r"may be a decimal comma or separate thousands; write -?\d+\.\d+ or -?\d+"):
        parse_number(text)


@pytest.mark.parametrize(
    "text", ["many", "1.2.3", "1,2,3", "12 34", "1e", "nan", "inf", "1e400", "9" * 310, "٣", "E0", ".e5", "-"]
)
def test_other_texts_are_no_number(text: str) -> None:
    """Nor are numbers that no computer figure holds."""
    with pytest.raises(ValueError, match="expected a number up to 1e300, found"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1, 5, 10", "1|5|10"),
        ("1,5,10", "1|5|10"),
        ("2,5; 5; 10", "2,5|5|10"),
        ("1\n5", "1|5"),
        ("0,5", "0,5"),
        ("5", "5"),
    ],
)
def test_lists_of_numbers(text: str, numbers: str) -> None:
    """Semicolons and lines leave the comma to the decimals."""
    assert [number.strip() for number in split_numbers(text)] == numbers.split("|")


@pytest.mark.parametrize("text", ["2,5", "1, 2,5", "2,5, 5", "2,5 %", "2,50"])
def test_a_comma_that_may_separate_two_numbers_is_refused(text: str) -> None:
    """2,5 % is not 2 % and 5 %."""
    with pytest.raises(ValueError, match="may be a decimal comma or separate two numbers in"):
        split_numbers(text)


@pytest.mark.parametrize("text", ["100000", "0", "-1", "1.5", "1e2", "9" * 310, "many", ""])
def test_whole_numbers_have_bounds(text: str) -> None:
    """They are in the message."""
    with pytest.raises(ValueError, match="expected a whole number from 1 to 10,000, found"):
        parse_whole(text, 1, 10_000)


@pytest.mark.parametrize("text", ["-1", "five", "", "1e9", "5 5", "10001"])
def test_percentages_have_bounds(text: str) -> None:
    """They are in the message."""
    with pytest.raises(ValueError, match="expected a percentage from 0 to 10,000, such as 5, found"):
        parse_percent(text, is_zero_allowed=True)
    with pytest.raises(ValueError, match="expected a percentage above 0 and up to 10,000, such as 5, found '0'"):
        parse_percent("0")


@pytest.mark.parametrize(
    "text", ["June", "2019-02-30", "2019-6-3", "20190630", "30/06/2019", "2019-W26-7", "2019-06-301"]
)
def test_other_texts_are_no_date(text: str) -> None:
    """The message shows how to write one."""
    with pytest.raises(ValueError, match="expected a date such as 2019-06-30, found"):
        parse_date(text)


@given(WRITTEN)
def test_a_text_is_read_or_refused_with_a_short_reason(text: str) -> None:
    """No other exception, and no message that repeats a page."""
    for reason in refusals(text):
        assert reason.startswith(("expected", "the comma in", "a comma between"))
        assert len(reason) < 400


@given(st.integers(0, 40_000), st.sampled_from(["days", "weeks", "months", "quarters", "years"]), st.dates())
def test_a_horizon_that_is_accepted_has_an_end(count: int, unit: str, start: date) -> None:
    """On every day of the calendar."""
    try:
        wait = parse_horizon(f"{count} {unit}")
    except ValueError:
        return
    assert start <= after(start, wait) <= date.max


@pytest.mark.parametrize(
    "text", ["1" + " " * 40_000 + "!", "," * 40_000, "1," * 40_000, "s" * 40_000, "1" * 40_000, "%" * 40_000]
)
def test_long_texts_take_no_time(text: str) -> None:
    """No expression goes back over a text; a second is a thousand times what they take."""
    begin = time.process_time()
    reasons = refusals(text)
    assert time.process_time() - begin < 1
    assert all(len(reason) < 400 for reason in reasons)


def test_long_values_are_shortened_in_messages() -> None:
    """Whatever they are."""
    assert quoted("x" * 100) == "'" + "x" * 30 + "…' (100 characters)"
    assert quoted(["x"] * 100).endswith("… (500 characters)") or len(quoted(["x"] * 100)) < 80
