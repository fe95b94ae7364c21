"""Entries of the retraining log about rows, sampling, and what the deployment changed in the Flow."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.replay.log_entries import (
    build_warning,
    data_changes,
    recipe_changes,
    training_base_rate,
    unused_rows,
)
from champion_challenger.records.models import ModelFacts, TrainedOn, TrainRecipe


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


@pytest.mark.parametrize(
    ("counts", "rate"), [({"0": 90, "1.0": 10, "": 5}, 0.1), ({"0": 4, "1": 0}, 0.0), ({"": 3}, None), ({}, None)]
)
def test_base_rate_is_that_of_the_labelled_rows(counts: dict[str, int], rate: float | None) -> None:
    """A class is the same however the host spells it."""
    assert training_base_rate(counts, "1") == rate


@pytest.mark.parametrize(("length", "count"), [(1, 0), (2, 1), (None, 0)])
def test_a_build_that_would_search_again_is_told(length: int | None, count: int) -> None:
    """One candidate is no search."""
    searching = recipe("a", modeling={"gridLength": length})
    entries = recipe_changes(searching, searching, "P.data")
    assert [entry.change for entry in entries].count("train recipe: search") == count
