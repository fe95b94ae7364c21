"""The query that finds customers who appear more than once with a version, in one pass over the customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from champion_challenger.core.cells import whole_number
from champion_challenger.core.sql.dialects import Dialect, is_quotable, name_literal
from champion_challenger.core.sql.steps import QueryForm, Step, query_text, quotient, total
from champion_challenger.core.sql.tables import Spelling, StoredScores

_MOST_VERSIONS = 40
"""Versions whose powers of two add up to less than 2 ** 53, however often a customer has each."""


def can_be_asked(versions: Sequence[str]) -> bool:
    """Whether the query can tell these versions apart: few enough, and with names that can stand in a query.

    Examples
    --------
    >>> can_be_asked(["v1", "v2"]), can_be_asked(["o'hara"])
    (True, False)
    """
    return len(versions) <= _MOST_VERSIONS and all(map(is_quotable, versions))


def repeats_query(
    scores: StoredScores,
    versions: Sequence[str],
    dialect: Dialect,
    form: QueryForm | None = None,
    *,
    is_number: bool = False,
) -> str:
    """Text of the query whose one row `n_repeats` reads.

    Each version has a power of two. A customer's powers add up to a number that has as many ones, written to base 2, as
    the customer has rows, exactly if no version is there twice: every carry loses one. Counting the distinct customers
    of each version gives the same answer for about five times the cost.

    Parameters
    ----------
    versions
        All versions of the table; see `can_be_asked`.
    is_number
        Whether the version column holds whole numbers.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome")
    >>> print(repeats_query(scores, ["v1", "v2"], DIALECTS["duckdb"]).splitlines()[-1])
    FROM written
    """
    spelling = Spelling(scores, dialect)
    cohorts = [name for name in spelling.keys if name != "version_id"]
    ones = " + ".join(_digit(place, dialect) for place in range(len(versions)))
    unit, zero = "CAST(1 AS BIGINT)", "CAST(0 AS BIGINT)"
    is_twice = (
        f"CASE WHEN n_alike > {len(versions)} THEN {unit} WHEN {ones} < n_alike THEN {unit} ELSE {zero} END AS is_twice"
    )
    steps = [
        Step("marked", text=_marks_query(spelling, versions, is_number=is_number)),
        Step(
            "carried",
            [*cohorts, "customer", total("CAST(1 AS BIGINT)", "n_alike"), total("power", "powers")],
            [*cohorts, "customer"],
        ),
        Step("gathered", ["n_alike", "powers", total("CAST(1 AS BIGINT)", "n_customers")], ["n_alike", "powers"]),
        Step("written", ["n_customers", is_twice]),
        Step("counted", ["CAST(COALESCE(SUM(is_twice * n_customers), CAST(0 AS BIGINT)) AS BIGINT) AS n_repeats"]),
    ]
    return query_text(steps, dialect, form)


def n_repeats(rows: Sequence[Mapping[str, Any]]) -> int:
    """Customers who appear more than once with a version."""
    (row,) = rows
    return whole_number({str(name).lower(): value for name, value in row.items()}["n_repeats"])


def _marks_query(spelling: Spelling, versions: Sequence[str], *, is_number: bool) -> str:
    keys = {name: expression for name, expression in spelling.keys.items() if name != "version_id"}
    version = spelling.keys["version_id"]
    powers = [
        f"WHEN {version} = {name_literal(name, is_number=is_number)} THEN CAST({2**place} AS BIGINT)"
        for place, name in enumerate(versions)
    ]
    columns = [f"{expression} AS {name}" for name, expression in keys.items()]
    columns += [f"{spelling.customer} AS customer", f"CASE {' '.join(powers)} ELSE CAST(0 AS BIGINT) END AS power"]
    where = [*spelling.conditions(), f"{spelling.customer} IS NOT NULL"]
    lines = ["SELECT " + ",\n       ".join(columns), f"FROM {spelling.scores.table} AS stored"]
    return "\n".join([*lines, "WHERE " + "\n  AND ".join(where)])


def _digit(place: int, dialect: Dialect) -> str:
    return f"({quotient('powers', 2**place, dialect)} - 2 * {quotient('powers', 2 ** (place + 1), dialect)})"
