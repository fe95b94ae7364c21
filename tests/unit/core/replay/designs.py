"""A champion's details and the host's guess of fresh data, as a replay meets them."""

from __future__ import annotations

from typing import Any

from champion_challenger.core.replay.design import FrozenDesign, frozen_design

NUMERIC = {"role": "INPUT", "type": "NUMERIC", "missing_impute_with": "MEDIAN", "state": {"userModified": True}}
CATEGORY = {"role": "INPUT", "type": "CATEGORY", "category_handling": "DUMMIFY"}
ORIGIN = {"splitParams": {"ssdTrainingRatio": 0.7, "ssdSeed": 5, "ssdSelection": {"maxRecords": 100}}}
TYPES = {"age": "bigint", "region": "bigint", "income": "double", "churned": "bigint"}


def details(**changes: Any) -> dict[str, Any]:
    """Details of a champion whose region was made a category by hand, and whose grid was searched."""
    found: dict[str, Any] = {
        "modeling": {
            "algorithm": "RANDOM_FOREST_CLASSIFICATION",
            "rf_classifier_grid": {
                "n_estimators": {"gridMode": "EXPLICIT", "values": [50, 100]},
                "max_tree_depth": {"gridMode": "EXPLICIT", "values": [6]},
                "criterion": {"values": {"gini": {"enabled": True}, "entropy": {"enabled": True}}},
                "selection_mode": "sqrt",
            },
            "grid_search_params": {"mode": "KFOLD"},
            "metrics": {"evaluationMetric": "LOG_LOSS"},
        },
        "actualParams": {"resolved": {"rf": {"estimators": 100, "max_tree_depth": 6, "criterion": "entropy"}}},
        "coreParams": {"target_variable": "churned", "weight": {"weightMethod": "NO_WEIGHTING"}},
        "preprocessing": {
            "per_feature": {"age": NUMERIC, "region": CATEGORY, "income": NUMERIC, "churned": {"role": "TARGET"}},
            "target_remapping": [{"sourceValue": "0", "mappedValue": 0}, {"sourceValue": "1", "mappedValue": 1}],
            "feature_selection_params": {"method": "PCA"},
        },
    }
    return {**found, **changes}


def guess(**features: Any) -> dict[str, Any]:
    """The host's guess of fresh data; keyword arguments replace or (with None) drop features."""
    plain = {"role": "INPUT", "type": "NUMERIC", "missing_impute_with": "MEAN"}
    per_feature = {"age": plain, "region": plain, "income": plain, "churned": {"role": "TARGET"}, **features}
    return {
        "modeling": {
            "random_forest_classification": {"enabled": False, "n_estimators": {"values": [80]}, "n_jobs": 4},
            "logistic_regression": {"enabled": True},
            "custom_python": [{"enabled": True}],
            "metrics": {"evaluationMetric": "ROC_AUC", "liftPoint": 0.4},
        },
        "preprocessing": {
            "per_feature": {name: value for name, value in per_feature.items() if value},
            "target_remapping": [{"sourceValue": "0", "mappedValue": 0}, {"sourceValue": "1", "mappedValue": 1}],
            "feature_selection_params": {"method": "NONE"},
        },
        "splitParams": {"ssdTrainingRatio": 0.8, "ssdSelection": {"maxRecords": 100_000}},
        "weight": {"weightMethod": "CLASS_WEIGHT"},
    }


def frozen(method: str = "NONE", kept: tuple[str, ...] = (), **origin: Any) -> FrozenDesign:
    """Design of a champion with this reduction, whose ML task said so of its split."""
    found = details(iperf={"keptVariables": list(kept)})
    found["preprocessing"]["feature_selection_params"] = {"method": method}
    return frozen_design(found, {"splitParams": {**ORIGIN["splitParams"], **origin}})
