"""Which rows train and test."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.errors import DSSError
from dss_standin.ml.split import default_split_params, selection, train_and_test

FRAME = pd.DataFrame({"day": [3, 1, 2, 5, 4, 1, 9, 8, 7, 6]})


def _settings(time: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {"splitParams": {**default_split_params(), **changes}, "time": time or {"enabled": False}}


def test_random_split_is_seeded() -> None:
    """The ratio is kept, no row is in both parts, and the seed decides."""
    one, again, other = (next(train_and_test(_settings(ssdSeed=seed), FRAME)) for seed in (1, 1, 2))
    assert (len(one[0]), len(one[1])) == (8, 2)
    assert sorted([*one[0], *one[1]]) == list(range(10))
    assert list(one[1]) == list(again[1])
    assert list(one[1]) != list(other[1])


@pytest.mark.parametrize(("ascending", "tested"), [(True, [7, 6]), (False, [1, 5])])
def test_ordered_split(ascending: bool, tested: list[int]) -> None:
    """The latest rows test, or the earliest when the order is turned; equal times keep their order."""
    time = {"enabled": True, "timeVariable": "day", "ascending": ascending}
    assert list(next(train_and_test(_settings(time), FRAME))[1]) == tested


def test_kfold_tests_each_row_once() -> None:
    """Folds are disjoint, cover all rows, and are stratified by the classes given."""
    classes = np.array([0, 1] * 5)
    folds = list(train_and_test(_settings(kfold=True, nFolds=5), FRAME, classes))
    assert sorted(row for _, tested in folds for row in tested) == list(range(10))
    assert all(classes[tested].sum() == 1 for _, tested in folds)


def test_absent_time_variable() -> None:
    """An order by a column that is not there is refused."""
    with pytest.raises(DSSError, match="ordered by 'night', which the dataset lacks"):
        list(train_and_test(_settings({"enabled": True, "timeVariable": "night"}), FRAME))


def test_selections_outside_the_slice() -> None:
    """Filters and unknown samplings are refused rather than ignored."""
    with pytest.raises(DSSError, match="Row filters of an extract"):
        selection(_settings(ssdSelection={"filter": {"enabled": True}}))
    with pytest.raises(DSSError, match="Sampling CLASS_REBALANCE"):
        selection(_settings(ssdSelection={"samplingMethod": "CLASS_REBALANCE"}))
    assert selection(_settings(), "test") is None
