"""The algorithms of the slice: their names in DSS's various places, and the scikit-learn estimator behind each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn import ensemble, linear_model, tree

from dss_standin.errors import DSSError

SEED = 1337
SHORT_NAMES = {"n_estimators": "estimators"}
LONG_NAMES = {short: name for name, short in SHORT_NAMES.items()}
Values = dict[str, Any]
Block = dict[str, Any]


@dataclass(frozen=True)
class Algorithm:
    """One algorithm.

    `key` is its block in the task's `modeling`, `grid` its block in details and recipe payload, `short` its block in
    `actualParams.resolved`. `hyperparameters` are the searched ones, in the order in which a grid is walked.
    Names of `grid` and `short` are published for random forest, gradient boosting, logistic and ridge only [A8].
    """

    name: str
    label: str
    key: str
    grid: str
    short: str
    hyperparameters: tuple[str, ...]
    build: Callable[[Values], Any]

    @property
    def regression(self) -> bool:
        """Whether it predicts numbers (a logistic regression does not)."""
        return self.name.endswith("_REGRESSION") and self.name != "LOGISTIC_REGRESSION"

    def grid_values(self, block: Block, strategy: str = "GRID") -> dict[str, list[Any]]:
        """Return the values to try for each hyperparameter that matters under the block's selection mode."""
        mattering = [name for name in self.hyperparameters if self._matters(name, block)]
        return {name: grid_values(name, block[name], strategy) for name in mattering}

    def single(self, block: Block, values: Values) -> Block:
        """Return `block` with every grid collapsed to the one value of `values`."""
        return {name: collapsed(entry, values[name]) if name in values else entry for name, entry in block.items()}

    def resolved(self, values: Values, names: str) -> Block:
        """Return winning values as in `actualParams`: `names` is "short" (`rf.estimators`) or "task" [A8]."""
        if names == "task":
            return {"algorithm": self.name, self.key: dict(values)}
        return {"algorithm": self.name, self.short: {SHORT_NAMES.get(name, name): values[name] for name in values}}

    def winning(self, resolved: Block) -> Values:
        """Return the winning values under the task's names: the inverse of `resolved`."""
        block = resolved.get(self.key) or resolved.get(self.short) or {}
        return {LONG_NAMES.get(name, name): value for name, value in block.items()}

    def _matters(self, name: str, block: Block) -> bool:
        needed = {"max_features": "number", "max_feature_prop": "prop"}
        return name in block and needed.get(name, block.get("selection_mode")) == block.get("selection_mode")


def grid_values(name: str, entry: Any, strategy: str = "GRID") -> list[Any]:
    """Return what a hyperparameter's settings span: explicit values, a range's points, enabled categories, a scalar.

    Other strategies than GRID read `randomMode`, not `gridMode`: their range is tried at its `nbValues` points [A].

    >>> points = {"min": 1, "max": 100, "nbValues": 3, "scaling": "LOGARITHMIC"}
    >>> grid_values("C", {"gridMode": "RANGE", "range": points})
    [1, 10, 100]
    """
    if not isinstance(entry, dict):
        return [entry]
    mode = entry.get("gridMode" if strategy == "GRID" else "randomMode", "EXPLICIT")
    if isinstance(entry.get("values"), dict):
        values = [value for value, flag in entry["values"].items() if flag.get("enabled")]
    elif mode == "EXPLICIT":
        values = list(entry["values"])
    else:
        values = _points(**entry["range"])
    if not values:
        raise DSSError(f"Hyperparameter {name} has no value to try. Enable or enter at least one.")
    return values


def _points(min: float, max: float, nbValues: int = 3, scaling: str = "LINEAR") -> list[float]:
    """Return the range's distinct points, whole numbers when both ends are."""
    space = np.geomspace if scaling == "LOGARITHMIC" and min > 0 else np.linspace
    are_whole = isinstance(min, int) and isinstance(max, int)
    points = [float(point) for point in space(min, max, nbValues)]
    return sorted({round(point) if are_whole else round(point, 12) for point in points})


def collapsed(entry: Any, value: Any) -> Any:
    """Return a hyperparameter's settings with the one value in place of its grid."""
    if not isinstance(entry, dict):
        return value
    if isinstance(entry.get("values"), dict):
        return {**entry, "values": {name: {"enabled": name == value} for name in entry["values"]}}
    return {**entry, "gridMode": "EXPLICIT", "randomMode": "EXPLICIT", "values": [value]}


def _max_features(values: Values) -> Any:
    mode = values.get("selection_mode", "sqrt")
    if mode == "number":
        return int(values["max_features"])
    if mode == "prop":
        return float(values["max_feature_prop"])
    return "sqrt" if mode == "auto" else mode


def _forest(kind: type) -> Callable[[Values], Any]:
    def build(values: Values) -> Any:
        """Build a forest."""
        return kind(
            n_estimators=int(values["n_estimators"]),
            max_depth=int(values["max_tree_depth"]) or None,
            min_samples_leaf=int(values["min_samples_leaf"]),
            max_features=_max_features(values),
            random_state=SEED,
            n_jobs=None,  # `train` decides for the fit; scores add up in one order
        )

    return build


def _boosting_builder(kind: type, losses: dict[str, str]) -> Callable[[Values], Any]:
    def build(values: Values) -> Any:
        """Build a boosting."""
        return kind(
            n_estimators=int(values["n_estimators"]),
            max_depth=int(values["max_depth"]),
            min_samples_leaf=int(values["min_samples_leaf"]),
            learning_rate=float(values["learning_rate"]),
            loss=losses.get(values["loss"], values["loss"]),
            max_features=_max_features(values),
            random_state=SEED,
        )

    return build


def _tree(kind: type) -> Callable[[Values], Any]:
    def build(values: Values) -> Any:
        """Build a decision tree."""
        return kind(
            max_depth=int(values["max_depth"]),
            min_samples_leaf=int(values["min_samples_leaf"]),
            criterion=values["criterion"],
            splitter=values["splitter"],
            random_state=SEED,
        )

    return build


def _logistic(values: Values) -> Any:
    ridge = values["penalty"] == "l2"
    # Scikit-learn 1.8 replaced the penalty by a ratio; before, the ratio alone changed nothing.
    is_old = inspect.signature(linear_model.LogisticRegression).parameters["penalty"].default == "l2"
    return linear_model.LogisticRegression(
        C=float(values["C"]),
        **({} if ridge else {"penalty": "l1"} if is_old else {"l1_ratio": 1.0}),
        solver="lbfgs" if ridge else "saga",
        max_iter=1000 if ridge else 5000,
        random_state=SEED,
    )


_FOREST = ("n_estimators", "max_tree_depth", "min_samples_leaf", "selection_mode", "max_features", "max_feature_prop")
_BOOSTED = ("n_estimators", "max_depth", "min_samples_leaf", "learning_rate", "loss", "selection_mode", *_FOREST[-2:])
_TREE = ("max_depth", "min_samples_leaf", "criterion", "splitter")
_LOSSES = {"deviance": "log_loss", "ls": "squared_error"}

# name, label, key in the task, block in details and payload, block in `resolved`, hyperparameters, builder
_TABLE = (
    ("LOGISTIC_REGRESSION", "Logistic Regression", "logistic_regression", "logit_grid", "logit", ("C", "penalty"),
     _logistic),
    ("RANDOM_FOREST_CLASSIFICATION", "Random forest", "random_forest_classification", "rf_classifier_grid", "rf",
     _FOREST, _forest(ensemble.RandomForestClassifier)),
    ("EXTRA_TREES", "Extra trees", "extra_trees", "extra_trees_grid", "extra_trees", _FOREST,
     _forest(ensemble.ExtraTreesClassifier)),
    ("GBT_CLASSIFICATION", "Gradient Boosted Trees", "gbt_classification", "gbt_classifier_grid", "gbt", _BOOSTED,
     _boosting_builder(ensemble.GradientBoostingClassifier, _LOSSES)),
    ("DECISION_TREE_CLASSIFICATION", "Decision Tree", "decision_tree_classification", "dtc_classifier_grid", "dtc",
     _TREE, _tree(tree.DecisionTreeClassifier)),
    ("RANDOM_FOREST_REGRESSION", "Random forest", "random_forest_regression", "rf_regressor_grid", "rf", _FOREST,
     _forest(ensemble.RandomForestRegressor)),
    ("GBT_REGRESSION", "Gradient Boosted Trees", "gbt_regression", "gbt_regressor_grid", "gbt", _BOOSTED,
     _boosting_builder(ensemble.GradientBoostingRegressor, _LOSSES)),
    ("DECISION_TREE_REGRESSION", "Decision Tree", "decision_tree_regression", "dtc_regressor_grid", "dtc", _TREE,
     _tree(tree.DecisionTreeRegressor)),
    ("RIDGE_REGRESSION", "Ridge (L2) regression", "ridge_regression", "ridge_grid", "ridge", ("alpha",),
     lambda values: linear_model.Ridge(alpha=float(values["alpha"]))),
    ("LEASTSQUARE_REGRESSION", "Ordinary Least Squares", "leastsquare_regression", "leastsquare_grid", "leastsquare",
     (), lambda values: linear_model.LinearRegression()),
)  # fmt: skip
ALGORITHMS = {row[0]: Algorithm(*row) for row in _TABLE}


def named(name: str) -> Algorithm:
    """Return the algorithm of that name in DSS; raises DSSError for one outside the slice."""
    if name not in ALGORITHMS:
        raise DSSError(f"Algorithm {name} is outside the slice, which trains {', '.join(sorted(ALGORITHMS))}.")
    return ALGORITHMS[name]


def by_key(key: str, regression: bool) -> Algorithm | None:
    """Return the algorithm of a `modeling` key when it can serve the prediction type, else None."""
    matching = (algorithm for algorithm in ALGORITHMS.values() if algorithm.key == key)
    return next((algorithm for algorithm in matching if algorithm.regression == regression), None)
