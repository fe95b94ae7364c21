"""Saved models: redeployments, their versions, and what a redeployment takes along."""

from __future__ import annotations

from typing import Any

from dataikuapi.dss.savedmodel import DSSSavedModel
from dataikuapi.utils import DataikuException

from probe.answers import error_class
from probe.errors import Unanswered
from probe.lab import LABEL, TREES, active, deployed, ids, model_of, reduced
from probe.registry import Found, question
from probe.stage import Stage

_LISTED = 8
_POLICIES = ("EXPLICIT", "MANUAL")


@question("`client.get_project(key).get_saved_model(id).get_settings().get_raw()`", (), "EXPLICIT", switch=True)
def publish_policy_manual_value(stage: Stage) -> str:
    """Which `publishPolicy` has a saved model whose new versions wait for a person?"""
    model = stage.once(deployed).model
    before = model.get_settings().get_raw().get("publishPolicy")
    kept = [value for value in _POLICIES if _keeps_policy(model, value)]
    _keeps_policy(model, before)
    if not kept:
        raise Unanswered(f"none of {', '.join(_POLICIES)} was kept")
    return kept[0]


@question("`list_versions()`", ("newest_first", "oldest_first", "shuffled"), switch=True)
def version_order(stage: Stage) -> str:
    """In which order are the versions of a model listed?"""
    deployment = stage.once(deployed)
    lists = [[version for version in ids(deployment.model) if version in deployment.versions] for _ in range(_LISTED)]
    orders = {"oldest_first": deployment.versions, "newest_first": deployment.versions[::-1]}
    return next((name for name, order in orders.items() if all(listed == order for listed in lists)), "shuffled")


@question("the label follows the model into the version", (True, False), switch=True)
def user_meta_copied_on_redeploy(stage: Stage) -> bool:
    """Does a redeployment take the description of the model of the lab along?"""
    deployment = stage.once(deployed)
    details = deployment.model.get_version_details(deployment.versions[-1])
    return bool(details.get_user_meta().get("description") == LABEL)


@question("`task.redeploy_to_flow(id, saved_model_id=…", ("single_values", "full_grid"), switch=True)
def redeploy_without_search(stage: Stage) -> Found:
    """Does a redeployment without a new search write the winning values or the whole grid into the train recipe?"""
    modeling = stage.once(deployed).payload["modeling"]
    grids = {name: _values(block) for name, block in modeling.items() if isinstance(block, dict)}
    filled = {name: values for name, values in grids.items() if values}
    if len(filled) != 1:
        raise Unanswered("the train recipe has no block with the number of trees")
    [(name, values)] = filled.items()
    answer = {1: "single_values", len(TREES): "full_grid"}.get(len(values), "other")
    return Found(answer, f"values of {name}.n_estimators: {len(values)}")


@question("… from another ML task than the model came from", ("accepted", "refused", "activates"), switch=True)
def redeploy_across_tasks(stage: Stage) -> Found:
    """Is a model of another ML task accepted as a new version that is not activated?"""
    model, session = stage.once(deployed).model, stage.once(reduced)
    before, champion = ids(model), active(model)
    try:
        session.task.redeploy_to_flow(model_of(session), saved_model_id=model.sm_id, activate=False)
    except DataikuException as error:
        return Found("refused", error_class(error))
    if set(ids(model)) == set(before):
        raise Unanswered("the redeployment was accepted and left no version")
    return Found("accepted" if active(model) == champion else "activates")


@question("`saved_model.get_usages()`", ("type_and_object_id", "other"))
def usages_of_a_model(stage: Stage) -> Found:
    """Do the usages of a saved model tell type and object id?"""
    usages = stage.once(deployed).model.get_usages()
    if not usages:
        raise Unanswered("the train recipe is not among the usages of its model")
    is_known = all({"type", "objectId"} <= set(usage) for usage in usages)
    return Found("type_and_object_id" if is_known else "other", ", ".join(sorted(usages[0])))


@question('`details["coreParams"]["executionParams"]', (True, False), switch=True)
def training_environment_told(stage: Stage) -> Found:
    """Do the details of a version tell the code environment that its ML task was given?"""
    deployment = stage.once(deployed)
    core = deployment.model.get_version_details(deployment.versions[-1]).get_raw().get("coreParams") or {}
    params = core.get("executionParams") or {}
    return Found("envSelection" in params, ", ".join(sorted(params)))


def _keeps_policy(model: DSSSavedModel, value: Any) -> bool:
    settings = model.get_settings()
    settings.get_raw()["publishPolicy"] = value
    try:
        settings.save()
    except DataikuException:
        return False
    return bool(model.get_settings().get_raw().get("publishPolicy") == value)


def _values(block: dict[str, Any]) -> list[Any]:
    trees = block.get("n_estimators")
    if isinstance(trees, dict):
        return list(trees.get("values") or [])
    return [trees] if trees is not None else []
