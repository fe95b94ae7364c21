"""Datasets: columns, shapes, and where they are stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a dataset's schema: its name and DSS storage type, with a description for people."""

    name: str
    type: str
    description: str = ""


@dataclass(frozen=True)
class DatasetFacts:
    """A dataset's shape: where it lives, its schema and its partitioning.

    Attributes
    ----------
    name
        ``PROJECT.name``.
    dimensions
        Names of the partitioning dimensions, with their period (``MONTH``) or ``value``.
    partitions
        For an input, those that the host handed to this run; for an output, the one to be written.
    is_appending
        An output whose runs add rows instead of replacing the partition.
    """

    name: str
    columns: tuple[Column, ...]
    dimensions: tuple[tuple[str, str], ...] = ()
    partitions: tuple[str, ...] = ()
    is_sql: bool = False
    is_appending: bool = False
    table: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the schema."""
        return tuple(column.name for column in self.columns)

    @property
    def types(self) -> dict[str, str]:
        """Storage type of each column."""
        return {column.name: column.type for column in self.columns}


@dataclass(frozen=True)
class StoredTable:
    """A dataset that may be a table of a database.

    Attributes
    ----------
    connection
        Name of the host's connection.
    host_type
        What the host calls the kind of database, such as ``Teradata``.
    """

    facts: DatasetFacts
    connection: str
    host_type: str
