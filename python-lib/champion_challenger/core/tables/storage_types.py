"""Storage types of columns, as DSS names them, and what they are elsewhere."""

from __future__ import annotations

from typing import Any

WHOLE_NUMBERS = ("bigint", "int", "smallint", "tinyint")
DECIMALS = ("double", "float")
NUMBERS = (*WHOLE_NUMBERS, *DECIMALS)
DATES = ("date", "dateonly", "datetimenotz")
MOMENTS = "date"
"""The type whose values are moments, in UTC; the other dates have no time zone."""

PANDAS_TYPES: dict[str, Any] = {"string": "object", "double": "float64", "bigint": "Int64", "boolean": "bool"}
"""What a column of ours is in a frame; a boolean has no nulls."""

SQL_TYPES = {"string": "VARCHAR(500)", "double": "DOUBLE PRECISION", "bigint": "BIGINT", "boolean": "BOOLEAN"}
"""What a column of ours is in a table, as most databases spell it."""


def kind_of(storage_type: str) -> str:
    """What values of a type can be compared with: ``numbers``, ``dates``, or the type itself.

    >>> kind_of("int"), kind_of("dateonly"), kind_of("string")
    ('numbers', 'dates', 'string')
    """
    if storage_type in NUMBERS:
        return "numbers"
    return "dates" if storage_type in DATES else storage_type
