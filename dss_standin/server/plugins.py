"""Routes of plugins: installation, settings, code env."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from dss_standin import plugins
from dss_standin.errors import DSSError
from dss_standin.server.request import body, dss, text, uploaded_file

blueprint = Blueprint("plugins", __name__, url_prefix="/plugins")


@blueprint.get("")
def list_plugins() -> Response:
    """List the installed plugins."""
    return jsonify([plugins.description(dss(), plugin) for plugin in dss().store.names("plugins")])


@blueprint.post("/actions/installFromZip")
def install() -> Response:
    """Install a plugin at once."""
    return jsonify(plugins.install(dss(), uploaded_file()[1])["messages"])


@blueprint.post("/actions/future/installFromZip")
def start_install() -> Response:
    """Install a plugin as a future."""
    opened, content = dss(), uploaded_file()[1]
    return jsonify(opened.futures.start(lambda: plugins.install(opened, content)))


@blueprint.post("/<plugin_id>/actions/updateFromZip")
def update(plugin_id: str) -> Response:
    """Update a plugin at once."""
    return jsonify(plugins.install(dss(), uploaded_file()[1], plugin_id)["messages"])


@blueprint.post("/<plugin_id>/actions/future/updateFromZip")
def start_update(plugin_id: str) -> Response:
    """Update a plugin as a future."""
    opened, content = dss(), uploaded_file()[1]
    return jsonify(opened.futures.start(lambda: plugins.install(opened, content, plugin_id)))


@blueprint.post("/<plugin_id>/code-env/actions/create")
def create_code_env(plugin_id: str) -> Response:
    """Create the code env as a future; it is this interpreter."""
    opened = dss()
    return jsonify(opened.futures.start(lambda: plugins.create_code_env(opened, plugin_id)))


@blueprint.post("/<plugin_id>/code-env/actions/update")
def update_code_env(plugin_id: str) -> Response:
    """Update the code env as a future."""
    opened = dss()
    return jsonify(opened.futures.start(lambda: plugins.update_code_env(opened, plugin_id)))


@blueprint.get("/<plugin_id>/settings")
def get_settings(plugin_id: str) -> Response:
    """Return settings of the instance, or of a project."""
    return jsonify(plugins.settings(dss(), plugin_id, text("projectKey") or None))


@blueprint.post("/<plugin_id>/settings")
def save_settings(plugin_id: str) -> Response:
    """Replace settings of the instance, or of a project."""
    plugins.save_settings(dss(), plugin_id, text("projectKey") or None, body())
    return jsonify({})


@blueprint.get("/<plugin_id>/actions/listUsages")
def list_usages(plugin_id: str) -> Response:
    """List the recipes that come from the plugin."""
    return jsonify({"usages": _usages(plugin_id), "missingTypes": []})


@blueprint.post("/<plugin_id>/actions/delete")
def delete(plugin_id: str) -> Response:
    """Delete a plugin; one that recipes use only by force."""
    used = _usages(plugin_id)
    if used and not body().get("force"):
        raise DSSError(f"Plugin {plugin_id} is used by {', '.join(item['objectId'] for item in used)}")
    dss().store.delete(f"plugins/{plugin_id}")
    return jsonify({"hasResult": True, "result": {"messages": plugins.messages([])}})


def _usages(plugin_id: str) -> list[dict[str, Any]]:
    folder = plugins.plugin_folder(dss(), plugin_id) / "custom-recipes"
    types = {f"CustomCode_{entry.name}" for entry in folder.iterdir()} if folder.is_dir() else set()
    usages = []
    for project in dss().store.names("projects"):
        for recipe in dss().store.names(f"projects/{project}/recipes"):
            kind = dss().store.read(f"projects/{project}/recipes/{recipe}")["recipe"]["type"]
            if kind in types:
                usages.append(_usage(project, recipe, kind))
    return usages


def _usage(project_key: str, recipe: str, kind: str) -> dict[str, Any]:
    element = {"elementKind": "python-recipes", "elementType": kind}
    return {**element, "objectId": recipe, "objectType": "RECIPE", "projectKey": project_key}
