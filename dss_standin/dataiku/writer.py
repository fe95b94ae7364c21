"""The writer of a dataset: rows wait in a temporary file and land all at once when it closes."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ._host import client
from .frames import text_rows


class DatasetWriter:
    """Collects rows; `close()` sends them and replaces (or extends) the partition in one step."""

    def __init__(
        self, project_key: str, name: str, columns: Sequence[Mapping[str, Any]], target: dict[str, Any]
    ) -> None:
        self._path = f"/internal/projects/{project_key}/datasets/{name}/rows"
        self._dataset = f"{project_key}.{name}"
        self._names = [column["name"] for column in columns]
        self._target = target
        self._spool = tempfile.TemporaryFile("w+b")  # noqa: SIM115  lives until close
        if not self._names:
            raise ValueError(f"Dataset {self._dataset} has no schema yet: call write_schema before get_writer")

    def write_dataframe(self, df: pd.DataFrame) -> None:
        """Add the rows of a frame, whose columns are the schema's."""
        self._spool.write(text_rows(df, self._names, self._dataset).encode())

    def write_row_dict(self, row_dict: Mapping[str, Any]) -> None:
        """Add one row; columns that it does not name are null."""
        unknown = sorted(set(row_dict) - set(self._names))
        if unknown:
            raise ValueError(f"Dataset {self._dataset} has no column {unknown}")
        self.write_tuple([row_dict.get(name) for name in self._names])

    def write_tuple(self, row: Sequence[Any]) -> None:
        """Add one row in the order of the schema."""
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        self._spool.write(line.getvalue().encode())

    def close(self) -> None:
        """Send the rows; nothing was written before."""
        if self._spool.closed:
            return
        size = self._spool.tell()
        self._spool.seek(0)
        body = self._spool if size else b""
        client()._perform_empty("POST", self._path, params=self._target, raw_body=body)
        self._spool.close()

    def __enter__(self) -> DatasetWriter:
        return self

    def __exit__(self, kind: Any, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self._spool.close()
