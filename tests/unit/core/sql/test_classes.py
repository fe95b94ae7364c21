"""The query about classes; `tests/contract/test_class_counts.py` holds its answer to the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.sql.classes import classes_query
from champion_challenger.errors import SettingsError
from champion_challenger.records.datasets import Column, DatasetFacts, StoredTable
from champion_challenger.records.runs import TrainingColumns

KINDS = {"y": "bigint", "snap": "string", "x": "double", "name": "string", "n": "int", "day": "date", "month": "string"}
FACTS = DatasetFacts(
    "TELCO.history",
    tuple(Column(name, kind) for name, kind in KINDS.items()),
    (("month", "MONTH"),),
    is_sql=True,
    table='"dwh"."history"',
)


def query(facts: DatasetFacts, partitions: list[str], columns: TrainingColumns, host_type: str = "PostgreSQL") -> str:
    """Text of the query about a table."""
    return classes_query(StoredTable(facts, "warehouse", host_type), partitions, columns)


def test_an_empty_text_is_a_missing_cell() -> None:
    """As reading takes it; a whole number is missing where it is null."""
    text = query(FACTS, ["2019-06"], TrainingColumns("y", "snap", ("name", "n")))

    assert """WHEN "name" IS NULL OR "name" = '' OR "n" IS NULL THEN""" in text
    assert """WHERE "month" IN ('2019-06')""" in text
    assert text.endswith('GROUP BY "y", "snap"')


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (TrainingColumns("x"), "texts or whole numbers, found double in column 'x'"),
        (TrainingColumns("y", needed=("x",)), "found double in column 'x'"),
        (TrainingColumns("y", "day"), "found date in column 'day'"),
        (TrainingColumns("y", "n"), "dates in a column of texts, found int"),
        (TrainingColumns("gone"), "found None in column 'gone'"),
    ],
)
def test_values_that_a_query_may_spell_otherwise_are_left_to_reading(columns: TrainingColumns, words: str) -> None:
    """Floats, booleans and dates."""
    with pytest.raises(SettingsError, match=words):
        query(FACTS, [], columns)


@pytest.mark.parametrize("columns", [TrainingColumns("name"), TrainingColumns("y", needed=("name",))])
def test_texts_are_left_to_reading_where_databases_compare_them_loosely(columns: TrainingColumns) -> None:
    """Teradata takes oui for Oui, and blanks for nothing; whole numbers and days are asked for all the same."""
    with pytest.raises(SettingsError, match="expected whole numbers, found string in column 'name'.*Teradata"):
        query(FACTS, [], columns, "Teradata")

    assert query(FACTS, [], TrainingColumns("y", "snap", ("n",)), "Teradata").endswith('GROUP BY "y", "snap"')


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(FACTS, table=""), "a table with a quoted name, found none"),
        (replace(FACTS, table="[dbo].[history]"), r"quoted name, found \[dbo\]"),
        (replace(FACTS, dimensions=()), "one dimension, found 0"),
        (replace(FACTS, dimensions=(("n", "MONTH"),)), "partitions in a column of texts, found int in 'n'"),
    ],
)
def test_a_table_that_cannot_be_asked_is_read(facts: DatasetFacts, words: str) -> None:
    """No table of its own, other quotes, partitions that no column names."""
    with pytest.raises(SettingsError, match=words):
        query(facts, ["2019-06"], TrainingColumns("y"))


def test_a_partition_that_cannot_be_quoted_is_read() -> None:
    """Queries of the host take no parameters."""
    with pytest.raises(SettingsError, match="expected letters, digits"):
        query(FACTS, ["2019'06"], TrainingColumns("y"))
