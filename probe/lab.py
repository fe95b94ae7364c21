"""Trainings of the lab, and a saved model with three versions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dataikuapi.dss.ml import DSSMLTask
from dataikuapi.dss.savedmodel import DSSSavedModel
from dataikuapi.dss.utils import DSSDatasetSelectionBuilder

from probe.data import HISTORY, MONTHS, ONE_CLASS, SOURCE, TARGET, history
from probe.errors import Unanswered
from probe.stage import Stage

ALGORITHM = "RANDOM_FOREST_CLASSIFICATION"
TREES = (4, 6)
"""Two values to search, so that a recipe with one value has lost the search."""
LABEL = "probe label"
KEPT_FEATURES = 2
_REDEPLOYMENTS = 2
_LOOKS = 20


@dataclass(frozen=True)
class Session:
    """A training that is over.

    Attributes
    ----------
    flag
        Whether the task said that it trains, right after the start; None when it was over by then.
    """

    task: DSSMLTask
    models: list[str]
    flag: bool | None


@dataclass(frozen=True)
class Deployed:
    """A saved model, the ids of its versions in the order in which they were made, and its train recipe's payload."""

    model: DSSSavedModel
    versions: list[str]
    payload: dict[str, Any]


def trained(stage: Stage) -> Session:
    """One forest, the better of two numbers of trees."""
    return _train(stage, _task(stage))


def reduced(stage: Stage) -> Session:
    """One forest of another ML task, on the two features that follow the target best."""
    task = _task(stage)
    settings = task.get_settings()
    selection = settings.get_raw()["preprocessing"]["feature_selection_params"]
    selection["method"] = "CORRELATION"
    selection.setdefault("correlation_params", {})["n_features"] = KEPT_FEATURES
    settings.save()
    return _train(stage, task)


def failed(stage: Stage) -> Session:
    """A training that cannot succeed: its rows have one class."""
    task = stage.once(trained).task
    _select(task, [ONE_CLASS])
    return _train(stage, task, leaves_models=False)


def model_of(session: Session) -> str:
    """Return the one model of a training; raise Unanswered when there is none that is done."""
    done = [model for model in session.models if state(session.task, model) == "DONE"]
    if not done:
        raise Unanswered("the training made no model")
    return done[0]


def state(task: DSSMLTask, model: str) -> str:
    """Return the state of a model of the lab."""
    return str(task.get_trained_model_details(model).get_raw().get("trainInfo", {}).get("state"))


def deployed(stage: Stage) -> Deployed:
    """Label the trained model, deploy it, and redeploy it twice without activating it."""
    session = stage.once(trained)
    task, model_id = session.task, model_of(session)
    details = task.get_trained_model_details(model_id)
    details.get_user_meta()["description"] = LABEL
    details.save_user_meta()
    answer = task.deploy_to_flow(model_id, "probe_model", HISTORY, redo_optimization=False)
    model = stage.project.get_saved_model(answer["savedModelId"])
    versions = ids(model)
    for _ in range(_REDEPLOYMENTS):
        task.redeploy_to_flow(model_id, saved_model_id=model.sm_id, activate=False)
        versions += [version for version in ids(model) if version not in versions]
    payload = stage.project.get_recipe(answer["trainRecipeName"]).get_settings().get_payload()
    return Deployed(model, versions, json.loads(payload))


def ids(model: DSSSavedModel) -> list[str]:
    """Return the ids of a model's versions in the order of the answer."""
    return [str(version["id"]) for version in model.list_versions()]


def active(model: DSSSavedModel) -> list[str]:
    """Return the ids of the active version, or none."""
    return [str(version["id"]) for version in model.list_versions() if version.get("active")]


def _task(stage: Stage) -> DSSMLTask:
    stage.once(history)
    task = stage.project.create_prediction_ml_task(
        HISTORY, TARGET, prediction_type="BINARY_CLASSIFICATION", wait_guess_complete=False
    )
    stage.wait(lambda: not task.get_status()["guessing"], "the guess of an ML task")
    settings = task.get_settings()
    for column in ("customer", SOURCE):
        settings.reject_feature(column)
    settings.disable_all_algorithms()
    settings.set_algorithm_enabled(ALGORITHM, True)
    forest = settings.get_algorithm_settings(ALGORITHM)
    forest.n_estimators.set_explicit_values(list(TREES))
    forest.max_tree_depth.set_explicit_values([4])
    forest.min_samples_leaf.set_explicit_values([5])
    settings.save()
    _select(task, MONTHS)
    return task


def _select(task: DSSMLTask, months: Sequence[str]) -> None:
    settings = task.get_settings()
    selection = DSSDatasetSelectionBuilder().with_all_data_sampling().with_selected_partitions(list(months))
    settings.get_split_params().set_split_random(0.8, selection=selection)
    settings.save()


def _train(stage: Stage, task: DSSMLTask, *, leaves_models: bool = True) -> Session:
    before = len(task.get_trained_models_ids())
    session = task.start_train(session_name="probe")["sessionId"]
    status = task.get_status()
    flag = True if status["training"] else False if len(status["fullModelIds"]) == before else None
    if flag is False and leaves_models:
        stage.wait(lambda: _has_begun(task, session), "the beginning of a training")
    elif flag is False:  # it may be over without a trace
        stage.look(lambda: _has_begun(task, session), times=_LOOKS)
    stage.wait(lambda: not task.get_status()["training"], "a training")
    return Session(task, task.get_trained_models_ids(session_id=session), flag)


def _has_begun(task: DSSMLTask, session: str) -> bool:
    return bool(task.get_status()["training"] or task.get_trained_models_ids(session_id=session))
