"""Routes of the lab: analyses, ML tasks, their trainings and models."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dss_standin.datasets.definitions import require_project
from dss_standin.errors import DSSError
from dss_standin.flow import deployment, models
from dss_standin.flow.lab import Task, create_analysis, read_analysis
from dss_standin.server.request import body, dss, flag, text
from dss_standin.store import still_there

blueprint = Blueprint("lab", __name__, url_prefix="/projects/<project_key>")
_TASK = "/models/lab/<analysis_id>/<task_id>"
_MODEL = f"{_TASK}/models/<full_model_id>"


@blueprint.get("/lab")
def list_analyses(project_key: str) -> Response:
    """List the analyses of a project."""
    analyses = still_there(lambda name: read_analysis(dss(), project_key, name), _analyses(project_key))
    lines = [
        {
            "analysisId": analysis["id"],
            "inputDataset": analysis["inputDatasetSmartName"],
            "analysisName": analysis["name"],
        }
        for analysis in analyses
    ]
    if not dss().switches.analysis_name_listed:
        lines = [{name: line[name] for name in ("analysisId", "inputDataset")} for line in lines]
    return jsonify(lines)


@blueprint.post("/lab")
def post_analysis(project_key: str) -> Response:
    """Create an analysis."""
    return jsonify({"id": create_analysis(dss(), project_key, str(body().get("inputDataset")))})


@blueprint.get("/lab/<analysis_id>")
def get_analysis(project_key: str, analysis_id: str) -> Response:
    """Return the definition of an analysis."""
    return jsonify(read_analysis(dss(), project_key, analysis_id))


@blueprint.put("/lab/<analysis_id>")
def put_analysis(project_key: str, analysis_id: str) -> Response:
    """Replace the definition of an analysis: its name, its script, its dataset."""
    read_analysis(dss(), project_key, analysis_id)
    ids = {"id": analysis_id, "projectKey": project_key}
    dss().store.write(f"projects/{project_key}/lab/{analysis_id}/analysis", {**body(), **ids})
    return jsonify({})


@blueprint.delete("/lab/<analysis_id>")
def delete_analysis(project_key: str, analysis_id: str) -> Response:
    """Delete an analysis with its tasks and models."""
    read_analysis(dss(), project_key, analysis_id)
    dss().store.delete(f"projects/{project_key}/lab/{analysis_id}")
    return jsonify({})


@blueprint.get("/models/lab")
def list_tasks(project_key: str) -> Response:
    """List the ML tasks of a project."""
    tasks = [task for name in _analyses(project_key) for task in _tasks(project_key, name)]
    return jsonify({"mlTasks": still_there(Task.summary, tasks)})


@blueprint.get("/lab/<analysis_id>/models")
def list_tasks_of_analysis(project_key: str, analysis_id: str) -> Response:
    """List the ML tasks of an analysis."""
    read_analysis(dss(), project_key, analysis_id)
    return jsonify({"mlTasks": still_there(Task.summary, _tasks(project_key, analysis_id))})


@blueprint.post("/models/lab")
def post_task_and_analysis(project_key: str) -> Response:
    """Create an analysis and an ML task in it."""
    asked = body()
    analysis_id = create_analysis(dss(), project_key, str(asked.get("inputDataset")))
    try:
        task = Task.create(dss(), project_key, analysis_id, asked)
    except DSSError:
        dss().store.delete(f"projects/{project_key}/lab/{analysis_id}")
        raise
    return jsonify({"analysisId": analysis_id, "mlTaskId": task.id})


@blueprint.post("/lab/<analysis_id>/models")
def post_task(project_key: str, analysis_id: str) -> Response:
    """Create an ML task in an analysis."""
    read_analysis(dss(), project_key, analysis_id)
    task = Task.create(dss(), project_key, analysis_id, body())
    return jsonify({"analysisId": analysis_id, "mlTaskId": task.id})


@blueprint.delete(_TASK)
def delete_task(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Delete an ML task with its models."""
    dss().store.delete(_task(project_key, analysis_id, task_id).key)
    return jsonify({})


@blueprint.get(f"{_TASK}/status")
def get_status(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Tell what runs and which models there are."""
    return jsonify(_task(project_key, analysis_id, task_id).status())


@blueprint.get(f"{_TASK}/settings")
def get_settings(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Return the settings of the next training."""
    return jsonify(_task(project_key, analysis_id, task_id).settings())


@blueprint.post(f"{_TASK}/settings")
def post_settings(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Replace the settings."""
    _task(project_key, analysis_id, task_id).save_settings(body())
    return jsonify({})


@blueprint.put(f"{_TASK}/guess")
def put_guess(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Guess the settings again."""
    asked = (text("targetVariable") or None, text("predictionType") or None, flag("fullReguess", True))
    return jsonify(_task(project_key, analysis_id, task_id).guess(*asked))


@blueprint.post(f"{_TASK}/train")
def post_train(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Start a training session."""
    return jsonify({"sessionId": _task(project_key, analysis_id, task_id).start_training()})


@blueprint.post(f"{_TASK}/actions/removeAllSplits")
@blueprint.post(f"{_TASK}/actions/removeUnusedSplits")
def post_remove_splits(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Forget the extracts of earlier trainings."""
    _task(project_key, analysis_id, task_id).remove_splits()
    return jsonify({})


@blueprint.get(f"{_TASK}/models-snippets")
def get_snippets(project_key: str, analysis_id: str, task_id: str) -> Response:
    """Return snippets by model id: a GET whose body may name the models."""
    return jsonify(_task(project_key, analysis_id, task_id).snippets(body().get("modelsIds")))


@blueprint.get(f"{_MODEL}/details")
def get_details(project_key: str, analysis_id: str, task_id: str, full_model_id: str) -> Response:
    """Return all that is known of a model."""
    key = _task(project_key, analysis_id, task_id).model_key(full_model_id)
    return jsonify(models.read(dss(), key, "details"))


@blueprint.put(f"{_MODEL}/user-meta")
def put_user_meta(project_key: str, analysis_id: str, task_id: str, full_model_id: str) -> Response:
    """Replace name, description and labels of a model."""
    models.save_user_meta(dss(), _task(project_key, analysis_id, task_id).model_key(full_model_id), body())
    return jsonify({})


@blueprint.delete(_MODEL)
def delete_model(project_key: str, analysis_id: str, task_id: str, full_model_id: str) -> Response:
    """Delete a model."""
    _task(project_key, analysis_id, task_id).delete_model(full_model_id)
    return jsonify({})


@blueprint.post(f"{_MODEL}/actions/deployToFlow")
def post_deploy(project_key: str, analysis_id: str, task_id: str, full_model_id: str) -> Response:
    """Make a saved model and its train recipe of a model."""
    return jsonify(deployment.deploy(_task(project_key, analysis_id, task_id), full_model_id, body()))


@blueprint.post(f"{_MODEL}/actions/redeployToFlow")
def post_redeploy(project_key: str, analysis_id: str, task_id: str, full_model_id: str) -> Response:
    """Add a model to a saved model, as a new version."""
    return jsonify(deployment.redeploy(_task(project_key, analysis_id, task_id), full_model_id, body()))


def _task(project_key: str, analysis_id: str, task_id: str) -> Task:
    return Task(dss(), project_key, analysis_id, task_id).existing()


def _analyses(project_key: str) -> list[str]:
    require_project(dss(), project_key)
    return dss().store.names(f"projects/{project_key}/lab")


def _tasks(project_key: str, analysis_id: str) -> list[Task]:
    names = dss().store.names(f"projects/{project_key}/lab/{analysis_id}/tasks")
    return [Task(dss(), project_key, analysis_id, name) for name in names]
