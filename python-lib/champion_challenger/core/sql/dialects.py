"""What differs between the databases: a table of tokens, and how names and values are written.

The queries use only what all databases read alike, so that the table stays short: no LIMIT, no boolean, no FILTER, no
integer division, no ordered window without its frame, no decimal literal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from champion_challenger.errors import SettingsError

_SAFE_TEXT = re.compile(r"[A-Za-z0-9_.:-]+")
_SAFE_NAME = re.compile(r"[\w .:/+-]+")


@dataclass(frozen=True)
class Dialect:
    """Tokens of one database.

    Attributes
    ----------
    name
        As in the form.
    title
        Name for people.
    quote
        Character around identifiers.
    double
        Type of a 64-bit float.
    host_types
        The host's types of such connections; a dialect without them must be chosen in the form.
    has_locking
        Whether ``LOCKING ROW FOR ACCESS`` may precede a query.
    has_booleans
        Whether a column can be a condition; else the host's booleans are numbers there.
    joins_in_full
        Whether rows counted before are joined by full joins: a planner that expects few of them joins row by row.
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
    joins_in_full: bool = False
    is_tested: bool = True

    def identifier(self, name: str) -> str:
        """Quoted name of a column or table; the name may have any characters that can be printed.

        Raises
        ------
        SettingsError
            When it has a line break or another control character, which logs and databases read in different ways.

        Examples
        --------
        >>> DIALECTS["spark"].identifier("odd`name")
        '`odd``name`'
        """
        if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in name):
            raise SettingsError([f"Column {name!r}: expected a name without line breaks. Rename it in the database."])
        # A quote within a name is doubled in every dialect.
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote


DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect("teradata", "Teradata", host_types=("Teradata",), has_locking=True, has_booleans=False),
        Dialect("postgresql", "PostgreSQL", host_types=("PostgreSQL",), joins_in_full=True),
        Dialect("duckdb", "DuckDB"),
        Dialect("spark", "Spark SQL", quote="`", double="DOUBLE", host_types=("Databricks",)),
        Dialect("ansi", "ANSI SQL", is_tested=False),
    )
}


def dialect_of(host_type: str, chosen: str) -> Dialect:
    """Dialect that was chosen, or else that of the connection's type.

    Raises
    ------
    SettingsError
        When no dialect has that type.

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
            f"known are {known}. Choose one under Advanced. 'ANSI SQL' may work and was never tested on {host_type}: "
            "first compare its figures with those of the recipe Retrain and evaluate on one cohort."
        ]
    )


def literal(value: str | date) -> str:
    """Value as SQL: a day, a time without zone, or a name of letters, digits and ``_ . : -``, as of a partition.

    Queries of the host take no parameters. No other text of a form becomes a value in a query.

    Raises
    ------
    SettingsError
        When a text has other characters.

    Examples
    --------
    >>> literal("2019-06"), literal(date(2019, 6, 30))
    ("'2019-06'", "DATE '2019-06-30'")
    """
    if isinstance(value, datetime):
        # Before date: a datetime is one, too.
        return f"TIMESTAMP '{value.isoformat(sep=' ', timespec='seconds')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if not _SAFE_TEXT.fullmatch(value):
        raise SettingsError(
            [f"Cohort: expected letters, digits and _ . : - in the name of a partition, found {value!r}."]
        )
    return f"'{value}'"


def is_quotable(name: str) -> bool:
    """Whether the name of a version can stand between quotes in every dialect: queries of the host take no parameters.

    >>> is_quotable("column:my score"), is_quotable("o'hara")
    (True, False)
    """
    return _SAFE_NAME.fullmatch(name) is not None


def name_literal(name: str, *, is_number: bool = False) -> str:
    """Name of a version that `is_quotable`, as SQL; a number where the column holds numbers.

    >>> name_literal("v1"), name_literal("7", is_number=True)
    ("'v1'", '7')
    """
    return name if is_number else f"'{name}'"


def any_of(expression: str, values: Sequence[str]) -> str:
    """Condition that an expression is one of these texts.

    Examples
    --------
    >>> any_of("stored.cohort", ["2019-05", "2019-06"])
    "stored.cohort IN ('2019-05', '2019-06')"
    """
    return f"{expression} IN ({', '.join(literal(value) for value in values)})"
