"""The first champion of a new score: trained on its training data, deployed as a new model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from champion_challenger.adapters.dss.asking import answer_to, asking
from champion_challenger.adapters.dss.lab_queue import origin_of
from champion_challenger.adapters.dss.versions import chosen_columns
from champion_challenger.core.calendar import after, snapshot_of
from champion_challenger.core.days import readable_day
from champion_challenger.core.replay.design import FrozenDesign, algorithm_key
from champion_challenger.core.replay.overlay import overlay, with_selection
from champion_challenger.core.score_project.parts import for_another_score
from champion_challenger.core.versions import written_label
from champion_challenger.errors import HostError
from champion_challenger.records.models import TrainingFacts, VersionLabel
from champion_challenger.settings.times import parse_horizon, parse_time_zone


def first_champion(project: Any, name: str, wanted: Mapping[str, Any], design: FrozenDesign | None) -> str:
    """Train and deploy; return the id of the new saved model, or of the one that a run which broke off deployed.

    Its first version becomes active: the model is new, so that no other version is deactivated.
    """
    # First, as it may fail: what is trained has to be labelled.
    until = _trained_until(project, wanted)
    model_id = _deployed_model(project, name) or _train(project, name, wanted, design)
    with asking(f"to label the first champion of model {name}"):
        _label(project.get_saved_model(model_id), until, wanted)
    return model_id


def _train(project: Any, name: str, wanted: Mapping[str, Any], design: FrozenDesign | None) -> str:
    training = wanted["training_data"]
    with asking(f"to create an ML task on {training}"):
        task = project.create_prediction_ml_task(training, wanted["outcome"], prediction_type="BINARY_CLASSIFICATION")
    _configure(task, wanted, design)
    with asking(f"to train the first champion on {training}"):
        models = task.train(session_name=f"First champion of {name}")
        states = [task.get_trained_model_details(model).get_raw().get("trainInfo") or {} for model in models]
    # A guess may switch on several algorithms: a champion has to be one.
    if [state.get("state") for state in states] != ["DONE"]:
        reasons = [(state.get("failure") or {}).get("message") or str(state.get("state")) for state in states]
        raise HostError(f"The first champion should be one trained model; DSS answered: {'; '.join(reasons) or 'none'}")
    try:
        with asking(f"to deploy the first champion as model {name}"):
            # Without a new search in the recipe: what is deployed is the model that was just looked at.
            return str(task.deploy_to_flow(models[0], name, training, redo_optimization=False)["savedModelId"])
    except HostError:
        # It may be there all the same, where only the answer was lost.
        model_id = _deployed_model(project, name)
        if not model_id:
            raise
        return model_id


def _deployed_model(project: Any, name: str) -> str:
    """Saved model of that name from an analysis of the project, which the macro has made; "" when there is none."""
    listed = answer_to(f"for the models of project {project.project_key}", project.list_saved_models)
    models = [str(model["id"]) for model in listed if model.get("name") == name]
    return next((model_id for model_id in models if _is_of_lab(project, model_id)), "")


def _is_of_lab(project: Any, model_id: str) -> bool:
    def origin() -> tuple[str, str] | None:
        """Ask for the active version, then for its origin."""
        model = project.get_saved_model(model_id)
        active = model.get_active_version()
        return origin_of(model.get_version_details(active["id"]).get_raw()) if active else None

    lab = answer_to(f"for the origin of saved model {model_id}", origin)
    analyses = answer_to("for the analyses of the project", project.list_analyses)
    return lab is not None and lab[0] in {str(item["analysisId"]) for item in analyses}


def _configure(task: Any, wanted: Mapping[str, Any], design: FrozenDesign | None) -> None:
    handle = answer_to("for the settings of the new ML task", task.get_settings)
    raw: dict[str, Any] = handle.get_raw()
    features = raw["preprocessing"]["per_feature"]
    types = {name: "double" if feature.get("type") == "NUMERIC" else "string" for name, feature in features.items()}
    settings = _with_algorithm(raw, wanted["algorithm"])
    if design is not None:
        settings, _ = overlay(for_another_score(design), raw, types)
    for name in set(wanted["rejected"]) & set(features):
        settings["preprocessing"]["per_feature"][name]["role"] = "REJECT"
    settings = with_selection(settings, wanted["partitions"])
    with asking("to save the settings of the new ML task"):
        # In place: the client saves the document that it read, and not one that is handed to it.
        raw.clear()
        raw.update(settings)
        handle.save()


def _with_algorithm(raw: Mapping[str, Any], algorithm: str) -> dict[str, Any]:
    """Settings in which this algorithm alone is trained; as guessed where none is named."""
    if not algorithm:
        return dict(raw)
    key = algorithm_key(algorithm)
    modeling = {
        name: {**block, "enabled": name == key} if isinstance(block, dict) and "enabled" in block else block
        for name, block in raw["modeling"].items()
    }
    return {**raw, "modeling": modeling}


def _trained_until(project: Any, wanted: Mapping[str, Any]) -> date | None:
    """End of the training outcomes, as a replay says it: by the snapshot column, else by the partitions."""
    latest = _latest_snapshot(project, wanted)
    if latest is None and wanted["partitions"]:
        latest = snapshot_of(max(wanted["partitions"]), wanted["snapshot_day"])
    return None if latest is None else after(latest, parse_horizon(wanted["horizon"]))


def _latest_snapshot(project: Any, wanted: Mapping[str, Any]) -> date | None:
    column, zone = wanted["snapshot_column"], parse_time_zone(wanted["time_zone"])
    if not column:
        return None
    project_key, _, name = wanted["training_data"].rpartition(".")
    dataset = project.client.get_project(project_key or project.project_key).get_dataset(name)

    def latest() -> date | None:
        """Read the column."""
        days = (readable_day(row[0], zone) for row in chosen_columns(dataset, [column], wanted["partitions"]))
        return max((day for day in days if day is not None), default=None)

    return answer_to(f"for column {column} of {wanted['training_data']}", latest)


def _label(model: Any, until: date | None, wanted: Mapping[str, Any]) -> None:
    """Say on the version until when it was trained, where that is known."""
    if until is None:
        return
    details = model.get_version_details(model.get_active_version()["id"])
    facts = TrainingFacts(dataset=wanted["training_data"], partitions=",".join(wanted["partitions"]) or "all")
    details.get_user_meta()["description"] = written_label(VersionLabel(until, "", facts))
    details.save_user_meta()
