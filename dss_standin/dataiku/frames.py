"""Rows as texts on the wire, frames in the recipe: types are inferred or taken from the schema, as DSS does."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Callable, TypeVar

import pandas as pd

Method = TypeVar("Method", bound=Callable[..., Any])
DATES = ("date", "dateonly", "datetimenotz")
NUMPY = {
    "string": "str",
    "tinyint": "int8",
    "smallint": "int16",
    "int": "int32",
    "bigint": "int64",
    "float": "float32",
    "double": "float64",
    "boolean": "bool",
}
_WRITTEN = {
    "int8": "tinyint",
    "int16": "smallint",
    "int32": "int",
    "int64": "bigint",
    "uint8": "bigint",
    "uint16": "bigint",
    "uint32": "bigint",
    "float32": "float",
    "float64": "double",
    "bool": "boolean",
    "boolean": "boolean",
}


@dataclass(frozen=True)
class ReadOptions:
    """The documented options of `get_dataframe` that shape values and types."""

    infer_with_pandas: bool = True
    parse_dates: bool = True
    bool_as_str: bool = False
    int_as_float: bool = False
    use_nullable_integers: bool = False
    categoricals: Any = None
    float_precision: str | None = None
    na_values: Any = None
    keep_default_na: bool = True
    skip_additional_data_checks: bool = False
    override_dtypes: dict[str, Any] | None = None
    pandas_read_kwargs: dict[str, Any] | None = None


def with_read_options(method: Method) -> Method:
    """Show the options of a method's `**options` in its signature, where callers look for what this host knows."""
    shown = inspect.signature(method)
    named = [one for one in shown.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    options = list(inspect.signature(ReadOptions).parameters.values())
    keywords = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in options]
    method.__signature__ = shown.replace(parameters=[*named, *keywords])  # type: ignore[attr-defined]
    return method


def frames(stream: Any, columns: Sequence[dict[str, Any]], options: ReadOptions, chunk: int) -> Iterator[pd.DataFrame]:
    """Yield frames of at most `chunk` rows from a headerless TSV stream; one empty frame when there is no row."""
    arguments = _arguments(columns, options)
    try:
        yield from pd.read_csv(stream, chunksize=chunk, **arguments)
    except pd.errors.EmptyDataError:
        names = [column["name"] for column in columns]
        yield pd.read_csv(StringIO("\t".join(names) + "\n"), **{**arguments, "header": 0})


def written_schema(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the schema that DSS gives to a frame that is written with its schema."""
    return [{"name": str(name), "type": _written_type(frame[name].dtype)} for name in frame.columns]


def text_rows(frame: pd.DataFrame, names: Sequence[str], dataset: str) -> str:
    """Return a frame as headerless CSV in the order of the schema; its columns must be the schema's, by name."""
    found = [str(name) for name in frame.columns]
    if sorted(found) != sorted(names):
        missing, unknown = sorted(set(names) - set(found)), sorted(set(found) - set(names))
        raise ValueError(
            f"The frame does not fit the schema of dataset {dataset}: missing columns {missing}, "
            f"unknown columns {unknown}; write_with_schema sets the schema from the frame"
        )
    named = frame.set_axis(found, axis=1)[list(names)]
    return str(named.to_csv(index=False, header=False, date_format="%Y-%m-%dT%H:%M:%S.%f%z"))


def _arguments(columns: Sequence[dict[str, Any]], options: ReadOptions) -> dict[str, Any]:
    dates = [column["name"] for column in columns if column["type"] in DATES and options.parse_dates]
    arguments = {
        "sep": "\t",
        "header": None,
        "names": [column["name"] for column in columns],
        "dtype": _dtypes(columns, options),
        "parse_dates": dates or False,
        "na_values": options.na_values,
        "keep_default_na": options.keep_default_na,
        "float_precision": options.float_precision,
        "low_memory": False,
    }
    return {**arguments, **(options.pandas_read_kwargs or {})}


def _dtypes(columns: Sequence[dict[str, Any]], options: ReadOptions) -> dict[str, Any]:
    dtypes: dict[str, Any] = {}
    for column in columns:
        name, kind = column["name"], column["type"]
        if (options.categoricals == "all_strings" and kind == "string") or name in (options.categoricals or ()):
            dtypes[name] = "category"
        elif kind == "boolean" and options.bool_as_str:
            dtypes[name] = "str"
        elif not options.infer_with_pandas and kind not in DATES:
            dtypes[name] = _typed(kind, options)
    return {**dtypes, **(options.override_dtypes or {})}


def _typed(kind: str, options: ReadOptions) -> str:
    dtype = NUMPY.get(kind, "str")
    if not dtype.startswith("int"):
        return dtype
    if options.int_as_float:
        return "float64"
    return dtype.capitalize() if options.use_nullable_integers else dtype


def _written_type(dtype: Any) -> str:
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "date"
    if getattr(dtype, "kind", "") == "M":
        return "datetimenotz"
    return _WRITTEN.get(str(dtype).lower(), "string")
