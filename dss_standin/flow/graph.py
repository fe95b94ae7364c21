"""Recipes, what they read and write, and the graph that they make of a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dss_standin.datasets.definitions import split_ref
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound

KINDS = {"DATASET": "datasets/{}", "MANAGED_FOLDER": "managedfolders/{}", "SAVED_MODEL": "savedmodels/{}/model"}
_NODES = {
    "DATASET": "COMPUTABLE_DATASET",
    "MANAGED_FOLDER": "COMPUTABLE_FOLDER",
    "SAVED_MODEL": "COMPUTABLE_SAVED_MODEL",
}


@dataclass(frozen=True)
class Item:
    """One input or output of a recipe."""

    role: str
    kind: str
    project_key: str
    name: str
    deps: tuple[dict[str, Any], ...] = ()
    append_mode: bool = False

    @property
    def ref(self) -> str:
        """Full name, `PROJECT.name`."""
        return f"{self.project_key}.{self.name}"

    @property
    def key(self) -> str:
        """Key of the object in the store."""
        return f"projects/{self.project_key}/{KINDS[self.kind].format(self.name)}"


def read_recipe(dss: DSS, project_key: str, name: str) -> dict[str, Any]:
    """Return `{recipe, payload}`; raise when there is none."""
    key = f"projects/{project_key}/recipes/{name}"
    if not dss.store.exists(key):
        raise NotFound(f"recipe does not exist: {project_key}.{name}")
    return dss.store.read(key)


def kind_of(dss: DSS, project_key: str, ref: str) -> str:
    """Return what a reference names: DATASET, MANAGED_FOLDER or SAVED_MODEL; raise when it names nothing."""
    owner, name = split_ref(project_key, ref)
    for kind, pattern in KINDS.items():
        if dss.store.exists(f"projects/{owner}/{pattern.format(name)}"):
            return kind
    raise NotFound(f"Neither a dataset nor a folder nor a saved model exists: {owner}.{name}")


def items(dss: DSS, project_key: str, recipe: dict[str, Any], side: str) -> list[Item]:
    """Return a recipe's `inputs` or `outputs`, role after role."""
    return [
        Item(
            role,
            kind_of(dss, project_key, raw["ref"]),
            *split_ref(project_key, raw["ref"]),
            deps=tuple(raw.get("deps") or ()),
            append_mode=bool(raw.get("appendMode")),
        )
        for role, role_items in (recipe.get(side) or {}).items()
        for raw in role_items.get("items") or []
    ]


def refs(project_key: str, recipe: dict[str, Any], side: str) -> Iterator[str]:
    """Yield the full names of a recipe's inputs or outputs, whether they exist or not."""
    for role_items in (recipe.get(side) or {}).values():
        for raw in role_items.get("items") or []:
            yield ".".join(split_ref(project_key, raw["ref"]))


def producer(dss: DSS, project_key: str, name: str) -> str | None:
    """Return the name of the recipe that builds an object of the project, None when none does."""
    for recipe_name in dss.store.names(f"projects/{project_key}/recipes"):
        recipe = read_recipe(dss, project_key, recipe_name)["recipe"]
        if f"{project_key}.{name}" in refs(project_key, recipe, "outputs"):
            return recipe_name
    return None


def required_producer(dss: DSS, project_key: str, name: str) -> str:
    """Return the name of the recipe that builds an object; raise when none does."""
    recipe = producer(dss, project_key, name)
    if recipe is None:
        raise DSSError(f"{project_key}.{name} cannot be built: it is the output of no recipe")
    return recipe


def flow_graph(dss: DSS, project_key: str) -> dict[str, Any]:
    """Return the nodes of a project's flow, each with its neighbours in the order of the recipes' roles."""
    nodes: dict[str, dict[str, Any]] = {}
    for kind, folder in (("DATASET", "datasets"), ("MANAGED_FOLDER", "managedfolders"), ("SAVED_MODEL", "savedmodels")):
        for name in dss.store.names(f"projects/{project_key}/{folder}"):
            nodes[name] = _node(name, _NODES[kind])
    for name in dss.store.names(f"projects/{project_key}/recipes"):
        recipe = read_recipe(dss, project_key, name)["recipe"]
        nodes[name] = {**_node(name, "RUNNABLE_RECIPE"), "subType": recipe["type"]}
        for ref in refs(project_key, recipe, "inputs"):
            _join(nodes, _short(project_key, ref), name)
        for ref in refs(project_key, recipe, "outputs"):
            _join(nodes, name, _short(project_key, ref))
    return {"nodes": nodes}


def _short(project_key: str, ref: str) -> str:
    owner, _, name = ref.partition(".")
    return name if owner == project_key else ref


def _node(ref: str, kind: str) -> dict[str, Any]:
    return {"ref": ref, "type": kind, "predecessors": [], "successors": []}


def _join(nodes: dict[str, dict[str, Any]], before: str, after: str) -> None:
    for ref in (before, after):
        nodes.setdefault(ref, _node(ref, _NODES["DATASET"]))
    nodes[before]["successors"].append(after)
    nodes[after]["predecessors"].append(before)
