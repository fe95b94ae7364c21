"""DuckDB and PostgreSQL count what the core counts; so does Teradata's text, transpiled to both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import duckdb
import pandas as pd
import pytest
import sqlglot

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.query import Form, statistics_query
from tests.engines.edge_cases import RATES, SCORES, assert_same
from tests.engines.postgresql import PostgreSQL

FORMS = {"with": Form(), "derived": Form(is_derived=True)}
Answer = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(params=["duckdb", "postgresql"])
def engine(
    request: pytest.FixtureRequest, duck: duckdb.DuckDBPyConnection, postgresql: PostgreSQL
) -> tuple[str, Answer]:
    """Name of an engine, and how it answers a query."""
    if request.param == "duckdb":
        return "duckdb", lambda text: duck.execute(text).df().to_dict("records")
    return "postgresql", postgresql.answer


def transpiled(text: str, engine: str) -> str:
    """Teradata's text in another engine's dialect."""
    (found,) = sqlglot.transpile(text, read="teradata", write="postgres" if engine == "postgresql" else engine)
    return found


@pytest.mark.parametrize("form", FORMS)
def test_the_engines_count_what_the_core_counts(engine: tuple[str, Answer], rows: pd.DataFrame, form: str) -> None:
    """Records equal, field by field, on hundreds of edge cases."""
    name, answer = engine

    assert_same(answer(statistics_query(SCORES, RATES, DIALECTS[name], FORMS[form])), rows)


@pytest.mark.parametrize("form", FORMS)
def test_the_text_for_teradata_counts_what_the_core_counts(
    engine: tuple[str, Answer], rows: pd.DataFrame, form: str
) -> None:
    """Not executed on Teradata: read as Teradata reads it, and executed elsewhere."""
    name, answer = engine
    text = statistics_query(SCORES, RATES, DIALECTS["teradata"], FORMS[form])

    assert_same(answer(transpiled(text, name)), rows)


@pytest.mark.parametrize("decimals", [0, 2, 4])
def test_rounded_scores_are_counted_as_the_core_counts_rounded_scores(
    engine: tuple[str, Answer], rows: pd.DataFrame, decimals: int
) -> None:
    """Rounding half up, at the same place in all engines."""
    name, answer = engine
    rounded = replace(SCORES, decimals=decimals)

    assert_same(answer(statistics_query(rounded, RATES, DIALECTS[name])), rows, decimals)


def test_scores_kept_as_decimals_lose_nothing(
    duck: duckdb.DuckDBPyConnection, postgresql: PostgreSQL, rows: pd.DataFrame
) -> None:
    """DECIMAL(9, 4) groups exactly, and its cut-offs are the same floats."""
    few = rows[rows["version_id"].str.startswith("decimals4")]
    select = "SELECT customer_id, version_id, outcome, CAST(score AS DECIMAL(9, 4)) AS score FROM scores"
    source = f"({select} WHERE version_id LIKE 'decimals4%')"
    scores = replace(SCORES, table=source)

    for name, answer in (
        ("duckdb", lambda text: duck.execute(text).df().to_dict("records")),
        ("postgresql", postgresql.answer),
    ):
        assert_same(answer(statistics_query(scores, RATES, DIALECTS[name])), few, at_least=40)
