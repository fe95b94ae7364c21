"""DuckDB and PostgreSQL count what the core counts; so does Teradata's text, transpiled to both."""

from __future__ import annotations

import math
from dataclasses import replace

import duckdb
import pandas as pd
import pytest

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.sql.answer import stored_statistics
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import OutcomesTable, outcome_number
from tests.engines.conftest import NOT_HERE, Engine, transpiled
from tests.engines.edge_cases import RATES, SCORES, assert_same, counted_in_memory
from tests.engines.postgresql import PostgreSQL

FORMS = {"with": QueryForm(), "derived": QueryForm(is_derived=True)}


@pytest.mark.parametrize("form", FORMS)
def test_the_engines_count_what_the_core_counts(engine: Engine, rows: pd.DataFrame, form: str) -> None:
    """Records equal, field by field, on hundreds of edge cases."""
    name, answer = engine

    assert_same(answer(statistics_query(SCORES, RATES, DIALECTS[name], FORMS[form])), rows)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dialect", NOT_HERE)
def test_the_text_for_other_databases_counts_what_the_core_counts(
    engine: Engine, rows: pd.DataFrame, form: str, dialect: str
) -> None:
    """Not executed on Teradata: read as Teradata reads it, and executed elsewhere."""
    name, answer = engine
    text = statistics_query(SCORES, RATES, DIALECTS[dialect], FORMS[form])

    assert_same(answer(transpiled(text, name, dialect)), rows)


@pytest.mark.parametrize("decimals", [0, 2, 4])
def test_rounded_scores_are_counted_as_the_core_counts_rounded_scores(
    engine: Engine, rows: pd.DataFrame, decimals: int
) -> None:
    """Rounding half up, at the same place in all engines."""
    name, answer = engine
    rounded = replace(SCORES, decimals=decimals)

    assert_same(answer(statistics_query(rounded, RATES, DIALECTS[name])), rows, decimals)


def test_rounding_errs_by_no_more_than_is_told(engine: Engine, rows: pd.DataFrame) -> None:
    """AUC within its error, KS too low by no more than its own, true positives between worst and best."""
    name, answer = engine
    exact = {version: figures(counted) for version, counted in counted_in_memory(rows).items()}
    found = answer(statistics_query(replace(SCORES, decimals=1), RATES, DIALECTS[name]))
    moved = 0
    for told in (stored_statistics(row, RATES, 1) for row in found):
        for one, other in zip(exact[told.version_id], figures(told.statistics)):
            assert other.true_positives_worst <= one.true_positives <= other.true_positives_best
            if one.auc is not None and one.ks is not None and other.auc is not None and other.ks is not None:
                assert abs(one.auc - other.auc) <= told.auc_error + 1e-12
                assert -1e-12 <= one.ks - other.ks <= told.ks_error + 1e-12
                moved += one.auc != other.auc and one.ks != other.ks

    assert moved > 200


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


@pytest.mark.parametrize(("cell", "expected"), [("NaN", None), ("1", 1.0), ("0", 0.0), ("Infinity", math.inf)])
def test_an_outcome_that_is_nan_is_null(engine: Engine, cell: str, expected: float | None) -> None:
    """As in memory; an infinite one stays strange."""
    _, answer = engine
    outcome = outcome_number("y", OutcomesTable("t", "id", "y", may_be_nan=True))
    (row,) = answer(f"SELECT {outcome} AS y FROM (SELECT CAST('{cell}' AS DOUBLE PRECISION) AS y) AS t")

    assert (None if pd.isna(row["y"]) else row["y"]) == expected
