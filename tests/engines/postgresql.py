"""A real PostgreSQL server for a test, in a folder of its own and without a network port."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
import psycopg

from examples.scenarios.database import started

_TYPES = {"f": "double precision", "i": "bigint", "b": "boolean", "M": "date"}


class PostgreSQL:
    """A server that lives as long as the block it is opened in."""

    def __init__(self, folder: Path) -> None:
        self._server = started(folder)
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)

    def __enter__(self) -> PostgreSQL:
        """Return the server itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        self._connection.close()
        self._server.cleanup()

    @property
    def params(self) -> dict[str, Any]:
        """What a connection of the host has to know."""
        known = self._connection.info
        return {"host": known.host, "port": known.port, "user": known.user, "db": known.dbname}

    def execute(self, statement: str) -> None:
        """Run a statement."""
        self._connection.execute(statement)

    def create(self, table: str, rows: pd.DataFrame) -> None:
        """Make a table of a frame's rows."""
        columns = ", ".join(f"{_quoted(name)} {_TYPES.get(rows[name].dtype.kind, 'text')}" for name in rows)
        with self._connection.cursor() as cursor:
            cursor.execute(f'CREATE TABLE "{table}" ({columns})')
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                for row in rows.astype("object").where(rows.notna() | (rows.dtypes == "float64"), None).to_numpy():
                    copy.write_row(row)

    def answer(self, query: str) -> list[dict[str, Any]]:
        """Rows of a query."""
        with self._connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return list(cursor.execute(query).fetchall())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
