"""Rows as texts on the wire, frames in the recipe: types are inferred or taken from the schema, as DSS does."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Callable, TypeVar

import pandas as pd

from ._host import check_na_values, is_since

Method = TypeVar("Method", bound=Callable[..., Any])
DATES = ("date", "dateonly", "datetimenotz")
SINCE = {
    "use_nullable_integers": "13.1.0",
    "categoricals": "13.1.0",
    "skip_additional_data_checks": "13.1.0",
    "override_dtypes": "13.1.0",
    "int_as_float": "13.1.3",
    "pandas_read_kwargs": "13.1.3",
}
"""Options of reading that came with a version, by the release notes; the others were always there."""
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
    """Give a method the options of this version in place of its `**options`; another one is a TypeError."""
    declared = inspect.signature(method)
    named = [
        parameter for parameter in declared.parameters.values() if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    options = inspect.signature(ReadOptions).parameters.values()
    own = {parameter.name for parameter in named}
    known = [
        parameter for parameter in options if parameter.name not in own and is_since(SINCE.get(parameter.name, "0"))
    ]
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in known]
    signature = declared.replace(parameters=[*named, *keywords])

    @functools.wraps(method)
    def checked(*given: Any, **options: Any) -> Any:
        """Call the method, once its keywords are known."""
        try:
            signature.bind(*given, **options)
        except TypeError as error:
            raise TypeError(f"{method.__name__}() {error}") from None
        return method(*given, **options)

    checked.__signature__ = signature  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def frames(stream: Any, columns: Sequence[dict[str, Any]], options: ReadOptions, chunk: int) -> Iterator[pd.DataFrame]:
    """Yield frames of at most `chunk` rows from a headerless TSV stream; one empty frame when there is no row."""
    check_na_values(options.na_values)
    arguments = _arguments(columns, options)
    try:
        yield from pd.read_csv(stream, chunksize=chunk, **arguments)
    except pd.errors.EmptyDataError:
        names = [column["name"] for column in columns]
        yield pd.read_csv(StringIO("\t".join(names) + "\n"), **{**arguments, "header": 0})


def schema_types(
    columns: Sequence[dict[str, Any]], options: ReadOptions
) -> tuple[list[str], dict[str, Any] | None, list[int] | bool]:
    """Return names, dtypes (None when pandas infers them) and positions of dates (False when there is none)."""
    dates = [n for n, column in enumerate(columns) if column["type"] in DATES and options.parse_dates]
    dtypes = None if options.infer_with_pandas else _dtypes(columns, options)
    return [column["name"] for column in columns], dtypes, dates or False


def forced_frames(stream: Any, chunk: int, **arguments: Any) -> Iterator[pd.DataFrame]:
    """Yield frames of at most `chunk` rows under the caller's own names and types; none when there is no row."""
    check_na_values(arguments.get("na_values"))
    try:
        yield from pd.read_csv(stream, chunksize=chunk, sep="\t", header=None, **arguments)
    except pd.errors.EmptyDataError:
        return


def written_schema(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the schema that DSS gives to a frame that is written with its schema."""
    return [{"name": str(name), "type": _dss_type(frame[name].dtype)} for name in frame.columns]


def text_rows(frame: pd.DataFrame, names: Sequence[str], dataset: str) -> str:
    """Return a frame as headerless CSV in the order of the schema; its columns must be the schema's, by name."""
    columns = [str(name) for name in frame.columns]
    if sorted(columns) != sorted(names):
        missing, unknown = sorted(set(names) - set(columns)), sorted(set(columns) - set(names))
        raise ValueError(
            f"The frame does not fit the schema of dataset {dataset}: missing columns {missing}, "
            f"unknown columns {unknown}; write_with_schema sets the schema from the frame"
        )
    named = frame.set_axis(columns, axis=1)[list(names)]
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
            dtypes[name] = _numpy_type(kind, options)
    return {**dtypes, **(options.override_dtypes or {})}


def _numpy_type(kind: str, options: ReadOptions) -> str:
    dtype = NUMPY.get(kind, "str")
    if not dtype.startswith("int"):
        return dtype
    if options.int_as_float:
        return "float64"
    return dtype.capitalize() if options.use_nullable_integers else dtype


def _dss_type(dtype: Any) -> str:
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "date"
    if getattr(dtype, "kind", "") == "M":
        return "datetimenotz"
    return _WRITTEN.get(str(dtype).lower(), "string")
