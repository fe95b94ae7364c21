"""Code environments as records: an interpreter, and packages that are listed and never installed."""

from __future__ import annotations

import importlib.metadata
import sys
from typing import Any

from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound


def listed(dss: DSS) -> list[dict[str, Any]]:
    """List the code envs: one for each plugin that asked for its own, and those that were made."""
    created = [(name, "DESIGN_MANAGED") for name in dss.store.names("codeenvs")]
    envs = [*((name, "PLUGIN_MANAGED") for name in _of_plugins(dss)), *created]
    return [{"envName": name, "envLang": "PYTHON", "deploymentMode": mode} for name, mode in envs]


def definition(dss: DSS, name: str) -> dict[str, Any]:
    """Return a code env; that of a plugin is the environment of this process, in which its code runs."""
    if name in _of_plugins(dss):
        packages = sorted(
            f"{distribution.metadata['Name']}=={distribution.version}"
            for distribution in importlib.metadata.distributions()
        )
        interpreter = f"PYTHON{sys.version_info.major}{sys.version_info.minor}"
        return _record(name, "PLUGIN_MANAGED", interpreter, "", "\n".join(packages))
    if not dss.store.exists(f"codeenvs/{name}"):
        raise NotFound(f"code env does not exist: {name}")
    return dss.store.read(f"codeenvs/{name}")


def create(dss: DSS, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Make a code env without packages."""
    if name in [env["envName"] for env in listed(dss)]:
        raise DSSError(f"Code env '{name}' already exists")
    interpreter = str(given.get("pythonInterpreter") or "PYTHON39")
    dss.store.write(f"codeenvs/{name}", _record(name, str(given["deploymentMode"]), interpreter, "", ""))
    return {"envName": name, "messages": {"error": False, "messages": []}}


def save(dss: DSS, name: str, given: dict[str, Any]) -> None:
    """Replace what is asked for; what is installed follows with the next update."""
    kept = dss.store.read(f"codeenvs/{name}")
    dss.store.write(f"codeenvs/{name}", {**given, "actualPackageList": kept["actualPackageList"]})


def update(dss: DSS, name: str) -> dict[str, Any]:
    """List what is asked for as installed."""
    kept = dss.store.read(f"codeenvs/{name}")
    dss.store.write(f"codeenvs/{name}", {**kept, "actualPackageList": kept["specPackageList"]})
    return {"envName": name, "messages": {"error": False, "messages": []}}


def _of_plugins(dss: DSS) -> list[str]:
    records = [dss.store.read(f"plugins/{plugin}") for plugin in dss.store.names("plugins")]
    return [record["codeEnv"] for record in records if record.get("codeEnv")]


def _record(name: str, mode: str, interpreter: str, asked: str, installed: str) -> dict[str, Any]:
    return {
        "envName": name,
        "envLang": "PYTHON",
        "deploymentMode": mode,
        "desc": {"pythonInterpreter": interpreter},
        "specPackageList": asked,
        "actualPackageList": installed,
    }
