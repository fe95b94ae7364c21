"""Analyses, trainings and what is told of a trained model."""

from __future__ import annotations

import dataikuapi.utils

from probe.answers import error_class
from probe.data import HISTORY, history
from probe.errors import Unanswered
from probe.lab import KEPT_FEATURES, failed, model_of, reduced, state, trained
from probe.registry import Found, question
from probe.stage import Stage

_NAMES = "names inside `actualParams.resolved`"
_TRAINING = "`task.start_train(session_name=…)`"
_META = '`details.get_user_meta()["description"]`'


@question("analyses cannot be made", (False, True), switch=True)
def analyses_refused(stage: Stage) -> Found:
    """Is the owner of the key refused to make an analysis?"""
    stage.once(history)
    try:
        stage.project.create_analysis(HISTORY)
    except dataikuapi.utils.DataikuException as error:
        return Found(True, error_class(error))
    return Found(False)


@question("`project.list_analyses()`", (True, False), switch=True)
def analysis_name_listed(stage: Stage) -> Found:
    """Does the list of analyses tell their names?"""
    stage.once(history)
    stage.project.create_analysis(HISTORY)
    items = stage.project.list_analyses()
    if not items:
        raise Unanswered("an analysis that was made is not listed")
    return Found(all("analysisName" in item for item in items), ", ".join(sorted(items[0])))


@question("an analysis of the training data is made", ("kept", "shortened", "refused"), switch=True)
def analysis_input(stage: Stage) -> str:
    """How is an analysis told that was made of a dataset by the dataset's full name?"""
    stage.once(history)
    full = f"{stage.project.project_key}.{HISTORY}"
    try:
        analysis = stage.project.create_analysis(full).analysis_id
    except dataikuapi.utils.DataikuException:
        return "refused"
    names = {item["analysisId"]: item["inputDataset"] for item in stage.project.list_analyses()}
    return "kept" if names.get(analysis) == full else "shortened"


@question(_TRAINING, (True, False), switch=True)
def training_flag_at_once(stage: Stage) -> bool:
    """Does a task say that it trains as soon as the call that starts the training returns?"""
    flags = [stage.once(session).flag for session in (trained, reduced)]
    if flags == [None, None]:
        raise Unanswered("the trainings were over before the first look")
    return False not in flags


@question(_TRAINING, (False, True), switch=True)
def train_second_model(stage: Stage) -> Found:
    """Does a training of one algorithm make more than one model?"""
    count = len(stage.once(trained).models)
    return Found(count > 1, f"models: {count}")


@question(_TRAINING, (True, False), switch=True)
def failed_model_listed(stage: Stage) -> Found:
    """Is a model whose training failed among the models of its task?"""
    session = stage.once(failed)
    states = [state(session.task, model) for model in session.models]
    if "DONE" in states:
        raise Unanswered("a training on rows of one class did not fail")
    return Found(bool(states), ", ".join(states))


@question(_NAMES, ("short", "task"), switch=True)
def resolved_names(stage: Stage) -> Found:
    """Are the winning values told under short names, or under those of the ML task?"""
    session = stage.once(trained)
    resolved = session.task.get_trained_model_details(model_of(session)).get_raw()["actualParams"]["resolved"]
    blocks = {name: sorted(block) for name, block in resolved.items() if isinstance(block, dict)}
    seen = "; ".join(f"{name}: {', '.join(names)}" for name, names in sorted(blocks.items()))
    if "estimators" in blocks.get("rf", []):
        return Found("short", seen)
    return Found("task" if "n_estimators" in blocks.get("random_forest_classification", []) else "other", seen)


@question('`details["iperf"]["keptVariables"]`', ("iperf", "absent"), switch=True)
def kept_variables(stage: Stage) -> Found:
    """Does a model tell which columns its feature reduction kept?"""
    session = stage.once(reduced)
    performance = session.task.get_trained_model_details(model_of(session)).get_raw().get("iperf") or {}
    kept = performance.get("keptVariables")
    if kept is None:
        return Found("absent", ", ".join(sorted(performance)))
    return Found("iperf", f"columns: {len(kept)}; asked for: {KEPT_FEATURES}")


@question(_META, ("strings", "key_value"), switch=True)
def user_meta_labels(stage: Stage) -> Found:
    """Are the labels of a model texts, or pairs of key and value?"""
    session = stage.once(trained)
    shapes = {"strings": ["probe"], "key_value": [{"key": "probe", "value": "yes"}]}
    refusals = []
    for shape, labels in shapes.items():
        details = session.task.get_trained_model_details(model_of(session))
        details.get_user_meta()["labels"] = labels
        try:
            details.save_user_meta()
        except dataikuapi.utils.DataikuException as error:
            refusals.append(error_class(error))
            continue
        if session.task.get_trained_model_details(model_of(session)).get_user_meta().get("labels") == labels:
            return Found(shape, ", ".join(refusals))
    raise Unanswered("neither shape of labels was kept", ", ".join(refusals))
