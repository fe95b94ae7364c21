"""What DSS guesses when a prediction task is made: roles, types and handling of each column, classes, algorithms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dss_standin.errors import DSSError
from dss_standin.ml import cells, defaults, split, target

IDENTIFIER_NAME = re.compile(r"(?i:(^|[_\W])id($|[_\W]))|[a-z](ID|Id)$")
DATE_TYPES = ("date", "dateonly", "datetimenotz")
MOSTLY = 0.8
MIN_ROWS_FOR_IDENTIFIERS = 50
Settings = dict[str, Any]


def guess(
    frame: pd.DataFrame, schema: Sequence[dict[str, Any]], target_variable: str, prediction_type: str | None = None
) -> Settings:
    """Return the settings of a fresh prediction task, in the shape of `GET …/settings`.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        A sample of the dataset.
    schema : sequence of {"name", "type"}
        The dataset's columns with their DSS storage types; columns of the schema that `frame` lacks count as empty.
    target_variable : str
        The column to predict.
    prediction_type : {"BINARY_CLASSIFICATION", "MULTICLASS", "REGRESSION"}, optional
        Guessed from the target when absent.

    Raises
    ------
    DSSError
        When the target is no column, is empty, or does not fit `prediction_type`.
    """
    types = {column["name"]: column["type"] for column in schema}
    if target_variable not in types:
        raise DSSError(f"The target {target_variable!r} is no column of the dataset, which has {', '.join(types)}.")
    frame = frame.reindex(columns=list(types))
    values, stored_as = frame[target_variable], types[target_variable]
    kind = prediction_type or target.prediction_type(values, stored_as)
    return {
        **_core(target_variable, kind),
        "modeling": defaults.modeling(_algorithms(kind), "R2" if kind == "REGRESSION" else "ROC_AUC"),
        "preprocessing": {
            "per_feature": {name: _feature(frame[name], types[name], name == target_variable) for name in types},
            "target_remapping": target.remapping(values, stored_as, kind),
            **_no_reduction(),
        },
        "splitParams": split.default_split_params(),
    }


def _algorithms(kind: str) -> tuple[str, ...]:
    if kind == "REGRESSION":
        return ("random_forest_regression", "ridge_regression")
    return ("random_forest_classification", "logistic_regression")


def _core(target_variable: str, kind: str) -> Settings:
    weighting = "NO_WEIGHTING" if kind == "REGRESSION" else "CLASS_WEIGHT"
    return {
        "taskType": "PREDICTION",
        "predictionType": kind,
        "targetVariable": target_variable,
        "backendType": "PY_MEMORY",
        "guessPolicy": "DEFAULT",
        "name": f"Predict {target_variable} ({kind.replace('_', ' ').lower()})",
        "initiator": "",
        "labels": [],
        "maxConcurrentModelTraining": 2,
        "envSelection": {"envMode": "INHERIT"},
        "containerSelection": {"containerMode": "INHERIT"},
        "sparkParams": {},
        "predictionDisplayScript": {"steps": []},
        "partitionedModel": {"enabled": False},
        "weight": {"weightMethod": weighting},
        "time": {"enabled": False, "ascending": True},
        "calibration": {"calibrationMethod": "NO_CALIBRATION"},
        "diagnosticsSettings": {"enabled": True, "settings": _diagnostics()},
        "assertionsParams": {"assertions": []},
    }


def _diagnostics() -> list[Settings]:
    names = ("DATASET_SANITY_CHECKS", "LEAKAGE_DETECTION", "MODEL_CHECK", "TRAINING_OVERFIT")
    return [{"type": f"ML_DIAGNOSTICS_{name}", "enabled": True} for name in names]


def _no_reduction() -> Settings:
    return {
        "feature_selection_params": {
            "method": "NONE",
            "random_forest_params": {"n_trees": 30, "depth": 10, "n_features": 25},
            "lasso_params": {"alpha": [0.01, 0.1, 1.0, 10.0, 100.0], "cross_validate": True},
            "pca_params": {"n_features": 25, "variance_proportion": 0.9},
            "correlation_params": {"min_abs_correlation": 0.0, "max_abs_correlation": 1.0, "n_features": 25},
        },
        "feature_generation": {
            "pairwise_linear": {"behavior": "DISABLED"},
            "manual_interactions": {"interactions": []},
        },
        "reduce": {"enabled": False, "kept_variance": 0.9},
    }


def _feature(column: pd.Series, stored_as: str, is_target: bool) -> Settings:
    kind = _kind(column, stored_as)
    reason = None if is_target else _rejection(column, stored_as, kind)
    role = "TARGET" if is_target else "REJECT" if reason else "INPUT"
    handling = {"NUMERIC": _numeric, "CATEGORY": _category, "TEXT": _text}[kind]()
    state = {"userModified": False, "autoModifiedByDSS": False, "recordedMeaning": _meaning(stored_as, kind)}
    feature = {"role": role, "type": kind, **handling, "sendToInput": "main", "state": state}
    return {**feature, "autoReason": reason} if reason else feature


def _kind(column: pd.Series, stored_as: str) -> str:
    """Return NUMERIC, CATEGORY or TEXT.

    Numbers are numeric, however few values they take. Text is numeric when at least 99 % of its cells parse and more
    than ten values differ, TEXT when more than a hundred values differ and they average over three words [A].
    """
    if stored_as in (*cells.INTEGER_TYPES, *cells.DECIMAL_TYPES):
        return "NUMERIC"
    filled = column.dropna().astype(str)
    filled = filled[filled != ""]
    if stored_as == "boolean" or stored_as in DATE_TYPES or filled.empty or filled.nunique() <= 10:
        return "CATEGORY"
    if np.isfinite(cells.numbers(filled)).mean() >= 0.99:
        return "NUMERIC"
    return "TEXT" if filled.nunique() > 100 and filled.str.count(r"\s").mean() > 3 else "CATEGORY"


def _rejection(column: pd.Series, stored_as: str, kind: str) -> str | None:
    """Return why a column is no feature by default, or None.

    Only REJECT_IDENTIFIER and REJECT_MISSING are published; the other two reasons, and the bounds of all, are [A].
    """
    filled = column.dropna()
    if kind != "NUMERIC" or not pd.api.types.is_numeric_dtype(filled):
        filled = filled[filled.astype(str) != ""]
    if len(filled) <= (1 - MOSTLY) * len(column):
        return "REJECT_MISSING"
    if _identifies(filled, stored_as, kind):
        return "REJECT_IDENTIFIER"
    if filled.nunique() == 1:
        return "REJECT_ZERO_VARIANCE"
    return "REJECT_DEFAULT_TEXT_HANDLING" if kind == "TEXT" or stored_as in DATE_TYPES else None


def _identifies(filled: pd.Series, stored_as: str, kind: str) -> bool:
    """Whether every value (nine in ten for text) is another and the column is text, has an id's name or counts up."""
    if len(filled) < MIN_ROWS_FOR_IDENTIFIERS or stored_as in (*cells.DECIMAL_TYPES, *DATE_TYPES) or kind == "TEXT":
        return False
    share = filled.nunique() / len(filled)
    if kind == "CATEGORY":
        return bool(share >= 0.9)
    values = cells.numbers(filled)
    are_whole = bool((values == np.round(values)).all())
    counts_up = np.ptp(values) < 2 * len(values)
    return bool(share == 1 and are_whole and (IDENTIFIER_NAME.search(str(filled.name)) or counts_up))


def _meaning(stored_as: str, kind: str) -> str:
    if kind == "NUMERIC":
        return "LongMeaning" if stored_as in cells.INTEGER_TYPES else "DoubleMeaning"
    return {"boolean": "Boolean", "date": "Date"}.get(stored_as, "FreeText" if kind == "TEXT" else "Text")


def _numeric() -> Settings:
    return {
        "numerical_handling": "REGULAR",
        "missing_handling": "IMPUTE",
        "missing_impute_with": "MEAN",
        "impute_constant_value": 0.0,
        "rescaling": "AVGSTD",
        "generate_derivative": False,
    }


def _category() -> Settings:
    return {
        "category_handling": "DUMMIFY",
        "missing_handling": "NONE",
        "missing_impute_with": "MODE",
        "dummy_clip": "MAX_NB_CATEGORIES",
        "dummy_drop": "AUTO",
        "max_nb_categories": 100,
        "max_cat_safety": 200,
        "min_samples": 10,
        "cumulative_proportion": 0.95,
    }


def _text() -> Settings:
    return {"text_handling": "TOKENIZE_HASHING_SVD", "hashSVDSVDLimit": 50000, "hashSVDSVDComponents": 100}
