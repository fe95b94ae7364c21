"""The target: its prediction type, its classes and their order (`target_remapping`), and the codes that train."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dss_standin.errors import DSSError
from dss_standin.ml import cells

POSITIVE_WORDS = frozenset({"1", "1.0", "true", "yes", "y", "oui", "o", "positive"})
MULTICLASS_LIMIT = 20


def prediction_type(column: pd.Series, stored_as: str) -> str:
    """Return the guessed prediction type.

    Two distinct values (or one) are BINARY_CLASSIFICATION; more are MULTICLASS for text, booleans, and integers of at
    most 20 values, REGRESSION for the other numbers [A].
    """
    distinct = column.dropna().nunique()
    if distinct == 0:
        raise DSSError(f"The target {column.name!r} holds no value in the sample. Choose a column with values.")
    if distinct <= 2:
        return "BINARY_CLASSIFICATION"
    number = stored_as in (*cells.INTEGER_TYPES, *cells.DECIMAL_TYPES)
    few = stored_as in cells.INTEGER_TYPES and distinct <= MULTICLASS_LIMIT
    return "REGRESSION" if number and not few else "MULTICLASS"


def remapping(column: pd.Series, stored_as: str, kind: str) -> list[dict[str, Any]]:
    """Return the classes in order: [{sourceValue, mappedValue, sampleFreq}]; none for a regression.

    Of two classes the one mapped to 1 (positive) is the one that reads 1, true or yes; failing that the rarer one; at
    equal counts the later in alphabetical order [A]. Several classes are in alphabetical order.
    """
    if kind == "REGRESSION":
        return []
    frequencies = cells.spelled(column, stored_as).dropna().value_counts()
    counts = {str(value): int(count) for value, count in frequencies.items()}
    if kind == "BINARY_CLASSIFICATION" and len(counts) > 2:
        raise DSSError(f"The target {column.name!r} holds {len(counts)} values; a two-class prediction takes two.")
    ordered = sorted(counts) if kind == "MULTICLASS" else sorted(counts, key=lambda v: _rank(v, counts[v]))
    return [{"sourceValue": v, "mappedValue": rank, "sampleFreq": counts[v]} for rank, v in enumerate(ordered)]


def _rank(value: str, count: int) -> tuple[bool, int, str]:
    return value.lower() in POSITIVE_WORDS, -count, value


def classes(remapped: Sequence[dict[str, Any]]) -> list[str]:
    """Return the class names, as spelled in the data, in the order of their codes."""
    return [str(entry["sourceValue"]) for entry in sorted(remapped, key=lambda entry: int(entry["mappedValue"]))]


def encoded(column: pd.Series, kind: str, names: Sequence[str]) -> pd.Series:
    """Return the target as codes (classification) or float64 (regression); NaN marks a row that must be dropped.

    Raises DSSError when no row of `column` carries a class of `names`: the sign of a target whose storage type changed.
    """
    if kind == "REGRESSION":
        return pd.Series(cells.numbers(column), index=column.index)
    values = cells.spelled(column)
    codes = values.map({name: float(code) for code, name in enumerate(names)}).astype(np.float64)
    if codes.notna().any():
        return codes
    raise DSSError(
        f"The target remapping matches no row of {column.name!r}: it knows {', '.join(map(repr, names))}, the "
        f"data holds {_value_list(values)}. Guess the task's target again, or restore the column's type."
    )


def _value_list(values: pd.Series) -> str:
    texts = sorted(map(repr, values.dropna().unique()))
    return ", ".join(texts[:5]) + (", …" if len(texts) > 5 else "") if texts else "no value at all"


def refuse_single_class(codes: np.ndarray, names: Sequence[str], where: str) -> None:
    """Raise DSSError when the rows of `where` lack a class; `codes` are those of `encoded`."""
    missing = [name for code, name in enumerate(names) if not (codes == code).any()]
    if missing:
        raise DSSError(f"The {where} set holds no row of class {', '.join(missing)}. Take more rows or another split.")
