"""Outputs of the stand-in: tables of a database, rows written whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from dataikuapi.dss.dataset import DSSDataset
from dataikuapi.dss.project import DSSProject

from dss_standin.datasets import storage
from dss_standin.errors import DSSError
from dss_standin.running import Running, running

ROWS = [{"customer": n, "recency": n / 3, "label": f"c{n}"} for n in range(5)]


def filled(standin: Running, dataset: DSSDataset, partition: str | None, rows: list[dict[str, object]]) -> None:
    """Write rows as a recipe does, from inside."""
    batch = pa.RecordBatch.from_pylist(rows)
    storage.write(standin.dss, dataset.project_key, dataset.name, partition, [batch])


@pytest.mark.parametrize("option", [None, "PARQUET_HIVE", "CSV_EXCEL_GZIP", "CSV_UNIX_GZIP"])
def test_managed_output_partitioned_as_its_input(standin: Running, project: DSSProject, option: str | None) -> None:
    """Partitions are written, replaced and cleared one by one, in any format."""
    settings = project.create_upload_dataset("monthly").get_settings()
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern("/%Y-%M/.*")
    settings.save()
    builder = project.new_managed_dataset("scores").with_store_into("filesystem_managed", format_option_id=option)
    dataset = builder.with_copy_partitioning_from("monthly").create()
    dataset.set_schema({"columns": [{"name": "customer", "type": "bigint"}, {"name": "recency", "type": "double"}]})
    rows = [{"customer": row["customer"], "recency": row["recency"]} for row in ROWS]
    for month in ("2024-01", "2024-02", "2024-02"):
        filled(standin, dataset, month, rows)
    assert dataset.list_partitions() == ["2024-01", "2024-02"]
    assert [row[1] for row in dataset.iter_rows(partitions="2024-02")] == [n / 3 for n in range(5)]
    dataset.clear(partitions="2024-01")
    assert dataset.list_partitions() == ["2024-02"]


def sql_output(project: DSSProject) -> DSSDataset:
    """Return a table partitioned by month, its dimension a string column."""
    dataset = project.new_managed_dataset("performance").with_store_into("duckdb").create()
    settings = dataset.get_settings()
    settings.add_time_partitioning_dimension("month", "MONTH")
    columns = [("customer", "bigint"), ("recency", "double"), ("label", "string"), ("at", "date"), ("month", "string")]
    settings.get_raw()["schema"]["columns"] = [{"name": name, "type": kind} for name, kind in columns]
    settings.save()
    return dataset


def test_partitioned_table_fills_its_dimension(standin: Running, project: DSSProject) -> None:
    """A partition's rows are replaced in the table; DSS fills the dimension, whatever the rows hold."""
    dataset = sql_output(project)
    at = dt.datetime(2024, 1, 5, 10, tzinfo=dt.timezone.utc)
    for month in ("2024-01", "2024-02", "2024-01"):
        filled(standin, dataset, month, [{**row, "at": at, "month": "wrong"} for row in ROWS])
    assert dataset.list_partitions() == ["2024-01", "2024-02"]
    assert next(dataset.iter_rows(partitions="2024-02")) == [0, 0.0, "c0", at, "2024-02"]
    assert len(list(dataset.iter_rows())) == 10
    dataset.clear(partitions=["2024-02"])
    assert {row[0] for row in dataset.iter_rows(columns=["month"])} == {"2024-01"}


def test_table_without_dimension_column_is_refused(standin: Running, project: DSSProject) -> None:
    """On SQL the dimension must be a string column of the schema."""
    dataset = sql_output(project)
    dataset.set_schema({"columns": [{"name": "customer", "type": "bigint"}]})
    with pytest.raises(DSSError, match="Partitioning column 'month' is not in the schema"):
        filled(standin, dataset, "2024-01", [{"customer": 1}])


def test_changed_schema_never_drops_partitions(standin: Running, project: DSSProject) -> None:
    """A table with other partitions is not dropped for a new column: the message holds the ALTER."""
    dataset = sql_output(project)
    filled(standin, dataset, "2024-01", ROWS)
    schema = dataset.get_schema()
    schema["columns"].append({"name": "gain", "type": "double"})
    dataset.set_schema(schema)
    with pytest.raises(DSSError, match='ALTER TABLE "main"."RENEWAL_performance" ADD COLUMN "gain" DOUBLE'):
        filled(standin, dataset, "2024-02", ROWS)
    assert dataset.list_partitions() == ["2024-01"]


def test_existing_table_is_detected(standin: Running, project: DSSProject) -> None:
    """A dataset over an existing table takes its columns."""
    filled(standin, sql_output(project), "2024-01", ROWS)
    dataset = project.create_sql_table_dataset("again", "JDBC", "duckdb", "RENEWAL_performance", "main")
    dataset.autodetect_settings().save()
    assert {"name": "month", "type": "string"} in dataset.get_schema()["columns"]
    assert len(list(dataset.iter_rows())) == 5


def breaking() -> Iterator[pa.RecordBatch]:
    """Yield some rows, then fail."""
    yield pa.RecordBatch.from_pylist([{"customer": 99}])
    raise KeyboardInterrupt


@pytest.mark.parametrize("connection", ["filesystem_managed", "duckdb"])
def test_interrupted_write_leaves_the_former_rows(standin: Running, project: DSSProject, connection: str) -> None:
    """Rows appear whole or not at all."""
    dataset = project.new_managed_dataset("out").with_store_into(connection).create()
    dataset.set_schema({"columns": [{"name": "customer", "type": "bigint"}]})
    filled(standin, dataset, None, [{"customer": 1}])
    with pytest.raises(KeyboardInterrupt):
        storage.write(standin.dss, "RENEWAL", "out", None, breaking())
    assert list(dataset.iter_rows()) == [[1]]


def test_restart_keeps_rows(tmp_path: Path) -> None:
    """Files and tables are there after a restart."""
    with running(tmp_path) as first:
        project = first.client().create_project("RENEWAL", "Renewal", "admin")
        filled(first, sql_output(project), "2024-01", ROWS)
    with running(tmp_path) as second:
        assert len(list(second.client().get_project("RENEWAL").get_dataset("performance").iter_rows())) == 5
