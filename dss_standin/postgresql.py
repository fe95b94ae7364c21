"""Queries on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import pyarrow as pa
from pyarrow import csv

from dss_standin.errors import DSSError

_NAMES = {"host": "host", "port": "port", "user": "user", "password": "password", "db": "dbname"}
_COPIED = {
    16: pa.bool_(),
    **dict.fromkeys((20, 21, 23), pa.int64()),
    25: pa.string(),
    **dict.fromkeys((700, 701), pa.float64()),
    1043: pa.string(),
}
"""Types, by the numbers that PostgreSQL gives them, whose values a copy as CSV spells exactly."""


def answer(
    params: Mapping[str, Any], before: list[str], query: str, after: list[str], values: Sequence[str] = ()
) -> pa.Table:
    """Return the rows of a query, run in one transaction that is rolled back unless COMMIT is among those after it.

    Values take the place of each `?`, in order.
    """
    with _session(params) as connection:
        for statement in before:
            connection.execute(statement)
        rows = _rows(connection.execute(_marked(query, values), values or None))
        for statement in after:
            connection.execute(statement)
    return rows


def selected(params: Mapping[str, Any], query: str, values: Sequence[str] = ()) -> pa.Table:
    """Return the rows of a selection: as a copy where its types allow, which is much faster than row by row."""
    with _session(params) as connection:
        marked = _marked(query, values)
        described = connection.execute(f"SELECT * FROM ({marked}) AS described LIMIT 0", values or None).description
        columns = {column.name: _COPIED.get(column.type_code) for column in described or ()}
        if None in columns.values() or len(columns) != len(described or ()):
            return _rows(connection.execute(marked, values or None))
        with connection.cursor().copy(f"COPY ({marked}) TO STDOUT (FORMAT csv)", values or None) as copy:
            text = b"".join(copy)
    schema = pa.schema(list(columns.items()))
    return _parsed(text, schema) if text else schema.empty_table()


def _parsed(text: bytes, schema: pa.Schema) -> pa.Table:
    types = csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )
    names = csv.ReadOptions(column_names=schema.names)
    return csv.read_csv(pa.BufferReader(text), names, csv.ParseOptions(newlines_in_values=True), types)


@contextmanager
def _session(params: Mapping[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    known = {ours: params[theirs] for theirs, ours in _NAMES.items() if params.get(theirs)}
    try:
        connection = psycopg.connect(**known)
        try:
            yield connection
        finally:
            connection.close()  # without a commit, this rolls back
    except psycopg.Error as error:
        raise DSSError(str(error), "org.postgresql.util.PSQLException", 500) from None


def _marked(query: str, values: Sequence[str]) -> str:
    return query.replace("%", "%%").replace("?", "%s") if values else query


def _rows(cursor: psycopg.Cursor[Any]) -> pa.Table:
    if cursor.description is None:
        return pa.table({})
    rows = cursor.fetchall()
    columns = [pa.array([row[place] for row in rows]) for place in range(len(cursor.description))]
    return pa.table(columns, names=[column.name for column in cursor.description])
