"""What the host told this process: where the server is, who asks, and the activity's items and partitions."""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path
from typing import Any

import dataikuapi


@functools.lru_cache(maxsize=1)
def activity() -> dict[str, Any]:
    """Return the running activity; empty outside a recipe."""
    file = os.environ.get("DKU_ACTIVITY_FILE")
    return json.loads(Path(file).read_text(encoding="utf-8")) if file else {}


@functools.lru_cache(maxsize=1)
def step() -> dict[str, Any]:
    """Return the running scenario step: its settings under `step`, and `variables`; empty outside a step."""
    file = os.environ.get("DKU_STEP_FILE")
    return json.loads(Path(file).read_text(encoding="utf-8")) if file else {}


def is_since(version: str) -> bool:
    """Tell whether the DSS around this process has what came with a version; outside of one, it is the newest."""
    around = os.environ.get("DKU_STANDIN_VERSION")
    return around is None or _numbers(around) >= _numbers(version)


def check_na_values(words: Any) -> None:
    """Refuse words that are missing in some columns only, where the host takes them for all columns alone."""
    if isinstance(words, dict) and os.environ.get("DKU_STANDIN_NA_VALUES") == "for all":
        raise TypeError("na_values is a text or a list of texts, not a dict")


@functools.lru_cache(maxsize=1)
def client() -> dataikuapi.DSSClient:
    """Return the official client, acting with the rights of whoever runs this process."""
    try:
        url, ticket = os.environ["DKU_BACKEND_URL"], os.environ["DKU_API_TICKET"]
    except KeyError as missing:
        raise RuntimeError(f"Not running inside DSS: the environment has no {missing}") from None
    return dataikuapi.DSSClient(url, internal_ticket=ticket)


def default_project_key() -> str:
    """Return the key of the project that this process works for."""
    try:
        return os.environ["DKU_CURRENT_PROJECT_KEY"]
    except KeyError:
        raise RuntimeError("Not running inside a project: DKU_CURRENT_PROJECT_KEY is not set") from None


def custom_variables(project_key: str | None = None, typed: bool = False) -> dict[str, Any]:
    """Return project variables as one flat dict: texts, unless `typed`.

    They are those of the start of the activity or step; other projects are asked now.
    """
    task = activity() or step()
    if project_key in (None, os.environ.get("DKU_CURRENT_PROJECT_KEY")) and "variables" in task:
        variables = task["variables"]
    else:
        key = project_key or default_project_key()
        stored = client().get_project(key).get_variables()
        variables = {**stored["standard"], **stored["local"], "projectKey": key}
    return dict(variables) if typed else {name: _text(value) for name, value in variables.items()}


def full_name(name: str, project_key: str | None = None) -> str:
    """Return `PROJECT.name` of an object given by short or full name."""
    return name if "." in name else f"{project_key or default_project_key()}.{name}"


def declared(direction: str, kind: str, ref: str) -> dict[str, Any] | None:
    """Return the item of the activity's inputs or outputs that is this object."""
    items = activity().get(direction, [])
    return next((item for item in items if item["type"] == kind and item["ref"] == ref), None)


def check_declared(kind: str, ref: str) -> None:
    """Refuse an object that the running recipe has neither as input nor as output."""
    if activity() and not (declared("inputs", kind, ref) or declared("outputs", kind, ref)):
        raise ValueError(
            f"{kind} {ref} is neither an input nor an output of recipe {activity()['recipe']['name']}: "
            "add it in the recipe's Input/Output tab, or pass ignore_flow=True"
        )


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
