"""Recipes as they are made and saved."""

from __future__ import annotations

import copy
import re
from typing import Any

from dss_standin.datasets.definitions import dataset, require_project, save_dataset, split_ref
from dss_standin.datasets.partitions import dimensions
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, OutsideSlice
from dss_standin.flow.dependencies import default_deps
from dss_standin.flow.graph import kind_of, producer, read_recipe, refs
from dss_standin.flow.plugin_recipes import PREFIX
from dss_standin.store import checked_name

Recipe = dict[str, Any]
_TYPES = ("python", "prediction_scoring", "prediction_training")


def create(dss: DSS, project_key: str, prototype: Recipe, creation: dict[str, Any]) -> str:
    """Keep a new recipe; return its name, made of its first output unless given.

    A raw creation keeps the prototype as it is; the other one wants its inputs and outputs to exist, and gives
    partitioned inputs the dependencies that a person finds in a new recipe.
    """
    require_project(dss, project_key)
    _check_type(str(prototype.get("type") or ""))
    outputs = list(refs(project_key, prototype, "outputs"))
    built = re.sub(".*[.]", "", outputs[0]) if outputs else "nothing"
    name = checked_name(prototype.get("name") or f"compute_{built}")
    key = f"projects/{project_key}/recipes/{name}"
    raw = bool(creation.get("rawCreation"))
    if not raw:
        for ref in (*refs(project_key, prototype, "inputs"), *outputs):
            kind_of(dss, project_key, ref)
        _copy_partitioning(dss, project_key, str(creation.get("partitioningOptionId") or ""), outputs)
        prototype = {**prototype, "inputs": _with_deps(dss, project_key, prototype, outputs, built)}
    payload = creation.get("rawPayload") if raw else creation.get("script")
    with dss.store.lock(key):
        if dss.store.exists(key):
            raise DSSError(f"Recipe already exists: {project_key}.{name}")
        _check_outputs(dss, project_key, name, outputs)
        empty = {"inputs": {}, "outputs": {}, "params": {}, "tags": [], "versionTag": {"versionNumber": 0}}
        recipe = {**empty, **prototype, "name": name, "projectKey": project_key}
        dss.store.write(key, {"recipe": recipe, "payload": payload})
    return name


def save(dss: DSS, project_key: str, name: str, given: dict[str, Any]) -> None:
    """Replace a recipe and its payload."""
    key = f"projects/{project_key}/recipes/{name}"
    with dss.store.lock(key):
        before = read_recipe(dss, project_key, name)["recipe"]
        if given["recipe"].get("type") != before["type"]:
            raise DSSError(f"The type of recipe {project_key}.{name} cannot change from {before['type']}")
        _check_outputs(dss, project_key, name, list(refs(project_key, given["recipe"], "outputs")))
        number = (before.get("versionTag") or {}).get("versionNumber", 0) + 1
        fixed = {"name": name, "projectKey": project_key, "versionTag": {"versionNumber": number}}
        dss.store.write(key, {"recipe": {**given["recipe"], **fixed}, "payload": given.get("payload")})


def _check_type(kind: str) -> None:
    if not kind:
        raise DSSError("A recipe needs a type")
    if kind not in _TYPES and not kind.startswith(PREFIX):
        raise OutsideSlice(f"Recipe type {kind!r} is outside the stand-in's slice: {', '.join(_TYPES)}, {PREFIX}...")


def _check_outputs(dss: DSS, project_key: str, name: str, outputs: list[str]) -> None:
    """Refuse an output that another recipe builds."""
    for ref in outputs:
        owner, short = split_ref(project_key, ref)
        other = producer(dss, project_key, short) if owner == project_key else None
        if other not in (None, name):
            raise DSSError(f"{ref} is the output of recipe {other} already: recipe {name} cannot build it too")


def _copy_partitioning(dss: DSS, project_key: str, option: str, outputs: list[str]) -> None:
    """Give outputs the partitioning that `copy:dataset:<name>` names, to those without one."""
    source = re.fullmatch(r"copy:dataset:(.+)", option)
    if source is None:
        return
    model = dataset(dss, *split_ref(project_key, source.group(1)))["partitioning"]
    for ref in outputs:
        definition = dataset(dss, *split_ref(project_key, ref))
        if not definition["partitioning"]["dimensions"]:
            partitioning = {"dimensions": model["dimensions"]}
            save_dataset(dss, *split_ref(project_key, ref), {**definition, "partitioning": partitioning})


def _with_deps(dss: DSS, project_key: str, prototype: Recipe, outputs: list[str], built: str) -> Recipe:
    """Return the inputs, those that are partitioned and have no dependency with the usual ones [A]."""
    target = next((dims for ref in outputs if (dims := _dimensions(dss, project_key, ref))), [])
    inputs: Recipe = copy.deepcopy(prototype.get("inputs") or {})
    for item in (item for role in inputs.values() for item in role.get("items") or []):
        source = _dimensions(dss, project_key, item["ref"])
        item["deps"] = item.get("deps") or default_deps(source, target, built)
    return inputs


def _dimensions(dss: DSS, project_key: str, ref: str) -> list[dict[str, Any]]:
    is_dataset = kind_of(dss, project_key, ref) == "DATASET"
    return dimensions(dataset(dss, *split_ref(project_key, ref))) if is_dataset else []
