"""What the guess makes of columns: roles, types, classes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.errors import DSSError
from dss_standin.ml.guess import guess

N = 200
DRAW = np.random.RandomState(3)
COLUMNS = {
    "identifier by name": (("userId", "bigint", DRAW.permutation(10**6)[:N]), "REJECT", "NUMERIC", "REJECT_IDENTIFIER"),
    "identifier that counts": (("row", "bigint", np.arange(N)), "REJECT", "NUMERIC", "REJECT_IDENTIFIER"),
    "unique text": (("mail", "string", [f"m{i}" for i in range(N)]), "REJECT", "CATEGORY", "REJECT_IDENTIFIER"),
    "unique amounts": (("cents", "bigint", DRAW.permutation(10**6)[:N]), "INPUT", "NUMERIC", None),
    "decimals as text": (("x", "string", DRAW.normal(size=N).astype(str)), "INPUT", "NUMERIC", None),
    "few codes as text": (("code", "string", DRAW.choice(["1", "2"], N)), "INPUT", "CATEGORY", None),
    "boolean": (("flag", "boolean", DRAW.choice([True, False], N)), "INPUT", "CATEGORY", None),
    "nearly empty": (("gap", "double", [1.5, 2.5] + [None] * (N - 2)), "REJECT", "NUMERIC", "REJECT_MISSING"),
    "empty": (("void", "string", [None] * N), "REJECT", "CATEGORY", "REJECT_MISSING"),
    "constant": (("same", "double", [4.0] * N), "REJECT", "NUMERIC", "REJECT_ZERO_VARIANCE"),
    "few values": (("level", "int", DRAW.choice([1, 2, 3], N)), "INPUT", "NUMERIC", None),
}


def _guessed(name: str, kind: str, values: Any, target: Any = None, **more: Any) -> dict[str, Any]:
    frame = pd.DataFrame({name: values, "y": target if target is not None else [0, 1] * (N // 2)})
    return guess(
        frame, [{"name": name, "type": kind}, {"name": "y", "type": more.pop("y_type", "bigint")}], "y", **more
    )


@pytest.mark.parametrize("case", COLUMNS)
def test_role_and_type_of_a_column(case: str) -> None:
    """Each kind of column gets the role, type and reason of the rule."""
    column, role, kind, reason = COLUMNS[case]
    feature = _guessed(*column)["preprocessing"]["per_feature"][column[0]]
    assert (feature["role"], feature["type"], feature.get("autoReason")) == (role, kind, reason)


def test_long_text_is_rejected() -> None:
    """Sentences that rarely repeat are TEXT and no feature by default."""
    words = [f"the customer wrote line {rank % 150} to us" for rank in range(N)]
    feature = _guessed("remark", "string", words)["preprocessing"]["per_feature"]["remark"]
    assert (feature["role"], feature["type"]) == ("REJECT", "TEXT")


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([0, 0, 0, 1, 1], "bigint", ["0", "1"]),
        ([0, 1, 1, 1, 1], "bigint", ["0", "1"]),
        ([0.0, 1.0, 1.0, 1.0, 1.0], "double", ["0.0", "1.0"]),
        (["no", "no", "no", "yes", "yes"], "string", ["no", "yes"]),
        (["churn", "stay", "stay", "stay", "stay"], "string", ["stay", "churn"]),
        ([True, True, True, True, False], "boolean", ["false", "true"]),
    ],
)
def test_classes_are_spelled_and_ordered(values: list[Any], kind: str, expected: list[str]) -> None:
    """Classes are written after the storage type; the positive word, else the rarer class, is mapped to 1."""
    mapped = _guessed("x", "double", DRAW.normal(size=N), values * (N // 5), y_type=kind)["preprocessing"][
        "target_remapping"
    ]
    assert [entry["sourceValue"] for entry in mapped] == expected
    assert [entry["mappedValue"] for entry in mapped] == [0, 1]
    assert sum(entry["sampleFreq"] for entry in mapped) == N


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (DRAW.normal(size=N), "double", "REGRESSION"),
        (DRAW.choice(["a", "b", "c"], N), "string", "MULTICLASS"),
        (DRAW.choice([1, 2, 3], N), "bigint", "MULTICLASS"),
        (DRAW.permutation(10**4)[:N], "bigint", "REGRESSION"),
    ],
)
def test_prediction_type(values: Any, kind: str, expected: str) -> None:
    """The prediction type follows the target's type and number of values."""
    assert _guessed("x", "double", DRAW.normal(size=N), values, y_type=kind)["predictionType"] == expected


def test_refusals() -> None:
    """An absent target, an empty one and one with too many classes are refused by name."""
    three = DRAW.choice(["a", "b", "c"], N)
    with pytest.raises(DSSError, match="'z' is no column of the dataset, which has y"):
        guess(pd.DataFrame({"y": [1]}), [{"name": "y", "type": "int"}], "z")
    with pytest.raises(DSSError, match="'y' holds no value"):
        _guessed("x", "double", np.zeros(N), [None] * N)
    with pytest.raises(DSSError, match="holds 3 values; a two-class prediction takes two"):
        _guessed("x", "double", np.zeros(N), three, y_type="string", prediction_type="BINARY_CLASSIFICATION")
