"""Partition dependencies as DSS stores them with an input of a recipe: one entry for each dimension of the input."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def same_partition(dimension: str, output: str) -> Json:
    """Dependency *Equals*: the partition that is written, on a dimension that input and output name alike.

    Examples
    --------
    >>> same_partition("month", "performance")
    {'out': 'performance', 'idim': 'month', 'odim': 'month', 'func': 'equals', 'params': {}}
    """
    return {"out": output, "idim": dimension, "odim": dimension, "func": "equals", "params": {}}


def all_available(dimension: str, output: str) -> Json:
    """Dependency *All available*: every partition that the input has.

    Examples
    --------
    >>> all_available("month", "performance_summary")
    {'out': 'performance_summary', 'idim': 'month', 'func': 'all_available', 'params': {}}
    """
    return {"out": output, "idim": dimension, "func": "all_available", "params": {}}


def latest_available(dimension: str, output: str) -> Json:
    """Dependency *Latest available*: the newest partition that the input has.

    Examples
    --------
    >>> latest_available("day", "performance")
    {'out': 'performance', 'idim': 'day', 'func': 'latest_available', 'params': {}}
    """
    return {"out": output, "idim": dimension, "func": "latest_available", "params": {}}
