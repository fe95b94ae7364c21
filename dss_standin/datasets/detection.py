"""Guess of format and schema from files, as the client's `autodetect_settings` receives it."""

from __future__ import annotations

import csv
import gzip
import itertools
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dss_standin.datasets import files, sql
from dss_standin.datasets.definitions import dataset_root
from dss_standin.datasets.formats import READ_ERRORS, csv_chunks, csv_names
from dss_standin.datasets.types import ARROW_TYPES, PATTERNS, ZONED, dss_type
from dss_standin.dss import DSS
from dss_standin.errors import DSSError

SAMPLE_ROWS = 50_000
SEPARATORS = ",;\t|"
_LEADING_ZERO = r"^[-+]?0[0-9]"


def detect_files(dss: DSS, definition: dict[str, Any], infer: bool) -> dict[str, Any]:
    """Return the answer of testAndDetectSettings for a file-based dataset."""
    root = dataset_root(dss, definition)
    paths = [path for partition in files.by_partition(dss, definition).values() for _, path in partition]
    paths = paths or ([path for _, path in files.tree(root)] if root.exists() else [])
    if not paths:
        reason = f"No file of dataset {definition['projectKey']}.{definition['name']} was found"
        return {"ok": False, "empty": True, "format": {"ok": False, "errorMessage": reason}}
    try:
        return {"ok": True, "empty": False, "format": _detect_format(paths, infer)}
    except READ_ERRORS as error:
        where = f"{definition['projectKey']}.{definition['name']}"
        raise DSSError(f"Cannot read a file of {where}: {error}", "java.io.IOException", 500) from None


def detect_table(dss: DSS, definition: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of testAndDetectSettings for an SQL dataset."""
    columns = sql.detected_columns(dss, definition)
    return {"connectionOK": True, "tableOK": True, "schemaDetection": _schema(columns)}


def _detect_format(paths: list[Path], infer: bool) -> dict[str, Any]:
    kind, params = _format(paths[0])
    columns = _parquet_columns(paths[0]) if kind == "parquet" else _csv_columns(paths, params, infer)
    return {"ok": True, "type": kind, "params": params, "schemaDetection": _schema(columns)}


def _schema(columns: list[dict[str, Any]]) -> dict[str, Any]:
    return {"newSchema": {"columns": columns, "userModified": False}, "detectedSchema": {"columns": columns}}


def _format(file: Path) -> tuple[str, dict[str, Any]]:
    with file.open("rb") as stream:
        if stream.read(4) == b"PAR1":
            return "parquet", {}
    lines = _first_lines(file)
    scores = {separator: _split_score(lines, separator) for separator in SEPARATORS}
    separator = max(scores, key=lambda candidate: scores[candidate])
    params = {"style": "excel", "charset": "utf8", "separator": separator, "quoteChar": '"', "escapeChar": "\\"}
    header = next(csv.reader(lines, delimiter=separator), [])
    shape = {"skipRowsBeforeHeader": 0, "parseHeaderRow": _is_header(header), "skipRowsAfterHeader": 0}
    return "csv", {**params, **shape, "compress": "gz" if file.suffix == ".gz" else ""}


def _first_lines(file: Path) -> list[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", errors="replace", newline="") as stream:
        return list(itertools.islice(stream, 50))


def _split_score(lines: list[str], separator: str) -> float:
    widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
    return (widths[0] - 1) * widths.count(widths[0]) / len(widths) if widths else 0.0


def _is_header(cells: list[str]) -> bool:
    names = [cell for cell in cells if cell.strip()]
    named = bool(names) and len(set(names)) == len(names) >= len(cells) - 1  # an index column may have no name
    numbers = pc.match_substring_regex(pa.array(cells, pa.string()), PATTERNS["double"])
    return named and not pc.any(numbers).as_py()


def _parquet_columns(file: Path) -> list[dict[str, Any]]:
    return [{"name": field.name, "type": dss_type(field.type)} for field in pq.read_schema(file)]


def _csv_columns(paths: list[Path], params: dict[str, Any], infer: bool) -> list[dict[str, Any]]:
    names = csv_names(paths[0], params)
    if not names:
        raise DSSError(f"No column was detected in {paths[0].name}: the file is empty")
    if not infer:
        return [{"name": name, "type": "string"} for name in names]
    rows = max(1000, SAMPLE_ROWS // len(paths))
    chunks = [chunk for file in paths[:50] for chunk in csv_chunks(file, params, len(names), rows)]
    sample = pd.concat(chunks) if chunks else pd.DataFrame({position: [] for position in range(len(names))})
    return [{"name": name, "type": _type(sample[position])} for position, name in enumerate(names)]


def _type(cells: pd.Series) -> str:
    texts = pc.utf8_trim_whitespace(pa.array(cells, pa.string(), from_pandas=True).drop_null())
    if not len(texts) or pc.any(pc.match_substring_regex(texts, _LEADING_ZERO)).as_py():
        return "string"
    patterns = {"boolean": "(?i)^(true|false)$", "bigint": PATTERNS["bigint"], "double": PATTERNS["double"]}
    patterns.update(dateonly=PATTERNS["dateonly"], date=ZONED, datetimenotz=PATTERNS["datetimenotz"])
    for name, pattern in patterns.items():
        if pc.all(pc.match_substring_regex(texts, pattern)).as_py() and _castable(texts, name):
            return name
    return "string"


def _castable(texts: pa.Array, name: str) -> bool:
    try:
        texts.cast(ARROW_TYPES["string" if name in ("boolean", "date", "datetimenotz") else name])
    except pa.ArrowInvalid:
        return False
    return True
