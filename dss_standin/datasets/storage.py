"""Rows of any dataset: read, write, list partitions, clear, count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from dss_standin.datasets import files, sql
from dss_standin.datasets.definitions import SQL_TYPES, dataset
from dss_standin.datasets.partitions import UNPARTITIONED, checked, dimensions
from dss_standin.datasets.types import arrow_schema, converted
from dss_standin.dss import DSS
from dss_standin.errors import DSSError


def read(
    dss: DSS,
    project_key: str,
    name: str,
    partitions: list[str] | None = None,
    columns: list[str] | None = None,
    as_texts: bool = False,
) -> Iterator[pa.RecordBatch]:
    """Return batches of rows in schema order (or that of `columns`); None is all partitions, all columns.

    A cell that is no value of its type is null, or stays as it is where texts are asked for.
    """
    definition = dataset(dss, project_key, name)
    known = [column["name"] for column in definition["schema"]["columns"]]
    unknown = [column for column in columns or [] if column not in known]
    if unknown or not known:
        lacking = f"no column {', '.join(unknown)}" if unknown else "no schema: detect its settings or set its schema"
        raise DSSError(f"Dataset {project_key}.{name} has {lacking}")
    wanted = _partitions_to_read(definition, partitions)
    return _room(definition).read(dss, definition, wanted, columns or known, as_texts)


def write(
    dss: DSS,
    project_key: str,
    name: str,
    partition: str | None,
    batches: Iterable[pa.RecordBatch],
    append: bool = False,
) -> int:
    """Replace (or add to) one partition, whole or not at all; return the number of rows written."""
    definition = dataset(dss, project_key, name)
    identifier = checked(partition or UNPARTITIONED, dimensions(definition))
    schema = arrow_schema(definition["schema"]["columns"])
    if not len(schema):
        raise DSSError(f"Dataset {project_key}.{name} has no schema: write its schema before its rows")
    conformed = (_with_schema(batch, schema) for batch in batches)
    return int(_room(definition).write(dss, definition, identifier, conformed, append))


def list_partitions(dss: DSS, project_key: str, name: str) -> list[str]:
    """Return the sorted identifiers of a dataset's partitions; `NP` alone when it is not partitioned."""
    definition = dataset(dss, project_key, name)
    if not dimensions(definition):
        return [UNPARTITIONED]
    if definition["type"] in SQL_TYPES:
        return sql.list_partitions(dss, definition)
    return sorted(files.by_partition(dss, definition))


def clear(dss: DSS, project_key: str, name: str, partitions: list[str] | None = None) -> None:
    """Delete the rows of partitions (None: all)."""
    definition = dataset(dss, project_key, name)
    _room(definition).clear(dss, definition, _partitions_to_read(definition, partitions))


def row_count(dss: DSS, project_key: str, name: str, partitions: list[str] | None = None) -> int:
    """Return the number of rows of partitions (None: all)."""
    definition = dataset(dss, project_key, name)
    if definition["type"] in SQL_TYPES:
        return sql.row_count(dss, definition, _partitions_to_read(definition, partitions))
    first = [definition["schema"]["columns"][0]["name"]]
    return sum(len(batch) for batch in read(dss, project_key, name, partitions, first))


def _room(definition: dict[str, Any]) -> Any:
    return sql if definition["type"] in SQL_TYPES else files


def _partitions_to_read(definition: dict[str, Any], partitions: list[str] | None) -> list[str] | None:
    dims = dimensions(definition)
    if partitions is None:
        return None
    asked = [checked(partition, dims) for partition in partitions]
    return asked if dims else None


def _with_schema(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    surplus = [name for name in batch.schema.names if name not in schema.names]
    if surplus:
        raise DSSError(f"Rows hold columns that the schema lacks: {', '.join(surplus)}")
    present = {name: batch.column(position) for position, name in enumerate(batch.schema.names)}
    arrays = [converted(present.get(field.name, pa.nulls(len(batch), field.type)), field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
