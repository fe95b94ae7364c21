"""Entries of the retraining log about rows, sampling, and what the deployment changed in the Flow."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.reasons import Reason
from champion_challenger.core.replay.log_entries import (
    LEFT_OUT,
    build_warning,
    data_changes,
    left_out,
    order_change,
    recipe_changes,
    training_base_rate,
    unused_rows,
)
from champion_challenger.records.models import ModelFacts, TrainedOn, TrainRecipe
from champion_challenger.records.runs import LogEntry, TrainingSummary


def test_a_sampling_is_told_only_when_it_would_hide_rows() -> None:
    """A limit above the rows hides none."""
    limited, rates = TrainedOn(rows=5, row_limit=10), (None, 0.5)

    assert [e.change for e in data_changes(limited, TrainingSummary({"0": 10}), rates)] == ["rows", "base rate"]
    assert data_changes(limited, TrainingSummary({"0": 11}), rates)[-1].change == "sampling lifted"


def test_rows_are_compared_as_a_training_takes_them() -> None:
    """Those without an outcome, or with a missing cell that the design needs, are told apart."""
    rows = data_changes(TrainedOn(rows=90), TrainingSummary({"0": 80, "1": 20, "": 5}, n_incomplete=7), (0.2, 0.2))[0]

    assert (rows.before, rows.after) == ("90", "93")
    assert rows.action == "5 of 105 rows have no outcome; 7 lack a cell that the design needs"


def test_another_order_of_the_columns_is_told_and_a_new_column_is_none() -> None:
    """A forest draws its columns by position."""
    (entry,) = order_change(["age", "spend", "gone"], ["spend", "new", "age"])

    assert (entry.change, entry.before, entry.after) == ("columns in another order", "age, spend", "spend, age")
    assert "may give another model" in entry.action
    assert order_change(["age", "gone", "spend"], ["age", "new", "spend"]) == []


def test_partitions_left_out_are_told_with_their_reason() -> None:
    """A line each."""
    (entry,) = left_out({"2019-05": Reason("outcomes_absent", {"n": 7})})

    assert entry == LogEntry(LEFT_OUT, before="2019-05", action="outcomes not joined yet: none of 7 customers has one")


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
