"""Fields of type PRESET in the forms of plugin components: stored by reference, handed over as the preset's fields."""

from __future__ import annotations

from typing import Any

from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.plugins import require_plugin


def filled(
    dss: DSS, plugin_id: str, project_key: str, descriptor: dict[str, Any], config: dict[str, Any]
) -> dict[str, Any]:
    """Return a component's settings with the fields of presets in the place of references."""
    presets = {param["name"] for param in descriptor.get("params", []) if param.get("type") == "PRESET"}
    return {
        name: _fields(dss, plugin_id, project_key, value) if name in presets else value
        for name, value in config.items()
    }


def _fields(dss: DSS, plugin_id: str, project_key: str, value: Any) -> Any:
    """Return the fields of a preset; the shape of an inlined one is assumed."""
    if not isinstance(value, dict) or value.get("mode") == "NONE":
        return value if isinstance(value, dict) and "mode" not in value else {}
    if value.get("mode") == "INLINE":
        return {**(value.get("inlinedPluginConfig") or {}), **(value.get("inlinedConfig") or {})}
    if value.get("mode") != "PRESET":
        return value
    record = require_plugin(dss, plugin_id)
    kept = [record["projects"].get(project_key, {}), record["settings"]]
    known = {preset["name"]: preset for settings in reversed(kept) for preset in settings.get("presets", [])}
    if value.get("name") not in known:
        raise DSSError(f"Plugin {plugin_id} has no preset '{value.get('name')}', only {', '.join(sorted(known))}")
    chosen = known[value["name"]]
    return {**chosen.get("pluginConfig", {}), **chosen.get("config", {})}
