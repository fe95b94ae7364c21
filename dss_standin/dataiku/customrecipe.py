"""What a plugin recipe asks about itself: roles, settings, resources."""

from __future__ import annotations

from typing import Any

from ._host import activity


def get_input_names(full: bool = True) -> list[str]:
    """Return the names of all inputs."""
    return _names("inputs", None, full)


def get_output_names(full: bool = True) -> list[str]:
    """Return the names of all outputs."""
    return _names("outputs", None, full)


def get_input_names_for_role(role: str, full: bool = True) -> list[str]:
    """Return the names of the inputs of a role, none when the role is not filled."""
    return _names("inputs", role, full)


def get_output_names_for_role(role: str, full: bool = True) -> list[str]:
    """Return the names of the outputs of a role, none when the role is not filled."""
    return _names("outputs", role, full)


def get_recipe_config() -> dict[str, Any]:
    """Return the recipe's settings, as stored."""
    return dict(_recipe()["config"])


def get_plugin_config() -> dict[str, Any]:
    """Return the plugin's own settings."""
    return dict(_recipe()["pluginConfig"])


def get_recipe_resource() -> str:
    """Return the path of the plugin's `resource` folder."""
    return str(_recipe()["resource"])


def _names(direction: str, role: str | None, full: bool) -> list[str]:
    _recipe()
    refs = [item["ref"] for item in activity()[direction] if role in (None, item["role"])]
    return refs if full else [ref.partition(".")[2] for ref in refs]


def _recipe() -> dict[str, Any]:
    if not activity():
        raise RuntimeError("dataiku.customrecipe works in a running recipe only")
    return dict(activity()["recipe"])
