"""Values that came back: dates as dates, padded texts, whole numbers to the last digit, NaN as nothing."""

from __future__ import annotations

import math
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.procedures.outputs import is_expected, output_value

NOON = datetime(2019, 6, 30, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("kind", "expected", "value"),
    [
        ("date", "2019-06-30", pd.Timestamp("2019-06-30")),
        ("date", "2019-06-30", date(2019, 6, 30)),
        ("date", "2019-06-30", "2019-06-30T00:00:00.000Z"),
        ("date", "0001-01-01", datetime(1, 1, 1, tzinfo=timezone.utc)),
        ("timestamp", "2019-06-30 12:00:00.5", pd.Timestamp("2019-06-30 12:00:00.5")),
        ("timestamp", "2019-06-30T12:00:00", NOON),
        ("timestamp", "2019-06-30 12:00", "2019-06-30 12:00:00.000000"),
        ("text", "OK", "OK   "),
        ("integer", "1200", "1200.0"),
        ("integer", "1200", 1200.0),
        ("integer", "9007199254740993", Decimal("9007199254740993")),
        ("decimal", "0,10", Decimal("0.1000")),
        ("decimal", "12345678901234567.25", Decimal("12345678901234567.250")),
        ("date", "2019-06-30", pd.Timestamp("2019-06-30", tz="Europe/Paris")),
        ("timestamp", "2019-06-30 10:00", "2019-06-30T12:00:00+02:00"),
        ("timestamp", "2019-06-30 10:00", "2019-06-30 04:30:00.000000000 -0530"),
        ("timestamp", "2019-06-30 12:00", "2019-06-30 12:00:00 UTC"),
        ("timestamp", "2019-06-30 00:00", date(2019, 6, 30)),
        ("number", "0.1", np.float64(0.1)),
    ],
)
def test_a_value_is_compared_by_its_type(kind: str, expected: str, value: Any) -> None:
    """However the host hands it over."""
    assert is_expected(value, kind, expected)


@pytest.mark.parametrize(
    ("kind", "expected", "value"),
    [
        ("date", "2019-06-30", "2019-07-30 12:00:00"),
        ("timestamp", "2019-06-30 12:00", datetime(2019, 6, 30, 12, 0, 0, 1)),
        ("text", "007", 7.5),
        ("text", "7", "007"),
        ("integer", "9007199254740992", 2**53 + 1),
        ("integer", "7", None),
        ("number", "nan", float("nan")),
        ("text", "nan", float("nan")),
        ("decimal", "1", Decimal("Infinity")),
        ("decimal", "0.1", Decimal("0.10000000000000000001")),
        ("decimal", "1", Decimal("sNaN")),
        ("timestamp", "2019-06-30 12:00", "2019-06-30T12:00:00+02:00"),
    ],
)
def test_what_differs_is_never_equal(kind: str, expected: str, value: Any) -> None:
    """By a digit, a microsecond, a zero; null and NaN equal nothing."""
    assert not is_expected(value, kind, expected)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (pd.NaT, "date", None),
        (Decimal("1E+3"), "", 1000),
        (Decimal("1E+999999"), "decimal", float("inf")),
        ("1200.0", "integer", 1200),
        ("many", "integer", "many"),
        ("007", "text", "007"),
        (NOON, "timestamp", "2019-06-30 12:00:00"),
        (True, "integer", True),
        (b"x", "", "b'x'"),
    ],
)
def test_variables_hold_plain_values(value: Any, kind: str, expected: Any) -> None:
    """Of any type that a driver or a connection has."""
    assert output_value(value, kind) == expected


@pytest.mark.parametrize("value", [Decimal("sNaN"), Decimal("NaN"), float("nan"), np.float64("nan")])
def test_nan_stays_nan(value: Any) -> None:
    """It is told later."""
    assert math.isnan(output_value(value) or 0.0)
