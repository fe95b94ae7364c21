"""From the lab to the flow: deployments, redeployments, and runs of the train recipe."""

from __future__ import annotations

import copy
import json
import re
from typing import Any, Callable

import joblib

from dss_standin.datasets.definitions import dataset, split_ref
from dss_standin.datasets.partitions import dimensions
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow import models, saved_models
from dss_standin.flow.activity import Step
from dss_standin.flow.dependencies import default_deps
from dss_standin.flow.extracts import train_and_test
from dss_standin.flow.graph import items, read_recipe, required_producer
from dss_standin.flow.lab import Task, read_analysis
from dss_standin.ml.recipe_payload import recipe_payload, task_settings
from dss_standin.ml.train import train_from_recipe
from dss_standin.versions import check_known

Asked = dict[str, Any]


class TrainingError(DSSError):
    """A train recipe whose model ended FAILED."""


def deploy(task: Task, full_model_id: str, asked: Asked) -> dict[str, str]:
    """Make a saved model with one active version, `initial`, and its train recipe."""
    dss, project_key = task.dss, task.project_key
    parts = _deployable(task, full_model_id, take_meta=True)
    train_ref, name = str(asked.get("trainDatasetRef")), str(asked.get("modelName"))
    dataset(dss, *split_ref(project_key, train_ref))
    given = {**_mini_task(task, full_model_id), "lastExportedFrom": full_model_id, "lastTrainIndex": 1}
    model_id = saved_models.create(dss, project_key, name, given)["id"]
    saved_models.add_version(dss, project_key, model_id, "initial", parts)
    saved_models.set_active(dss, project_key, model_id, "initial")
    recipe_name = _free_recipe_name(dss, project_key, name)
    refs = [ref for ref in (train_ref, asked.get("testDatasetRef")) if ref]
    recipe = {
        "projectKey": project_key,
        "name": recipe_name,
        "type": "prediction_training",
        "inputs": {"main": {"items": [{"ref": ref, "deps": _all_of(dss, project_key, ref, model_id)} for ref in refs]}},
        "outputs": {"main": {"items": [{"ref": model_id, "appendMode": False}]}},
        "params": {"containerSelection": {"containerMode": "INHERIT"}},
        "tags": [],
    }
    payload = _payload(task, full_model_id, bool(asked.get("redoOptimization", True)))
    dss.store.write(f"projects/{project_key}/recipes/{recipe_name}", {"recipe": recipe, "payload": json.dumps(payload)})
    return {"savedModelId": model_id, "trainRecipeName": recipe_name}


def redeploy(task: Task, full_model_id: str, asked: Asked) -> dict[str, bool]:
    """Add a version to a saved model and rewrite its train recipe's payload, never the recipe's inputs."""
    dss, project_key = task.dss, task.project_key
    model_id, recipe_name = _target(dss, project_key, asked)
    definition = saved_models.read(dss, project_key, model_id)
    if definition["savedModelType"] != "DSS_MANAGED":
        raise DSSError(f"Saved model {model_id} is {definition['savedModelType']}: nothing can be redeployed into it")
    across = not str(definition.get("lastExportedFrom")).startswith(f"A-{project_key}-{task.analysis_id}-{task.id}-")
    if across and dss.switches.redeploy_across_tasks == "refused":
        raise DSSError(f"Saved model {model_id} comes from another ML task than {full_model_id}")
    check_known(dss.switches, asked)
    threshold = _fixed_threshold(task, full_model_id, asked)
    parts = _deployable(task, full_model_id, take_meta=dss.switches.user_meta_copied_on_redeploy)
    version = saved_models.add_version(dss, project_key, model_id, None, parts)
    changes = {**_mini_task(task, full_model_id), "lastExportedFrom": full_model_id, "lastTrainIndex": 1}
    activate = bool(asked.get("activate", True)) or (across and dss.switches.redeploy_across_tasks == "activates")
    saved_models.update(dss, project_key, model_id, {**changes, **({"activeVersion": version} if activate else {})})
    payload = _payload(task, full_model_id, bool(asked.get("redoOptimization", False)))
    if threshold is not None:
        payload["modeling"].update(autoOptimizeThreshold=False, forcedClassifierThreshold=threshold)
    before = read_recipe(dss, project_key, recipe_name)
    dss.store.write(f"projects/{project_key}/recipes/{recipe_name}", {**before, "payload": json.dumps(payload)})
    return {"impactsDownstream": activate}


def run_train_recipe(
    dss: DSS, step: Step, job_id: str, scope: list[str] | None, wanted: Callable[[], bool]
) -> str | None:
    """Train a version as the recipe says and keep it; activate it unless a person is to do so.

    Return its id, None when the version was no longer `wanted` at the end of the training.
    """
    payload, model_id = json.loads(step.payload), step.outputs[0].name
    settings = task_settings(payload)
    frame, test = train_and_test(dss, step.project_key, step.inputs[0].ref, settings, scope)
    trained = train_from_recipe(payload, frame, dss.switches, test)
    if trained.estimator is None:
        raise TrainingError(f"Training failed: {trained.details['trainInfo']['failure']['message']}")
    meta = {**trained.details["userMeta"], "name": payload["modelVersionNamePrefix"]}
    details, snippet = ({**part, "userMeta": copy.deepcopy(meta)} for part in (trained.details, trained.snippet))
    if not wanted():
        return None
    with dss.store.lock(f"projects/{step.project_key}/savedmodels/{model_id}/model"):
        definition = saved_models.read(dss, step.project_key, model_id)
        parts = (details, snippet, trained.estimator)
        version = saved_models.add_version(dss, step.project_key, model_id, None, parts)
        index = int(definition.get("lastTrainIndex", 0)) + 1
        saved_models.update(dss, step.project_key, model_id, {"lastTrainIndex": index, "lastTrainJobId": job_id})
        if definition["publishPolicy"] == "UNCONDITIONAL":
            saved_models.set_active(dss, step.project_key, model_id, version)
    return version


def _all_of(dss: DSS, project_key: str, ref: str, model_id: str) -> list[dict[str, Any]]:
    """Return the dependencies of a model's training data: all partitions [A]; the payload's selection limits them."""
    return default_deps(dimensions(dataset(dss, *split_ref(project_key, ref))), [], model_id)


def _deployable(task: Task, full_model_id: str, take_meta: bool) -> tuple[Asked, Asked, Any]:
    key = task.model_key(full_model_id)
    details, snippet = (models.read(task.dss, key, part) for part in ("details", "snippet"))
    if details["trainInfo"]["state"] != "DONE":
        state = details["trainInfo"]["state"]
        raise DSSError(f"Model {full_model_id} is {state}: only a trained model can be deployed")
    details = {**details, "smOrigin": {"origin": "EXPORTED_FROM_ANALYSIS", "fullModelId": full_model_id}}
    if not take_meta:
        meta = {**details["userMeta"], "description": "", "labels": [], "starred": False}
        details, snippet = {**details, "userMeta": meta}, {**snippet, "userMeta": meta}
    return details, snippet, joblib.load(models.bundle_file(task.dss, key))


def _mini_task(task: Task, full_model_id: str) -> Asked:
    settings = task.dss.store.read(f"{task.model_key(full_model_id)}/settings")
    kept = ("taskType", "predictionType", "targetVariable", "modeling", "weight", "time", "calibration")
    return {
        "contentType": "prediction/py_memory",
        "miniTask": {name: settings[name] for name in kept if name in settings},
    }


def _payload(task: Task, full_model_id: str, redo_optimization: bool) -> Asked:
    key = task.model_key(full_model_id)
    payload = recipe_payload(
        task.dss.store.read(f"{key}/settings"),
        models.read(task.dss, key, "details"),
        redo_optimization=redo_optimization,
        generating_model_id=full_model_id,
        switches=task.dss.switches,
    )
    return {**payload, "script": read_analysis(task.dss, task.project_key, task.analysis_id)["script"]}


def _target(dss: DSS, project_key: str, asked: Asked) -> tuple[str, str]:
    if asked.get("recipeName"):
        recipe = read_recipe(dss, project_key, asked["recipeName"])["recipe"]
        return items(dss, project_key, recipe, "outputs")[0].name, asked["recipeName"]
    if not asked.get("savedModelId"):
        raise DSSError("Redeploy needs a saved model or a train recipe: give savedModelId or recipeName")
    model_id = str(asked["savedModelId"])
    saved_models.read(dss, project_key, model_id)
    return model_id, required_producer(dss, project_key, model_id)


def _fixed_threshold(task: Task, full_model_id: str, asked: Asked) -> float | None:
    if asked.get("redoThresholdOptimization", True):
        return None
    kind = models.read(task.dss, task.model_key(full_model_id), "details")["coreParams"]["prediction_type"]
    if kind != "BINARY_CLASSIFICATION":
        return None
    if asked.get("fixedThreshold") is None:
        raise DSSError("fixedThreshold is mandatory when redoThresholdOptimization is false")
    return float(asked["fixedThreshold"])


def _free_recipe_name(dss: DSS, project_key: str, model_name: str) -> str:
    base = "train_" + re.sub(r"\W+", "_", model_name)
    taken = dss.store.names(f"projects/{project_key}/recipes")
    return next(name for name in (base, *(f"{base}_{rank}" for rank in range(1, 1000))) if name not in taken)
