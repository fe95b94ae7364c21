"""What becomes of cells that do not fit the type of their column: a warning, and the cell or its row is discarded."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from dss_standin.datasets.types import converted


class Discarded:
    """Counts what was discarded: cells, as `writeDataTypeMismatchBehavior: DISCARD_WARNING` has it, or whole rows.

    Parameters
    ----------
    rows : bool
        Whether a row goes with its cell, as `writeJDBCBadDataBehavior: DISCARD_ROW` has it.
    """

    def __init__(self, rows: bool) -> None:
        self._rows = rows
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def checked(self, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
        """Return texts as values of the schema, without what does not fit."""
        arrays = [converted(column, field.type) for column, field in zip(batch.columns, schema)]
        kept = pa.array([True] * len(batch))
        for field, before, after in zip(schema, batch.columns, arrays):
            lost = pc.and_(pc.is_valid(before), pc.is_null(after))
            kept = pc.and_not(kept, lost)
            self._count(field.name, before.filter(lost))
        typed = pa.RecordBatch.from_arrays(arrays, schema=schema)
        return typed.filter(kept) if self._rows else typed

    def warnings(self) -> list[str]:
        """Return a sentence for each column that lost something."""
        what = "rows" if self._rows else "cells"
        return [
            f"{count} {what} were discarded: {self._examples[name]!r} does not fit the type of column {name}"
            for name, count in self._counts.items()
        ]

    def _count(self, name: str, lost: pa.Array) -> None:
        if len(lost):
            self._counts[name] += len(lost)
            self._examples.setdefault(name, str(lost[0]))
