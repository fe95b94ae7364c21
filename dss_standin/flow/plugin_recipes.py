"""Plugin recipes: their descriptor in the unpacked zip, and the roles that it demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dss_standin.descriptors import read_descriptor
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow.graph import Item

PREFIX = "CustomCode_"
_ACCEPTS = {
    "DATASET": ("acceptsDataset", True),
    "MANAGED_FOLDER": ("acceptsManagedFolder", False),
    "SAVED_MODEL": ("acceptsSavedModel", False),
}


@dataclass(frozen=True)
class PluginRecipe:
    """A recipe of an installed plugin."""

    plugin_id: str
    root: Path
    folder: str

    @property
    def descriptor(self) -> dict[str, Any]:
        """Content of recipe.json."""
        return dict(read_descriptor(self.root / self.folder / "recipe.json"))


def find(dss: DSS, recipe_type: str) -> PluginRecipe:
    """Return the plugin recipe behind `CustomCode_<folder>`; raise when no installed plugin has it."""
    folder = "custom-recipes/" + recipe_type[len(PREFIX) :]
    for plugin_id in dss.store.names("plugins"):
        root = dss.store.path(f"plugins/{plugin_id}")
        if (root / folder / "recipe.py").is_file():
            return PluginRecipe(plugin_id, root, folder)
    raise DSSError(f"Recipe type {recipe_type} is unknown: no installed plugin has {folder}/recipe.py")


def check_roles(recipe: PluginRecipe, inputs: Sequence[Item], outputs: Sequence[Item]) -> None:
    """Refuse items that the roles of recipe.json do not admit, and required roles that are not filled."""
    for side, items in (("input", inputs), ("output", outputs)):
        roles = {role["name"]: role for role in recipe.descriptor[f"{side}Roles"]}
        for item in items:
            if item.role not in roles:
                raise DSSError(f"{item.ref}: the recipe has no {side} role '{item.role}', only {', '.join(roles)}")
            key, default = _ACCEPTS[item.kind]
            if not roles[item.role].get(key, default):
                raise DSSError(f"{item.ref}: {side} role '{item.role}' does not take a {item.kind}")
        for name, role in roles.items():
            _check_count(side, role, sum(item.role == name for item in items))


def _check_count(side: str, role: dict[str, Any], count: int) -> None:
    if role.get("required") and not count:
        raise DSSError(f"The {side} role '{role['name']}' ({role.get('label', '')}) is required and empty")
    if role.get("arity") == "UNARY" and count > 1:
        raise DSSError(f"The {side} role '{role['name']}' takes one object, found {count}")
