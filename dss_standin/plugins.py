"""Installed plugins: unpacked zips, their settings, and what their code env lacks."""

from __future__ import annotations

import compileall
import importlib.metadata
import io
import os
import shutil
import stat
import sys
import uuid
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

from dss_standin.descriptors import read_descriptor
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound
from dss_standin.store import checked_name

REQUIREMENTS = "code-env/python/spec/requirements.txt"
ENV_DESCRIPTION = "code-env/python/desc.json"
_MOST_TIMES, _SMALL = 100, 10_000_000


def plugin_folder(dss: DSS, plugin_id: str) -> Path:
    """Return the folder of an installed plugin's files."""
    require_plugin(dss, plugin_id)
    return dss.store.path(f"plugins/{plugin_id}")


def require_plugin(dss: DSS, plugin_id: str) -> dict[str, Any]:
    """Return what is kept of an installed plugin; raise when it is not installed."""
    if not dss.store.exists(f"plugins/{plugin_id}"):
        raise NotFound(f"Plugin does not exist: {plugin_id}")
    return dss.store.read(f"plugins/{plugin_id}")


def install(dss: DSS, content: bytes, expected_id: str | None = None) -> dict[str, Any]:
    """Unpack a plugin zip and use it from there; `expected_id` updates that plugin, None installs a new one."""
    temporary = dss.workspace / "plugins" / f".{uuid.uuid4().hex}"
    temporary.mkdir(parents=True)
    try:
        _unpack(content, temporary)
        compileall.compile_dir(temporary, quiet=2)
        described = _checked_descriptors(temporary)
        plugin_id = checked_name(described["id"])
        _check_target(dss, plugin_id, expected_id)
        _replace(temporary, dss.store.path(f"plugins/{plugin_id}"))
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    kept = dss.store.read(f"plugins/{plugin_id}") if expected_id else {"settings": _new_settings(), "projects": {}}
    dss.store.write(f"plugins/{plugin_id}", {**kept, "id": plugin_id, "version": described["version"]})
    return {"pluginId": plugin_id, "success": True, "messages": messages([])}


def create_code_env(dss: DSS, plugin_id: str) -> dict[str, Any]:
    """Make this interpreter the plugin's code env; warn of each requirement that it lacks."""
    record = require_plugin(dss, plugin_id)
    folder = plugin_folder(dss, plugin_id)
    if not (folder / ENV_DESCRIPTION).is_file():
        raise DSSError(f"Plugin {plugin_id} has no code env: its zip lacks {ENV_DESCRIPTION}")
    name = f"plugin_{plugin_id}_managed"
    dss.store.write(f"plugins/{plugin_id}", {**record, "codeEnv": name})
    return {"envName": name, "messages": messages([*_wrong_interpreter(folder), *_missing_requirements(folder)])}


def update_code_env(dss: DSS, plugin_id: str) -> dict[str, Any]:
    """Check the plugin's code env again."""
    if not require_plugin(dss, plugin_id).get("codeEnv"):
        raise DSSError(f"Plugin {plugin_id} has no code env yet: create it first")
    return create_code_env(dss, plugin_id)


def messages(warnings: list[str]) -> dict[str, Any]:
    """Return DSS's report of an operation, with its flags and one warning a line."""
    listed = [{"severity": "WARNING", "code": "WARN_STANDIN", "title": text, "message": text} for text in warnings]
    flags = {"anyMessage": bool(listed), "success": True, "warning": bool(listed), "error": False, "fatal": False}
    return {**flags, "maxSeverity": "WARNING" if listed else "INFO", "messages": listed}


def description(dss: DSS, plugin_id: str) -> dict[str, Any]:
    """Return a plugin as the client lists it."""
    record = require_plugin(dss, plugin_id)
    meta = read_descriptor(plugin_folder(dss, plugin_id) / "plugin.json").get("meta", {})
    return {"id": plugin_id, "version": record["version"], "isDev": False, "installed": True, "meta": meta}


def settings(dss: DSS, plugin_id: str, project_key: str | None) -> dict[str, Any]:
    """Return a plugin's settings, those of one project when a key is given."""
    record = require_plugin(dss, plugin_id)
    kept = record["projects"].get(project_key, {"presets": []}) if project_key else record["settings"]
    described = _parameter_sets(plugin_id, plugin_folder(dss, plugin_id))
    known = {entry["name"] for entry in kept.get("parameterSets", [])}
    fresh = [
        {"name": entry["id"], "type": entry["elementType"], "defaultPermission": {}, "permissions": []}
        for entry in described
        if entry["id"] not in known
    ]
    return {**kept, "parameterSets": [*kept.get("parameterSets", []), *fresh], "accessibleParameterSetDescs": described}


def save_settings(dss: DSS, plugin_id: str, project_key: str | None, given: dict[str, Any]) -> None:
    """Replace a plugin's settings; a code env must exist to be chosen."""
    record = require_plugin(dss, plugin_id)
    env = given.get("codeEnvName")
    if env and env != record.get("codeEnv"):
        raise DSSError(f"Code env '{env}' does not exist; plugin {plugin_id} has {record.get('codeEnv') or 'none'}")
    kept = {name: value for name, value in given.items() if name != "accessibleParameterSetDescs"}
    if project_key:
        record["projects"][project_key] = kept
    else:
        record["settings"] = kept
    dss.store.write(f"plugins/{plugin_id}", record)


def _unpack(content: bytes, folder: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                _check_entry(entry)
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > max(_MOST_TIMES * len(content), _SMALL):
                raise DSSError(f"The plugin archive unpacks to {unpacked:,} bytes, over {_MOST_TIMES} times its size")
            archive.extractall(folder)
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise DSSError(f"The plugin archive is not a readable zip: {error}") from None


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename or link:
        raise DSSError(f"The plugin archive holds an unsafe entry: {entry.filename!r}")


def _checked_descriptors(folder: Path) -> dict[str, Any]:
    if not (folder / "plugin.json").is_file():
        raise DSSError("The plugin archive has no plugin.json at its root")
    for file in sorted(folder.glob("*/*/*.json")):
        read_descriptor(file)
    described = read_descriptor(folder / "plugin.json")
    lacking = [name for name in ("id", "version") if not described.get(name)]
    if lacking or not described.get("meta", {}).get("label"):
        raise DSSError(f"plugin.json lacks {', '.join([*lacking, *([] if lacking else ['meta.label'])])}")
    return dict(described)


def _check_target(dss: DSS, plugin_id: str, expected_id: str | None) -> None:
    if expected_id is None and dss.store.exists(f"plugins/{plugin_id}"):
        raise DSSError(f"Plugin {plugin_id} is already installed: update it instead")
    if expected_id is not None and require_plugin(dss, expected_id)["id"] != plugin_id:
        raise DSSError(f"The archive holds plugin {plugin_id}, not {expected_id}")


def _replace(fresh: Path, target: Path) -> None:
    old = target.with_name(f".{uuid.uuid4().hex}")
    if target.exists():
        os.replace(target, old)
    os.replace(fresh, target)
    shutil.rmtree(old, ignore_errors=True)


def _new_settings() -> dict[str, Any]:
    permission = {"admin": False, "canViewComponents": True}
    visibility = {"defaultPermission": permission, "excludedFromCDE": False, "detailsNotVisible": False}
    return {"codeEnvName": None, "config": {}, "presets": [], "parameterSets": [], **visibility}


def _parameter_sets(plugin_id: str, folder: Path) -> list[dict[str, Any]]:
    parameter_sets = []
    for file in sorted(folder.glob("parameter-sets/*/parameter-set.json")):
        desc = {"params": [], "pluginParams": [], **read_descriptor(file)}
        name = file.parent.name
        parameter_sets.append({"id": name, "elementType": f"parameter-set-{plugin_id}-{name}", "desc": desc})
    return parameter_sets


def _wrong_interpreter(folder: Path) -> list[str]:
    accepted = read_descriptor(folder / ENV_DESCRIPTION).get("acceptedPythonInterpreters", [])
    here = f"PYTHON{sys.version_info.major}{sys.version_info.minor}"
    return [] if not accepted or here in accepted else [f"{here} is not among the interpreters {', '.join(accepted)}"]


def _missing_requirements(folder: Path) -> list[str]:
    file = folder / REQUIREMENTS
    lines = [line.split("#")[0].strip() for line in file.read_text().splitlines()] if file.is_file() else []
    return [problem for line in lines if line for problem in _problem(line)]


def _problem(line: str) -> list[str]:
    try:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate():
            return []
        version = importlib.metadata.version(requirement.name)
    except InvalidRequirement:
        return [f"Requirement {line!r} cannot be read"]
    except importlib.metadata.PackageNotFoundError:
        return [f"Requirement {line} is not installed in this environment"]
    met = requirement.specifier.contains(version, prereleases=True)
    return [] if met else [f"Requirement {line} is not met: {requirement.name} {version} is installed"]
