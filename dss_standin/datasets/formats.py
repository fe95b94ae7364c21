"""Files of rows: CSV and Parquet, read as Arrow batches and written from them."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dss_standin.datasets.kept import KEPT
from dss_standin.datasets.types import converted, kept_text, texts
from dss_standin.errors import DSSError

BATCH_ROWS = 65_536
READ_ERRORS = (OSError, EOFError, pa.ArrowException, pd.errors.ParserError, UnicodeError)
"""What a broken file raises."""


def read_file(
    file: Path, definition: dict[str, Any], schema: pa.Schema, columns: list[str], as_texts: bool = False
) -> Iterator[pa.RecordBatch]:
    """Yield chosen columns of one file under the dataset's schema; a broken file says its name.

    As texts, a cell that is no value of its type stays as it is; else it is null.
    """
    reader = _parquet_columns if format_of(definition) == "parquet" else _csv_columns
    chosen = pa.schema([schema.field(name) for name in columns])
    convert = kept_text if as_texts else converted
    kinds = pa.schema([(field.name, pa.string()) for field in chosen]) if as_texts else chosen
    params = definition.get("formatParams") or {}

    def parsed() -> Iterator[list[pa.Array]]:
        """Yield the columns, batch by batch, under their types."""
        for cells in reader(file, params, schema, columns):
            yield [convert(values, field.type) for values, field in zip(cells, chosen)]

    try:
        read_as = (json.dumps(params), str(schema), as_texts)
        for arrays in KEPT.columns(file, [(*read_as, name) for name in columns], parsed):
            yield pa.RecordBatch.from_arrays(arrays, schema=kinds)
    except READ_ERRORS as error:
        raise DSSError(
            f"Cannot read {file.name} of {definition['name']}: {error}", "java.io.IOException", 500
        ) from None


def format_of(definition: dict[str, Any]) -> str:
    """Return `csv` or `parquet`; raise when the dataset has no format yet."""
    kind = definition.get("formatType")
    if kind not in ("csv", "parquet"):
        where = f"{definition['projectKey']}.{definition['name']}"
        raise DSSError(f"Dataset {where} has format {kind!r}, not csv or parquet: detect its settings or set a format")
    return str(kind)


def _csv_columns(file: Path, params: dict[str, Any], schema: pa.Schema, columns: list[str]) -> Iterator[list[pa.Array]]:
    """Yield columns of a CSV file, found by position; an empty cell is null."""
    positions = [schema.get_field_index(name) for name in columns]
    for chunk in csv_chunks(file, params, width=len(schema)):
        yield [_cells(chunk[position]) for position in positions]


def _parquet_columns(file: Path, _: dict[str, Any], schema: pa.Schema, columns: list[str]) -> Iterator[list[pa.Array]]:
    """Yield columns of a Parquet file, found by name; a missing column is null."""
    with pq.ParquetFile(file) as parquet:
        present = set(parquet.schema_arrow.names)
        wanted = [name for name in columns if name in present]
        for batch in parquet.iter_batches(BATCH_ROWS, columns=wanted):
            arrays = {name: batch.column(name) for name in wanted}
            yield [arrays.get(name, pa.nulls(len(batch), schema.field(name).type)) for name in columns]


def csv_chunks(file: Path, params: dict[str, Any], width: int, rows: int | None = None) -> Iterator[pd.DataFrame]:
    """Yield a CSV file's cells as texts, header skipped; short rows are filled, long ones cut."""
    skipped = int(params.get("skipRowsBeforeHeader") or 0) + int(params.get("skipRowsAfterHeader") or 0)
    skipped += bool(params.get("parseHeaderRow"))
    options = {**_dialect(params), "skiprows": skipped, "nrows": rows, "chunksize": BATCH_ROWS}
    places = list(range(width))
    try:
        first = pd.read_csv(file, **_dialect(params), skiprows=skipped, nrows=1)
        # pandas cuts long rows where columns are chosen, and fills short ones where none are.
        with pd.read_csv(file, names=places, usecols=places if first.shape[1] >= width else None, **options) as reader:
            yield from reader
    except pd.errors.EmptyDataError:
        return


def csv_names(file: Path, params: dict[str, Any]) -> list[str]:
    """Return the column names of a CSV file: its header, or `col_0`, `col_1`, ... without one."""
    skipped = int(params.get("skipRowsBeforeHeader") or 0)
    try:
        first = pd.read_csv(file, **_dialect(params), skiprows=skipped, nrows=1).iloc[0].fillna("")
    except (pd.errors.EmptyDataError, IndexError):
        return []
    numbered = [f"col_{position}" for position in range(len(first))]
    return [str(name) or other for name, other in zip(first, numbered)] if params.get("parseHeaderRow") else numbered


def write_file(file: Path, definition: dict[str, Any], schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Write batches to a new file in the dataset's format; return the number of rows."""
    count = 0
    opened = _parquet_sink if format_of(definition) == "parquet" else _csv_sink
    with opened(file, definition, schema) as write:
        for batch in batches:
            write(batch)
            count += len(batch)
    return count


def file_suffix(definition: dict[str, Any]) -> str:
    """Return the suffix of the files that the dataset is written to."""
    if format_of(definition) == "parquet":
        return ".parquet"
    return ".csv.gz" if _is_zipped(definition) else ".csv"


def _dialect(params: dict[str, Any]) -> dict[str, Any]:
    style = params.get("style") or "excel"
    charset = str(params.get("charset") or "utf8").lower()
    options: dict[str, Any] = {
        "sep": str(params.get("separator") or ",").replace("\\t", "\t"),
        "encoding": "utf-8-sig" if charset in ("utf8", "utf-8") else charset,
        "encoding_errors": "replace",
        "header": None,
        "index_col": False,
        "dtype": "string[pyarrow]",
        "keep_default_na": False,
        "na_values": [""],
    }
    if style == "unix" or style == "escape_only":
        options["escapechar"] = str(params.get("escapeChar") or "\\")
    if style in ("excel", "unix"):
        return {**options, "quotechar": str(params.get("quoteChar") or '"')}
    return {**options, "quoting": csv.QUOTE_NONE}


def _cells(column: pd.Series) -> pa.Array:
    cells = pa.array(column, pa.string(), from_pandas=True)
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def _is_zipped(definition: dict[str, Any]) -> bool:
    return (definition.get("formatParams") or {}).get("compress") == "gz"


@contextmanager
def _parquet_sink(file: Path, _: dict[str, Any], schema: pa.Schema) -> Iterator[Any]:
    with pq.ParquetWriter(file, schema) as writer:
        yield writer.write_batch


@contextmanager
def _csv_sink(file: Path, definition: dict[str, Any], schema: pa.Schema) -> Iterator[Any]:
    params = definition.get("formatParams") or {}
    opened = gzip.open if _is_zipped(definition) else open
    with opened(file, "wb") as raw, io.TextIOWrapper(cast("BinaryIO", raw), encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=_dialect(params)["sep"], lineterminator="\n")
        if params.get("parseHeaderRow"):
            writer.writerow(schema.names)
        yield lambda batch: writer.writerows(zip(*(texts(column).to_pylist() for column in batch.columns)))
