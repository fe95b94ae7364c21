"""Real engines for the queries, each with the edge cases in a table, and scores and outcomes in two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import sqlglot

from tests.engines.edge_cases import edge_rows
from tests.engines.edge_drift import drift_rows
from tests.engines.edge_pairs import pair_rows
from tests.engines.joined_tables import outcome_rows, score_rows
from tests.engines.postgresql import PostgreSQL

NOT_HERE = {"teradata": "teradata"}
"""Dialects that no engine runs here, by the name that sqlglot gives them: their text is translated, and then executed."""

Engine = tuple[str, Callable[[str], list[dict[str, Any]]]]


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
        others = {"stored": score_rows(), "realised": outcome_rows(), "pairs": pair_rows(), "cohorts": drift_rows()}
        for name, table in others.items():
            connection.register(f"{name}_incoming", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_incoming")
        yield connection


@pytest.fixture(scope="session")
def postgresql(rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A PostgreSQL server with the edge cases."""
    folder: Path = tmp_path_factory.mktemp("postgresql")
    with PostgreSQL(folder) as server:
        server.create("scores", rows)
        server.create("stored", score_rows())
        server.create("realised", outcome_rows())
        server.create("pairs", pair_rows())
        server.create("cohorts", drift_rows())
        yield server


@pytest.fixture(params=["duckdb", "postgresql"])
def engine(request: pytest.FixtureRequest, duck: duckdb.DuckDBPyConnection, postgresql: PostgreSQL) -> Engine:
    """Name of an engine, and how it answers a query."""
    if request.param == "duckdb":
        return "duckdb", lambda text: duck.execute(text).df().to_dict("records")
    return "postgresql", postgresql.answer


def transpiled(text: str, engine: str, dialect: str = "teradata") -> str:
    """Text of a dialect that no engine runs here, in an engine's own dialect."""
    write = "postgres" if engine == "postgresql" else engine
    (translation,) = sqlglot.transpile(text, read=NOT_HERE[dialect], write=write)
    return translation
