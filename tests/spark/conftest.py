"""A local Spark with the edge cases as views over Parquet files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests.engines import joined_tables
from tests.engines.edge_cases import edge_rows
from tests.engines.edge_drift import drift_rows
from tests.engines.edge_pairs import pair_rows
from tests.engines.edge_weighted import campaign_rows

Answer = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def rows() -> pd.DataFrame:
    """All edge cases."""
    return edge_rows()


@pytest.fixture(scope="session")
def spark(rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local session in ANSI mode with the tables as views over Parquet files."""
    sql = pytest.importorskip("pyspark.sql", reason="Spark is tested by `make test-spark`")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java on the path")
    folder: Path = tmp_path_factory.mktemp("spark")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.sql.ansi.enabled", "true")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    )
    tables = {
        "scores": rows,
        "stored": joined_tables.score_rows(),
        "realised": joined_tables.outcome_rows(),
        "pairs": pair_rows(),
        "cohorts": drift_rows(),
        "campaigns": campaign_rows(),
    }
    for name, table in tables.items():
        file = folder / f"{name}.parquet"
        with duckdb.connect() as database:
            database.register("incoming", table)
            database.execute(f"COPY incoming TO '{file}' (FORMAT parquet)")
        session.read.parquet(str(file)).createOrReplaceTempView(name)
    yield session
    session.stop()


@pytest.fixture
def answered(spark: Any) -> Answer:
    """Rows of a query."""
    return lambda query: [row.asDict() for row in spark.sql(query).collect()]
