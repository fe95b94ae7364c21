"""Which partitions of an input belong to a partition of an output, and the variables that tell a recipe so."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from dss_standin.datasets.partitions import PERIODS, expanded
from dss_standin.errors import DSSError

Dimension = dict[str, Any]
Dependency = dict[str, Any]
_KEYS = ("out", "idim", "odim", "func", "params", "expandVariables")
_FUNCTIONS = ("equals", "time_range", "all_available", "latest_available", "explicit")
_STEPS = {"DAY": timedelta(days=1), "HOUR": timedelta(hours=1)}


def source_partitions(
    deps: Sequence[dict[str, Any]], target: dict[str, str], dims: Sequence[Dimension], available: Sequence[str]
) -> list[str]:
    """Return the partitions to read, whether they exist or not when their values are all known.

    `deps` holds one `{out, idim, odim, func, params}` per input dimension, `odim` where the function looks at the
    output; `target` the values of the output's dimensions; a dimension without dependency takes all available values.

    >>> month = {"name": "month", "type": "time", "params": {"period": "MONTH"}}
    >>> source_partitions([{"func": "equals", "idim": "month", "odim": "month"}], {"month": "2024-02"}, [month], [])
    ['2024-02']
    """
    by_dimension = {dep.get("idim"): dep for dep in deps}
    wanted = [_values(by_dimension.get(dim["name"]), dim, target) for dim in dims]
    if all(values is not None for values in wanted):
        return ["|".join(values) for values in itertools.product(*(values or [] for values in wanted))]
    kept = [identifier for identifier in available if _matches(identifier, wanted)]
    for rank, dim in enumerate(dims):
        if by_dimension.get(dim["name"], {}).get("func") == "latest_available" and kept:
            latest = max(identifier.split("|")[rank] for identifier in kept)
            kept = [identifier for identifier in kept if identifier.split("|")[rank] == latest]
    return kept


def default_deps(source: Sequence[Dimension], target: Sequence[Dimension], output: str) -> list[Dependency]:
    """Return "equals" on every dimension that both sides have under one name, "all available" on the others.

    >>> default_deps([{"name": "month"}], [], "summary")
    [{'out': 'summary', 'idim': 'month', 'func': 'all_available', 'params': {}}]
    """
    shared = {dim["name"] for dim in target}
    return [_default_dep(dim["name"], dim["name"] in shared, output) for dim in source]


def _default_dep(name: str, shared: bool, output: str) -> Dependency:
    function = {"odim": name, "func": "equals"} if shared else {"func": "all_available"}
    return {"out": output, "idim": name, **function, "params": {}}


def check_deps(deps: Sequence[Dependency], dims: Sequence[Dimension], outputs: Sequence[str], ref: str) -> None:
    """Refuse dependencies of an input that are not one for each of its dimensions, towards an output of the recipe.

    What DSS does with a dimension that no dependency names is not public.
    """
    for dep in deps:
        unknown = sorted(set(dep) - set(_KEYS))
        if unknown or dep.get("out") not in outputs or dep.get("func") not in _FUNCTIONS:
            raise DSSError(
                f"Partition dependency {dep} of {ref}: expected out (one of {', '.join(outputs)}), idim, func (one of "
                f"{', '.join(_FUNCTIONS)}), params, and odim for a function that looks at the output"
            )
    named = sorted(str(dep.get("idim")) for dep in deps)
    expected = sorted(dim["name"] for dim in dims)
    if named != expected:
        raise DSSError(
            f"Input {ref} is partitioned by {', '.join(expected)} and has partition dependencies for "
            f"{', '.join(named) or 'none'}: give it one for each dimension"
        )


def target_variables(dims: Sequence[Dimension], identifier: str) -> dict[str, str]:
    """Return `DKU_DST_…` of a target partition.

    >>> target_variables([{"name": "m", "type": "time", "params": {"period": "MONTH"}}], "2024-02")["DKU_DST_YEAR"]
    '2024'
    """
    variables: dict[str, str] = {}
    for dim, value in zip(dims, identifier.split("|")):
        variables[f"DKU_DST_{dim['name']}"] = value
        if dim["type"] == "time":
            variables.update(_time_variables(value, dim["params"]["period"]))
    return variables


def source_variables(sources: Iterable[tuple[str, Sequence[Dimension], Sequence[str]]]) -> dict[str, str]:
    """Return `DKU_SRC_…` of (dataset, dimensions, partitions); only where an input has a single partition."""
    variables: dict[str, str] = {}
    partitioned = [source for source in sources if source[1]]
    for name, dims, identifiers in partitioned:
        if len(identifiers) != 1:
            continue
        for dim, value in zip(dims, identifiers[0].split("|")):
            variables[f"DKU_SRC_{name}_{dim['name']}"] = value
            if len(partitioned) == 1:
                variables[f"DKU_SRC_{dim['name']}"] = value
    return variables


def _values(dep: dict[str, Any] | None, dim: Dimension, target: dict[str, str]) -> list[str] | None:
    function = (dep or {}).get("func", "all_available")
    if dep is None or function in ("all_available", "latest_available"):
        return None
    params = dep.get("params") or {}
    if function == "explicit":
        values = params.get("values") or []
        return expanded(values, [dim])
    if dep.get("odim") not in target:
        raise DSSError(f"Partition dependency on {dim['name']}: the output has no dimension {dep.get('odim')!r}")
    value = target[dep["odim"]]
    if function == "equals":
        return [value]
    if function == "time_range":
        return _time_range(value, dim, int(params.get("fromOffset", 0)), int(params.get("toOffset", 0)))
    raise DSSError(f"Partition dependency function '{function}' is outside the stand-in's slice")


def _matches(identifier: str, wanted: Sequence[list[str] | None]) -> bool:
    return all(values is None or value in values for value, values in zip(identifier.split("|"), wanted))


def _time_range(value: str, dim: Dimension, first: int, last: int) -> list[str]:
    period = dim["params"]["period"]
    moment = datetime.strptime(value, PERIODS[period])
    return [_shift(moment, period, offset).strftime(PERIODS[period]) for offset in range(first, last + 1)]


def _shift(moment: datetime, period: str, offset: int) -> datetime:
    if period in _STEPS:
        return moment + offset * _STEPS[period]
    months = moment.year * 12 + moment.month - 1 + offset * (12 if period == "YEAR" else 1)
    return moment.replace(year=months // 12, month=months % 12 + 1)


def _time_variables(value: str, period: str) -> dict[str, str]:
    parts = dict(zip(("YEAR", "MONTH", "DAY", "HOUR"), value.split("-")))
    variables = {f"DKU_DST_{name}": part for name, part in parts.items()}
    if "DAY" in parts:
        variables["DKU_DST_DATE"] = value[:10]
    if period == "DAY":
        moment = datetime.strptime(value, PERIODS[period])
        for days in (1, 7):
            plural = "DAY" if days == 1 else "DAYS"
            variables[f"DKU_DST_DATE_{days}{plural}AFTER"] = _shift(moment, period, days).strftime(PERIODS[period])
            variables[f"DKU_DST_DATE_{days}{plural}BEFORE"] = _shift(moment, period, -days).strftime(PERIODS[period])
    return variables
