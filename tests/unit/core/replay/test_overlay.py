"""The frozen design, laid over a guess of changed data."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from champion_challenger.core.replay.design import frozen_design
from champion_challenger.core.replay.overlay import overlay, with_selection
from champion_challenger.errors import DataError
from tests.unit.core.replay.designs import CATEGORY, NUMERIC, ORIGIN, TYPES, details, frozen, guess


def test_the_split_is_the_champions() -> None:
    """Only the selection of rows is left to the replay."""
    settings, _ = overlay(frozen_design(details(), ORIGIN), guess(), TYPES)

    assert settings["splitParams"] == {
        "ssdTrainingRatio": 0.7,
        "ssdSeed": 5,
        "ssdSelection": {"maxRecords": 100_000},
    }


def test_a_split_that_is_not_known_any_more_is_told() -> None:
    """The champion's own ML task is gone, and its details do not hold the split."""
    changes = overlay(frozen_design(details(), {}), guess(), TYPES)[1]

    assert [change.change for change in changes] == ["split not known"]


def test_new_columns_are_rejected_when_only_the_frozen_features_are_wanted() -> None:
    """They are told all the same."""
    wider = guess(tenure={"role": "INPUT", "type": "NUMERIC"})
    settings, (change,) = overlay(frozen(), wider, {**TYPES, "tenure": "int"}, takes_new_features=False)

    assert settings["preprocessing"]["per_feature"]["tenure"]["role"] == "REJECT"
    assert (change.feature, change.action) == ("tenure", "rejected: only the frozen features are used")


@pytest.mark.parametrize(
    ("origin", "core", "message"),
    [
        ({"ssdSplitMode": "SORTED", "ssdColumn": "day"}, {}, r"day \(split\)"),
        ({}, {"time": {"enabled": True, "timeVariable": "day"}}, r"day \(time ordering\)"),
        ({}, {"weight": {"weightMethod": "SAMPLE_WEIGHT", "sampleWeightVariable": "w"}}, r"w \(row weights\)"),
        ({"ttPolicy": "EXPLICIT_FILTERING_TWO_DATASETS"}, {}, "split by explicit extracts"),
    ],
)
def test_a_design_that_needs_what_is_gone_is_refused(origin: dict[str, Any], core: Any, message: str) -> None:
    """Columns that weigh, order or split; extracts that name the old data."""
    found = details(coreParams={**details()["coreParams"], **core})
    design = frozen_design(found, {"splitParams": {**ORIGIN["splitParams"], **origin}})

    with pytest.raises(DataError, match=message):
        overlay(design, guess(), TYPES)


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
