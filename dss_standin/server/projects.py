"""Routes of projects: creation, variables, settings, metadata, deletion."""

from __future__ import annotations

import re
import shutil
from typing import Any

from flask import Blueprint, Response, jsonify

from dss_standin.datasets.definitions import dataset, require_project
from dss_standin.errors import DSSError
from dss_standin.server.datasets import drop_data
from dss_standin.server.request import body, dss, flag

blueprint = Blueprint("projects", __name__, url_prefix="/projects")


@blueprint.get("")
def list_projects() -> Response:
    """List the projects."""
    keys = [key for key in dss().store.names("projects") if dss().store.exists(f"projects/{key}/project")]
    return jsonify([_summary(_project(key)) for key in keys])


@blueprint.post("")
def create() -> Response:
    """Create a project; the answer is text."""
    given = body()
    key = str(given.get("projectKey") or "")
    if not re.fullmatch(r"[A-Za-z0-9_]+", key):
        raise DSSError(f"Illegal project key {key!r}: letters, digits and '_' only")
    if not given.get("owner"):
        raise DSSError(f"Project {key} needs an owner")
    if dss().store.exists(f"projects/{key}/project"):
        raise DSSError(f"Project {key} already exists")
    dss().store.write(f"projects/{key}/variables", {"standard": {}, "local": {}})
    dss().store.write(f"projects/{key}/project", _new_project(key, given))
    return Response(f"Created project {key}", content_type="text/plain")


@blueprint.get("/<project_key>")
def summary(project_key: str) -> Response:
    """Return the summary of a project."""
    return jsonify(_summary(_project(project_key)))


@blueprint.delete("/<project_key>")
def delete(project_key: str) -> Response:
    """Delete a project; its managed data too when asked."""
    require_project(dss(), project_key)
    if flag("clearManagedDatasets"):
        for name in dss().store.names(f"projects/{project_key}/datasets"):
            drop_data(dataset(dss(), project_key, name))
    shutil.rmtree(dss().workspace / "uploads" / project_key, ignore_errors=True)
    dss().store.delete(f"projects/{project_key}")
    return jsonify({"hasResult": True, "result": {"messages": []}})


@blueprint.get("/<project_key>/variables")
def get_variables(project_key: str) -> Response:
    """Return standard and local variables."""
    require_project(dss(), project_key)
    return jsonify(dss().store.read(f"projects/{project_key}/variables"))


@blueprint.put("/<project_key>/variables")
def put_variables(project_key: str) -> Response:
    """Replace standard and local variables."""
    require_project(dss(), project_key)
    given = body()
    if not isinstance(given.get("standard"), dict) or not isinstance(given.get("local"), dict):
        raise DSSError("Variables are an object with the objects 'standard' and 'local'")
    dss().store.write(f"projects/{project_key}/variables", given)
    return jsonify({})


@blueprint.get("/<project_key>/<any(settings, permissions, tags, metadata):part>")
def get_part(project_key: str, part: str) -> Response:
    """Return settings, permissions, tags or metadata."""
    return jsonify(_project(project_key)[part])


@blueprint.put("/<project_key>/<any(settings, permissions, tags, metadata):part>")
def put_part(project_key: str, part: str) -> Response:
    """Replace settings, permissions, tags or metadata."""
    with dss().store.lock(f"projects/{project_key}"):
        project = _project(project_key)
        project[part] = body()
        dss().store.write(f"projects/{project_key}/project", project)
    return jsonify({})


def _project(project_key: str) -> dict[str, Any]:
    require_project(dss(), project_key)
    return dss().store.read(f"projects/{project_key}/project")


def _new_project(key: str, given: dict[str, Any]) -> dict[str, Any]:
    label = given.get("name") or key
    return {
        "projectKey": key,
        "name": label,
        "ownerLogin": given["owner"],
        "metadata": {
            "label": label,
            "description": given.get("description") or "",
            "tags": given.get("tags") or [],
            "customFields": {},
            "checklists": {"checklists": []},
        },
        "settings": {"settings": given.get("settings") or {}, "exposedObjects": {"objects": []}},
        "permissions": {"owner": given["owner"], "permissions": given.get("permissions") or []},
        "tags": {"tags": {}},
    }


def _summary(project: dict[str, Any]) -> dict[str, Any]:
    identity = {name: project[name] for name in ("projectKey", "name", "ownerLogin")}
    return {**identity, "shortDesc": project["metadata"]["description"], "tags": project["metadata"]["tags"]}
