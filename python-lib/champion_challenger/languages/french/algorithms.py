"""Algorithms by their French names."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "algorithm.DECISION_TREE": "Arbre de décision",
    "algorithm.EXTRA_TREES": "Arbres extrêmement aléatoires",
    "algorithm.GBT": "Gradient boosting",
    "algorithm.KNN": "K plus proches voisins",
    "algorithm.LIGHTGBM": "LightGBM",
    "algorithm.LOGISTIC_REGRESSION": "Régression logistique",
    "algorithm.NEURAL_NETWORK": "Réseau de neurones",
    "algorithm.RANDOM_FOREST": "Forêt aléatoire",
    "algorithm.SGD": "Descente de gradient stochastique",
    "algorithm.SVC": "Machine à vecteurs de support",
    "algorithm.XGBOOST": "XGBoost",
}
