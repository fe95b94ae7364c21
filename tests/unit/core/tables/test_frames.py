"""Rows as frames: fixed columns and types, whichever version of the plugin wrote them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.tables.columns import COLUMNS, DECISION_RULES, POOLED, SUMMARY
from champion_challenger.core.tables.frames import (
    columns_in_table_order,
    performance_rows,
    table,
    typed_values,
    unknown_columns,
    version_key,
    version_keys,
)
from champion_challenger.core.tables.storage_types import PANDAS_TYPES
from champion_challenger.records.datasets import Column
from tests.unit.performance_rows import champion, performance, row

NAMES = [column.name for column in COLUMNS]
OLD = [Column("score_id", "string"), Column("lift", "double"), Column("retired", "string")]


def test_a_table_has_all_columns_in_order_with_their_types() -> None:
    """Also without a row, so that the schema never depends on the data."""
    for rows in ([], [{"score_id": "churn"}]):
        frame = table(rows)
        assert list(frame.columns) == NAMES
        assert [str(kind) for kind in frame.dtypes] == [PANDAS_TYPES[column.type] for column in COLUMNS]


def test_texts_flags_and_nulls_of_a_row_are_made_fit() -> None:
    """A version may be a number, and what is missing is null."""
    (row,) = table([{"version_id": 7, "is_champion": 1, "n": 3}]).to_dict("records")
    assert (row["version_id"], row["is_champion"], row["n"], row["cohort"]) == ("7", True, 3, None)


def test_a_column_that_the_dataset_has_not_is_refused() -> None:
    """It would be lost without a word."""
    with pytest.raises(KeyError, match="lfit, sgement"):
        table([{"sgement": "all"}, {"lfit": 1.0}])


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("string", [7, "", None, np.nan], ["7", None, None, None]),
        ("boolean", [True, "TRUE", 1.0, "no", None], [True, True, True, False, False]),
        ("double", ["0.5", np.inf, "many", None], [0.5, None, None, None]),
        ("bigint", ["7", 7.0, None], [7, 7, None]),
    ],
)
def test_values_take_the_type_of_their_column(kind: str, values: list[Any], expected: list[Any]) -> None:
    """What is not of the type is null: files hold texts, older versions held other things."""
    series = typed_values(pd.DataFrame({"c": pd.Series(values, dtype="object")}), Column("c", kind))
    assert [None if pd.isna(value) else value for value in series] == expected


def test_rows_of_another_version_of_the_plugin_are_completed() -> None:
    """Columns that it lacked are null, those that it had are left out; rows without a score take the dataset's name."""
    frame = pd.DataFrame({"version_id": ["v1", "v2"], "score_id": [None, "churn"], "retired": 1}, index=[5, 9])
    rows = performance_rows(frame, "performance")
    assert list(rows.columns) == NAMES
    assert (list(rows.index), list(rows["score_id"])) == ([5, 9], ["performance", "churn"])
    assert rows["segment"].tolist() == ["all", "all"]
    assert unknown_columns(list(frame.columns)) == ["retired"]


def test_new_columns_come_last_and_none_of_a_table_is_lost() -> None:
    """Files without a header are read by position."""
    wanted = [Column("auc", "double"), Column("lift", "bigint"), Column("score_id", "string")]
    names = [(column.name, column.type) for column in columns_in_table_order(OLD, [wanted[2], *wanted[:2]])]
    assert names == [("score_id", "string"), ("lift", "bigint"), ("retired", "string"), ("auc", "double")]


def test_versions_of_two_models_never_share_a_key() -> None:
    """Ids are unique within a model only; score columns belong to none."""
    rows = table([{"project_key": "P", "model_id": name, "version_id": "v1"} for name in ("m1", "m2", None)])
    assert version_keys(rows).tolist() == ["P.m1.v1", "P.m2.v1", "P.v1"]
    assert version_key(np.nan, "", "v1") == "v1"


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


def test_columns_are_named_once_and_described() -> None:
    """Names never change."""
    for columns in (SUMMARY, DECISION_RULES):
        names = [column.name for column in columns]
        assert len(set(names)) == len(names)
        assert all(column.description for column in columns)


def test_columns_that_came_later_are_last_in_both_datasets() -> None:
    """Files without a header are read by position: a summary of before has the columns of before first."""
    before = COLUMNS[: [column.name for column in COLUMNS].index("plugin_version") + 1]
    later = COLUMNS[len(before) :]
    pooled = POOLED[: [column.name for column in POOLED].index("cohorts_to_settle") + 1]
    last, newest = ([column.name for column in COLUMNS].index(name) for name in ("incremental_rate", "accuracy_low"))

    advice = [column.name for column in POOLED].index("is_recommended")
    middle = (*COLUMNS[len(before) : last], *POOLED[len(pooled) : advice])

    assert (*before, *pooled, *middle, *COLUMNS[last:newest], *POOLED[advice:], *COLUMNS[newest:]) == SUMMARY
    assert [column.name for column in later[:4]] == [
        "reason_codes",
        "verdict_rate",
        "verdict_figure",
        "verdict_population",
    ]
    assert columns_in_table_order((*before, *pooled), SUMMARY) == SUMMARY
    assert columns_in_table_order(before, COLUMNS) == COLUMNS
