"""Training end to end: models, figures, determinism, failures that say why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score, log_loss, roc_auc_score

from dss_standin.ml.guess import guess
from dss_standin.ml.scoring import probabilities
from dss_standin.ml.split import train_and_test
from dss_standin.ml.train import TrainedModel, train
from dss_standin.switches import Switches

CLASSIFIERS = {
    "LOGISTIC_REGRESSION": "logistic_regression",
    "RANDOM_FOREST_CLASSIFICATION": "random_forest_classification",
    "EXTRA_TREES": "extra_trees",
    "GBT_CLASSIFICATION": "gbt_classification",
    "DECISION_TREE_CLASSIFICATION": "decision_tree_classification",
}


def _only(settings: dict[str, Any], key: str) -> dict[str, Any]:
    settings["modeling"]["logistic_regression"]["enabled"] = False
    settings["modeling"][key]["enabled"] = True
    return settings


def _one(settings: dict[str, Any], frame: pd.DataFrame, **switches: Any) -> TrainedModel:
    (model,) = train(settings, frame, Switches(**switches))
    return model


def _failure(model: TrainedModel) -> str:
    assert model.details["trainInfo"]["state"] == model.snippet["trainInfo"]["state"] == "FAILED"
    assert model.estimator is None
    return str(model.details["trainInfo"]["failure"]["message"])


@pytest.mark.parametrize("algorithm", CLASSIFIERS)
def test_figures_are_those_of_the_test_rows(algorithm: str, settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """The snippet's figures are scikit-learn's on the test split, at the threshold that is told."""
    model = _one(_only(settings, CLASSIFIERS[algorithm]), customers)
    tested = customers.iloc[next(train_and_test(settings, customers))[1]]
    positive = probabilities(model.estimator, tested)[:, 1]
    assert model.snippet["auc"] == pytest.approx(roc_auc_score(tested["renewed"], positive), abs=1e-12)
    assert model.snippet["auc"] > 0.75
    assert model.snippet["logLoss"] == pytest.approx(log_loss(tested["renewed"], positive), abs=1e-12)
    cut = model.details["userMeta"]["activeClassifierThreshold"]
    assert model.snippet["f1"] == pytest.approx(f1_score(tested["renewed"], positive >= cut), abs=1e-12)
    assert model.snippet["f1"] == max(model.details["perf"]["perCutData"]["f1"])


@pytest.mark.parametrize("algorithm", CLASSIFIERS)
def test_same_input_same_scores(algorithm: str, settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """Two trainings on the same rows score alike to the bit, and the settings are left as they were."""
    before = json.dumps(_only(settings, CLASSIFIERS[algorithm]))
    one, two = _one(settings, customers), _one(settings, customers)
    assert np.array_equal(probabilities(one.estimator, customers), probabilities(two.estimator, customers))
    assert json.dumps(settings) == before


def test_details_name_everything(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """Details hold the keys that the client's accessors read, and are JSON without NaN."""
    model = _one(settings, customers)
    for told in (model.details, model.snippet):
        json.dumps(told, allow_nan=False)
    assert model.details["coreParams"]["target_variable"] == "renewed"
    assert model.details["modeling"]["logit_grid"]["C"]["values"] == [1]
    assert model.details["splitDesc"] == {"trainRows": 640, "testRows": 160}
    assert model.snippet["trainDate"] == model.details["trainInfo"]["endTime"]


def test_bundle_loads_with_scikit_learn_alone(
    settings: dict[str, Any], customers: pd.DataFrame, tmp_path: Path
) -> None:
    """The bundle on disk names no class of this package."""
    model = _one(_only(settings, "random_forest_classification"), customers)
    joblib.dump(model.estimator, tmp_path / "model.joblib")
    assert b"dss_standin" not in (tmp_path / "model.joblib").read_bytes()
    loaded = joblib.load(tmp_path / "model.joblib")
    assert (loaded["classes"], loaded["drop_rows"]) == (["0", "1"], [])
    assert np.array_equal(probabilities(loaded, customers), probabilities(model.estimator, customers))


def test_scores_survive_changed_data(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """Columns in another order, extra ones, integers as decimals or text, and new categories are scored."""
    model = _one(settings, customers)
    other = customers.assign(visits=customers["visits"].astype(float).astype(str), extra=1)[[*customers.columns[::-1]]]
    assert np.array_equal(probabilities(model.estimator, other), probabilities(model.estimator, customers))
    strange = probabilities(model.estimator, customers.assign(**{"couleur préférée": "violet"}))
    assert np.isfinite(strange).all()


def test_class_weights_lift_the_rare_class(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """With class weights, the default, a logistic regression's mean probability of the rarer class is higher."""
    weighted = probabilities(_one(settings, customers).estimator, customers)[:, 1].mean()
    settings["weight"]["weightMethod"] = "NO_WEIGHTING"
    plain = probabilities(_one(settings, customers).estimator, customers)[:, 1].mean()
    assert plain == pytest.approx(customers["renewed"].mean(), abs=0.03)
    assert weighted > plain + 0.05


def test_forced_threshold(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """Without optimisation, as a train recipe may ask for, the forced threshold is taken."""
    settings["modeling"].update(autoOptimizeThreshold=False, forcedClassifierThreshold=0.77)
    assert _one(settings, customers).estimator["threshold"] == 0.77


def test_kfold_figures_have_deviations(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """A k-fold test trains on all rows and tells means and deviations over the folds."""
    settings["splitParams"].update(kfold=True, nFolds=3)
    model = _one(settings, customers)
    assert 0 < model.snippet["aucstd"] < 0.1
    assert model.details["splitDesc"] == {"trainRows": 800, "testRows": 800}


def test_second_frame_is_the_test(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """An explicit test extract is measured, and the whole first frame trains."""
    (model,) = train(settings, customers[:600], Switches(), customers[600:])
    assert model.details["splitDesc"] == {"trainRows": 600, "testRows": 200}


def test_regression_and_multiclass(customers: pd.DataFrame, schema: list[dict[str, Any]]) -> None:
    """Other prediction types train too, so that they can be refused by who cannot use them."""
    regression = train(guess(customers, schema, "age"), customers, Switches())
    assert [model.algorithm for model in regression] == ["RANDOM_FOREST_REGRESSION", "RIDGE_REGRESSION"]
    assert all("r2" in model.snippet and model.estimator["threshold"] is None for model in regression)
    colours = guess(customers, schema, "couleur préférée")
    several = train(colours, customers, Switches())
    assert [model.estimator["classes"] for model in several] == [["blue", "green", "red"]] * 2


def test_switches_play_faults(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """A failing training and a second model come when asked."""
    assert "training_fails" in _failure(_one(settings, customers, training_fails=True))
    assert len(train(settings, customers, Switches(train_second_model=True))) == 2


def test_remapping_that_matches_no_row(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """A target that became decimal fails, and the message shows both spellings."""
    message = _failure(_one(settings, customers.astype({"renewed": float})))
    assert "it knows '0', '1', the data holds '0.0', '1.0'" in message


def test_rows_with_other_targets_are_dropped(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """Rows without a target, or with one outside the remapping, do not train."""
    customers["renewed"] = customers["renewed"].astype("Int64")
    customers.loc[:49, "renewed"], customers.loc[50:99, "renewed"] = 7, pd.NA
    rows = _one(settings, customers).details["splitDesc"]
    assert rows["trainRows"] + rows["testRows"] == 700


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (slice(0, 1), "too few"),
        (slice(0, 2), "too few"),
        (slice(0, 5), "holds no row of class"),
        (slice(0, 0), "matches no row"),
    ],
)
def test_too_little_data(rows: slice, expected: str, settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """One or two rows, or none, fail with a message."""
    assert expected in _failure(_one(settings, customers[rows]))


def test_one_class_only(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """A training set with one class fails and names the other."""
    message = _failure(_one(settings, customers[customers["renewed"] == 0]))
    assert "The train set holds no row of class 1" in message


def test_lost_feature_is_named(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """Training on data without an input feature fails and names it."""
    assert "takes the features age, which the dataset lacks" in _failure(_one(settings, customers.drop(columns="age")))


def test_algorithms_outside_the_slice(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """An algorithm, a calibration and a metric that are not known fail by name."""
    assert "Algorithm XGBOOST is outside the slice" in _failure(_one(_only(settings, "xgboost"), customers))
    _only(settings, "logistic_regression")["modeling"]["xgboost"]["enabled"] = False
    settings["modeling"]["logistic_regression"]["enabled"] = True
    settings["calibration"]["calibrationMethod"] = "SIGMOID"
    assert "Calibration SIGMOID is outside the slice" in _failure(_one(settings, customers))


@pytest.mark.parametrize("column", ["void", "same"])
def test_empty_and_constant_features(column: str, settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """A feature without any value, or with one value, trains when a user insists on it."""
    settings["preprocessing"]["per_feature"][column] = settings["preprocessing"]["per_feature"]["age"]
    model = _one(settings, customers.assign(void=None, same=3.0))
    assert model.details["trainInfo"]["state"] == "DONE"
    assert column in model.details["iperf"]["keptVariables"]
