"""What a replay holds fixed beyond features and hyperparameters, and what it met."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.replay.design import FrozenDesign, frozen_design
from champion_challenger.core.replay.log_entries import (
    build_warning,
    data_changes,
    recipe_changes,
    training_base_rate,
    unused_rows,
)
from champion_challenger.core.replay.overlay import overlay
from champion_challenger.core.replay.reduction import with_fixed_reduction
from champion_challenger.core.replay.same_design import differences
from champion_challenger.errors import DataError
from champion_challenger.records.models import ModelFacts, TrainedOn, TrainRecipe
from tests.unit.core.replay.test_design import ORIGIN, TYPES, details, guess


def frozen(method: str = "NONE", kept: tuple[str, ...] = (), **origin: Any) -> FrozenDesign:
    """Design of a champion with this reduction, whose ML task said so of its split."""
    found = details(iperf={"keptVariables": list(kept)})
    found["preprocessing"]["feature_selection_params"] = {"method": method}
    return frozen_design(found, {"splitParams": {**ORIGIN["splitParams"], **origin}})


@pytest.mark.parametrize("method", ["CORRELATION", "RANDOM_FOREST", "LASSO"])
def test_features_of_which_no_column_was_kept_are_rejected_and_nothing_is_chosen_again(method: str) -> None:
    """A category of which some columns were kept stays whole, and that is told."""
    settings, changes = overlay(frozen(method, ("age", "dummy:region:3", "dummy:region:7")), guess(), TYPES)
    roles = {name: feature["role"] for name, feature in settings["preprocessing"]["per_feature"].items()}

    assert roles == {"age": "INPUT", "region": "INPUT", "income": "REJECT", "churned": "TARGET"}
    assert settings["preprocessing"]["feature_selection_params"]["method"] == "NONE"
    assert [(change.change, change.feature) for change in changes] == [
        ("feature reduction frozen", ""),
        ("feature kept whole", "region"),
    ]


def test_a_projection_chooses_nothing_and_stays() -> None:
    """PCA is fitted anew, as a rescaling is."""
    settled, changes = with_fixed_reduction(frozen("PCA"))

    assert settled.preprocessing["feature_selection_params"] == {"method": "PCA"}
    assert changes == []


def test_a_reduction_whose_choice_is_not_told_is_refused() -> None:
    """A replay would choose again."""
    with pytest.raises(DataError, match="its details do not tell which ones it kept"):
        with_fixed_reduction(frozen("CORRELATION"))


def test_a_reduction_that_kept_columns_of_no_feature_is_refused() -> None:
    """Such as generated combinations."""
    with pytest.raises(DataError, match=r"kept interaction:age\*income, which belong to none of its features"):
        with_fixed_reduction(frozen("LASSO", ("age", "interaction:age*income")))


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


def test_a_sampling_is_told_only_when_it_would_hide_rows() -> None:
    """A limit above the rows hides none."""
    assert [e.change for e in data_changes(TrainedOn(rows=5, row_limit=10), 10, None, 0.5)] == ["rows", "base rate"]
    assert data_changes(TrainedOn(rows=5, row_limit=10), 11, None, 0.5)[-1].change == "sampling lifted"


def test_rows_that_were_not_trained_on_are_told() -> None:
    """An extract of its own, or dropped rows; nothing is said when the host does not tell."""
    assert [entry.after for entry in unused_rows(100, 90)] == ["90 trained on"]
    assert unused_rows(100, 100) == unused_rows(100, 0) == []


def recipe(columns: str, **payload: Any) -> TrainRecipe:
    """A train recipe over these columns."""
    schema = {"columns": [{"name": name} for name in columns.split()]}
    return TrainRecipe("train_x", ("P.data",), {"expectedPreparationOutputSchema": schema, **payload})


def test_what_a_deployment_changed_in_the_train_recipe_is_told() -> None:
    """Columns gone and new, and whose design a build repeats from now on."""
    before, after = recipe("a b", generatingModelId="m1"), recipe("a c", generatingModelId="m2")
    columns, design = recipe_changes(before, after, "P.data")

    assert (columns.before, columns.after) == ("2", "2")
    assert columns.action == "without b, with c; a build takes these columns"
    assert (design.change, design.before, design.after) == ("train recipe: design", "m1", "m2")


def test_an_unchanged_or_unknown_train_recipe_is_told_too() -> None:
    """What a build would do is never left open."""
    same = recipe("a")

    assert [entry.change for entry in recipe_changes(same, same, "P.data")] == ["train recipe unchanged"]
    assert [entry.change for entry in recipe_changes(same, None, "P.data")] == ["train recipe not found"]


def test_only_a_model_that_activates_what_a_build_trains_is_warned_of() -> None:
    """The policy of the model, not of the plugin."""
    facts = ModelFacts("P", "m", "Churn", "churned", "BINARY_CLASSIFICATION", "DSS_MANAGED", False)

    assert build_warning(facts) == []
    assert training_base_rate({"": 3}, "1") is None


@pytest.mark.parametrize(("stops", "expected"), [(True, []), (False, ["estimators 143 became 150"])])
def test_the_number_of_trees_may_differ_only_under_early_stopping(stops: bool, expected: list[str]) -> None:
    """It is then found by the training."""
    modeling = {"algorithm": "XGBOOST_CLASSIFICATION", "xgb_grid": {"enable_early_stopping": stops}}
    was = details(modeling=modeling, actualParams={"resolved": {"xgboost": {"n_estimators": 143}}})
    now = {**was, "actualParams": {"resolved": {"xgboost": {"n_estimators": 150}}}}

    assert differences(frozen_design(was, ORIGIN), was, now) == expected
