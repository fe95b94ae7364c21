"""Rows as text files that Tableau reads under the types that the workbook names."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from champion_challenger.records.datasets import Column


def text_file(rows: pd.DataFrame, columns: Sequence[Column]) -> str:
    r"""Comma-separated text with a header.

    Numbers have a point and all their digits, flags are true and false, null is empty. Texts are as they are, but for
    line breaks, which become spaces: a reader may take them for the end of a row.

    Examples
    --------
    >>> columns = [Column("version_id", "string"), Column("n", "bigint"), Column("lift", "double")]
    >>> rows = pd.DataFrame({"version_id": ['a, "b', None], "n": [3, 4], "lift": [0.1, None]})
    >>> text_file(rows, columns)
    'version_id,n,lift\n"a, ""b",3,0.1\n,4,\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*(_cells(rows[column.name], column.type) for column in columns)))
    return text.getvalue()


def _cells(values: pd.Series, type: str) -> list[str]:
    """The values of a column as texts."""
    write = _WRITERS[type]
    return ["" if is_null else write(value) for value, is_null in zip(values, values.isna())]


def _one_line(value: object) -> str:
    return " ".join(str(value).replace("\x00", "").splitlines())


_WRITERS: dict[str, Callable[[Any], str]] = {
    "string": _one_line,
    "boolean": lambda value: str(bool(value)).lower(),
    "bigint": lambda value: str(int(value)),
    "double": lambda value: repr(float(value)),
}
