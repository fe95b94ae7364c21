"""Invented rows, as datasets of the project."""

from __future__ import annotations

import random
from collections.abc import Mapping

from dataikuapi.dss.dataset import DSSDataset

from probe.stage import Stage

HISTORY, WORDS, CELLS = "probe_history", "probe_words", "probe_cells"
HISTORY_FILES = "probe_history_files"
TARGET, MONTH, SOURCE = "y", "month", "source"
MONTHS = ("2024-01", "2024-02")
ONE_CLASS = "2024-03"
"""A month in which nobody is positive: no model can be trained on it."""
ABSENT = "2019-12"
"""A month without a file."""
_ROWS = 150
_TYPES = {"customer": "string", "a": "double", "b": "double", "c": "double", SOURCE: "string", TARGET: "bigint"}


def history(stage: Stage) -> DSSDataset:
    """Three months of invented customers, partitioned by month; `source` repeats the month as a column."""
    files = {f"{month}/rows.csv": _customers(month) for month in (*MONTHS, ONE_CLASS)}
    dataset = _table(stage, HISTORY, _TYPES, files)
    settings = dataset.get_settings()
    settings.add_time_partitioning_dimension(MONTH, "MONTH")
    settings.set_partitioning_file_pattern("/%Y-%M/.*")
    settings.save()
    return dataset


def words(stage: Stage) -> DSSDataset:
    """Two rows; the first word is NA."""
    return _table(stage, WORDS, {"word": "string", "number": "bigint"}, {"rows.csv": "word,number\nNA,1\nx,2\n"})


def cells(stage: Stage) -> DSSDataset:
    """Two rows of a column of whole numbers; the second cell is no number."""
    return _table(stage, CELLS, {"word": "string", "number": "bigint"}, {"rows.csv": "word,number\nx,1\ny,n.d.\n"})


def _table(stage: Stage, name: str, types: Mapping[str, str], files: Mapping[str, str]) -> DSSDataset:
    dataset = stage.folder(f"{name}_files", files).create_dataset_from_files(name)
    settings = dataset.get_settings()
    settings.set_csv_format()
    for column, kind in types.items():
        settings.add_raw_schema_column({"name": column, "type": kind})
    settings.save()
    return dataset


def _customers(month: str) -> str:
    chance = random.Random(month)  # noqa: S311 -- invented rows, the same ones each time
    lines = [",".join(_TYPES)]
    for number in range(_ROWS):
        a, b, c = (chance.gauss(0, 1) for _ in "abc")
        positive = int(a + chance.gauss(0, 1) > 0) if month != ONE_CLASS else 0
        lines.append(f"{month}-{number:03},{a:.4f},{b:.4f},{c:.4f},{month},{positive}")
    return "\n".join(lines) + "\n"
