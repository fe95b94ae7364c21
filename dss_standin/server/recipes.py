"""Routes of recipes and of the flow's graph."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from dss_standin.datasets.definitions import check_schema, require_project, split_ref
from dss_standin.errors import DSSError
from dss_standin.flow import recipes, scoring
from dss_standin.flow.graph import flow_graph, read_recipe, refs
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
    name = recipes.create(dss(), project_key, asked.get("recipePrototype") or {}, asked.get("creationSettings") or {})
    return jsonify({"name": name})


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
    """Return the schemas that the outputs need."""
    return jsonify(scoring.schema_update(dss(), project_key, name))


@blueprint.post("/recipes/<name>/actions/updateOutputSchema")
def post_schema(project_key: str, name: str) -> Response:
    """Give one output the schema that it needs."""
    asked = body()
    outputs = list(refs(project_key, read_recipe(dss(), project_key, name)["recipe"], "outputs"))
    ref = ".".join(split_ref(project_key, str(asked.get("computableId"))))
    if asked.get("computableType") != "DATASET" or ref not in outputs:
        raise DSSError(f"{asked.get('computableType')} {ref} is no output dataset of recipe {name}")
    check_schema(asked["newSchema"])
    scoring.set_schema(dss(), *split_ref("", ref), asked["newSchema"], drop=bool(asked.get("dropAndRecreate")))
    return jsonify(_NOTHING)


@blueprint.get("/flow/graph")
def get_graph(project_key: str) -> Response:
    """Return the nodes of the flow."""
    require_project(dss(), project_key)
    return jsonify(flow_graph(dss(), project_key))
