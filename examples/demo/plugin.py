"""The plugin on the host: its zip installed or updated, its code env made and chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dataikuapi

from examples.demo import ROOT
from examples.demo.errors import DemoError

PLUGIN = "champion-challenger"


def plugin_zip() -> Path:
    """Path of the zip that `make plugin` builds."""
    version = json.loads((ROOT / "plugin.json").read_text(encoding="utf-8"))["version"]
    file = ROOT / "dist" / f"dss-plugin-{PLUGIN}-{version}.zip"
    if not file.is_file():
        raise DemoError(f"There is no {file.relative_to(ROOT)}: run `make plugin` first.")
    return file


def installed_plugin(client: dataikuapi.DSSClient, file: Path) -> str:
    """Install the plugin, or update it where it is installed, with its code env; return its version."""
    plugin = client.get_plugin(PLUGIN)
    with file.open("rb") as stream:
        # Not update_from_zip and install_plugin_from_archive: the client drops their answer, failures included.
        send = plugin.start_update_from_zip if _is_installed(client) else client.start_install_plugin_from_archive
        _check(send(stream).wait_for_result(), "Installation")
    settings = plugin.get_settings()
    has_env = bool(settings.get_raw().get("codeEnvName"))
    made = (plugin.update_code_env() if has_env else plugin.create_code_env()).wait_for_result()
    _check(made, "Code env")
    if not has_env:
        settings.set_code_env(made["envName"])
        settings.save()
    return next(str(one["version"]) for one in client.list_plugins() if one["id"] == PLUGIN)


def _is_installed(client: dataikuapi.DSSClient) -> bool:
    return any(one["id"] == PLUGIN for one in client.list_plugins())


def _check(result: dict[str, Any], what: str) -> None:
    """A failed installation does not raise; its messages say it."""
    messages = result.get("messages") or {}
    if result.get("success") is False or messages.get("error") or messages.get("fatal"):
        told = "; ".join(str(one.get("message") or one.get("title")) for one in messages.get("messages", []))
        raise DemoError(f"{what} of the plugin: {told}. Look at the plugin's page in DSS.")
