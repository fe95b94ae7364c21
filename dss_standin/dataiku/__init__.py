"""The package `dataiku` that recipes import: each call goes to the stand-in's server over HTTP."""

from __future__ import annotations

from typing import Any

from . import customrecipe, recipe
from ._host import activity, client, custom_variables, default_project_key
from .dataset import Dataset
from .folder import Folder
from .model import Model
from .project import Project
from .sql import SQLExecutor2

__all__ = [
    "Dataset",
    "Folder",
    "Model",
    "Project",
    "SQLExecutor2",
    "api_client",
    "customrecipe",
    "default_project_key",
    "dku_flow_variables",
    "get_custom_variables",
    "get_flow_variables",
    "recipe",
]

api_client = client
get_custom_variables = custom_variables
dku_flow_variables: dict[str, Any] = dict(activity().get("flowVariables", {}))
"""Variables of the partitions at work; empty when no output is partitioned."""


def get_flow_variables() -> dict[str, Any]:
    """Return the variables of the partitions at work."""
    return dict(dku_flow_variables)
