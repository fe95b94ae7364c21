"""What a plugin's scenario step asks about itself."""

from __future__ import annotations

from typing import Any

from ._host import step


def get_step_config() -> dict[str, Any]:
    """Return the step's settings, as stored; a preset comes as its fields."""
    return dict(_settings()["config"])


def get_plugin_config() -> dict[str, Any]:
    """Return a wrapper: the step's settings under `config`, the plugin's own under `pluginConfig`."""
    return {"config": dict(_settings()["config"]), "pluginConfig": dict(_settings()["pluginConfig"])}


def get_step_resource() -> str:
    """Return the path of the plugin's `resource` folder."""
    return str(_settings()["resource"])


def _settings() -> dict[str, Any]:
    if not step():
        raise RuntimeError("dataiku.customstep works in a running scenario step only")
    return dict(step()["step"])
