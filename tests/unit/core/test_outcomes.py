"""Outcomes mean the same, however a storage type spells them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.outcomes import class_text, realised_outcomes
from champion_challenger.errors import DataError


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([1, 0, 1], ("0", "1")),
        ([1.0, 0.0, 1.0], ("0.0", "1.0")),
        (["1", "0", "1.0"], ("0", "1")),
        ([True, False, True], ("false", "true")),
        (["TRUE", " false", "true"], ("False", "True")),
        (["yes", "no", "yes "], ("no", "yes")),
        (["true", "false", "true"], ("0", "1")),
        ([1, 0, 1], ("false", "true")),
    ],
)
def test_every_spelling_of_the_two_classes_is_read(values: list[Any], classes: tuple[str, str]) -> None:
    """The second class is the one to be found."""
    found = realised_outcomes(pd.Series(values), classes, classes[1], "churned")
    assert (found.y_true.tolist(), found.is_known.tolist()) == ([1, 0, 1], [True] * 3)


@pytest.mark.parametrize("unknown", [None, np.nan, pd.NA, "", "  "])
def test_nulls_and_empty_texts_are_unknown(unknown: Any) -> None:
    """Neither class; nothing is imputed."""
    found = realised_outcomes(pd.Series(["1", unknown, "0"], dtype="object"), ("0", "1"), "1", "churned")
    assert (found.y_true.tolist(), found.is_known.tolist()) == ([1, 0, 0], [True, False, True])


def test_strange_values_are_counted() -> None:
    """At most five of them are named."""
    with pytest.raises(DataError, match=r"Outcome column churned: .* found '2' \(2 rows\), 'maybe' \(1 row\)"):
        realised_outcomes(pd.Series(["1", "2", "2.0", "maybe"]), ("0", "1"), "1", "churned")


def test_values_that_are_not_named_are_counted() -> None:
    """Five of 1,200 are no list of all."""
    with pytest.raises(DataError, match=r"'6' \(1 row\) and 1,195 other values\. Map"):
        realised_outcomes(pd.Series(range(2, 1202)), ("0", "1"), "1", "churned")


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_have_one_spelling(number: int) -> None:
    """As integer, float and text."""
    assert {class_text(number), class_text(float(number)), class_text(str(number)), class_text(f"{number}.0")} == {
        str(number)
    }
