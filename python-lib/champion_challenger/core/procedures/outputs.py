"""Values that a procedure gave back: as variables hold them, and compared with what was expected, type by type."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Union

from champion_challenger.core.monitoring.judgement import equal
from champion_challenger.settings.call_teradata_procedure import read_timestamp
from champion_challenger.settings.parsing import parse_decimal
from champion_challenger.settings.times import parse_date

Output = Union[int, float, str, bool, None]

_NUMBERS = ("integer", "decimal", "number")
_LONGEST = 300
_WITH_OFFSET = re.compile(r"(.+[ T][0-9:.]+) ?([+-])([0-9]{2}):?([0-9]{2})?")


def output_value(value: Any, kind: str = "") -> Output:
    """Value as JSON and run conditions take it; NaN and infinities stay what they are.

    Parameters
    ----------
    kind
        Type in the form, a key of `SQL_TYPES`; "" for a column of a result set.

    Examples
    --------
    >>> from datetime import date
    >>> output_value(Decimal("3.00")), output_value(1200.0, "integer"), output_value(date(1, 1, 1), "date")
    (3, 1200, '0001-01-01')
    """
    plain = value.item() if hasattr(value, "item") and not isinstance(value, (str, bytes)) else value
    if plain is None or type(plain).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(plain, date):
        return _moment(plain, kind)
    if isinstance(plain, Decimal):
        return _number(plain)
    if isinstance(plain, str):
        return _text(plain, kind)
    if isinstance(plain, float) and kind == "integer" and plain.is_integer():
        return int(plain)
    return plain if isinstance(plain, (bool, int, float)) else str(plain)


def is_expected(returned: Any, kind: str, expected: str) -> bool:
    """Whether a value, as it came back, is what the form expects.

    Dates are compared as dates, numbers to the last digit, texts without the blanks that pad them; NaN and null equal
    nothing. A moment with a time zone is compared in UTC.

    Examples
    --------
    >>> is_expected("2019-06-30 00:00:00", "date", "2019-06-30"), is_expected("OK   ", "text", "OK")
    (True, True)
    >>> is_expected(float("nan"), "number", "1"), is_expected(2**53 + 1, "integer", str(2**53))
    (False, False)
    """
    if isinstance(returned, Decimal) and kind != "number":
        return _is_number(returned, expected)
    value = output_value(returned, kind)
    if value is None:
        return False
    if isinstance(value, str):
        with suppress(ValueError):
            if kind == "date":
                return parse_date(value) == parse_date(expected)
            if kind == "timestamp":
                return _in_utc(value) == read_timestamp(expected)
        return value.strip() == expected.strip()
    if kind == "number" and isinstance(value, float):
        wanted = parse_decimal(expected)
        return wanted is not None and float(wanted) == value
    return equal(int(value) if isinstance(value, bool) and kind in _NUMBERS else value, expected)


def _moment(value: date, kind: str) -> str:
    """Days and moments as texts; a moment with a time zone is told in UTC, a day is that of its own zone."""
    if isinstance(value, datetime):
        if kind == "date":
            return value.date().isoformat()
        plain = value.astimezone(timezone.utc).replace(tzinfo=None) if value.tzinfo and value.year > 1 else value
        return plain.replace(tzinfo=None).isoformat(sep=" ")
    return f"{value.isoformat()} 00:00:00" if kind == "timestamp" else value.isoformat()


def _in_utc(text: str) -> str:
    """Moment of a text as `read_timestamp` writes it.

    >>> _in_utc("2019-06-30T12:00:00+02:00"), _in_utc("2019-06-30 12:00")
    ('2019-06-30 10:00:00', '2019-06-30 12:00:00')
    """
    match = _WITH_OFFSET.fullmatch(text.strip())
    if not match:
        return read_timestamp(text)
    local, sign, hours, minutes = match.groups("0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    moment = datetime.fromisoformat(read_timestamp(local))
    return str(moment - offset if sign == "+" else moment + offset)


def _is_number(number: Decimal, expected: str) -> bool:
    with suppress(ValueError):
        return not number.is_nan() and number == parse_decimal(expected)
    return False


def _text(text: str, kind: str) -> Output:
    """Text, or the number that it holds where the type is one: some hosts hand over ``1200.0`` for 1200."""
    if kind not in _NUMBERS:
        return text
    with suppress(ValueError):
        number = parse_decimal(text)
        return text if number is None else _number(number)
    return text


def _number(number: Decimal) -> int | float:
    if number.is_nan():
        return float("nan")
    # 1E+999999 as a whole number would have a million digits.
    if not number.is_finite() or number.adjusted() > _LONGEST:
        return float(number)
    return int(number) if number == number.to_integral_value() else float(number)
