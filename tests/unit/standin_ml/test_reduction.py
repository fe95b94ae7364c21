"""Feature reduction keeps the variables that matter, and the model still scores from all features."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.errors import DSSError
from dss_standin.ml.reduction import correlations, kept_columns
from dss_standin.ml.scoring import probabilities
from dss_standin.ml.train import train
from dss_standin.switches import Switches

DRAW = np.random.RandomState(5)
Y = DRAW.choice([0.0, 1.0], 300)
MATRIX = np.column_stack(
    [DRAW.normal(size=300), Y + DRAW.normal(size=300), np.ones(300), -3 * Y + DRAW.normal(size=300)]
)


def _params(method: str, **more: Any) -> dict[str, Any]:
    forest = {"n_trees": 10, "depth": 4, **more}
    return {"method": method, "correlation_params": more, "random_forest_params": forest}


def test_correlations_are_numpy_s() -> None:
    """Absolute Pearson correlations; a constant column has none."""
    expected = [abs(np.corrcoef(MATRIX[:, rank], Y)[0, 1]) for rank in (0, 1, 3)]
    assert correlations(MATRIX, Y)[[0, 1, 3]] == pytest.approx(expected, abs=1e-12)
    assert correlations(MATRIX, Y)[2] == 0


@pytest.mark.parametrize(
    ("params", "kept"),
    [
        (_params("CORRELATION", n_features=2), [1, 3]),
        (_params("CORRELATION", n_features=9, min_abs_correlation=0.7), [3]),
        (_params("CORRELATION", n_features=9, min_abs_correlation=0.2, max_abs_correlation=0.7), [1]),
        (_params("RANDOM_FOREST", n_features=1), [3]),
    ],
)
def test_kept_columns(params: dict[str, Any], kept: list[int]) -> None:
    """The strongest or most important columns are kept, in the matrix's order."""
    assert kept_columns(params, MATRIX, Y, regression=False).tolist() == kept


def test_reduced_model_says_what_it_kept(settings: dict[str, Any], customers: pd.DataFrame) -> None:
    """The kept variables are told; dropped features stay inputs of the version and do not move its scores."""
    params = settings["preprocessing"]["feature_selection_params"]
    params["method"], params["correlation_params"]["n_features"] = "CORRELATION", 2
    (model,) = train(settings, customers, Switches())
    assert model.details["iperf"]["keptVariables"] == ["age", "visits"]
    moved = customers.assign(noise=99.0)
    assert np.array_equal(probabilities(model.estimator, moved), probabilities(model.estimator, customers))


def test_refusals() -> None:
    """An unknown method and bounds that keep nothing are refused."""
    with pytest.raises(DSSError, match="Feature reduction PCA is outside the slice"):
        kept_columns({"method": "PCA"}, MATRIX, Y, regression=False)
    with pytest.raises(DSSError, match="keeps no variable"):
        kept_columns(_params("CORRELATION", min_abs_correlation=0.99), MATRIX, Y, regression=False)
