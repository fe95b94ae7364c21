"""What differs between the databases: a table of tokens, and how names and values are spelled.

The queries keep to what all of them read alike, so that the table stays short: no LIMIT, no boolean, no FILTER, no
integer division, no window without its frame, no decimal literal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from champion_challenger.errors import SettingsError

_SAFE_TEXT = re.compile(r"[A-Za-z0-9_.:-]+")


@dataclass(frozen=True)
class Dialect:
    """Tokens of one database.

    Attributes
    ----------
    name
        As in the form.
    title
        As people call it.
    quote
        What stands around identifiers.
    double
        Type of a 64-bit float.
    host_types
        How the host calls such connections; a dialect without them has to be chosen in the form.
    has_locking
        Whether ``LOCKING ROW FOR ACCESS`` can stand before a query.
    has_booleans
        Whether a column can be a condition; else what the host calls a boolean is a number there.
    is_tested
        Whether the query was executed on such a database, or on the transpiled text.
    """

    name: str
    title: str
    quote: str = '"'
    double: str = "DOUBLE PRECISION"
    host_types: tuple[str, ...] = ()
    has_locking: bool = False
    has_booleans: bool = True
    is_tested: bool = True

    def identifier(self, name: str) -> str:
        """Spell a name of the database, whatever it holds.

        Examples
        --------
        >>> DIALECTS["spark"].identifier("odd`name")
        '`odd``name`'
        """
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote


DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect("teradata", "Teradata", host_types=("Teradata",), has_locking=True, has_booleans=False),
        Dialect("postgresql", "PostgreSQL", host_types=("PostgreSQL",)),
        Dialect("duckdb", "DuckDB"),
        Dialect("spark", "Spark SQL", quote="`", double="DOUBLE", host_types=("Databricks",)),
        Dialect("ansi", "ANSI SQL", is_tested=False),
    )
}


def dialect_of(host_type: str, chosen: str) -> Dialect:
    """Dialect that was chosen, or that goes with the type of the connection.

    Raises
    ------
    SettingsError
        When none goes with it.

    Examples
    --------
    >>> dialect_of("PostgreSQL", "auto").title, dialect_of("JDBC", "duckdb").title
    ('PostgreSQL', 'DuckDB')
    """
    if chosen in DIALECTS:
        return DIALECTS[chosen]
    for dialect in DIALECTS.values():
        if host_type in dialect.host_types:
            return dialect
    known = ", ".join(dialect.title for dialect in DIALECTS.values() if dialect.is_tested)
    raise SettingsError(
        [
            f"SQL dialect: the stored scores are on a connection of type {host_type}, for which no dialect is known; "
            f"known are {known}. Choose one under Advanced; 'ANSI SQL' may do and was never tested on {host_type}: "
            "compare its figures with those of the recipe Retrain and evaluate on one cohort first."
        ]
    )


def literal(value: str | date) -> str:
    """Spell a value: a day, or a name made of letters, digits and ``_ . : -`` as partitions are.

    Queries of the host take no parameters. Nothing else that a person typed ever stands in a query as a value.

    Raises
    ------
    SettingsError
        When a text holds anything else.

    Examples
    --------
    >>> literal("2019-06"), literal(date(2019, 6, 30))
    ("'2019-06'", "DATE '2019-06-30'")
    """
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if not _SAFE_TEXT.fullmatch(value):
        raise SettingsError(
            [f"Cohort: expected letters, digits and _ . : - in the name of a partition, found {value!r}."]
        )
    return f"'{value}'"


def any_of(expression: str, values: Sequence[str]) -> str:
    """Condition that an expression is one of these texts.

    Examples
    --------
    >>> any_of("stored.cohort", ["2019-05", "2019-06"])
    "stored.cohort IN ('2019-05', '2019-06')"
    """
    return f"{expression} IN ({', '.join(literal(value) for value in values)})"
