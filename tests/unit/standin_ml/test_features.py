"""Preprocessing: imputation, rescaling, dummies, texts, and the columns that come out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.errors import DSSError
from dss_standin.ml import features


def _matrix(feature: dict[str, Any], values: list[Any], later: list[Any] | None = None) -> tuple[np.ndarray, list[str]]:
    per_feature = {"x": {"role": "INPUT", **feature}}
    numeric, texts = features.of_type(per_feature, "NUMERIC"), features.of_type(per_feature, "CATEGORY", "TEXT")
    fitted = features.preprocessor(per_feature)
    made = fitted.fit_transform(features.prepared(pd.DataFrame({"x": values}), numeric, texts))
    if later is not None:
        made = fitted.transform(features.prepared(pd.DataFrame({"x": later}), numeric, texts))
    return made, features.column_names(fitted)


def _numeric(**more: Any) -> dict[str, Any]:
    return {"type": "NUMERIC", "rescaling": "NONE", **more}


def _category(**more: Any) -> dict[str, Any]:
    return {"type": "CATEGORY", "category_handling": "DUMMIFY", "missing_handling": "NONE", **more}


@pytest.mark.parametrize(
    ("handling", "filled"),
    [
        ({"missing_impute_with": "MEAN"}, 4.0),
        ({"missing_impute_with": "MEDIAN"}, 1.0),
        ({"missing_impute_with": "MODE"}, 1.0),
        ({"missing_impute_with": "CONSTANT", "impute_constant_value": -1}, -1.0),
    ],
)
def test_numeric_imputation(handling: dict[str, Any], filled: float) -> None:
    """A missing number, or text that is none, gets the fitted value."""
    made, names = _matrix(_numeric(**handling), [1, 1, 10, None], later=["oops"])
    assert (made.item(), names) == (filled, ["x"])


@pytest.mark.parametrize(("rescaling", "expected"), [("AVGSTD", [-1, 1]), ("MINMAX", [0, 1]), ("NONE", [2, 4])])
def test_rescaling(rescaling: str, expected: list[float]) -> None:
    """Numbers are centred and reduced, or brought to [0, 1], or left."""
    assert _matrix(_numeric(rescaling=rescaling), [2, 4])[0].ravel().tolist() == expected


def test_dummies_and_missing_as_category() -> None:
    """Each category has a column, the missing one too; a new category is all zeros."""
    made, names = _matrix(_category(), ["a", "b", None], later=["b", None, "new"])
    assert names == ["dummy:x:", "dummy:x:a", "dummy:x:b"]
    assert made.tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 0]]


def test_dummies_of_integers_compare_as_text() -> None:
    """Integers, decimals without decimals and texts are the same category."""
    made, names = _matrix(_category(), [1, 2, 2], later=[1.0, "2"])
    assert (made.tolist(), names) == ([[1, 0], [0, 1]], ["dummy:x:1", "dummy:x:2"])


@pytest.mark.parametrize(
    ("handling", "columns"),
    [
        ({"dummy_drop": "DROP"}, 2),
        ({"max_nb_categories": 2}, 2),
        ({"dummy_clip": "MIN_SAMPLES", "min_samples": 2}, 2),
        ({"missing_handling": "IMPUTE", "missing_impute_with": "MODE"}, 3),
        ({"missing_handling": "IMPUTE", "missing_impute_with": "CONSTANT", "impute_constant_value": "?"}, 4),
    ],
)
def test_number_of_dummies(handling: dict[str, Any], columns: int) -> None:
    """Dropping, clipping and imputing change the number of columns as asked."""
    values = ["a", "a", "b", "c"] if "missing_handling" not in handling else ["a", "a", "b", "c", None]
    assert len(_matrix(_category(**handling), values)[1]) == columns


def test_hashed_text() -> None:
    """A text that a user keeps is hashed to a fixed number of columns, null ones to zeros."""
    made, names = _matrix({"type": "TEXT", "text_handling": "TOKENIZE_HASHING"}, ["two words", None])
    assert made.shape == (2, len(names)) == (2, features.HASHED_TEXT_COLUMNS)
    assert not made[1].any()


def test_row_dropping_features() -> None:
    """A row is unusable when a feature that drops rows is missing in it."""
    per_feature = {"x": {"role": "INPUT", "type": "NUMERIC", "missing_handling": "DROP_ROW"}}
    assert features.filled(pd.DataFrame({"x": [1, None, "?"]}), per_feature).tolist() == [True, False, False]


def test_handlings_outside_the_slice() -> None:
    """Unknown types and handlings, and a design without features, are refused by name."""
    with pytest.raises(DSSError, match="Feature x: category_handling IMPACT is outside the slice"):
        _matrix(_category(category_handling="IMPACT"), ["a"])
    with pytest.raises(DSSError, match="Features x: only NUMERIC, CATEGORY and TEXT"):
        _matrix({"type": "VECTOR"}, ["a"])
    with pytest.raises(DSSError, match="No feature has the role INPUT"):
        features.preprocessor({"x": {"role": "REJECT", "type": "NUMERIC"}})
