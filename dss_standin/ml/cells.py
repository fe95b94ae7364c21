"""How cells are read: target values and categories as text, numbers as float64.

The in-process predictor repeats `numbers` and `texts`, but for booleans that arrive as booleans: what the model saw in
training is what it sees later.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa

INTEGER_TYPES = ("tinyint", "smallint", "int", "bigint")
DECIMAL_TYPES = ("float", "double")


def frame_from_arrow(table: pa.Table) -> pd.DataFrame:
    """Return a frame that still knows integers and booleans when cells are null, as `train` wants it.

    >>> frame_from_arrow(pa.table({"n": pa.array([1, None])}))["n"].dtype
    Int64Dtype()
    """
    nullable = {
        pa.bool_(): pd.BooleanDtype(),
        pa.int8(): pd.Int8Dtype(),
        pa.int16(): pd.Int16Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
    }
    frame: pd.DataFrame = table.to_pandas(types_mapper=nullable.get)
    return frame


def storage_type(column: pd.Series) -> str:
    """Return the DSS storage type that a column's dtype stands for."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "boolean"
    if pd.api.types.is_integer_dtype(column.dtype):
        return "bigint"
    if pd.api.types.is_float_dtype(column.dtype):
        return "double"
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "date"
    return "string"


def spelled(column: pd.Series, stored_as: str | None = None) -> pd.Series:
    """Return target values as DSS spells them after the storage type, missing ones and "" as null.

    An integer 1 is "1", a double 1 is "1.0": so a remapping made on the one matches no row of the other.

    >>> spelled(pd.Series([0, 1])).tolist(), spelled(pd.Series([0.0, 1.0])).tolist()
    (['0', '1'], ['0.0', '1.0'])
    """
    decimal = (stored_as or storage_type(column)) in DECIMAL_TYPES
    values = pd.Series(_by_value(column, _decimal if decimal else _text), index=column.index, dtype=object)
    return values.where(values != "")


def numbers(column: pd.Series) -> np.ndarray:
    """Return a numeric feature as float64; text that is no number, infinities and nulls become NaN."""
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def texts(column: pd.Series) -> np.ndarray:
    """Return a category feature as text; missing is "" and a whole number has no decimals, whatever its dtype.

    >>> texts(pd.Series([3.0, None, 2.5])).tolist()
    ['3', '', '2.5']
    """
    return _by_value(column, _text)


def _by_value(column: pd.Series, spell: Callable[[object], str]) -> np.ndarray:
    """Return each cell as `spell` writes it, spelling every distinct value once; missing is ""."""
    ranks, distinct = pd.factorize(column)
    return np.array([*map(spell, distinct), ""], dtype=object)[ranks]


def _decimal(cell: object) -> str:
    return repr(float(str(cell)))


def _text(cell: object) -> str:
    if isinstance(cell, (bool, np.bool_)):
        return str(cell).lower()
    if isinstance(cell, (float, np.floating)) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)
