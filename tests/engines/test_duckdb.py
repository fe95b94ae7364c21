"""DuckDB counts what the core counts."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.query import Form, statistics_query
from tests.engines.edge_cases import RATES, SCORES, assert_same, edge_rows

DUCKDB = DIALECTS["duckdb"]


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """All edge cases."""
    return edge_rows()


@pytest.fixture(scope="module")
def database(rows: pd.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    """The edge cases in a table."""
    with duckdb.connect() as connection:
        connection.register("incoming", rows)
        connection.execute("CREATE TABLE scores AS SELECT * FROM incoming")
        yield connection


@pytest.mark.parametrize("form", [Form(), Form(is_derived=True)], ids=["with", "derived"])
def test_both_forms_count_what_the_core_counts(
    database: duckdb.DuckDBPyConnection, rows: pd.DataFrame, form: Form
) -> None:
    """Records equal, field by field, on hundreds of edge cases."""
    answer = database.execute(statistics_query(SCORES, RATES, DUCKDB, form)).df()

    assert_same(answer.to_dict("records"), rows)
