"""Figures of a trained model on its test rows, under the names of DSS's snippets (`auc`, `averagePrecision`, …)."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn import metrics

ROC_POINTS = 200  # a curve of thousands would make each read of the details a megabyte
CUTS = np.round(np.arange(0.025, 1.0, 0.025), 3)
CUT_NAMES = {"F1": "f1", "ACCURACY": "accuracy", "PRECISION": "precision", "RECALL": "recall", "MCC": "mcc"}


def per_cut(y: np.ndarray, positive: np.ndarray) -> dict[str, list[float]]:
    """Return `perCutData`: each figure at each cut; a row at the cut or above counts as predicted positive."""
    return {"cut": [float(cut) for cut in CUTS], **at_cuts(y, positive, CUTS)}


def at_cuts(y: np.ndarray, positive: np.ndarray, cuts: np.ndarray) -> dict[str, list[float]]:
    """Return accuracy, precision, recall, f1, mcc and Hamming loss, each at every cut; 0 where one is undefined."""
    predicted = positive[None, :] >= np.asarray(cuts)[:, None]
    hits, taken, real, n = (predicted & (y == 1)).sum(axis=1), predicted.sum(axis=1), int((y == 1).sum()), len(y)
    wrong = taken + real - 2 * hits
    spread = np.sqrt(taken * (n - taken) * float(real * (n - real)))
    figures = {
        "accuracy": 1 - wrong / n,
        "precision": _ratio(hits, taken),
        "recall": _ratio(hits, np.full(len(taken), real)),
        "f1": _ratio(2 * hits, taken + real),
        "mcc": _ratio(n * hits - taken * real, spread),
        "hammingLoss": wrong / n,
    }
    return {name: [float(value) for value in values] for name, values in figures.items()}


def _ratio(part: np.ndarray, total: np.ndarray) -> np.ndarray:
    return np.divide(part, total, out=np.zeros(len(part)), where=total > 0)


def threshold(cuts: dict[str, list[float]], modeling: dict[str, Any]) -> float:
    """Return the forced threshold, or the cut with the best threshold metric (F1 by default; the lowest of equals)."""
    if not modeling.get("autoOptimizeThreshold", True):
        return float(modeling.get("forcedClassifierThreshold", 0.5))
    name = CUT_NAMES.get(modeling["metrics"].get("thresholdOptimizationMetric", "F1"), "f1")
    return cuts["cut"][int(np.argmax(cuts[name]))]


def binary(y: np.ndarray, positive: np.ndarray, cut: float, lift_point: float = 0.4) -> dict[str, float]:
    """Return the figures of a two-class model; `positive` are probabilities of class 1, `lift_point` in (0, 1]."""
    return {
        "auc": float(metrics.roc_auc_score(y, positive)),
        "averagePrecision": float(metrics.average_precision_score(y, positive)),
        "logLoss": float(metrics.log_loss(y, positive, labels=[0, 1])),
        "calibrationLoss": calibration_loss(y, positive),
        "lift": lift(y, positive, lift_point),
        **{name: values[0] for name, values in at_cuts(y, positive, np.array([cut])).items()},
    }


def calibration_loss(y: np.ndarray, positive: np.ndarray, bins: int = 10) -> float:
    """Return the mean gap between predicted and observed share over bins of equal width, by their rows, in [0, 1]."""
    rank = np.minimum((positive * bins).astype(int), bins - 1)
    gaps = np.bincount(rank, positive - y, minlength=bins)
    return float(np.abs(gaps).sum() / len(y))


def lift(y: np.ndarray, positive: np.ndarray, share: float) -> float:
    """Return the share of positives among the first `share` of rows by score, over the base rate; 0 without any."""
    if not y.any():
        return 0.0
    first = np.argsort(-positive, kind="stable")[: max(1, round(share * len(y)))]
    return float(y[first].mean() / y.mean())


def roc(y: np.ndarray, positive: np.ndarray) -> list[list[dict[str, float]]]:
    """Return `rocVizData`: one curve as points {x: false-positive rate, y: true-positive rate, p: threshold}."""
    curve = np.column_stack(metrics.roc_curve(y, positive))
    kept = np.unique(np.linspace(0, len(curve) - 1, min(len(curve), ROC_POINTS)).astype(int))
    points = np.minimum(curve[kept], 1.0)  # scikit-learn's first threshold is infinite
    return [[{"x": float(x), "y": float(up), "p": float(cut)} for x, up, cut in points]]


def multiclass(y: np.ndarray, probabilities: np.ndarray) -> dict[str, float]:
    """Return the figures of a model of several classes, macro-averaged."""
    predicted = probabilities.argmax(axis=1)
    labels = np.arange(probabilities.shape[1])
    return {
        "accuracy": float(metrics.accuracy_score(y, predicted)),
        "precision": float(metrics.precision_score(y, predicted, average="macro", zero_division=0)),
        "recall": float(metrics.recall_score(y, predicted, average="macro", zero_division=0)),
        "hammingLoss": float(metrics.hamming_loss(y, predicted)),
        "logLoss": float(metrics.log_loss(y, probabilities, labels=labels)),
    }


def regression(y: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Return the figures of a regression."""
    squared = float(metrics.mean_squared_error(y, predicted))
    return {
        "r2": float(metrics.r2_score(y, predicted)),
        "evs": float(metrics.explained_variance_score(y, predicted)),
        "mae": float(metrics.mean_absolute_error(y, predicted)),
        "mse": squared,
        "rmse": squared**0.5,
    }


def importances(estimator: Any, columns: list[str]) -> dict[str, list[Any]] | None:
    """Return `rawImportance` of a tree model: {variables, importances}, most important first; None for another."""
    if not hasattr(estimator, "feature_importances_"):
        return None
    weights = estimator.feature_importances_
    order = np.argsort(-weights, kind="stable")
    return {"variables": [columns[rank] for rank in order], "importances": [float(weights[rank]) for rank in order]}


def coefficients(estimator: Any, columns: list[str]) -> dict[str, Any] | None:
    """Return `lmCoefficients` of a linear model: {variables, coefs, intercept} [A]; None for another."""
    weights = np.atleast_2d(getattr(estimator, "coef_", np.empty((0, 0))))
    if len(weights) != 1:
        return None
    intercept = float(np.ravel(estimator.intercept_)[0])
    return {"variables": columns, "coefs": [float(weight) for weight in weights[0]], "intercept": intercept}
