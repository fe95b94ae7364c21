"""Partition identifiers, specifications of several of them, and file patterns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from dss_standin.errors import DSSError

UNPARTITIONED = "NP"
PERIODS = {"YEAR": "%Y", "MONTH": "%Y-%m", "DAY": "%Y-%m-%d", "HOUR": "%Y-%m-%d-%H"}
_LETTERS = {"YEAR": "Y", "MONTH": "YM", "DAY": "YMD", "HOUR": "YMDH"}
_WIDTHS = {"Y": 4, "M": 2, "D": 2, "H": 2}

Dimensions = list[dict[str, Any]]


def dimensions(definition: dict[str, Any]) -> Dimensions:
    """Return the partitioning dimensions of a dataset or folder; none when it is not partitioned."""
    return list((definition.get("partitioning") or {}).get("dimensions") or [])


def checked(identifier: str, dims: Dimensions) -> str:
    """Return a partition identifier if it fits the dimensions, else refuse it.

    >>> checked("2024-01|FR", [{"name": "m", "type": "time", "params": {"period": "MONTH"}}, {"name": "c"}])
    '2024-01|FR'
    """
    if not dims:
        if identifier in (UNPARTITIONED, "ALL", ""):
            return UNPARTITIONED
        raise DSSError(f"Partition '{identifier}' was asked of an object that is not partitioned")
    values = identifier.split("|")
    if len(values) != len(dims):
        names = ", ".join(dim["name"] for dim in dims)
        raise DSSError(f"Illegal partition '{identifier}': one value a dimension ({names}), joined by '|'")
    for value, dim in zip(values, dims):
        _check_value(value, dim)
    return identifier


def expanded(spec: str | Iterable[str] | None, dims: Dimensions) -> list[str]:
    """Return the identifiers that a specification names, in its order, each once.

    >>> expanded("2024-11/2025-01,2023-05", [{"name": "m", "type": "time", "params": {"period": "MONTH"}}])
    ['2024-11', '2024-12', '2025-01', '2023-05']
    """
    if not dims:
        return [UNPARTITIONED]
    parts = spec.split(",") if isinstance(spec, str) else [part for item in spec or [] for part in item.split(",")]
    identifiers: dict[str, None] = {}
    for part in (part.strip() for part in parts if part.strip()):
        values = part.split("|")
        if len(values) != len(dims):
            checked(part, dims)
        ranges = [_range(value, dim) for value, dim in zip(values, dims)]
        identifiers.update(dict.fromkeys("|".join(values) for values in itertools.product(*ranges)))
    return list(identifiers)


def file_pattern(definition: dict[str, Any]) -> str:
    """Return the file pattern of a partitioned object, its default when none is set, without leading slash."""
    dims = dimensions(definition)
    parts = ["/".join("%" + letter for letter in _letters(dim)) or "%{" + dim["name"] + "}" for dim in dims]
    pattern = (definition.get("partitioning") or {}).get("filePathPattern") or "/".join([*parts, ".*"])
    return str(pattern).lstrip("/")


def of_file(path: str, pattern: str, dims: Dimensions) -> str | None:
    """Return the partition that a file belongs to, None when the pattern does not match its path.

    >>> of_file("2024/01/part.csv", "%Y/%M/.*", [{"name": "m", "type": "time", "params": {"period": "MONTH"}}])
    '2024-01'
    """
    match = re.fullmatch(_regex(pattern, dims), path.lstrip("/"))
    if match is None:
        return None
    groups = match.groupdict()
    values = []
    for index, dim in enumerate(dims):
        letters = _letters(dim)
        values.append("-".join(groups[letter] for letter in letters) if letters else groups[f"d{index}"])
    return "|".join(values)


def folder_to_write(identifier: str, pattern: str, dims: Dimensions) -> str:
    r"""Return the folder of a partition for writing; its pattern must be literal but for a final `/.*`.

    >>> folder_to_write("2024-01", "year=%Y/%M/.*", [{"name": "m", "type": "time", "params": {"period": "MONTH"}}])
    'year=2024/01'
    """
    if not dims:
        return ""
    folder, ending, _ = pattern.rpartition("/.*")
    if not ending or re.search(r"[*+?()\[\]^$]", re.sub(r"%\{\w+\}", "", folder)):
        raise DSSError(
            f"Cannot write with the file pattern '{pattern}': expected folders with %Y %M %D %H %{{dim}}, then /.*"
        )
    for value, dim in zip(identifier.split("|"), dims):
        for letter, part in zip(_letters(dim), value.split("-")):
            folder = folder.replace("%" + letter, part)
        folder = folder.replace("%{" + dim["name"] + "}", value)
    return folder.replace("\\", "")


def check_dimensions(definition: dict[str, Any]) -> None:
    """Refuse a partitioning that DSS would refuse: unknown period, unnamed or repeated dimension."""
    names = [dim.get("name") for dim in dimensions(definition)]
    if len(set(names)) < len(names) or not all(names):
        raise DSSError(f"Partitioning dimensions need distinct names, found {names}")
    for dim in dimensions(definition):
        if dim.get("type") not in ("time", "value"):
            raise DSSError(f"Dimension {dim['name']}: type is 'time' or 'value', not {dim.get('type')!r}")
        if dim["type"] == "time" and (dim.get("params") or {}).get("period") not in PERIODS:
            raise DSSError(f"Dimension {dim['name']}: params.period is one of {', '.join(PERIODS)}")


def _check_value(value: str, dim: dict[str, Any]) -> None:
    if dim.get("type") != "time":
        if not value or re.search(r"[/\\,\x00-\x1f]", value) or value in (".", ".."):
            raise DSSError(f"Illegal value '{value}' of partitioning dimension {dim['name']}")
        return
    period = dim["params"]["period"]
    if _parse_moment(value, period) is None:
        raise DSSError(f"Illegal time partitioning value '{value}' of dimension {dim['name']} ({period})")


def _parse_moment(value: str, period: str) -> datetime | None:
    try:
        moment = datetime.strptime(value, PERIODS[period])
    except ValueError:
        return None
    return moment if moment.strftime(PERIODS[period]) == value else None


def _range(value: str, dim: dict[str, Any]) -> list[str]:
    first, is_range, last = value.partition("/")
    for end in (first, last) if is_range and dim.get("type") == "time" else (value,):
        _check_value(end, dim)
    if not is_range:
        return [value]
    period = dim["params"]["period"]
    moment, periods = _parse_moment(first, period), []
    while moment is not None and moment.strftime(PERIODS[period]) <= last:
        periods.append(moment.strftime(PERIODS[period]))
        moment = _next(moment, period)
    return periods


def _next(moment: datetime, period: str) -> datetime:
    if period == "YEAR":
        return moment.replace(year=moment.year + 1)
    if period == "MONTH":
        return moment.replace(year=moment.year + moment.month // 12, month=moment.month % 12 + 1)
    return moment + (timedelta(days=1) if period == "DAY" else timedelta(hours=1))


def _letters(dim: dict[str, Any]) -> str:
    return _LETTERS[dim["params"]["period"]] if dim.get("type") == "time" else ""


def _regex(pattern: str, dims: Dimensions) -> str:
    for index, dim in enumerate(dims):
        pattern = _with_group(pattern, "%{" + dim["name"] + "}", f"d{index}", "[^/]+?")
        for letter in _letters(dim):
            pattern = _with_group(pattern, "%" + letter, letter, f"[0-9]{{{_WIDTHS[letter]}}}")
    return pattern


def _with_group(pattern: str, token: str, name: str, expression: str) -> str:
    first, separator, rest = pattern.partition(token)
    return first + (f"(?P<{name}>{expression})" + rest.replace(token, f"(?P={name})") if separator else "")
