"""The hyperparameter search: candidates from the grids, validated as `gridSearchParams` says."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.model_selection import (
    KFold,
    ParameterGrid,
    ParameterSampler,
    ShuffleSplit,
    StratifiedKFold,
    StratifiedShuffleSplit,
    TimeSeriesSplit,
    cross_val_score,
)

from dss_standin.errors import DSSError
from dss_standin.ml.algorithms import Algorithm

# scikit-learn called it fit_params before 1.4.
_FIT_ARGUMENT = "params" if "params" in inspect.signature(cross_val_score).parameters else "fit_params"

SCORERS = {
    "ROC_AUC": "roc_auc",
    "F1": "f1",
    "ACCURACY": "accuracy",
    "PRECISION": "precision",
    "RECALL": "recall",
    "LOG_LOSS": "neg_log_loss",
    "AVERAGE_PRECISION": "average_precision",
    "R2": "r2",
    "MAE": "neg_mean_absolute_error",
    "MSE": "neg_mean_squared_error",
    "RMSE": "neg_root_mean_squared_error",
}
MULTICLASS_SCORERS = {
    "ROC_AUC": "roc_auc_ovr",
    "F1": "f1_macro",
    "PRECISION": "precision_macro",
    "RECALL": "recall_macro",
}
Values = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """A matrix of shape (n, p), its target of shape (n,), sample weights of shape (n,), and the prediction type."""

    matrix: np.ndarray
    y: np.ndarray
    weights: np.ndarray
    kind: str

    def take(self, positions: np.ndarray) -> Rows:
        """Return the rows at `positions`."""
        return Rows(self.matrix[positions], self.y[positions], self.weights[positions], self.kind)


@dataclass(frozen=True)
class SearchResult:
    """The winning values, the number of candidates, and score and parameters of each (empty when none was tried)."""

    values: Values
    grid_length: int
    cells: list[dict[str, Any]]


def search(algorithm: Algorithm, block: dict[str, Any], modeling: dict[str, Any], rows: Rows) -> SearchResult:
    """Return the values of `block` that score best on the evaluation metric; at equal scores the first candidate.

    A single candidate is taken as it is. BAYESIAN is searched as RANDOM [A].
    """
    params = modeling["gridSearchParams"]
    candidates = _candidates(algorithm.grid_values(block, params.get("strategy", "GRID")), params)
    if len(candidates) == 1:
        return SearchResult(candidates[0], 1, [])
    scorer = _scorer(modeling["metrics"]["evaluationMetric"], rows.kind)
    cv = _validation(params, rows)
    scores = [_score(algorithm.build(values), rows, cv, scorer) for values in candidates]
    cells = [{"score": score, "params": values} for score, values in zip(scores, candidates)]
    return SearchResult(candidates[int(np.argmax(np.nan_to_num(scores, nan=-np.inf)))], len(candidates), cells)


def _candidates(grids: dict[str, list[Any]], params: Values) -> list[Values]:
    everything = [{name: cell[name] for name in grids} for cell in ParameterGrid(grids)]
    random = params.get("strategy", "GRID") != "GRID"
    limit = int(params.get("nIterRandom" if random else "nIter") or 0)
    if not 0 < limit < len(everything):
        return everything
    picked = ParameterSampler({"rank": range(len(everything))}, limit, random_state=int(params.get("seed", 1337)))
    return [everything[pick["rank"]] for pick in picked]


def _scorer(metric: str, kind: str) -> str:
    names = {**SCORERS, **MULTICLASS_SCORERS} if kind == "MULTICLASS" else SCORERS
    if metric not in names:
        raise DSSError(f"Metric {metric} is outside the slice, which optimises {', '.join(names)}.")
    return names[metric]


def _validation(params: Values, rows: Rows) -> Any:
    """Return the splitter; time-ordered modes take the rows as the split left them, earliest first."""
    mode, folds, seed = params.get("mode", "KFOLD"), int(params.get("nFolds", 3)), int(params.get("cvSeed", 1337))
    stratified = params.get("stratified", True) and rows.kind != "REGRESSION"
    ratio = float(params.get("splitRatio", 0.8))
    if mode == "KFOLD":
        return (StratifiedKFold if stratified else KFold)(folds, shuffle=True, random_state=seed)
    if mode == "SHUFFLE":
        return (StratifiedShuffleSplit if stratified else ShuffleSplit)(1, train_size=ratio, random_state=seed)
    if mode == "TIME_SERIES_KFOLD":
        return TimeSeriesSplit(folds)
    if mode == "TIME_SERIES_SINGLE_SPLIT":
        return [tuple(np.split(np.arange(len(rows.y)), [round(len(rows.y) * ratio)]))]
    raise DSSError(f"Validation {mode} of the search is outside the slice; use KFOLD or SHUFFLE.")


def _score(estimator: Any, rows: Rows, cv: Any, scorer: str) -> float:
    weights = {"sample_weight": rows.weights}
    options = {"cv": cv, "scoring": scorer, _FIT_ARGUMENT: weights, "error_score": "raise"}
    return float(cross_val_score(estimator, rows.matrix, rows.y, **options).mean())
