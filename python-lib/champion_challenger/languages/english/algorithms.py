"""Algorithms by their English names."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "algorithm.DECISION_TREE": "Decision tree",
    "algorithm.EXTRA_TREES": "Extra trees",
    "algorithm.GBT": "Gradient boosting",
    "algorithm.KNN": "K nearest neighbours",
    "algorithm.LIGHTGBM": "LightGBM",
    "algorithm.LOGISTIC_REGRESSION": "Logistic regression",
    "algorithm.NEURAL_NETWORK": "Neural network",
    "algorithm.RANDOM_FOREST": "Random forest",
    "algorithm.SGD": "Stochastic gradient descent",
    "algorithm.SVC": "Support vector machine",
    "algorithm.XGBOOST": "XGBoost",
}
