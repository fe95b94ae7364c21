"""Routes of saved models and their versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from dss_standin.datasets.definitions import require_project
from dss_standin.errors import OutsideSlice
from dss_standin.flow import models, saved_models
from dss_standin.flow.graph import refs
from dss_standin.server.request import body, dss

blueprint = Blueprint("saved_models", __name__, url_prefix="/projects/<project_key>/savedmodels")
_VERSION = "/<model_id>/versions/<version>"


@blueprint.get("")
def list_models(project_key: str) -> Response:
    """List the saved models of a project."""
    require_project(dss(), project_key)
    names = dss().store.names(f"projects/{project_key}/savedmodels")
    return jsonify([{**saved_models.read(dss(), project_key, name), "type": "PREDICTION"} for name in names])


@blueprint.post("")
def create(project_key: str) -> Response:
    """Create an MLflow model, which never has a version here: recipes meet one that they do not take."""
    asked = body()
    if asked.get("savedModelType") != "MLFLOW_PYFUNC":
        raise OutsideSlice(f"Saved models {asked.get('savedModelType')!r} are outside the slice: MLFLOW_PYFUNC only")
    given = {"savedModelType": asked["savedModelType"]}
    mini_task = {"taskType": "PREDICTION", "predictionType": asked.get("predictionType"), "modeling": {"metrics": {}}}
    model = saved_models.create(dss(), project_key, str(asked.get("name")), {**given, "miniTask": mini_task})
    return jsonify({"id": model["id"]})


@blueprint.get("/<model_id>")
def get_settings(project_key: str, model_id: str) -> Response:
    """Return the settings."""
    return jsonify(saved_models.read(dss(), project_key, model_id))


@blueprint.put("/<model_id>")
def put_settings(project_key: str, model_id: str) -> Response:
    """Replace the settings."""
    saved_models.save(dss(), project_key, model_id, body())
    return jsonify({})


@blueprint.delete("/<model_id>")
def delete(project_key: str, model_id: str) -> Response:
    """Delete a saved model with its versions and its train recipe."""
    saved_models.read(dss(), project_key, model_id)
    for name in dss().store.names(f"projects/{project_key}/recipes"):
        recipe = dss().store.read(f"projects/{project_key}/recipes/{name}")["recipe"]
        if f"{project_key}.{model_id}" in refs(project_key, recipe, "outputs"):
            dss().store.delete(f"projects/{project_key}/recipes/{name}")
    dss().store.delete(f"projects/{project_key}/savedmodels/{model_id}")
    return jsonify({})


@blueprint.get("/<model_id>/versions")
def list_versions(project_key: str, model_id: str) -> Response:
    """List the versions."""
    return jsonify(saved_models.list_versions(dss(), project_key, model_id))


@blueprint.get(f"{_VERSION}/details")
def get_details(project_key: str, model_id: str, version: str) -> Response:
    """Return all that is known of a version."""
    details = _part(project_key, model_id, version, "details")
    if not dss().switches.training_environment_told:
        details["coreParams"] = {k: v for k, v in details["coreParams"].items() if k != "executionParams"}
    return jsonify(details)


@blueprint.get(f"{_VERSION}/snippet")
def get_snippet(project_key: str, model_id: str, version: str) -> Response:
    """Return the figures of a version."""
    return jsonify(_part(project_key, model_id, version, "snippet"))


@blueprint.put(f"{_VERSION}/user-meta")
def put_user_meta(project_key: str, model_id: str, version: str) -> Response:
    """Replace name, description and labels of a version."""
    key = saved_models.version_key(dss(), project_key, model_id, version)
    models.save_user_meta(dss(), key, body())
    return jsonify({})


@blueprint.post(f"{_VERSION}/actions/setActive")
def post_set_active(project_key: str, model_id: str, version: str) -> Response:
    """Make a version the active one."""
    saved_models.set_active(dss(), project_key, model_id, version)
    return jsonify({"schemaChanged": False})


@blueprint.post("/<model_id>/actions/delete-versions")
def post_delete_versions(project_key: str, model_id: str) -> Response:
    """Delete versions."""
    saved_models.delete_versions(dss(), project_key, model_id, body()["versions"])
    return jsonify({})


@blueprint.get("/<model_id>/metrics/<version>")
def get_metrics(project_key: str, model_id: str, version: str) -> Response:
    """Return the figures of a version as computed metrics."""
    return jsonify(saved_models.metric_values(dss(), project_key, model_id, version))


@blueprint.get("/<model_id>/usages")
def get_usages(project_key: str, model_id: str) -> Response:
    """List the recipes that take or make the model."""
    saved_models.read(dss(), project_key, model_id)
    usages = []
    for name in dss().store.names(f"projects/{project_key}/recipes"):
        recipe = dss().store.read(f"projects/{project_key}/recipes/{name}")["recipe"]
        for side, label in (("inputs", "RECIPE_INPUT"), ("outputs", "RECIPE_OUTPUT")):
            if f"{project_key}.{model_id}" in refs(project_key, recipe, side):
                usages.append({"type": label, "objectId": name, "objectProjectKey": project_key})
    return jsonify(usages)


def _part(project_key: str, model_id: str, version: str, part: str) -> dict[str, Any]:
    return models.read(dss(), saved_models.version_key(dss(), project_key, model_id, version), part)
