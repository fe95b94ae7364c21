"""The default `modeling` block of a prediction task: every key that the official client dereferences.

Values and forms follow published settings; where no published value is known any admissible one is given [A].
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


def _boosted(*losses: str) -> Block:
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


def _sgd(loss: str) -> Block:
    return {
        "alpha": numeric(0.0001, low=0),
        "loss": categories(loss),
        "penalty": categories("l2", disabled=("l1", "elasticnet")),
        "l1_ratio": 0.15,
        "max_iter": 1000,
        "tol": 0.001,
        "n_jobs": 4,
    }


def _svm() -> Block:
    return {
        "C": numeric(1.0, low=0, log=True),
        "custom_gamma": numeric(0.1, low=0),
        "gamma": categories("scale", disabled=("auto", "custom")),
        "kernel": categories("rbf", disabled=("linear", "poly", "sigmoid")),
        "coef0": 0.0,
        "tol": 0.001,
        "max_iter": -1,
    }


def _grids(low: float, *names: str) -> Block:
    return {name: numeric(1, low=low) for name in names}


def _xgboost() -> Block:
    return {
        **_grids(
            0, "gamma", "min_child_weight", "max_delta_step", "subsample", "colsample_bytree", "colsample_bylevel"
        ),
        **_grids(0, "alpha", "lambda"),
        "max_depth": numeric(3, low=1),
        "learning_rate": numeric(0.2, low=0, high=1),
        "booster": categories("gbtree", disabled=("dart",)),
        "objective": categories("reg_linear"),
        "n_estimators": 300,
        "nthread": 4,
        "enable_early_stopping": True,
        "early_stopping_rounds": 4,
        "seed": 1337,
        "tree_method": "auto",
    }


def _lightgbm() -> Block:
    grids = ("min_split_gain", "min_child_weight", "colsample_bytree", "reg_alpha", "reg_lambda")
    return {
        **_grids(0, *grids),
        "num_leaves": numeric(31, low=2),
        "learning_rate": numeric(0.1, low=0),
        "n_estimators": numeric(100, low=1),
        "min_child_samples": numeric(20, low=0),
        "boosting_type": categories("gbdt", disabled=("dart", "goss")),
        "random_state": 1337,
        "n_jobs": 4,
        "max_depth": -1,
    }


def _catboost() -> Block:
    grids = ("l2_leaf_reg", "random_strength", "min_data_in_leaf", "bagging_temperature")
    return {
        **_grids(0, *grids),
        "learning_rate": numeric(0.1, low=0),
        "max_depth": numeric(6, low=1),
        "border_count": numeric(254, low=1),
        "bootstrap_type": "Auto",
        "grow_policy": "SymmetricTree",
        "nthread": 4,
        "n_estimators": 300,
    }


def _deep() -> Block:
    return {"learning_rate": numeric(0.001, low=0), "hidden_layers": numeric(2, low=1), "units": numeric(64, low=1)}


def _spark_trees() -> Block:
    return {"max_depth": numeric(5, low=1), "num_trees": numeric(100, low=1), "step_size": numeric(0.1, low=0)} | {
        "cache_node_ids": False,
        "max_memory_mb": 256,
    }


def _python_algorithms() -> dict[str, Block]:
    return {
        "random_forest_classification": _forest(100, 15, 3),
        "random_forest_regression": _forest(100, 15, 3),
        "extra_trees": _forest(30, 8, 3),
        "gbt_classification": _boosted("deviance", "exponential"),
        "gbt_regression": _boosted("ls", "huber"),
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
        "knn": {"k": numeric(5, low=1), "algorithm": "auto", "distance_weighting": False, "p": 2, "leaf_size": 30},
        "sgd_regression": _sgd("squared_loss"),
        "sgd_classifier": _sgd("log"),
        "svc_classifier": _svm(),
        "svm_regression": _svm(),
        "lars_params": {"max_features": 0, "K": 0},
        "neural_network": {"layer_sizes": numeric(100, low=1), "activation": "relu", "solver": "adam"},
    }


def _other_engines() -> dict[str, Block]:
    blocks: dict[str, Block] = {"xgboost": _xgboost(), "keras": {}}
    for kind in ("classification", "regression"):
        blocks[f"lightgbm_{kind}"] = _lightgbm()
        blocks[f"catboost_{kind}"] = _catboost()
        blocks[f"deep_neural_network_{kind}"] = _deep()
    for name in ("tabicl_classification", "tabiclv2_classification", "tabiclv2_regression"):
        blocks[name] = {"n_estimators": numeric(8, low=1), "class_shift": categories("enabled")}
    for name in ("deep_learning_sparkling", "gbm_sparkling", "rf_sparkling", "glm_sparkling", "nb_sparkling"):
        blocks[name] = {}
    for name in ("mllib_logit", "mllib_linreg"):
        blocks[name] = {**_grids(0, "reg_param", "enet_param"), "max_iter": 100}
    for name in ("mllib_rf", "mllib_gbt", "mllib_dt"):
        blocks[name] = _spark_trees()
    blocks["mllib_naive_bayes"] = {"lambda": numeric(1, low=0)}
    return {**blocks, "vertica_linear_regression": {}, "vertica_logistic_regression": {}}


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
    blocks = {**_python_algorithms(), **_other_engines()}
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
        "autoOptimizeThreshold": True,
        "forcedClassifierThreshold": 0.5,
        "skipExpensiveReports": True,
        "computeLearningCurves": False,
    }
