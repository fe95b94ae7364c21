"""Routes of recipes and of the flow's graph."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from dss_standin.datasets.definitions import require_project
from dss_standin.flow import recipes
from dss_standin.flow.graph import flow_graph, read_recipe
from dss_standin.server.request import body, dss

blueprint = Blueprint("recipes", __name__, url_prefix="/projects/<project_key>")
_NOTHING: dict[str, Any] = {"messages": [], "maxSeverity": None}


@blueprint.get("/recipes")
def list_recipes(project_key: str) -> Response:
    """List the recipes of a project."""
    require_project(dss(), project_key)
    names = dss().store.names(f"projects/{project_key}/recipes")
    return jsonify([read_recipe(dss(), project_key, name)["recipe"] for name in names])


@blueprint.post("/recipes")
def create(project_key: str) -> Response:
    """Create a recipe."""
    asked = body()
    made = recipes.create(dss(), project_key, asked.get("recipePrototype") or {}, asked.get("creationSettings") or {})
    return jsonify({"name": made})


@blueprint.get("/recipes/<name>")
def get_settings(project_key: str, name: str) -> Response:
    """Return the recipe and its payload."""
    return jsonify(read_recipe(dss(), project_key, name))


@blueprint.put("/recipes/<name>")
def put_settings(project_key: str, name: str) -> Response:
    """Replace the recipe and its payload."""
    recipes.save(dss(), project_key, name, body())
    return jsonify({})


@blueprint.delete("/recipes/<name>")
def delete(project_key: str, name: str) -> Response:
    """Delete a recipe; its datasets stay."""
    read_recipe(dss(), project_key, name)
    dss().store.delete(f"projects/{project_key}/recipes/{name}")
    return jsonify({})


@blueprint.get("/recipes/<name>/status")
def get_status(project_key: str, name: str) -> Response:
    """Return no message: the stand-in checks a recipe when it runs."""
    read_recipe(dss(), project_key, name)
    return jsonify({"allMessagesForFrontend": _NOTHING})


@blueprint.get("/recipes/<name>/schema-update")
def get_schema_update(project_key: str, name: str) -> Response:
    """Return no change: code recipes write their own schemas."""
    read_recipe(dss(), project_key, name)
    return jsonify({"totalIncompatibilities": 0, "computables": []})


@blueprint.get("/flow/graph")
def get_graph(project_key: str) -> Response:
    """Return the nodes of the flow."""
    require_project(dss(), project_key)
    return jsonify(flow_graph(dss(), project_key))
