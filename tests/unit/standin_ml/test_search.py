"""The hyperparameter search: candidates, validation, ties."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dss_standin.errors import DSSError
from dss_standin.ml import defaults
from dss_standin.ml.algorithms import collapsed, grid_values, named
from dss_standin.ml.search import Rows, SearchResult, search

DRAW = np.random.RandomState(1)
MATRIX = DRAW.normal(size=(200, 3))
ROWS = Rows(MATRIX, (MATRIX[:, 0] + DRAW.normal(size=200) > 0).astype(float), np.ones(200), "BINARY_CLASSIFICATION")


def _found(values: list[float], metric: str = "ROC_AUC", **params: Any) -> SearchResult:
    modeling = defaults.modeling(("logistic_regression",), metric)
    modeling["gridSearchParams"].update(params)
    modeling["logistic_regression"]["C"]["values"] = values
    modeling["logistic_regression"]["C"]["randomMode"] = "EXPLICIT"
    return search(named("LOGISTIC_REGRESSION"), modeling["logistic_regression"], modeling, ROWS)


@pytest.mark.parametrize("mode", ["KFOLD", "SHUFFLE", "TIME_SERIES_KFOLD", "TIME_SERIES_SINGLE_SPLIT"])
@pytest.mark.parametrize("metric", ["ROC_AUC", "F1", "ACCURACY", "LOG_LOSS", "AVERAGE_PRECISION"])
def test_winner_has_the_best_score(mode: str, metric: str) -> None:
    """Whatever validates, the values told are those of the best cell, and they repeat."""
    found = _found([0.0001, 0.01, 1], metric, mode=mode)
    best = max(found.cells, key=lambda cell: cell["score"])
    assert found == _found([0.0001, 0.01, 1], metric, mode=mode)
    assert (found.values, found.grid_length) == (best["params"], 3)


def test_single_candidate_is_not_searched() -> None:
    """One value is taken as it is, whatever the metric."""
    assert _found([2.0], "UNKNOWN") == SearchResult({"C": 2.0, "penalty": "l2"}, 1, [])


def test_random_search_tries_some() -> None:
    """A random search tries as many candidates as asked."""
    assert _found([0.01, 0.1, 1, 10], strategy="RANDOM", nIterRandom=2).grid_length == 2


def test_a_random_search_reads_its_own_mode() -> None:
    """Explicit values of the grid do not bind a random search whose mode is RANGE; a collapsed grid binds both."""
    entry = {**defaults.numeric(1, 5), "values": [3]}
    assert grid_values("n", entry, "GRID") == [3]
    assert grid_values("n", entry, "RANDOM") == [1, 3, 5]
    assert grid_values("n", collapsed(entry, 4), "RANDOM") == [4]


def test_depth_and_features_of_a_forest() -> None:
    """Only the feature settings of the chosen selection mode are part of the grid."""
    block = defaults.modeling((), "ROC_AUC")["extra_trees"]
    assert "max_feature_prop" not in named("EXTRA_TREES").grid_values(block)
    assert named("EXTRA_TREES").grid_values({**block, "selection_mode": "prop"})["max_feature_prop"] == [0.1]


def test_refusals() -> None:
    """Metrics and validations that are not known, and a grid without values, are refused."""
    with pytest.raises(DSSError, match="Metric CUSTOM is outside the slice"):
        _found([1, 2], "CUSTOM")
    with pytest.raises(DSSError, match="Validation CUSTOM"):
        _found([1, 2], mode="CUSTOM")
    with pytest.raises(DSSError, match="Hyperparameter C has no value"):
        _found([])
