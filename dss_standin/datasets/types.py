"""One table of types: DSS storage types, their Arrow types, their texts in CSV files and TSV streams."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dss_standin.errors import DSSError

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "int": pa.int32(),
    "smallint": pa.int16(),
    "tinyint": pa.int8(),
    "double": pa.float64(),
    "float": pa.float32(),
    "boolean": pa.bool_(),
    "date": pa.timestamp("ms", "UTC"),
    "dateonly": pa.date32(),
    "datetimenotz": pa.timestamp("ms"),
}
TEXT_TYPES = ("array", "map", "object", "geopoint", "geometry")
"""Types that are kept as text."""

_INTEGER = r"^-?[0-9]{1,19}$"
_DECIMAL = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
_ZONE = r"(Z|[+-][0-9]{2}:?[0-9]{2})"
PATTERNS = {
    **dict.fromkeys(("bigint", "int", "smallint", "tinyint"), _INTEGER),
    **dict.fromkeys(("double", "float"), _DECIMAL),
    "boolean": r"(?i)^(true|false|yes|no|1|0)$",
    "date": f"^{_DAY}({_TIME}{_ZONE}?)?$",
    "dateonly": f"^{_DAY}$",
    "datetimenotz": f"^{_DAY}({_TIME})?$",
}
"""What a text must look like to be a value of the type; anything else becomes null."""
ZONED = f"^{_DAY}{_TIME}{_ZONE}$"


def arrow_type(dss_type: str) -> pa.DataType:
    """Return the Arrow type of a DSS type; raise on an unknown one."""
    if dss_type in TEXT_TYPES:
        return pa.string()
    if dss_type not in ARROW_TYPES:
        raise DSSError(f"Unknown storage type '{dss_type}': one of {', '.join([*ARROW_TYPES, *TEXT_TYPES])}")
    return ARROW_TYPES[dss_type]


def arrow_schema(columns: list[dict[str, Any]]) -> pa.Schema:
    """Return the Arrow schema of a dataset's columns."""
    return pa.schema([(column["name"], arrow_type(column["type"])) for column in columns])


def dss_type(kind: pa.DataType) -> str:
    """Return the DSS type that holds an Arrow type.

    >>> dss_type(pa.int32()), dss_type(pa.decimal128(10, 2)), dss_type(pa.timestamp("ns"))
    ('int', 'double', 'datetimenotz')
    """
    if pa.types.is_dictionary(kind):
        return dss_type(kind.value_type)
    if pa.types.is_timestamp(kind):
        return "date" if kind.tz else "datetimenotz"
    if pa.types.is_date(kind):
        return "dateonly"
    if pa.types.is_decimal(kind) or pa.types.is_float16(kind):
        return "double"
    if pa.types.is_unsigned_integer(kind):
        return "bigint"
    return {kind: name for name, kind in ARROW_TYPES.items()}.get(kind, "string")


def converted(values: pa.Array, to: pa.DataType) -> pa.Array:
    """Return values under another type; what does not fit becomes null."""
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if values.type == to:
        return values
    if pa.types.is_string(to):
        return texts(values)
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return parsed(values.cast(pa.string()), to)
    if pa.types.is_floating(values.type) and pa.types.is_integer(to):
        values = pc.if_else(pc.equal(pc.round(values), values), values, None)
    try:
        return values.cast(to, safe=pa.types.is_integer(to))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return parsed(texts(values), to)


def kept_text(values: pa.Array, to: pa.DataType) -> pa.Array:
    """Return values of a type as texts; what does not fit stays as it is.

    >>> kept_text(pa.array(["12", "n.d.", " 7", None]), pa.int64()).to_pylist()
    ['12', 'n.d.', '7', None]
    """
    typed = converted(values, to)
    return pc.if_else(pc.is_null(typed), converted(values, pa.string()), texts(typed))


def parsed(values: pa.Array, to: pa.DataType) -> pa.Array:
    """Return texts as values of a type; an unparsable text becomes null.

    >>> parsed(pa.array(["12", " 7 ", "x", "", None]), pa.int64()).to_pylist()
    [12, 7, None, None, None]
    """
    if pa.types.is_string(to):
        return values
    name = dss_type(to)
    values = pc.utf8_trim_whitespace(values)
    values = pc.if_else(pc.match_substring_regex(values, PATTERNS[name]), values, None)
    if name == "boolean":
        return pc.if_else(pc.is_null(values), None, pc.is_in(pc.utf8_lower(values), pa.array(["true", "yes", "1"])))
    if name == "date":
        naive = pc.invert(pc.match_substring_regex(values, ZONED))
        values = pc.if_else(naive, pc.binary_join_element_wise(_with_time(values), "Z", ""), values)
    if pa.types.is_timestamp(to):
        values = pc.replace_substring_regex(values, r"(\.[0-9]{3})[0-9]+", r"\1")
    return _cast_or_null(values, to)


def texts(values: pa.Array) -> pa.Array:
    """Return values as DSS writes them: `true`, `2024-01-05T00:00:00.000Z`, doubles that read back the same.

    A whole double keeps its decimal, as `normalizeDoubles` has it in the datasets that DSS makes.

    >>> texts(pa.array([1.0, 0.1, None])).to_pylist()
    ['1.0', '0.1', None]
    """
    kind = values.type
    if pa.types.is_timestamp(kind):
        rounded = values.cast(pa.timestamp("ms", kind.tz), safe=False)
        text = pc.replace_substring(rounded.cast(pa.timestamp("ms")).cast(pa.string()), " ", "T")
        return pc.binary_join_element_wise(text, "Z", "") if kind.tz else text
    if pa.types.is_floating(kind):
        written = pc.if_else(pc.is_nan(values), None, values).cast(pa.string())
        return pc.replace_substring_regex(written, r"^(-?[0-9]+)$", r"\1.0")
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        return pa.array([None if value is None else str(value) for value in values.to_pylist()], pa.string())
    return values.cast(pa.string())


def _with_time(values: pa.Array) -> pa.Array:
    day_only = pc.equal(pc.utf8_length(values), 10)
    return pc.if_else(day_only, pc.binary_join_element_wise(values, "T00:00:00", ""), values)


def _cast_or_null(values: pa.Array, to: pa.DataType) -> pa.Array:
    try:
        return values.cast(to)
    except pa.ArrowInvalid:
        if len(values) == 1:
            return pa.nulls(1, to)
        half = len(values) // 2
        return pa.concat_arrays([_cast_or_null(values[:half], to), _cast_or_null(values[half:], to)])
