"""Calling a stored procedure: names, values, the text of the call, and what its errors mean."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union

Bound = Union[int, float, str, bool, Decimal, date, datetime, None]

SQL_TYPES = {
    "text": "VARCHAR(4000)",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38,9)",
    "number": "FLOAT",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
"""What a NULL of each type is declared as."""


WITHOUT_BACKSLASHES = ("Teradata", "PostgreSQL", "Oracle", "SQLServer")
"""Types of connections where a backslash in a text is a backslash."""

READS_BACKSLASHES = ("Snowflake", "Databricks", "BigQuery")
"""Types where it escapes what follows; elsewhere a setting of the database decides, or nobody knows."""

_PART = re.compile(r'"(?:[^"]|"")+"|[A-Za-z_#$][A-Za-z0-9_#$]{0,127}')


@dataclass(frozen=True)
class Parameter:
    """A parameter of a procedure.

    Attributes
    ----------
    direction
        ``IN``, ``OUT`` or ``INOUT``.
    type
        A key of `SQL_TYPES`.
    value
        What is passed; None is NULL, and nothing is passed to an OUT parameter.
    """

    name: str
    direction: str
    type: str
    value: Bound = None


@dataclass(frozen=True)
class CallResult:
    """What a procedure gave back.

    Attributes
    ----------
    outputs
        OUT and INOUT parameters, by the name that the form gives them.
    first_row
        First row of the first result set, by column; empty without one.
    row_counts
        Rows of each result set, in order.
    """

    outputs: Mapping[str, Any]
    first_row: Mapping[str, Any]
    row_counts: tuple[int, ...] = ()


def quoted_name(written: str) -> str:
    """Quote the name of a procedure, ``procedure`` or ``database.procedure``.

    Raises
    ------
    ValueError
        When it is anything but one or two names.

    Examples
    --------
    >>> quoted_name("marketing.refresh_scores")
    '"marketing"."refresh_scores"'
    >>> quoted_name('p"; DROP TABLE t; --')
    Traceback (most recent call last):
        ...
    ValueError: expected procedure or database.procedure, found 'p"; DROP TABLE t; --'
    """
    parts = name_parts(written)
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def name_parts(written: str) -> tuple[str, ...]:
    """Names in a written one, without their quotes.

    Examples
    --------
    >>> name_parts('"My base".p')
    ('My base', 'p')
    """
    match = re.fullmatch(rf"({_PART.pattern})(?:\.({_PART.pattern}))?", written.strip())
    parts = tuple(_bare(part) for part in match.groups() if part) if match else ()
    if not parts or any(len(part) > 128 or "\\" in part or not part.isprintable() for part in parts):
        msg = f"expected procedure or database.procedure, found {written!r}"
        raise ValueError(msg)
    return parts


def to_bind(value: Any) -> Bound:
    """Value as drivers take it: plain numbers instead of numpy's, None instead of NaN, NaT and NA.

    Examples
    --------
    >>> import numpy as np
    >>> to_bind(np.int64(3)), to_bind(float("nan")), to_bind(np.datetime64("NaT"))
    (3, None, None)
    >>> to_bind(float("inf"))
    Traceback (most recent call last):
        ...
    ValueError: expected a finite number, found inf
    """
    plain = value.item() if hasattr(value, "item") and not isinstance(value, (str, bytes)) else value
    # By name, without pandas; NaN alone differs from itself. The order matters: NA != NA is no truth value.
    if plain is None or type(plain).__name__ in ("NaTType", "NAType") or plain != plain:
        return None
    if isinstance(plain, (float, Decimal)) and math.isinf(plain):
        msg = f"expected a finite number, found {plain}"
        raise ValueError(msg)
    if isinstance(plain, int) and not -(2**63) <= plain < 2**63:
        msg = f"expected a whole number of at most 64 bits, found {plain}"
        raise ValueError(msg)
    if not isinstance(plain, (int, float, str, bool, Decimal, date)):
        msg = f"expected a number, a text or a date, found {type(plain).__name__}"
        raise ValueError(msg)
    return plain


def bound_call(procedure: str, parameters: Sequence[Parameter]) -> tuple[str, list[Bound]]:
    """Text and values for a driver: ``?`` throughout, values for all but OUT parameters; a NULL says its type.

    Examples
    --------
    >>> bound_call("db.p", [Parameter("n", "IN", "integer", 20), Parameter("rc", "OUT", "integer")])
    ('{call "db"."p"(?, ?)}', [20])
    >>> bound_call("p", [Parameter("n", "IN", "integer")])
    ('{fn teradata_parameter(1,BIGINT)}{call "p"(?)}', [None])
    """
    passed = [parameter for parameter in parameters if parameter.direction != "OUT"]
    nulls = [
        f"{{fn teradata_parameter({number},{SQL_TYPES[parameter.type]})}}"
        for number, parameter in enumerate(passed, start=1)
        if parameter.value is None
    ]
    marks = ", ".join("?" for _ in parameters)
    text = f"{''.join(nulls)}{{call {quoted_name(procedure)}({marks})}}"
    return text, [to_bind(parameter.value) for parameter in passed]


def literal_call(procedure: str, parameters: Sequence[Parameter], host_type: str = "Teradata") -> str:
    """Text for a connection that binds nothing: each value as a literal of its type.

    Parameters
    ----------
    host_type
        Type of the connection, as the host names it; "" where it is not known. It decides how a backslash in a text is
        written, and whether an OUT parameter is ``NULL`` (as PostgreSQL wants it), or its name (as Teradata does).

    Raises
    ------
    ValueError
        When a value cannot be written for such a connection.

    Examples
    --------
    >>> given = [Parameter("who", "IN", "text", "O'Hara"), Parameter("rc", "OUT", "integer")]
    >>> literal_call("db.p", given, "Teradata")
    'CALL "db"."p"(\\'O\\'\\'Hara\\', "rc")'
    """
    written = [
        ("NULL" if host_type == "PostgreSQL" else quoted_name(parameter.name))
        if parameter.direction == "OUT"
        else value_literal(parameter.value, parameter.type, host_type)
        for parameter in parameters
    ]
    return f"CALL {quoted_name(procedure)}({', '.join(written)})"


def value_literal(value: Bound, kind: str, host_type: str = "Teradata") -> str:
    """Value as a literal of the SQL that a type of connection reads.

    Examples
    --------
    >>> value_literal("it's", "text"), value_literal(None, "date"), value_literal(Decimal("1.50"), "decimal")
    ("'it''s'", 'CAST(NULL AS DATE)', '1.50')
    >>> value_literal(date(1, 1, 1), "date"), value_literal(datetime(2019, 6, 1, 12, 0, 0, 500_000), "timestamp")
    ("DATE '0001-01-01'", "TIMESTAMP '2019-06-01 12:00:00.500000'")
    """
    bound = to_bind(value)
    if bound is None:
        return f"CAST(NULL AS {SQL_TYPES[kind]})"
    # Before date: a datetime is one, too.
    if isinstance(bound, datetime):
        return f"TIMESTAMP '{bound.replace(tzinfo=None).isoformat(sep=' ')}'"
    if isinstance(bound, date):
        return f"DATE '{bound.isoformat()}'"
    if isinstance(bound, str):
        if "\0" in bound:
            raise ValueError("expected a text, found one with a NUL character")
        return _text_literal(bound, host_type)
    return format(bound, "f") if isinstance(bound, Decimal) else repr(bound)


def _text_literal(text: str, host_type: str) -> str:
    r"""Text in quotes that nothing in it ends: where a backslash is an escape, ``\'`` is a quote within the text.

    >>> print(_text_literal("a\\'b", "PostgreSQL"), _text_literal("a\\'b", "Snowflake"))
    'a\''b' 'a\\\'b'
    """
    if host_type in READS_BACKSLASHES:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if "\\" in text and host_type not in WITHOUT_BACKSLASHES:
        kind = f"a connection of type {host_type}" if host_type else "a connection of unknown type"
        raise ValueError(f"expected a text without backslashes: how {kind} reads them is not known")
    return "'" + text.replace("'", "''") + "'"


def _bare(part: str) -> str:
    return part[1:-1].replace('""', '"') if part.startswith('"') else part
