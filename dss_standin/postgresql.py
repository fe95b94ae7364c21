"""Queries on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
import pyarrow as pa

from dss_standin.errors import DSSError

_NAMES = {"host": "host", "port": "port", "user": "user", "password": "password", "db": "dbname"}


def answer(
    params: Mapping[str, Any], before: list[str], query: str, after: list[str], values: Sequence[str] = ()
) -> pa.Table:
    """Return the rows of a query, run in one transaction that is rolled back unless COMMIT is among those after it.

    Values take the place of each `?`, in order.
    """
    known = {ours: params[theirs] for theirs, ours in _NAMES.items() if params.get(theirs)}
    try:
        connection = psycopg.connect(**known)
        try:
            for statement in before:
                connection.execute(statement)
            marked = query.replace("%", "%%").replace("?", "%s") if values else query
            rows = _rows(connection.execute(marked, values or None))
            for statement in after:
                connection.execute(statement)
        finally:
            connection.close()  # without a commit, this rolls back
    except psycopg.Error as error:
        raise DSSError(str(error), "org.postgresql.util.PSQLException", 500) from None
    return rows


def _rows(cursor: psycopg.Cursor[Any]) -> pa.Table:
    if cursor.description is None:
        return pa.table({})
    rows = cursor.fetchall()
    columns = [pa.array([row[place] for row in rows]) for place in range(len(cursor.description))]
    return pa.table(columns, names=[column.name for column in cursor.description])
