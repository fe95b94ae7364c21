"""A trained model that is not the champion's design is recognised."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.replay.design import frozen_design
from champion_challenger.core.replay.overlay import overlay
from champion_challenger.core.replay.same_design import differences
from tests.unit.core.replay.designs import ORIGIN, TYPES, details, guess


@pytest.mark.parametrize(("stops", "expected"), [(True, []), (False, ["estimators 143 became 150"])])
def test_the_number_of_trees_may_differ_only_under_early_stopping(stops: bool, expected: list[str]) -> None:
    """It is then found by the training."""
    modeling = {"algorithm": "XGBOOST_CLASSIFICATION", "xgb_grid": {"enable_early_stopping": stops}}
    was = details(modeling=modeling, actualParams={"resolved": {"xgboost": {"n_estimators": 143}}})
    now = {**was, "actualParams": {"resolved": {"xgboost": {"n_estimators": 150}}}}

    assert differences(frozen_design(was, ORIGIN), was, now) == expected


def trained(**changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings as they were saved, and details of the model that was trained with them."""
    asked = overlay(frozen_design(details(), ORIGIN), guess(), TYPES)[0]
    return asked, details(preprocessing=asked["preprocessing"], **changes)


def test_a_replay_has_no_difference() -> None:
    """The same algorithm, hyperparameters and handling of features."""
    assert differences(frozen_design(details(), ORIGIN), *trained()) == []


def test_other_algorithm_and_hyperparameters_are_named() -> None:
    """Somebody edited the task between its settings and its training."""
    forest = {"rf": {"estimators": 100, "max_tree_depth": 12, "criterion": "entropy"}}
    modeling = {**details()["modeling"], "algorithm": "GBT_CLASSIFICATION"}
    found = differences(
        frozen_design(details(), ORIGIN), *trained(modeling=modeling, actualParams={"resolved": forest})
    )

    assert found[-1] == "algorithm RANDOM_FOREST_CLASSIFICATION became GBT_CLASSIFICATION"
    assert "6 became 12" in found[0]


def test_lost_and_changed_features_are_named() -> None:
    """A rejected feature may go; one that was asked for may not."""
    asked, model = trained()
    features = {name: dict(feature) for name, feature in model["preprocessing"]["per_feature"].items()}
    del features["income"]
    features["age"]["missing_impute_with"] = "MEAN"
    changed = {**model, "preprocessing": {**model["preprocessing"], "per_feature": features}}

    assert differences(frozen_design(details(), ORIGIN), asked, changed) == [
        "missing_impute_with of age 'MEDIAN' became 'MEAN'",
        "feature income is gone",
    ]
