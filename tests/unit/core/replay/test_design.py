"""The frozen design, laid over a guess of changed data."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from champion_challenger.core.replay.design import fingerprint, frozen_design
from champion_challenger.core.replay.overlay import overlay, with_selection
from champion_challenger.errors import DataError
from champion_challenger.records.datasets import Column, DatasetFacts

NUMERIC = {"role": "INPUT", "type": "NUMERIC", "missing_impute_with": "MEDIAN", "state": {"userModified": True}}
CATEGORY = {"role": "INPUT", "type": "CATEGORY", "category_handling": "DUMMIFY"}
ORIGIN = {"splitParams": {"ssdTrainingRatio": 0.7, "ssdSeed": 5, "ssdSelection": {"maxRecords": 100}}}
TYPES = {"age": "bigint", "region": "bigint", "income": "double", "churned": "bigint"}


def details(**changes: Any) -> dict[str, Any]:
    """Details of a champion whose region was made a category by hand, and whose grid was searched."""
    found: dict[str, Any] = {
        "modeling": {
            "algorithm": "RANDOM_FOREST_CLASSIFICATION",
            "rf_classifier_grid": {
                "n_estimators": {"gridMode": "EXPLICIT", "values": [50, 100]},
                "max_tree_depth": {"gridMode": "EXPLICIT", "values": [6]},
                "criterion": {"values": {"gini": {"enabled": True}, "entropy": {"enabled": True}}},
                "selection_mode": "sqrt",
            },
            "grid_search_params": {"mode": "KFOLD"},
            "metrics": {"evaluationMetric": "LOG_LOSS"},
        },
        "actualParams": {"resolved": {"rf": {"estimators": 100, "max_tree_depth": 6, "criterion": "entropy"}}},
        "coreParams": {"target_variable": "churned", "weight": {"weightMethod": "NO_WEIGHTING"}},
        "preprocessing": {
            "per_feature": {"age": NUMERIC, "region": CATEGORY, "income": NUMERIC, "churned": {"role": "TARGET"}},
            "target_remapping": [{"sourceValue": "0", "mappedValue": 0}, {"sourceValue": "1", "mappedValue": 1}],
            "feature_selection_params": {"method": "PCA"},
        },
    }
    return {**found, **changes}


def guess(**features: Any) -> dict[str, Any]:
    """The host's guess of fresh data; keyword arguments replace or (with None) drop features."""
    plain = {"role": "INPUT", "type": "NUMERIC", "missing_impute_with": "MEAN"}
    per_feature = {"age": plain, "region": plain, "income": plain, "churned": {"role": "TARGET"}, **features}
    return {
        "modeling": {
            "random_forest_classification": {"enabled": False, "n_estimators": {"values": [80]}, "n_jobs": 4},
            "logistic_regression": {"enabled": True},
            "custom_python": [{"enabled": True}],
            "metrics": {"evaluationMetric": "ROC_AUC", "liftPoint": 0.4},
        },
        "preprocessing": {
            "per_feature": {name: value for name, value in per_feature.items() if value},
            "target_remapping": [{"sourceValue": "0", "mappedValue": 0}, {"sourceValue": "1", "mappedValue": 1}],
            "feature_selection_params": {"method": "NONE"},
        },
        "splitParams": {"ssdTrainingRatio": 0.8, "ssdSelection": {"maxRecords": 100_000}},
        "weight": {"weightMethod": "CLASS_WEIGHT"},
    }


def laid(guessed: dict[str, Any], found: dict[str, Any] | None = None) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Settings, and the changes as pairs."""
    settings, changes = overlay(frozen_design(found or details(), ORIGIN), guessed, TYPES)
    return settings, [(change.change, change.feature) for change in changes]


def test_exactly_the_champions_algorithm_is_enabled_with_the_values_that_won() -> None:
    """Grids become single values: a replay searches nothing."""
    modeling = laid(guess())[0]["modeling"]
    forest = modeling["random_forest_classification"]

    assert forest["enabled"] is True
    assert forest["n_estimators"]["values"] == [100]
    assert forest["max_tree_depth"]["values"] == [6]
    assert forest["criterion"]["values"] == {"gini": {"enabled": False}, "entropy": {"enabled": True}}
    assert modeling["logistic_regression"]["enabled"] is False
    assert modeling["custom_python"][0]["enabled"] is False


def test_what_a_person_set_by_hand_stays_although_the_guess_differs() -> None:
    """A region coded as a number stays a category; that is no change of the data."""
    settings, changes = laid(guess())

    assert settings["preprocessing"]["per_feature"]["region"] == CATEGORY
    assert settings["preprocessing"]["per_feature"]["age"]["missing_impute_with"] == "MEDIAN"
    assert changes == []


def test_metric_weight_and_reduction_are_the_champions() -> None:
    """The guess fills in what the champion does not say."""
    settings = laid(guess())[0]

    assert settings["modeling"]["metrics"] == {"evaluationMetric": "LOG_LOSS", "liftPoint": 0.4}
    assert settings["weight"] == {"weightMethod": "NO_WEIGHTING"}
    assert settings["preprocessing"]["feature_selection_params"] == {"method": "PCA"}


def test_a_lost_feature_is_dropped_and_a_new_one_guessed_and_both_are_told() -> None:
    """The guess knows the data, the champion the design."""
    settings, changes = laid(guess(income=None, tenure={"role": "INPUT", "type": "NUMERIC"}))

    assert set(settings["preprocessing"]["per_feature"]) == {"age", "region", "churned", "tenure"}
    assert changes == [("feature added", "tenure"), ("feature dropped", "income")]


def test_a_number_that_became_text_takes_the_guess() -> None:
    """Its storage type tells, not the guess alone."""
    text = {"role": "INPUT", "type": "CATEGORY"}
    settings, changes = overlay(frozen_design(details(), ORIGIN), guess(age=text), {**TYPES, "age": "string"})

    assert settings["preprocessing"]["per_feature"]["age"] == text
    assert [(change.change, change.before, change.after) for change in changes] == [
        ("feature retyped", "NUMERIC", "CATEGORY")
    ]


def test_a_feature_rejected_by_the_guess_stays_in() -> None:
    """As frozen, and told."""
    settings, changes = laid(guess(age={"role": "REJECT", "type": "NUMERIC", "autoReason": "REJECT_IDENTIFIER"}))

    assert settings["preprocessing"]["per_feature"]["age"] == NUMERIC
    assert changes == [("feature rejected by the guess", "age")]


def test_respelled_classes_keep_their_order_and_take_the_fresh_spelling() -> None:
    """A stale mapping "0", "1" would match no row of a decimal column."""
    guessed = guess()
    guessed["preprocessing"]["target_remapping"] = [
        {"sourceValue": "1.0", "mappedValue": 0},
        {"sourceValue": "0.0", "mappedValue": 1},
    ]
    settings, changes = laid(guessed)

    mapped = {item["sourceValue"]: item["mappedValue"] for item in settings["preprocessing"]["target_remapping"]}
    assert mapped == {"0.0": 0, "1.0": 1}
    assert changes == [("class respelled", "churned")] * 2


def test_other_classes_are_refused() -> None:
    """Which one would be positive?"""
    guessed = guess()
    guessed["preprocessing"]["target_remapping"] = [{"sourceValue": "yes", "mappedValue": 1}]

    with pytest.raises(DataError, match="the champion knows the classes 0, 1, the fresh training data holds yes"):
        laid(guessed)


def test_a_search_whose_winner_is_unknown_is_refused() -> None:
    """Better none than another model."""
    with pytest.raises(DataError, match="the champion's n_estimators, criterion were searched over several values"):
        laid(guess(), details(actualParams={"resolved": {}}))


def test_an_algorithm_the_host_no_longer_knows_is_refused() -> None:
    """Instead of training a default one."""
    guessed = guess()
    del guessed["modeling"]["random_forest_classification"]

    with pytest.raises(DataError, match="know no algorithm RANDOM_FOREST_CLASSIFICATION"):
        laid(guessed)


def test_the_guess_itself_is_not_touched() -> None:
    """A pure function."""
    guessed = guess()
    before = copy.deepcopy(guessed)
    laid(guessed)

    assert guessed == before


def test_all_rows_of_the_window_are_selected() -> None:
    """The host's default would take the first 100,000 rows."""
    chosen = with_selection(guess(), ["2019-05"])["splitParams"]["ssdSelection"]
    whole = with_selection(guess(), [])["splitParams"]["ssdSelection"]

    assert (chosen["samplingMethod"], chosen["partitionSelectionMethod"], chosen["selectedPartitions"]) == (
        "FULL",
        "SELECTED",
        ["2019-05"],
    )
    assert (whole["samplingMethod"], whole["partitionSelectionMethod"]) == ("FULL", "ALL")


def test_the_fingerprint_tells_design_window_and_data_apart() -> None:
    """And does not depend on the order of anything, nor on what the interface remembers of a feature."""
    frozen = frozen_design(details(), {})
    data = DatasetFacts("T.d", tuple(Column(name, kind) for name, kind in TYPES.items()))
    wider = replace(data, columns=(*data.columns, Column("tenure", "bigint")))
    counts = {"0": 9, "1": 1}
    marks = {
        fingerprint(frozen, data, ["a", "b"], counts),
        fingerprint(frozen, data, ["b", "a"], {"1": 1, "0": 9}),
        fingerprint(frozen, data, ["a"], counts),
        fingerprint(frozen, data, ["a", "b"], {"0": 8, "1": 1}),
        fingerprint(frozen, replace(data, name="T.e"), ["a", "b"], counts),
        fingerprint(frozen, wider, ["a", "b"], counts),
        fingerprint(frozen, data, ["a", "b"], counts, "keep_features"),
        fingerprint(frozen_design(details(coreParams={}), {}), data, ["a", "b"], counts),
    }

    assert len(marks) == 7


def test_details_without_an_algorithm_are_refused() -> None:
    """As an imported model's would be."""
    with pytest.raises(DataError, match="do not name its algorithm"):
        frozen_design({}, {})
