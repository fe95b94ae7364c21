"""Whole numbers, missing values and names, as hosts and databases give them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.cells import is_null, text, whole_number


@pytest.mark.parametrize("value", [7, 7.0, "7", Decimal(7)])
def test_exact_numbers_are_read_however_they_are_typed(value: Any) -> None:
    """Hosts map types in their own ways."""
    assert whole_number(value) == 7


def test_names_of_versions_keep_their_zeros() -> None:
    """Padding of fixed-length columns apart."""
    assert [text("007"), text("v1   "), text(20190601.0), text(7)] == ["007", "v1", "20190601", "7"]


@pytest.mark.parametrize("value", [float("nan"), 2.0**60, 1.5, Decimal("0.5"), "many"])
def test_what_is_not_exact_is_no_whole_number(value: Any) -> None:
    """A float above 2**53 may have been rounded on the way."""
    with pytest.raises(ValueError, match="whole number"):
        whole_number(value)


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NA, pd.NaT, Decimal("nan")])
def test_a_missing_value_has_many_spellings(value: Any) -> None:
    """And zero, False and the empty text are none of them."""
    assert is_null(value)
    assert not any(is_null(present) for present in (0, 0.0, False, "", "NULL"))
