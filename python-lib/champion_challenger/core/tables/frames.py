"""Rows as frames under fixed columns and types, whichever version of the plugin wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.core.tables.storage_types import PANDAS_TYPES
from champion_challenger.records.datasets import Column

_NEEDED = ("version_id", "cohort", "segment", "targeting_rate", "run_id", "computed_at")
_MARKS = {
    "performance": ("version_id", "cohort", "targeting_rate", "lift"),
    "performance_summary": ("version_id", "cohort", "is_champion_now", "pooled_verdict"),
    "gains_curves": ("version_id", "cohort", "percent", "true_positives"),
    "decision_rules": ("rule", "version_id", "cohort", "positives"),
    "activation_log": ("activated_at", "project_key", "model_id", "to_version"),
}
_FROM = {
    "performance": "that Summarise performance writes, or that of Retrain and evaluate",
    "performance_summary": "performance_summary that Summarise performance writes",
    "gains_curves": "gains_curves that Retrain and evaluate writes",
    "decision_rules": "decision_rules that Summarise performance writes",
    "activation_log": "that Activate challenger and Retrain and evaluate write",
}


def table(rows: Iterable[Mapping[str, Any]], columns: tuple[Column, ...] = COLUMNS) -> pd.DataFrame:
    """Rows as a frame with exactly these columns, in this order, with fixed types.

    Parameters
    ----------
    rows
        Column name to value; what is missing is null.

    Returns
    -------
    DataFrame
        string as object, double as float64, bigint as Int64, boolean as bool (without nulls).

    Raises
    ------
    KeyError
        When a row has a column that the dataset has not.

    Examples
    --------
    >>> frame = table([{"score_id": "churn", "lift": 2.0, "n": 10}])
    >>> frame.loc[0, "score_id"], float(frame.loc[0, "lift"]), int(frame.loc[0, "n"]), bool(frame.loc[0, "is_champion"])
    ('churn', 2.0, 10, False)
    """
    records = [dict(row) for row in rows]
    unknown = {name for row in records for name in row} - {column.name for column in columns}
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    # From a dict of columns, since a list of records would let pandas choose types by what the first rows hold.
    frame: pd.DataFrame = pd.DataFrame({column.name: _column_of(records, column) for column in columns})
    return frame


def columns_in_table_order(existing: Sequence[Column], wanted: Sequence[Column]) -> tuple[Column, ...]:
    """Wanted columns in the order of a table that is there already: new ones come last, and none is lost.

    Files without a header are read by position, so the columns of partitions that an older version of the plugin wrote
    must keep their places. A table that lacks the first wanted column is not one of ours: its schema is replaced.

    Examples
    --------
    >>> old, new = [Column("score_id", "string"), Column("lift", "double")], Column("auc", "double")
    >>> [column.name for column in columns_in_table_order(old, [old[0], new, old[1]])]
    ['score_id', 'lift', 'auc']
    >>> [column.name for column in columns_in_table_order([Column("customer", "string")], old)]
    ['score_id', 'lift']
    """
    if wanted[0].name not in {column.name for column in existing}:
        return tuple(wanted)
    ours = {column.name: column for column in wanted}
    # A column that is no longer ours stays where it is, as files are read by position.
    kept = {column.name: ours.get(column.name, column) for column in existing}
    return (*kept.values(), *(column for name, column in ours.items() if name not in kept))


def version_key(project_key: Any, model_id: Any, version_id: Any) -> str:
    """Name of a version that no other model's version has.

    Examples
    --------
    >>> version_key("TELCO", "m1", "v2"), version_key(None, None, "column:old_score")
    ('TELCO.m1.v2', 'column:old_score')
    """
    return ".".join(str(part) for part in (project_key, model_id, version_id) if isinstance(part, str) and part)


def typed_rows(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Rows under exactly these columns, whatever version of the plugin wrote them.

    Parameters
    ----------
    frame
        Rows as a host delivers them: columns may be missing (they become null) or unknown (they are left out).

    Returns
    -------
    DataFrame
        string as object, double as float64 without infinities, bigint as Int64, boolean as bool.
    """
    rows: pd.DataFrame = pd.DataFrame({c.name: typed_values(frame, c) for c in columns}, index=frame.index)
    return rows


def performance_rows(frame: pd.DataFrame, score_id: str) -> pd.DataFrame:
    """Rows under exactly the columns of performance; those without the name of a score get this one."""
    rows = typed_rows(frame, COLUMNS)
    rows["score_id"] = rows["score_id"].where(rows["score_id"].notna(), score_id)
    rows["segment"] = rows["segment"].where(rows["segment"].notna(), "all")
    return rows


def unknown_columns(names: Sequence[str]) -> list[str]:
    """Names that are no column of performance."""
    known = {column.name for column in COLUMNS}
    return [name for name in names if name not in known]


def lacking_columns(frame: pd.DataFrame) -> list[str]:
    """Columns without which a dataset is no performance dataset."""
    return [name for name in _NEEDED if name not in frame.columns]


def other_dataset(dataset: str, role: str, names: Iterable[str]) -> str:
    """Say why a dataset with these columns is none of a role, and what to choose; "" when it may be one.

    Datasets of every version of the plugin have the columns that are looked for.

    Parameters
    ----------
    role
        ``performance`` (or a summary), ``performance_summary``, ``gains_curves``, ``decision_rules`` or
        ``activation_log``.

    Examples
    --------
    >>> print(other_dataset("P.customers", "gains_curves", ["cohort", "age"]).partition(". ")[0])
    P.customers is no gains curves dataset: it lacks the columns version_id, percent, true_positives
    >>> other_dataset("P.gains", "gains_curves", ["version_id", "cohort", "percent", "true_positives"])
    ''
    """
    present = set(names)
    lacking = [name for name in _MARKS[role] if name not in present]
    if not lacking:
        return ""
    kind = f"{role.replace('_', ' ')} dataset"
    return f"{dataset} is no {kind}: it lacks the columns {', '.join(lacking)}. Choose the dataset {_FROM[role]}."


def version_keys(rows: pd.DataFrame) -> pd.Series:
    """Version that each row is about, as `version_key` names it."""
    parts = zip(rows["project_key"], rows["model_id"], rows["version_id"])
    return pd.Series([version_key(*part) for part in parts], index=rows.index, dtype="object")


def typed_values(frame: pd.DataFrame, column: Column) -> pd.Series:
    """Values under a column's type; null for what is missing or is not of this type."""
    values = frame[column.name] if column.name in frame else pd.Series(None, index=frame.index, dtype="object")
    if column.type == "string":
        return typed_series(_texts(values), column, frame.index)
    if column.type == "boolean":
        is_plain = values.dtype == np.dtype(bool)
        # Files give a flag as text, number or boolean, and null counts as false: the type has no nulls.
        flags = values if is_plain else [str(value).lower() in ("true", "1", "1.0") for value in values]
        return typed_series(flags, column, frame.index)
    # What is no number becomes null, and so do infinite values, which no database stores alike.
    numbers = pd.to_numeric(values, errors="coerce").astype("float64").replace([np.inf, -np.inf], np.nan)
    # Rounded, since Int64 refuses a fraction, and a count that went through a float may have one in its last digit.
    return typed_series(numbers.round() if column.type == "bigint" else numbers, column, frame.index)


def typed_series(values: Any, column: Column, index: pd.Index | None = None) -> pd.Series:
    """Values, which fit already, as a column of its type."""
    series: pd.Series = pd.Series(values, index=index, dtype=PANDAS_TYPES[column.type])
    return series


def number_or_none(value: Any) -> float | None:
    """Number of a cell; None for null."""
    return None if pd.isna(value) else float(value)


def cell_text(value: Any) -> str:
    """Text of a cell as it is: whole numbers without decimals, booleans in lower case, "" for null.

    Texts are never read as numbers: ``01`` is not ``1``, and no digit of a long code is lost.

    Examples
    --------
    >>> [cell_text(value) for value in ("01", "1e3", "NA", 1.0, 2**53 + 1, 0.5, True, None)]
    ['01', '1e3', 'NA', '1', '9007199254740993', '0.5', 'true', '']
    """
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    # Before the numbers: a bool of Python is an int as well.
    if isinstance(value, (bool, np.bool_)):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def text_or_empty(value: Any) -> str:
    """Text of a cell; "" for null."""
    return "" if pd.isna(value) else str(value)


def _texts(values: pd.Series[Any]) -> list[str | None]:
    """Texts of cells, None for null and for ""; what is null is asked of the column, since cells are many."""
    known = values.notna().tolist()
    cells = zip(known, values.astype("object").tolist())
    # type() instead of isinstance(): numpy's texts become plain ones, and the test is made a million times.
    return [(cell if type(cell) is str else str(cell)) or None if is_known else None for is_known, cell in cells]


def _column_of(rows: list[dict[str, Any]], column: Column) -> pd.Series:
    values: list[Any] = [row.get(column.name) for row in rows]
    if column.type == "boolean":
        values = [bool(value) for value in values]
    if column.type == "string":
        values = [None if value is None else str(value) for value in values]
    return typed_series(values, column)
