"""From `preprocessing.per_feature` to a scikit-learn ColumnTransformer, and the frame that it takes.

Only scikit-learn's and numpy's own classes are used: the fitted object must load where this package is not installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from dss_standin.errors import DSSError
from dss_standin.ml import cells

HASHED_TEXT_COLUMNS = 64
NUMERIC_IMPUTATIONS = {"MEAN": "mean", "MEDIAN": "median", "MODE": "most_frequent", "CONSTANT": "constant"}
Settings = dict[str, Any]


def inputs(per_feature: dict[str, Settings]) -> list[str]:
    """Return the names of the features that the model takes, in the settings' order."""
    return [name for name, feature in per_feature.items() if feature.get("role") == "INPUT"]


def of_type(per_feature: dict[str, Settings], *kinds: str) -> list[str]:
    """Return the input features of the given types (NUMERIC, CATEGORY, TEXT)."""
    return [name for name in inputs(per_feature) if per_feature[name].get("type") in kinds]


def dropping_rows(per_feature: dict[str, Settings]) -> list[str]:
    """Return the input features whose missing cells drop the row."""
    return [name for name in inputs(per_feature) if per_feature[name].get("missing_handling") == "DROP_ROW"]


def prepared(frame: pd.DataFrame, numeric: list[str], texts: list[str]) -> pd.DataFrame:
    """Return the frame that the pipeline takes: `numeric` as float64, then `texts` as text with "" for missing.

    Raises DSSError naming every feature that `frame` lacks.
    """
    absent = [name for name in [*numeric, *texts] if name not in frame.columns]
    if absent:
        raise DSSError(
            f"The model takes the features {', '.join(absent)}, which the dataset lacks. "
            "Bring the columns back, or reject the features in the model's design."
        )
    columns = {**{name: cells.numbers(frame[name]) for name in numeric}, **{t: cells.texts(frame[t]) for t in texts}}
    return pd.DataFrame(columns, index=frame.index)


def filled(frame: pd.DataFrame, per_feature: dict[str, Settings]) -> np.ndarray:
    """Return, for each row, whether no row-dropping feature is missing in it; shape (n_rows,)."""
    dropping = set(dropping_rows(per_feature))
    numeric = [name for name in of_type(per_feature, "NUMERIC") if name in dropping]
    texts = [name for name in of_type(per_feature, "CATEGORY", "TEXT") if name in dropping]
    ready = prepared(frame, numeric, texts)
    result: np.ndarray = (ready.notna() & (ready != "")).all(axis=1).to_numpy()
    return result


def preprocessor(per_feature: dict[str, Settings]) -> ColumnTransformer:
    """Return the unfitted transformer of all input features to a dense float64 matrix.

    Numeric features come first, grouped by equal handling, then one group for each category and text.
    Raises DSSError for a type or handling outside the slice, and when no feature is left.
    """
    steps = [*_numeric_steps(per_feature), *_category_steps(per_feature), *_text_steps(per_feature)]
    strange = [
        name for name in inputs(per_feature) if per_feature[name].get("type") not in ("NUMERIC", "CATEGORY", "TEXT")
    ]
    if strange:
        raise DSSError(f"Features {', '.join(strange)}: only NUMERIC, CATEGORY and TEXT are supported. Reject them.")
    if not steps:
        raise DSSError("No feature has the role INPUT: nothing to train on. Use at least one feature.")
    return ColumnTransformer(steps, sparse_threshold=0.0)


def _numeric_steps(per_feature: dict[str, Settings]) -> Iterator[tuple[str, Any, list[str]]]:
    groups: dict[tuple[Any, ...], list[str]] = {}
    for name in of_type(per_feature, "NUMERIC"):
        feature = per_feature[name]
        _require(name, feature, "numerical_handling", ("REGULAR",))
        handling = (feature.get("missing_impute_with", "MEAN"), feature.get("impute_constant_value", 0.0))
        groups.setdefault((*handling, feature.get("rescaling", "AVGSTD")), []).append(name)
    for rank, ((imputation, constant, rescaling), names) in enumerate(groups.items()):
        yield f"numeric-{rank}", _numeric_pipeline(imputation, constant, rescaling), names


def _numeric_pipeline(imputation: str, constant: float, rescaling: str) -> Pipeline:
    scalers = {"AVGSTD": StandardScaler, "MINMAX": MinMaxScaler, "NONE": lambda: "passthrough"}
    if imputation not in NUMERIC_IMPUTATIONS or rescaling not in scalers:
        raise DSSError(f"Numeric handling {imputation}/{rescaling} is outside the slice; use MEAN and AVGSTD.")
    imputer = SimpleImputer(
        strategy=NUMERIC_IMPUTATIONS[imputation],
        fill_value=float(constant) if imputation == "CONSTANT" else None,
        keep_empty_features=True,
    )
    return Pipeline([("impute", imputer), ("rescale", scalers[rescaling]())])


def _category_steps(per_feature: dict[str, Settings]) -> Iterator[tuple[str, Any, list[str]]]:
    for name in of_type(per_feature, "CATEGORY"):
        feature = per_feature[name]
        _require(name, feature, "category_handling", ("DUMMIFY",))
        _require(name, feature, "missing_handling", ("NONE", "IMPUTE", "DROP_ROW"))
        yield (
            f"category-{name}",
            Pipeline([("impute", _category_imputer(feature)), ("dummies", _dummies(feature))]),
            [name],
        )


def _category_imputer(feature: Settings) -> Any:
    if feature.get("missing_handling") != "IMPUTE":
        return "passthrough"
    if feature.get("missing_impute_with", "MODE") == "MODE":
        return SimpleImputer(missing_values="", strategy="most_frequent")
    constant = str(feature.get("impute_constant_value", ""))
    return SimpleImputer(missing_values="", strategy="constant", fill_value=constant)


def _dummies(feature: Settings) -> OneHotEncoder:
    clip = feature.get("dummy_clip", "MAX_NB_CATEGORIES")
    return OneHotEncoder(
        handle_unknown="ignore",
        sparse_output=False,
        drop="first" if feature.get("dummy_drop") == "DROP" else None,
        max_categories=int(feature.get("max_nb_categories", 100)) if clip == "MAX_NB_CATEGORIES" else None,
        min_frequency=int(feature.get("min_samples", 10)) if clip == "MIN_SAMPLES" else None,
    )


def _text_steps(per_feature: dict[str, Settings]) -> Iterator[tuple[str, Any, str]]:
    for name in of_type(per_feature, "TEXT"):
        _require(name, per_feature[name], "text_handling", ("TOKENIZE_HASHING", "TOKENIZE_HASHING_SVD"))
        yield f"text-{name}", HashingVectorizer(n_features=HASHED_TEXT_COLUMNS), name


def _require(name: str, feature: Settings, key: str, known: tuple[str, ...]) -> None:
    if feature.get(key, known[0]) not in known:
        raise DSSError(f"Feature {name}: {key} {feature[key]} is outside the slice, which knows {', '.join(known)}.")


def column_names(fitted: ColumnTransformer) -> list[str]:
    """Return the names of the matrix's columns: `age`, `dummy:color:red`, `hashvect:comment:7`."""
    names: list[str] = []
    for group, step, columns in fitted.transformers_:
        if group.startswith("numeric-"):
            names += columns
        elif group.startswith("category-"):
            prefix = len(columns[0]) + 1
            dummies = step.named_steps["dummies"].get_feature_names_out(columns)
            names += [f"dummy:{columns[0]}:{dummy[prefix:]}" for dummy in dummies]
        elif group.startswith("text-"):
            names += [f"hashvect:{columns}:{rank}" for rank in range(HASHED_TEXT_COLUMNS)]
    return names


def origin(column: str) -> str:
    """Return the feature that a column of the matrix comes from (the inverse of `column_names`).

    >>> origin("dummy:color:red"), origin("age")
    ('color', 'age')
    """
    return column.split(":")[1] if column.startswith(("dummy:", "hashvect:")) else column
