"""Datasets kept in tables: the dimension is a column. Those of DuckDB are written; those of PostgreSQL only read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import pyarrow as pa

from dss_standin import postgresql
from dss_standin.datasets.definitions import expanded_names
from dss_standin.datasets.formats import BATCH_ROWS
from dss_standin.datasets.partitions import dimensions
from dss_standin.datasets.types import arrow_schema, converted
from dss_standin.dss import DSS
from dss_standin.errors import DSSError

_SQL_TYPES = {
    "bigint": "BIGINT",
    "int": "INTEGER",
    "smallint": "SMALLINT",
    "tinyint": "TINYINT",
    "double": "DOUBLE",
    "float": "FLOAT",
    "boolean": "BOOLEAN",
    "date": "TIMESTAMP_MS",
    "dateonly": "DATE",
    "datetimenotz": "TIMESTAMP_MS",
}


def read(
    dss: DSS, definition: dict[str, Any], wanted: list[str] | None, columns: list[str], as_texts: bool = False
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of partitions (None: all) in schema types: a table has no cell that fits none."""
    schema = arrow_schema(definition["schema"]["columns"])
    chosen = pa.schema([schema.field(name) for name in columns])
    where, values = _condition(definition, wanted)
    listed = ", ".join(quoted(name) for name in columns)
    batches = _select(dss, definition, f"SELECT {listed} FROM {table(definition)}{where}", values)
    return (_with_types(batch, chosen) for batch in batches)


def row_count(dss: DSS, definition: dict[str, Any], wanted: list[str] | None) -> int:
    """Have the database count the rows of partitions (None: all)."""
    where, values = _condition(definition, wanted)
    batches = _select(dss, definition, f"SELECT count(*) AS n FROM {table(definition)}{where}", values)
    return int(next(iter(batches)).column(0)[0].as_py())


def write(dss: DSS, definition: dict[str, Any], partition: str, batches: Iterable[pa.RecordBatch], append: bool) -> int:
    """Replace a partition's rows in one transaction; fill its dimension columns; return the number of rows."""
    _check_dimension_columns(definition)
    schema = arrow_schema(definition["schema"]["columns"])
    rows = _with_dimensions(pa.Table.from_batches(list(batches), schema=schema), definition, partition)
    with dss.connections.lock(_connection(definition)):
        cursor = _cursor(dss, definition)
        cursor.begin()
        try:
            _prepare(cursor, definition, partition, append)
            cursor.register("incoming_rows", _without_zones(rows))
            cursor.execute(f"INSERT INTO {table(definition)} SELECT * FROM incoming_rows")
            cursor.commit()
        finally:
            cursor.close()  # without a commit, this rolls back
    return len(rows)


def list_partitions(dss: DSS, definition: dict[str, Any]) -> list[str]:
    """Return the identifiers that have rows."""
    if not _is_postgresql(dss, definition) and not _columns(_cursor(dss, definition), definition):
        return []
    names = ", ".join(quoted(dim["name"]) for dim in dimensions(definition))
    batches = _select(dss, definition, f"SELECT DISTINCT {names} FROM {table(definition)}", [])
    rows = [row.values() for batch in batches for row in batch.to_pylist()]
    return sorted("|".join(map(str, values)) for values in rows if None not in values)


def clear(dss: DSS, definition: dict[str, Any], wanted: list[str] | None) -> None:
    """Delete the rows of partitions (None: all)."""
    cursor = _cursor(dss, definition)
    if _columns(cursor, definition):
        where, values = _condition(definition, wanted)
        _run(cursor, f"DELETE FROM {table(definition)}{where}", values)


def drop(dss: DSS, definition: dict[str, Any]) -> None:
    """Drop the table."""
    _run(_cursor(dss, definition), f"DROP TABLE IF EXISTS {table(definition)}", [])


def detected_columns(dss: DSS, definition: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of the table in DSS types; raise when there is no table."""
    cursor = _cursor(dss, definition)
    columns = _columns(cursor, definition)
    if not columns:
        raise DSSError(f"Table {table(definition)} does not exist", "java.sql.SQLException", 500)
    types = {kind: name for name, kind in reversed(_SQL_TYPES.items())}
    return [{"name": name, "type": _dss_type(kind, types)} for name, kind in columns]


def table(definition: dict[str, Any]) -> str:
    """Return the quoted name of a dataset's table."""
    params = definition["params"]
    names = {"projectKey": definition["projectKey"], "odbId": definition["name"]}
    name = expanded_names(str(params.get("table") or definition["name"]), names)
    return f"{quoted(str(params.get('schema') or 'main'))}.{quoted(name)}"


def quoted(name: str) -> str:
    """Return an SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def _select(dss: DSS, definition: dict[str, Any], text: str, values: list[str]) -> Iterable[pa.RecordBatch]:
    if _is_postgresql(dss, definition):
        params = dss.connections.get(_connection(definition)).params
        return postgresql.selected(params, text, values).to_batches()
    try:
        return _cursor(dss, definition).sql(text, params=values).to_arrow_reader(BATCH_ROWS)
    except duckdb.Error as error:
        raise DSSError(str(error), "java.sql.SQLException", 500) from None


def _is_postgresql(dss: DSS, definition: dict[str, Any]) -> bool:
    return dss.connections.get(_connection(definition)).type == "PostgreSQL"


def _cursor(dss: DSS, definition: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    if _is_postgresql(dss, definition):
        raise DSSError(f"Changing a PostgreSQL table ({definition['name']}) is outside the stand-in's slice: read only")
    return dss.connections.cursor(_connection(definition))


def _prepare(cursor: duckdb.DuckDBPyConnection, definition: dict[str, Any], partition: str, append: bool) -> None:
    expected = [(column["name"], _sql_type(column["type"])) for column in definition["schema"]["columns"]]
    present = _columns(cursor, definition)
    replaced = present and present != expected and not append and _may_drop(cursor, definition, partition)
    if present and present != expected and not replaced:
        raise DSSError(_mismatch(definition, expected, present), status=500)
    if replaced:
        cursor.execute(f"DROP TABLE {table(definition)}")
    cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(str(definition['params'].get('schema') or 'main'))}")
    listed = ", ".join(f"{quoted(name)} {kind}" for name, kind in expected)
    cursor.execute(f"CREATE TABLE IF NOT EXISTS {table(definition)} ({listed})")
    if not append:
        where, values = _condition(definition, [partition] if dimensions(definition) else None)
        cursor.execute(f"DELETE FROM {table(definition)}{where}", values)


def _may_drop(cursor: duckdb.DuckDBPyConnection, definition: dict[str, Any], partition: str) -> bool:
    if not dimensions(definition):
        return True
    count = cursor.execute(f"SELECT count(*) FROM {table(definition)}").fetchone()
    return count == (0,)


def _mismatch(definition: dict[str, Any], expected: list[tuple[str, str]], present: list[tuple[str, str]]) -> str:
    missing = [
        f"ALTER TABLE {table(definition)} ADD COLUMN {quoted(n)} {k}" for n, k in expected if n not in dict(present)
    ]
    advice = "; ".join(missing) or "drop the table or give the dataset the table's schema"
    where = f"Table {table(definition)}"
    return f"{where} does not match the schema of {definition['name']} ({present} in the table): {advice}"


def _columns(cursor: duckdb.DuckDBPyConnection, definition: dict[str, Any]) -> list[tuple[str, str]]:
    schema, _, name = table(definition)[1:-1].partition('"."')
    sql = (
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index"
    )
    return [(str(row[0]), str(row[1])) for row in cursor.execute(sql, [schema, name]).fetchall()]


def _condition(definition: dict[str, Any], wanted: list[str] | None) -> tuple[str, list[str]]:
    if wanted is None or not dimensions(definition):
        return "", []
    names = [quoted(dim["name"]) for dim in dimensions(definition)]
    condition = "(" + " AND ".join(f"CAST({name} AS VARCHAR) = ?" for name in names) + ")"
    values = [value for partition in wanted for value in partition.split("|")]
    return " WHERE " + (" OR ".join([condition] * len(wanted)) or "FALSE"), values


def _check_dimension_columns(definition: dict[str, Any]) -> None:
    types = {column["name"]: column["type"] for column in definition["schema"]["columns"]}
    for dim in dimensions(definition):
        if dim["name"] not in types:
            raise DSSError(
                f"Partitioning column '{dim['name']}' is not in the schema of SQL dataset {definition['name']}"
            )
        if dim["type"] == "time" and types[dim["name"]] != "string":
            raise DSSError(f"Time partitioning column '{dim['name']}' must be a string, found {types[dim['name']]}")


def _with_dimensions(rows: pa.Table, definition: dict[str, Any], partition: str) -> pa.Table:
    for dim, value in zip(dimensions(definition), partition.split("|")):
        position = rows.schema.get_field_index(dim["name"])
        field = rows.schema.field(position)
        filled = converted(pa.array([value] * len(rows), pa.string()), field.type)
        rows = rows.set_column(position, field, filled)
    return rows


def _without_zones(rows: pa.Table) -> pa.Table:
    for position, field in enumerate(rows.schema):
        if pa.types.is_timestamp(field.type):
            rows = rows.set_column(position, field.name, rows.column(position).cast(pa.timestamp("ms")))
    return rows


def _with_types(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    arrays = [converted(batch.column(field.name), field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _run(cursor: duckdb.DuckDBPyConnection, sql: str, values: list[str]) -> duckdb.DuckDBPyConnection:
    try:
        return cursor.execute(sql, values)
    except duckdb.Error as error:
        raise DSSError(str(error), "java.sql.SQLException", 500) from None


def _dss_type(kind: str, types: dict[str, str]) -> str:
    if kind.startswith("TIMESTAMP"):
        return "date" if "TIME ZONE" in kind else "datetimenotz"
    if kind.startswith("DECIMAL") or kind == "HUGEINT":
        return "double"
    return types.get(kind, "string")


def _sql_type(kind: str) -> str:
    return _SQL_TYPES.get(kind, "VARCHAR")


def _connection(definition: dict[str, Any]) -> str:
    return str(definition["params"]["connection"])
