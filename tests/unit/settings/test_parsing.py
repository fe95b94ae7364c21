"""Texts, numbers and shares as people type them, and as attackers do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.settings.parsing import (
    parse_decimal,
    parse_number,
    parse_percent,
    parse_rate,
    parse_whole,
    quote,
    split_numbers,
)
from champion_challenger.settings.times import parse_date, parse_duration, parse_horizon

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


@given(WRITTEN)
def test_a_text_is_read_or_refused_with_a_short_reason(text: str) -> None:
    """No other exception, and no message that repeats a page."""
    for reason in refusals(text):
        assert reason.startswith(("expected", "the comma in", "a comma between"))
        assert len(reason) < 400


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
    assert quote("x" * 100) == "'" + "x" * 30 + "…' (100 characters)"
    assert quote(["x"] * 100).endswith("… (500 characters)") or len(quote(["x"] * 100)) < 80
