"""Feature reduction after preprocessing: which columns of the matrix are kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from dss_standin.errors import DSSError

SEED = 1337


def kept_columns(params: dict[str, Any], matrix: np.ndarray, y: np.ndarray, regression: bool) -> np.ndarray | None:
    """Return the positions of the columns to keep, ascending; None when no reduction is asked.

    Parameters
    ----------
    params : dict
        `preprocessing.feature_selection_params`: method NONE, CORRELATION (absolute correlation with the target within
        bounds, the strongest `n_features`) or RANDOM_FOREST (the most important `n_features` of a small forest).
    matrix : array of shape (n_rows, n_columns), float64
    y : array of shape (n_rows,)

    Equal ranks keep the earlier column. Raises DSSError for another method, or when nothing is left.
    """
    method = params.get("method", "NONE")
    if method == "NONE":
        return None
    if method == "CORRELATION":
        kept = _most_correlated(params["correlation_params"], matrix, y)
    elif method == "RANDOM_FOREST":
        kept = _most_important(params["random_forest_params"], matrix, y, regression)
    else:
        raise DSSError(f"Feature reduction {method} is outside the slice; use CORRELATION, RANDOM_FOREST or NONE.")
    if not len(kept):
        raise DSSError("The feature reduction keeps no variable. Widen its bounds.")
    return np.sort(kept)


def correlations(matrix: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the absolute Pearson correlation of each column with `y`, in [0, 1]; 0 for a constant column."""
    centred, target = matrix - matrix.mean(axis=0), y - y.mean()
    norms = np.linalg.norm(centred, axis=0) * np.linalg.norm(target)
    return np.divide(np.abs(target @ centred), norms, out=np.zeros(matrix.shape[1]), where=norms > 1e-12)


def _most_correlated(params: dict[str, Any], matrix: np.ndarray, y: np.ndarray) -> np.ndarray:
    strength = correlations(matrix, y)
    low, high = params.get("min_abs_correlation", 0.0), params.get("max_abs_correlation", 1.0)
    ranked = np.argsort(-strength, kind="stable")
    within: np.ndarray = ranked[(strength[ranked] >= low) & (strength[ranked] <= high + 1e-12)]
    return within[: int(params.get("n_features", 25))]


def _most_important(params: dict[str, Any], matrix: np.ndarray, y: np.ndarray, regression: bool) -> np.ndarray:
    kind = RandomForestRegressor if regression else RandomForestClassifier
    trees, depth = int(params.get("n_trees", 30)), int(params.get("depth", 10))
    forest = kind(n_estimators=trees, max_depth=depth, random_state=SEED, n_jobs=1).fit(matrix, y)
    ranked: np.ndarray = np.argsort(-forest.feature_importances_, kind="stable")
    return ranked[: int(params.get("n_features", 25))]
