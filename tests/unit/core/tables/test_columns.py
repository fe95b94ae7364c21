"""Columns of all datasets: named once, described, and of a type that is stored alike everywhere."""

from __future__ import annotations

import pytest

from champion_challenger.core.tables import columns
from champion_challenger.core.tables.storage_types import PANDAS_TYPES, SQL_TYPES
from champion_challenger.records.datasets import Column

DATASETS = {name: value for name, value in vars(columns).items() if name.isupper() and name != "VERDICTS"}


@pytest.mark.parametrize("dataset", DATASETS)
def test_names_are_plain_and_different(dataset: str) -> None:
    """Databases fold capitals, so that names which differ in them alone would be one."""
    names = [column.name for column in DATASETS[dataset]]
    assert len({name.lower() for name in names}) == len(names)
    assert all(name.isidentifier() and name == name.lower() for name in names)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_has_a_type_and_a_description(dataset: str) -> None:
    """The description is the comment of the column in DSS."""
    assert {column.type for column in DATASETS[dataset]} <= set(PANDAS_TYPES) == set(SQL_TYPES)
    assert all(isinstance(column, Column) and column.description for column in DATASETS[dataset])


def test_a_column_of_several_datasets_has_one_type() -> None:
    """They are joined on it."""
    types: dict[str, set[str]] = {}
    for column in (column for dataset in DATASETS.values() for column in dataset):
        types.setdefault(column.name, set()).add(column.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_a_summary_has_all_columns_of_performance_and_its_own() -> None:
    """Each once; those that performance had first come first, so that tables of older versions keep their order."""
    names = [column.name for column in columns.SUMMARY]
    own = [column.name for column in (*columns.COLUMNS, *columns.POOLED)]
    assert sorted(names) == sorted(own)
    assert names[:50] == own[:50]
