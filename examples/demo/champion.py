"""The first champion: trained on the first month, deployed, labelled."""

from __future__ import annotations

from dataikuapi.dss.ml import DSSMLTask
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.savedmodel import DSSSavedModel
from dataikuapi.dss.utils import DSSDatasetSelectionBuilder

from examples.demo.errors import DemoError
from examples.demo.features import CUSTOMER, OUTCOME, RULE, outcome_day
from examples.demo.project import TRAINING_DATA

MODEL = "Repurchase"
ALGORITHM = "RANDOM_FOREST_CLASSIFICATION"
TREES, DEPTH, LEAF = 12, 7, 20  # small: fourteen trainings have to fit in a minute


def deployed_champion(project: DSSProject, month: str) -> DSSSavedModel:
    """Train on one month, deploy, and say on the version how far its training data reach."""
    task = project.create_prediction_ml_task(TRAINING_DATA, OUTCOME, prediction_type="BINARY_CLASSIFICATION")
    _configure(task, month)
    trained = task.train(session_name="first champion")
    if len(trained) != 1:
        raise DemoError(f"The first training should make one model, and made {len(trained)}: look at the ML task.")
    deployed = task.deploy_to_flow(trained[0], MODEL, TRAINING_DATA, redo_optimization=False)
    model = project.get_saved_model(deployed["savedModelId"])
    _label(model, f"First champion, trained until {outcome_day(month):%Y-%m-%d}")
    return model


def _configure(task: DSSMLTask, month: str) -> None:
    settings = task.get_settings()
    selection = DSSDatasetSelectionBuilder().with_all_data_sampling().with_selected_partitions([month])
    settings.get_split_params().set_split_random(0.8, selection)
    for column in (CUSTOMER, "snapshot_date", RULE):
        settings.reject_feature(column)
    settings.disable_all_algorithms()
    settings.set_algorithm_enabled(ALGORITHM, True)
    forest = settings.get_algorithm_settings(ALGORITHM)
    forest.n_estimators.set_explicit_values([TREES])
    forest.max_tree_depth.set_explicit_values([DEPTH])
    forest.min_samples_leaf.set_explicit_values([LEAF])
    settings.save()


def _label(model: DSSSavedModel, description: str) -> None:
    details = model.get_version_details(model.get_active_version()["id"])
    details.get_user_meta()["description"] = description
    details.save_user_meta()
