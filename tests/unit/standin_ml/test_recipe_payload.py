"""What a deployment writes into the train recipe, and what training from it gives."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.ml.recipe_payload import camel, recipe_payload, snake
from dss_standin.ml.scoring import probabilities
from dss_standin.ml.train import TrainedModel, train, train_from_recipe
from dss_standin.switches import Switches


@pytest.fixture
def searched(settings: dict[str, Any], customers: pd.DataFrame) -> TrainedModel:
    """Return a logistic regression found in a grid of three C."""
    settings["modeling"]["logistic_regression"]["C"]["values"] = [0.001, 0.1, 10]
    (model,) = train(settings, customers, Switches())
    return model


def _payload(settings: dict[str, Any], model: TrainedModel, redo: bool = False, **switches: Any) -> dict[str, Any]:
    made = recipe_payload(
        settings,
        model.details,
        redo_optimization=redo,
        generating_model_id="A-P-a-t-s3-pp1-m1",
        switches=Switches(**switches),
    )
    return json.loads(json.dumps(made))


def test_without_new_search_the_grid_is_single(settings: dict[str, Any], searched: TrainedModel) -> None:
    """A deployment without new optimisation writes the winning value alone."""
    payload = _payload(settings, searched)
    winner = searched.details["actualParams"]["resolved"]["logit"]["C"]
    assert (payload["modeling"]["logit_grid"]["C"]["values"], payload["modeling"]["gridLength"]) == ([winner], 1)
    assert payload["modelVersionNamePrefix"] == "Logistic Regression (s3)"
    assert payload["modeling"]["grid_search_params"]["cv_seed"] == 1337


@pytest.mark.parametrize(
    ("redo", "switches"), [(True, {}), (False, {"redeploy_without_search": "full_grid"})], ids=["redo", "switch"]
)
def test_full_grid(redo: bool, switches: dict[str, Any], settings: dict[str, Any], searched: TrainedModel) -> None:
    """With new optimisation, or under the switch, the whole grid stays."""
    payload = _payload(settings, searched, redo, **switches)
    assert (payload["modeling"]["logit_grid"]["C"]["values"], payload["modeling"]["gridLength"]) == (
        [0.001, 0.1, 10],
        3,
    )


@pytest.mark.parametrize("names", ["short", "task"])
def test_recipe_trains_the_same_model(names: str, settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """A recipe's training on the same rows gives the task's scores, to the bit, under both spellings."""
    settings["modeling"]["logistic_regression"]["enabled"] = False
    settings["modeling"]["extra_trees"].update(enabled=True)
    settings["modeling"]["extra_trees"]["n_estimators"]["values"] = [5, 8]
    (model,) = train(settings, customers, Switches(resolved_names=names))
    again = train_from_recipe(_payload(settings, model), customers, Switches())
    assert again.snippet["gridLength"] == 1
    assert np.array_equal(probabilities(again.estimator, customers), probabilities(model.estimator, customers))


def test_lost_column_fails_the_recipe(
    settings: dict[str, Any], searched: TrainedModel, customers: pd.DataFrame
) -> None:
    """The payload's features are fixed: a column that is gone fails the training by name."""
    model = train_from_recipe(_payload(settings, searched), customers.drop(columns="visits"), Switches())
    assert "visits" in model.details["trainInfo"]["failure"]["message"]


@pytest.mark.parametrize("key", ["nFolds", "cvSeed", "nIterRandom", "splitRatio", "strategy"])
def test_spellings_are_inverse(key: str) -> None:
    """Snake and camel case of the search parameters go back and forth."""
    assert camel(snake(key)) == key
