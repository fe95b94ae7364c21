"""Performance rows of any plugin version, brought under one set of columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.tables.columns import COLUMNS, DECISION_RULES, POOLED, SUMMARY
from champion_challenger.core.tables.frames import performance_rows, table, unknown_columns, without_repeats
from tests.unit.performance_rows import champion, performance, row


def test_rows_of_this_version_pass_unchanged() -> None:
    """Types included."""
    rows = performance([champion("2019-01"), row("v1", "2019-01")])

    pd.testing.assert_frame_equal(performance_rows(rows, "churn"), rows)


def test_rows_of_an_older_version_have_nulls() -> None:
    """Missing columns are added, their types fixed."""
    older = performance([champion("2019-01")]).drop(columns=["lift_delta", "verdict", "n_unscored", "segment"])
    found = performance_rows(older, "churn")

    assert found.dtypes.to_dict() == table([]).dtypes.to_dict()
    assert found[["lift_delta", "verdict", "n_unscored"]].isna().all(axis=None)
    assert found["segment"].tolist() == ["all"]


def test_rows_of_a_newer_version_lose_what_is_not_known() -> None:
    """It is told, not passed on."""
    newer = performance([champion("2019-01")]).assign(month="2019-01", profit=1.0)

    assert unknown_columns(list(newer.columns)) == ["month", "profit"]
    assert list(performance_rows(newer, "churn").columns) == [column.name for column in COLUMNS]


def test_rows_without_the_name_of_a_score_take_that_of_their_dataset() -> None:
    """So that they stay apart."""
    assert performance_rows(performance([champion("2019-01", score_id=None)]), "renewal")["score_id"].tolist() == [
        "renewal"
    ]


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("False", False), (1, True), (None, False), (np.nan, False)]
)
def test_flags_are_read_however_they_are_stored(value: object, expected: bool) -> None:
    """Databases without a boolean type hold texts or numbers."""
    assert performance_rows(pd.DataFrame({"is_champion": [value]}), "churn")["is_champion"].tolist() == [expected]


def test_numbers_are_never_infinite_and_texts_never_empty() -> None:
    """Null, so that readers of all kinds agree."""
    found = performance_rows(pd.DataFrame({"lift": [np.inf, "2.5"], "n": [3.0, None], "reason": ["", "why"]}), "churn")

    assert found["lift"].isna().tolist() == [True, False]
    assert found["n"].tolist() == [3, pd.NA]
    assert found["reason"].tolist() == [None, "why"]


def test_of_two_equal_rows_the_one_computed_last_is_kept() -> None:
    """Such as one cohort in two datasets."""
    rows = [row("v1", "2019-01", lift=2.0, computed_at="2019-03-01"), row("v1", "2019-01", lift=1.0, computed_at=None)]

    assert without_repeats(performance(rows))["lift"].tolist() == [2.0]


def test_columns_are_named_once_and_described() -> None:
    """Names never change."""
    for columns in (SUMMARY, DECISION_RULES):
        names = [column.name for column in columns]
        assert len(set(names)) == len(names)
        assert all(column.description for column in columns)
    start, end = SUMMARY.index(POOLED[0]), SUMMARY.index(POOLED[-1]) + 1
    assert SUMMARY[start:end] == POOLED
    assert (*SUMMARY[:start], *SUMMARY[end:]) == COLUMNS
