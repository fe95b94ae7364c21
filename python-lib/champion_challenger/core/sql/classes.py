"""The query that counts the rows of training data by class and day, and those that lack a cell which is needed."""

from __future__ import annotations

from collections.abc import Sequence

from champion_challenger.core.sql.dialects import Dialect, any_of
from champion_challenger.core.sql.steps import total, total_where
from champion_challenger.core.tables.storage_types import WHOLE_NUMBERS
from champion_challenger.errors import SettingsError
from champion_challenger.records.datasets import DatasetFacts, StoredTable
from champion_challenger.records.runs import TrainingColumns

ALIKE = (*WHOLE_NUMBERS, "string")
"""Types whose values come from a query spelled as from the rows; floats, booleans and dates may not."""
COMPARES_EXACTLY = ("PostgreSQL", "Snowflake", "BigQuery", "Databricks")
"""Databases, by the host's name, to which texts are equal where they are the same.

Others ignore case, as Teradata does by default, or blanks at the end: texts of theirs are read.
"""
_QUOTES = ('"', "`")


def classes_query(table: StoredTable, partitions: Sequence[str], columns: TrainingColumns) -> str:
    """Text of the query: class, day (where a column dates the rows), rows, and rows without a cell that is needed.

    Parameters
    ----------
    table
        Its name, as the host quotes it, the types of its columns, and the kind of its database.
    partitions
        Names of partitions; () for all rows.

    Raises
    ------
    SettingsError
        When the answer might differ from what the rows say.

    Examples
    --------
    >>> from champion_challenger.records.datasets import Column, DatasetFacts
    >>> facts = DatasetFacts("TELCO.history", (Column("churned", "bigint"),), is_sql=True, table='"history"')
    >>> print(classes_query(StoredTable(facts, "dwh", "Teradata"), (), TrainingColumns("churned")).splitlines()[-1])
    GROUP BY "churned"
    """
    facts = table.facts
    _check(table, partitions, columns)
    # Quoted as the host quotes the table, whatever database it is.
    dialect = Dialect("host", "the host's", quote=facts.table[0])
    grouped = [dialect.identifier(name) for name in filter(None, (columns.target, columns.date))]
    missing = " OR ".join(_is_missing(name, facts, dialect) for name in columns.needed) or "1 = 0"
    counts = [total("CAST(1 AS BIGINT)", "n_rows"), total_where(missing, "CAST(1 AS BIGINT)", "n_incomplete")]
    lines = ["SELECT " + ",\n       ".join([*grouped, *counts]), f"FROM {facts.table}"]
    if partitions:
        lines.append("WHERE " + any_of(dialect.identifier(facts.dimensions[0][0]), partitions))
    return "\n".join([*lines, f"GROUP BY {', '.join(grouped)}"])


def _check(table: StoredTable, partitions: Sequence[str], columns: TrainingColumns) -> None:
    """Refuse what a query may not spell, or tell apart, as the rows do."""
    facts = table.facts
    if not facts.table.startswith(_QUOTES):
        raise SettingsError([f"expected a table with a quoted name, found {facts.table or 'none'}"])
    if partitions and len(facts.dimensions) != 1:
        raise SettingsError([f"expected one dimension, found {len(facts.dimensions)}"])
    dimension = [facts.dimensions[0][0]] if partitions else []
    for name in dimension:
        if facts.types.get(name) != "string":
            raise SettingsError(
                [f"expected partitions in a column of texts, found {facts.types.get(name)} in {name!r}"]
            )
    for name in columns.names:
        if facts.types.get(name) not in ALIKE:
            raise SettingsError([f"expected texts or whole numbers, found {facts.types.get(name)} in column {name!r}"])
    for name in (columns.target, *columns.needed):
        # Two spellings of a class would become one, or an empty cell would equal blanks.
        if facts.types[name] == "string" and table.host_type not in COMPARES_EXACTLY:
            raise SettingsError(
                [
                    f"expected whole numbers, found string in column {name!r}: {table.host_type} may take texts for "
                    "equal that differ"
                ]
            )
    if columns.date and facts.types.get(columns.date) != "string":
        raise SettingsError([f"expected dates in a column of texts, found {facts.types.get(columns.date)}"])


def _is_missing(name: str, facts: DatasetFacts, dialect: Dialect) -> str:
    column = dialect.identifier(name)
    return f"{column} IS NULL" + (f" OR {column} = ''" if facts.types[name] == "string" else "")
