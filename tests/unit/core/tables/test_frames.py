"""Rows as frames: fixed columns and types, whichever version of the plugin wrote them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.core.tables.frames import (
    columns_in_table_order,
    performance_rows,
    table,
    typed_values,
    unknown_columns,
    version_key,
    version_keys,
    without_repeats,
)
from champion_challenger.core.tables.storage_types import PANDAS_TYPES
from champion_challenger.records.datasets import Column

NAMES = [column.name for column in COLUMNS]
OLD = [Column("score_id", "string"), Column("lift", "double"), Column("retired", "string")]


def test_a_table_has_all_columns_in_order_with_their_types() -> None:
    """Also without a row, so that the schema never depends on the data."""
    for rows in ([], [{"score_id": "churn"}]):
        frame = table(rows)
        assert list(frame.columns) == NAMES
        assert [str(kind) for kind in frame.dtypes] == [PANDAS_TYPES[column.type] for column in COLUMNS]


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


def test_a_repeated_row_is_kept_as_it_was_computed_last() -> None:
    """In the order in which rows came; a row without a date is the oldest."""
    shared = {"score_id": "churn", "version_id": "v1", "cohort": "2019-06", "segment": "all", "targeting_rate": 0.05}
    dates = ["2021-02-01", None, "2021-01-01"]
    rows = table([{**shared, "computed_at": at, "lift": float(n)} for n, at in enumerate(dates)])
    other = table([{**shared, "targeting_rate": 0.1, "lift": 9.0}])
    assert without_repeats(pd.concat([rows, other], ignore_index=True))["lift"].tolist() == [0.0, 9.0]


def test_versions_of_two_models_never_share_a_key() -> None:
    """Ids are unique within a model only; score columns belong to none."""
    rows = table([{"project_key": "P", "model_id": name, "version_id": "v1"} for name in ("m1", "m2", None)])
    assert version_keys(rows).tolist() == ["P.m1.v1", "P.m2.v1", "P.v1"]
    assert version_key(np.nan, "", "v1") == "v1"
