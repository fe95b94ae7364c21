"""Real engines for the queries, each with the edge cases in a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.engines.edge_cases import edge_rows
from tests.engines.postgresql import PostgreSQL


@pytest.fixture(scope="session")
def rows() -> pd.DataFrame:
    """All edge cases."""
    return edge_rows()


@pytest.fixture(scope="session")
def duck(rows: pd.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with the edge cases."""
    with duckdb.connect() as connection:
        connection.register("incoming", rows)
        connection.execute("CREATE TABLE scores AS SELECT * FROM incoming")
        yield connection


@pytest.fixture(scope="session")
def postgresql(rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A PostgreSQL server with the edge cases."""
    folder: Path = tmp_path_factory.mktemp("postgresql")
    with PostgreSQL(folder) as server:
        server.create("scores", rows)
        yield server
