"""Figures of performance.py against scikit-learn and small cases by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from dss_standin.ml import performance

Y = np.array([0, 0, 1, 0, 1, 1, 0, 1, 0, 0.0])
P = np.array([0.05, 0.2, 0.9, 0.4, 0.8, 0.3, 0.45, 0.6, 0.1, 0.7])


def test_binary_figures() -> None:
    """Each figure equals scikit-learn's at the cut."""
    told = performance.binary(Y, P, 0.5)
    assert told["auc"] == pytest.approx(metrics.roc_auc_score(Y, P))
    assert told["precision"] == pytest.approx(metrics.precision_score(Y, P >= 0.5))
    assert told["mcc"] == pytest.approx(metrics.matthews_corrcoef(Y, P >= 0.5))
    assert told["lift"] == pytest.approx((3 / 4) / 0.4)


def test_threshold_is_the_lowest_best_cut() -> None:
    """Of equal cuts the lowest is taken, and the optimised metric may be another."""
    cuts = {"cut": [0.25, 0.5, 0.75], "f1": [0.5, 0.8, 0.8], "accuracy": [0.9, 0.1, 0.1]}
    assert performance.threshold(cuts, {"metrics": {"thresholdOptimizationMetric": "F1"}}) == 0.5
    assert performance.threshold(cuts, {"metrics": {"thresholdOptimizationMetric": "ACCURACY"}}) == 0.25


def test_calibration_loss() -> None:
    """Perfectly calibrated groups have no loss; certain and wrong has the whole."""
    assert performance.calibration_loss(np.array([0, 1.0]), np.array([0.5, 0.5])) == 0
    assert performance.calibration_loss(np.array([0, 0.0]), np.array([1.0, 1.0])) == 1


def test_roc_starts_and_ends_in_the_corners() -> None:
    """The curve runs from (0, 0) to (1, 1) with finite thresholds."""
    (curve,) = performance.roc(Y, P)
    assert [(curve[rank]["x"], curve[rank]["y"]) for rank in (0, -1)] == [(0, 0), (1, 1)]
    assert all(0 <= point["p"] <= 1 for point in curve)
