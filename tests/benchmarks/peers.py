"""What a user would put together for the same figures: scikit-learn, and MLstatkit 0.1.91 for DeLong's test."""

from __future__ import annotations

import numpy as np
from MLstatkit import Delong_test
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, precision_score, recall_score, roc_auc_score

RATES_BP = (100, 500, 1_000)


def by_scikit_learn(y_true: NDArray[np.int8], y_score: NDArray[np.float64]) -> list[float]:
    """AUC; then precision, recall, lift and accuracy above a percentile for each rate."""
    found = [roc_auc_score(y_true, y_score)]
    for rate_bp in RATES_BP:
        is_targeted = y_score >= np.percentile(y_score, 100 - rate_bp / 100)
        precision = precision_score(y_true, is_targeted)
        found += [precision, recall_score(y_true, is_targeted), precision / y_true.mean()]
        found.append(accuracy_score(y_true, is_targeted))
    return found


def versions_by_packages(y_true: NDArray[np.int8], versions: list[NDArray[np.float64]]) -> list[float]:
    """Figures of every version, and DeLong's test of the first against each: the AUCs, then the p-values."""
    areas = [by_scikit_learn(y_true, y_score)[0] for y_score in versions]
    return areas + [delong_by_package(y_true, versions[0], y_score) for y_score in versions[1:]]


def delong_by_package(y_true: NDArray[np.int8], champion: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """P-value of the difference between two AUCs."""
    return float(Delong_test(y_true, champion, other)[1])
