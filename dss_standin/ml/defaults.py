"""The default `modeling` block of a prediction task: every key that the official client dereferences.

Values and forms follow published settings; where no published value is known any admissible one is given [A]. Lasso and
the algorithms of `_UNTRAINED` can be switched on, but fail by name when trained.
"""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def numeric(*values: float, low: float | None = None, high: float | None = None, log: bool = False) -> Block:
    """Return a numeric hyperparameter grid holding explicit `values` within the limits `low` and `high`.

    >>> numeric(0.01, 1, low=0)["values"]
    [0.01, 1]
    """
    scaling = "LOGARITHMIC" if log else "LINEAR"
    return {
        "gridMode": "EXPLICIT",
        "randomMode": "RANGE",
        "values": list(values),
        "range": {"min": min(values), "max": max(values), "nbValues": 3, "scaling": scaling},
        "limit": {key: bound for key, bound in (("min", low), ("max", high)) if bound is not None},
    }


def categories(*enabled: str, disabled: tuple[str, ...] = ()) -> Block:
    """Return a categorical hyperparameter: each possible value with its flag."""
    flags = {**dict.fromkeys(enabled, True), **dict.fromkeys(disabled, False)}
    return {"values": {name: {"enabled": flag} for name, flag in flags.items()}}


def _forest(trees: int, depth: int, leaf: int) -> Block:
    return {
        "n_estimators": numeric(trees, low=1),
        "max_tree_depth": numeric(depth, low=0),
        "min_samples_leaf": numeric(leaf, low=1),
        "max_features": numeric(10, low=1),
        "max_feature_prop": numeric(0.1, low=0, high=1),
        "selection_mode": "sqrt",
        "n_jobs": 4,
        "allow_sparse_matrices": True,
    }


def _boosting(*losses: str) -> Block:
    return {
        "n_estimators": numeric(100, low=1),
        "max_depth": numeric(3, low=1),
        "min_samples_leaf": numeric(1, low=1),
        "max_features": numeric(10, low=1),
        "max_feature_prop": numeric(0.1, low=0, high=1),
        "learning_rate": numeric(0.1, low=0, high=1),
        "loss": categories(losses[0], disabled=losses[1:]),
        "selection_mode": "sqrt",
    }


def _tree(*criteria: str) -> Block:
    return {
        "max_depth": numeric(5, low=1),
        "min_samples_leaf": numeric(1, low=1),
        "criterion": categories(criteria[0], disabled=criteria[1:]),
        "splitter": categories("best", disabled=("random",)),
    }


def _trained_algorithms() -> dict[str, Block]:
    return {
        "random_forest_classification": _forest(100, 15, 3),
        "random_forest_regression": _forest(100, 15, 3),
        "extra_trees": _forest(30, 8, 3),
        "gbt_classification": _boosting("deviance", "exponential"),
        "gbt_regression": _boosting("ls", "huber"),
        "decision_tree_classification": _tree("gini", "entropy"),
        "decision_tree_regression": _tree("squared_error"),
        "logistic_regression": {
            "C": numeric(0.01, 0.1, 1, 10, 100, low=0, log=True),
            "penalty": categories("l2", disabled=("l1",)),
            "multi_class": "multinomial",
            "n_jobs": 2,
        },
        "ridge_regression": {"alpha": numeric(0.1, 1, 10, low=0, log=True), "alphaMode": "MANUAL"},
        "lasso_regression": {"alpha": numeric(0.1, 1, 10, low=0, log=True), "alphaMode": "AUTO_CV"},
        "leastsquare_regression": {"n_jobs": 2},
    }


# Algorithms that the slice does not train, with the keys that the client reads as soon as it builds their settings.
_UNTRAINED: dict[tuple[str, ...], Block] = {
    ("knn", "svc_classifier", "svm_regression", "lars_params", "neural_network", "keras"): {},
    ("sgd_classifier", "sgd_regression"): {"n_jobs": 4},
    ("xgboost",): {"nthread": 4},
    ("lightgbm_classification", "lightgbm_regression", "catboost_classification", "catboost_regression"): {},
    ("deep_neural_network_classification", "deep_neural_network_regression"): {},
    ("tabicl_classification", "tabiclv2_classification", "tabiclv2_regression"): {},
    ("deep_learning_sparkling", "gbm_sparkling", "rf_sparkling", "glm_sparkling", "nb_sparkling"): {},
    ("mllib_logit", "mllib_linreg", "mllib_naive_bayes"): {},
    ("vertica_linear_regression", "vertica_logistic_regression"): {},
    ("mllib_rf", "mllib_gbt", "mllib_dt"): {"cache_node_ids": False, "max_memory_mb": 256},
}


def grid_search_params() -> Block:
    """Return the default hyperparameter search: a grid, shuffled single split of 80 %."""
    return {
        "strategy": "GRID",
        "mode": "SHUFFLE",
        "randomized": True,
        "seed": 1337,
        "cvSeed": 1337,
        "nFolds": 3,
        "splitRatio": 0.8,
        "stratified": True,
        "nIter": 0,
        "nIterRandom": 10,
        "timeout": 0,
        "nJobs": 4,
        "distributed": False,
        "nContainers": 4,
        "foldOffset": False,
        "equalDurationFolds": False,
        "bayesianOptimizer": "SCIKIT_OPTIMIZE",
    }


def modeling(enabled: tuple[str, ...], evaluation_metric: str) -> Block:
    """Return the whole `modeling` block with the algorithms keyed `enabled` switched on."""
    blocks = {**_trained_algorithms(), **{name: block for names, block in _UNTRAINED.items() for name in names}}
    return {
        **{name: {"enabled": name in enabled, **block} for name, block in blocks.items()},
        "custom_python": [],
        "custom_mllib": [],
        "plugin_python": {},
        "gridSearchParams": grid_search_params(),
        "metrics": {
            "evaluationMetric": evaluation_metric,
            "thresholdOptimizationMetric": "F1",
            "costMatrixWeights": {"tpGain": 1.0, "tnGain": 0.0, "fpGain": -0.3, "fnGain": 0.0},
            "liftPoint": 0.4,
            "customMetrics": [],
        },
        "skipExpensiveReports": True,
    }
