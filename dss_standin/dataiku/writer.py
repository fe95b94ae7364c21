"""The writer of a dataset: rows wait in a temporary file and land all at once when it closes."""

from __future__ import annotations

import csv
import io
import logging
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any, Callable

import pandas as pd

from ._host import client
from .frames import text_rows

logger = logging.getLogger("dataiku")


class DatasetWriter:
    """Collects rows; `close()` sends them and replaces (or extends) the partition in one step.

    The schema is the one that the dataset has when the first row is written.
    """

    def __init__(
        self, project_key: str, name: str, schema: Callable[[], list[dict[str, Any]]], target: dict[str, Any]
    ) -> None:
        self._path = f"/internal/projects/{project_key}/datasets/{name}/rows"
        self._dataset = f"{project_key}.{name}"
        self._schema = schema
        self._known: list[str] = []
        self._target = target
        self._spool = tempfile.TemporaryFile("w+b")  # noqa: SIM115  lives until close

    def write_dataframe(self, df: pd.DataFrame) -> None:
        """Add the rows of a frame, whose columns are the schema's."""
        self._spool.write(text_rows(df, self._names, self._dataset).encode())

    def write_row_dict(self, row_dict: Mapping[str, Any]) -> None:
        """Add one row; columns that it does not name are null."""
        unknown = sorted(set(row_dict) - set(self._names))
        if unknown:
            raise ValueError(f"Dataset {self._dataset} has no column {unknown}")
        self.write_tuple([row_dict.get(name) for name in self._names])

    def write_row_array(self, row: Sequence[Any]) -> None:
        """Add one row in the order of the schema: the former name of `write_tuple`."""
        self.write_tuple(row)

    def write_tuple(self, row: Sequence[Any]) -> None:
        """Add one row in the order of the schema."""
        if len(row) != len(self._names):
            raise ValueError(f"A row of {len(row)} values for dataset {self._dataset}, which has {len(self._names)}")
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
        answer = client()._perform_json("POST", self._path, params=self._target, raw_body=body)
        self._spool.close()
        for warning in answer["warnings"]:
            logger.warning("Dataset %s: %s", self._dataset, warning)

    @property
    def _names(self) -> list[str]:
        self._known = self._known or [column["name"] for column in self._schema()]
        if not self._known:
            raise ValueError(f"Dataset {self._dataset} has no schema yet: call write_schema before the first row")
        return self._known

    def __enter__(self) -> DatasetWriter:
        return self

    def __exit__(self, kind: Any, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self._spool.close()
