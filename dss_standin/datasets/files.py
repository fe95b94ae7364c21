"""Datasets kept in files: one folder a partition."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from dss_standin.datasets.definitions import dataset_root
from dss_standin.datasets.formats import file_suffix, format_of, read_file, write_file
from dss_standin.datasets.partitions import UNPARTITIONED, dimensions, file_pattern, folder_to_write, of_file
from dss_standin.datasets.types import arrow_schema
from dss_standin.dss import DSS
from dss_standin.errors import DSSError

Files = list[tuple[str, Path]]
"""Path inside the root, and on the disk."""


def tree(root: Path) -> Files:
    """Return the files under a root, sorted; those whose name or folder starts with '.' or '_' are not data."""
    if root.is_file():
        return [(root.name, root)]
    paths = ((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*")) if path.is_file())
    return [(name, path) for name, path in paths if not any(part[0] in "._" for part in name.split("/"))]


def by_partition(dss: DSS, definition: dict[str, Any]) -> dict[str, Files]:
    """Return the files of each partition; files that match no partition are left out."""
    partitions: dict[str, Files] = {}
    dims, pattern = dimensions(definition), file_pattern(definition)
    for name, path in _select_files(definition, tree(dataset_root(dss, definition))):
        partition = of_file(name, pattern, dims) if dims else UNPARTITIONED
        if partition is not None:
            partitions.setdefault(partition, []).append((name, path))
    return partitions


def read(
    dss: DSS, definition: dict[str, Any], wanted: list[str] | None, columns: list[str], as_texts: bool = False
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of partitions (None: all), file after file; see `read_file` for what texts are."""
    format_of(definition)
    if not dataset_root(dss, definition).exists():
        where = f"{definition['projectKey']}.{definition['name']}"
        raise DSSError(f"Root path of the dataset {where} does not exist", "java.io.IOException", 500)
    partitions = by_partition(dss, definition)
    chosen = sorted(partitions) if wanted is None else wanted
    schema = arrow_schema(definition["schema"]["columns"])
    files = [path for partition in chosen for _, path in partitions.get(partition, [])]
    return (batch for path in files for batch in read_file(path, definition, schema, columns, as_texts))


def write(dss: DSS, definition: dict[str, Any], partition: str, batches: Iterable[pa.RecordBatch], append: bool) -> int:
    """Write a partition to one new file that takes the old ones' place in one step; return the number of rows."""
    if definition["type"] != "Filesystem":
        raise DSSError(f"Dataset {definition['name']} of type {definition['type']} cannot be written")
    dims = dimensions(definition)
    folder = dataset_root(dss, definition) / folder_to_write(partition, file_pattern(definition), dims)
    folder.mkdir(parents=True, exist_ok=True)
    before = [path for _, path in by_partition(dss, definition).get(partition, [])]
    schema = arrow_schema(definition["schema"]["columns"])
    temporary = folder / f".{uuid.uuid4().hex}"
    try:
        count = write_file(temporary, definition, schema, batches)
        number = len(before) if append else 0
        target = folder / f"out-s{number}{file_suffix(definition)}"
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    for path in before if not append else []:
        if path != target:
            path.unlink()
    return count


def clear(dss: DSS, definition: dict[str, Any], wanted: list[str] | None) -> None:
    """Delete the files of partitions (None: all)."""
    for partition, files in by_partition(dss, definition).items():
        if wanted is None or partition in wanted:
            for _, path in files:
                path.unlink(missing_ok=True)


def _select_files(definition: dict[str, Any], files: Files) -> Files:
    rules = definition["params"].get("filesSelectionRules") or {}
    mode = rules.get("mode", "ALL")
    if mode == "EXPLICIT_SELECT_FILES":
        chosen = {path.lstrip("/") for path in rules.get("explicitFiles", [])}
        return [(name, path) for name, path in files if name in chosen]
    if mode != "ALL":
        raise DSSError(f"filesSelectionRules.mode {mode!r} is outside the stand-in's slice: ALL, EXPLICIT_SELECT_FILES")
    return files
