"""The official client's own classes work on the guessed settings, and what they set is what trains."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from dataikuapi.dss.ml import DSSPredictionMLTaskSettings, Range
from dataikuapi.dss.utils import DSSDatasetSelectionBuilder

from dss_standin.ml.split import selection
from dss_standin.ml.train import train
from dss_standin.switches import Switches


@pytest.fixture
def task(settings: dict[str, Any]) -> DSSPredictionMLTaskSettings:
    """Return the settings as the client holds them."""
    return DSSPredictionMLTaskSettings(None, "P", "a", "t", settings)


def _sent(task: DSSPredictionMLTaskSettings) -> dict[str, Any]:
    return json.loads(json.dumps(task.get_raw()))


def test_every_algorithm_has_its_block(task: DSSPredictionMLTaskSettings) -> None:
    """The client walks all its names without a missing key, and finds the enabled ones."""
    assert task.get_enabled_algorithm_names() == ["LOGISTIC_REGRESSION"]
    for name in task.get_all_possible_algorithm_names():
        assert task.get_algorithm_settings(name).get("enabled") == (name == "LOGISTIC_REGRESSION")


def test_typed_hyperparameters_train(task: DSSPredictionMLTaskSettings, customers: pd.DataFrame) -> None:
    """Grids, ranges, categories and scalars set through typed attributes are those of the trained models."""
    task.disable_all_algorithms()
    task.set_algorithm_enabled("RANDOM_FOREST_CLASSIFICATION", True)
    forest = task.get_algorithm_settings("RANDOM_FOREST_CLASSIFICATION")
    forest.n_estimators, forest.max_tree_depth, forest.selection_mode = [5], Range(2, 4, 3), "log2"
    forest.max_tree_depth.definition_mode = "RANGE"
    model = train(_sent(task), customers, Switches(resolved_names="task"))[0]
    values = model.details["actualParams"]["resolved"]["random_forest_classification"]
    assert (values["n_estimators"], values["selection_mode"], model.snippet["gridLength"]) == (5, "log2", 3)


def test_penalty_and_c(task: DSSPredictionMLTaskSettings, customers: pd.DataFrame) -> None:
    """A lasso logistic regression with a grid of C is searched and says what won."""
    logit = task.get_algorithm_settings("LOGISTIC_REGRESSION")
    logit.C.set_explicit_values([0.01, 1.0])
    logit.penalty = ["l1"]
    task.set_metric("F1")
    task.get_hyperparameter_search_settings().set_kfold_validation(n_folds=3)
    model = train(_sent(task), customers, Switches())[0]
    assert model.details["actualParams"]["resolved"]["logit"]["penalty"] == "l1"
    assert len(model.details["iperf"]["gridCells"]) == 2


def test_features_and_weights(task: DSSPredictionMLTaskSettings, customers: pd.DataFrame) -> None:
    """A rejected feature is not taken, and a weight variable weighs but is no input."""
    task.reject_feature("noise")
    task.set_weighting("SAMPLE_WEIGHT", "visits")
    customers["visits"] += 1
    model = train(_sent(task), customers, Switches())[0]
    assert model.estimator["features"] == ["age", "couleur préférée"]
    assert model.details["coreParams"]["weight"]["sampleWeightVariable"] == "visits"


def test_selection_of_rows(task: DSSPredictionMLTaskSettings, customers: pd.DataFrame) -> None:
    """The selection builder's partitions and sampling are read back; the default is the first 100,000 rows."""
    assert selection(_sent(task)).max_records == 100000
    builder = DSSDatasetSelectionBuilder().with_random_fixed_nb_sampling(50).with_selected_partitions(["2024-01"])
    task.get_split_params().set_split_random(0.7, selection=builder)
    chosen = selection(_sent(task))
    assert (chosen.method, chosen.partitions) == ("RANDOM_FIXED_NB", ["2024-01"])
    assert chosen.sampled(customers).index.is_monotonic_increasing
    assert len(chosen.sampled(customers)) == 50


def test_explicit_extracts(task: DSSPredictionMLTaskSettings) -> None:
    """Two datasets, or two extracts of one, are told to the flow as two selections."""
    full, few = (
        DSSDatasetSelectionBuilder().with_all_data_sampling(),
        DSSDatasetSelectionBuilder().with_head_sampling(9),
    )
    task.get_split_params().set_split_explicit(full, few, dataset_name="jan", test_dataset_name="feb")
    raw = _sent(task)
    assert selection(raw).dataset == "jan"
    assert (selection(raw, "test").dataset, selection(raw, "test").max_records) == ("feb", 9)


def test_time_ordering(task: DSSPredictionMLTaskSettings, customers: pd.DataFrame) -> None:
    """A split ordered by time set through the client trains on the earliest rows."""
    task.get_split_params().set_time_ordering("customer_id")
    model = train(_sent(task), customers, Switches())[0]
    assert model.details["splitDesc"] == {"trainRows": 640, "testRows": 160}
