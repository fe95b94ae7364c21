"""Spark counts what the core counts: its own dialect, in local mode, in an environment of its own (`make test-spark`)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.profile import outcomes_profile_query, scores_profile, scores_profile_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.steps import QueryForm
from tests.engines import joined_tables
from tests.engines.edge_cases import RATES, SCORES, assert_same, edge_rows

sql = pytest.importorskip("pyspark.sql", reason="Spark is tested by `make test-spark`")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java on the path", allow_module_level=True)

SPARK = DIALECTS["spark"]
pytestmark = pytest.mark.filterwarnings("ignore")  # Spark's own libraries warn of each other


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """All edge cases."""
    return edge_rows()


@pytest.fixture(scope="module")
def spark(rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local session in ANSI mode with the tables as views over Parquet files."""
    folder: Path = tmp_path_factory.mktemp("spark")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.sql.ansi.enabled", "true")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    )
    tables = {"scores": rows, "stored": joined_tables.score_rows(), "realised": joined_tables.outcome_rows()}
    for name, table in tables.items():
        file = folder / f"{name}.parquet"
        with duckdb.connect() as database:
            database.register("incoming", table)
            database.execute(f"COPY incoming TO '{file}' (FORMAT parquet)")
        session.read.parquet(str(file)).createOrReplaceTempView(name)
    yield session
    session.stop()


def answered(spark: Any, query: str) -> list[dict[str, Any]]:
    """Rows of a query."""
    return [row.asDict() for row in spark.sql(query).collect()]


@pytest.mark.parametrize("form", [QueryForm(), QueryForm(is_derived=True)], ids=["with", "derived"])
def test_spark_counts_what_the_core_counts(spark: Any, rows: pd.DataFrame, form: QueryForm) -> None:
    """Records equal, field by field, on hundreds of edge cases."""
    assert_same(answered(spark, statistics_query(SCORES, RATES, SPARK, form)), rows)


def test_spark_counts_rounded_scores_alike(spark: Any, rows: pd.DataFrame) -> None:
    """To two decimals; its FLOOR is a BIGINT and refuses scores of 1e300, which the other engines take."""
    source = "(SELECT * FROM scores WHERE version_id NOT LIKE 'extreme%')"
    query = statistics_query(replace(SCORES, table=source, decimals=2), RATES, SPARK)

    assert_same(answered(spark, query), rows[~rows["version_id"].str.startswith("extreme")], 2, at_least=300)


def test_spark_counts_what_is_left_out(spark: Any, rows: pd.DataFrame) -> None:
    """Evaluated, unlabelled and unscored rows are all rows."""
    profiles = [scores_profile(row) for row in answered(spark, scores_profile_query(SCORES, SPARK))]

    assert sum(one.n_rows for one in profiles) == len(rows)
    assert sum(one.n_unlabelled for one in profiles) == rows["outcome"].isna().sum()
    assert all(one.n_repeated == one.n_strange == 0 for one in profiles)


@pytest.mark.parametrize("groups_cohorts", [False, True], ids=["June", "each day"])
def test_spark_joins_and_looks_alike(spark: Any, groups_cohorts: bool) -> None:
    """Outcomes in a table of their own, days, booleans, odd names."""
    tables = joined_tables.TwoTables(SPARK.has_booleans, groups_cohorts)

    tables.assert_statistics(answered(spark, statistics_query(tables.queried, joined_tables.RATES, SPARK)))
    tables.assert_profiles(answered(spark, scores_profile_query(tables.queried, SPARK)))
    tables.assert_outcomes(answered(spark, outcomes_profile_query(tables.outcomes, groups_cohorts, SPARK)))
