"""Sentences about datasets that do not fit: what was expected, what was found, what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.operations.dataset_checks import (
    append_problems,
    column_problems,
    dimension_problems,
    dimensions_text,
    partition_problems,
    table_problems,
)
from champion_challenger.records.datasets import Column, DatasetFacts

MONTHLY = DatasetFacts("TELCO.d", (Column("id", "string"), Column("spend", "int")), (("month", "MONTH"),), ("2019-06",))


def test_a_dataset_that_fits_has_no_problem() -> None:
    """Partitioned by month, handed its partition, with numbers in its column."""
    problems = [
        *column_problems("Score column", "spend", MONTHLY, ("double", "int")),
        *partition_problems("Cohort", MONTHLY, "2019-06"),
        *append_problems("scores", MONTHLY),
        *dimension_problems(MONTHLY),
        *table_problems("performance", replace(MONTHLY, columns=COLUMNS, is_sql=True)),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "types", "message"),
    [
        ("gone", (), "Outcome column: TELCO.d has no column 'gone'; it has id, spend."),
        ("id", ("int", "double", "boolean"), "expected numbers or boolean in column 'id' of TELCO.d, found string"),
    ],
)
def test_column_is_missing_or_of_another_type(name: str, types: tuple[str, ...], message: str) -> None:
    """Types are named by their kind: an analyst does not tell int from bigint."""
    (problem,) = column_problems("Outcome column", name, MONTHLY, types)
    assert message in problem


def test_partitions_that_were_handed_over_are_listed_up_to_five() -> None:
    """All available of three years would fill the screen."""
    months = tuple(f"2019-{number:02d}" for number in range(1, 9))
    (problem,) = partition_problems("Cohort", replace(MONTHLY, partitions=months), "2019-06")
    assert (
        "expected its partition 2019-06, was handed 2019-01, 2019-02, 2019-03, 2019-04, 2019-05 and 3 more" in problem
    )


@pytest.mark.parametrize(
    ("dimensions", "text", "message"),
    [
        ((("month", "MONTH"), ("day", "DAY")), "month (MONTH), day (DAY)", "expected one time dimension"),
        ((("region", "value"),), "region (value)", "expected a time dimension"),
        ((("cohort", "MONTH"),), "cohort (MONTH)", "is a column of the plugin"),
    ],
)
def test_dimensions_of_an_output(dimensions: tuple[tuple[str, str], ...], text: str, message: str) -> None:
    """One time dimension, whose name is no column of ours."""
    dataset = replace(MONTHLY, dimensions=dimensions)
    assert dimensions_text(dataset) == text
    assert message in next(iter(dimension_problems(dataset)))


def test_output_in_append_mode_is_refused() -> None:
    """A second run would write each row again."""
    (problem,) = append_problems("scores", replace(MONTHLY, is_appending=True))
    assert "would double its rows" in problem


def test_table_of_an_older_version_is_altered_and_a_strange_one_is_left_to_be_replaced() -> None:
    """Missing columns are listed with types; a table that has none of ours is not an older one."""
    older = replace(MONTHLY, columns=COLUMNS[:-1], is_sql=True)
    (problem,) = table_problems("performance", older)
    assert problem.endswith(f'ALTER TABLE TELCO.d ADD "{COLUMNS[-1].name}" VARCHAR(500)')
    assert list(table_problems("performance", replace(MONTHLY, is_sql=True))) == []
