"""The tables that a query reads: the meaning of their columns, and which rows count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.dialects import Dialect, any_of, literal
from champion_challenger.core.sql.segments import SegmentColumn

SNAPSHOT, LEFT_OUT = "cohort_start", ("n_unlabelled", "n_unscored")
"""Columns of the dataset scores that say what its rows do not: the date of the cohort, and how many were left out."""


@dataclass(frozen=True)
class CohortRange:
    """Rows of a table that belong to the run.

    Attributes
    ----------
    column
        Column with the name or the day of the cohort; "" when all rows are of one cohort.
    names
        Accepted values of a column of names; () for all.
    first, end
        Accepted days of a column of days, from the first up to the one before ``end``; times of a column of moments.
        None for all.
    """

    column: str = ""
    names: tuple[str, ...] = ()
    first: date | None = None
    end: date | None = None

    def conditions(self, dialect: Dialect, alias: str) -> list[str]:
        """Conditions on the rows of the table with this alias.

        Examples
        --------
        >>> from champion_challenger.core.sql.dialects import DIALECTS
        >>> print(*CohortRange("month", ("2019-06",)).conditions(DIALECTS["ansi"], "stored"))
        stored."month" IN ('2019-06')
        """
        column = f"{alias}.{dialect.identifier(self.column)}"
        conditions = [any_of(column, self.names)] if self.names else []
        conditions += [f"{column} >= {literal(self.first)}"] if self.first else []
        return conditions + ([f"{column} < {literal(self.end)}"] if self.end else [])


@dataclass(frozen=True)
class OutcomesTable:
    """Realised outcomes in a separate table, one row a customer (and cohort); the flags are as in `StoredScores`."""

    table: str
    customer: str
    outcome: str
    cohort: CohortRange = CohortRange()
    is_boolean: bool = False
    may_be_nan: bool = False
    has_text_ids: bool = False


@dataclass(frozen=True)
class StoredScores:
    """Scores in a table, one row a customer, version and cohort.

    Attributes
    ----------
    table
        Name of the table, quoted as the host quotes it.
    outcome
        Column of the outcomes; "" when they are in ``outcomes``.
    is_boolean
        Whether the column ``outcome`` is a boolean.
    may_be_nan
        Whether it holds decimal numbers; NaN is an outcome that is not known, as in memory.
    has_text_ids
        Whether customers are texts; an empty one is no id, as in memory.
    champion
        Column that is 1 on the rows of the champion; "" for none.
    champion_is_boolean
        Whether that column is a boolean.
    groups_cohorts
        Whether each cohort of the table is counted separately; else all chosen rows are one cohort.
    decimals
        Digits to which scores are rounded; None for no rounding.
    snapshot
        Column that dates the cohort; "" for none.
    counts_left_out
        Whether the table tells, in columns of their own, how many customers of the cohort have no row in it.
    contact
        Who was contacted; None when nothing is known of campaigns.
    segment
        Column whose values are counted separately; None for all customers together.
    """

    table: str
    customer: str
    version: str
    score: str
    outcome: str = ""
    is_boolean: bool = False
    may_be_nan: bool = False
    has_text_ids: bool = False
    champion: str = ""
    champion_is_boolean: bool = False
    cohort: CohortRange = CohortRange()
    groups_cohorts: bool = False
    decimals: int | None = None
    outcomes: OutcomesTable | None = field(default=None)
    snapshot: str = ""
    counts_left_out: bool = False
    contact: ContactColumn | None = None
    segment: SegmentColumn | None = None


@dataclass(frozen=True)
class Spelling:
    """Expressions over the rows of both tables, in one dialect."""

    scores: StoredScores
    dialect: Dialect

    @property
    def keys(self) -> dict[str, str]:
        """Columns by which rows are grouped: result column to expression."""
        keys = {"version_id": self._stored_column(self.scores.version)}
        if self.scores.groups_cohorts:
            keys["cohort"] = self._stored_column(self.scores.cohort.column)
        return {**keys, **(self.scores.segment.keys(self.dialect) if self.scores.segment else {})}

    @property
    def customer(self) -> str:
        """The customer who was scored; null without an id."""
        return customer_id(self._stored_column(self.scores.customer), self.scores.has_text_ids)

    @property
    def raw_score(self) -> str:
        """The score as it is stored."""
        return self._stored_column(self.scores.score)

    @property
    def score(self) -> str:
        """The score; a rounded one is a number of steps of ``10 ** -decimals``."""
        if self.scores.decimals is None:
            return self.raw_score
        steps = f"CAST({self.raw_score} AS {self.dialect.double}) * {10**self.scores.decimals}"
        return f"FLOOR({steps} + 5E-1)"  # a float: 0.5 is a decimal in Teradata

    @property
    def outcome(self) -> str:
        """The outcome as 1, 0, another number, or null."""
        outcomes = self.scores.outcomes
        if outcomes is None:
            return outcome_number(self._stored_column(self.scores.outcome), self.scores)
        return outcome_number(f"realised.{self.dialect.identifier(outcomes.outcome)}", outcomes)

    @property
    def is_champion(self) -> str:
        """1 on the champion's rows, in a table with such a column."""
        return _number(self._stored_column(self.scores.champion), self.scores.champion_is_boolean)

    @property
    def is_finite(self) -> str:
        """Condition for a score that is a number: the difference of null, NaN or infinity with itself is not 0."""
        return f"{self.raw_score} - {self.raw_score} = 0"

    @property
    def snapshot(self) -> str:
        """Day of the row's cohort; "" in a table without such a column."""
        dated = self.scores.cohort.column if self.scores.cohort.first else ""
        column = self.scores.snapshot or dated
        return self._stored_column(column) if column else ""

    @property
    def contact(self) -> str:
        """What a campaign did with the customer; null where it is not known. Only with a contact column."""
        assert self.scores.contact is not None
        return self.scores.contact.value(self._contact_column)

    def is_contacted(self, part: str) -> str:
        """Condition that the customer is of a part: ``contacted`` or ``control``. Only with a contact column."""
        assert self.scores.contact is not None
        rules = self.scores.contact.rules
        return self.scores.contact.is_among(
            self._contact_column, rules.contacted if part == "contacted" else rules.control
        )

    def of_part(self, part: str) -> list[str]:
        """Conditions on the rows of the ``control`` group, or of those ``uncontacted``; none for other parts."""
        if part == "uncontacted":
            return [f"NOT ({self.is_contacted('contacted')})"]
        return [self.is_contacted("control")] if part == "control" else []

    @property
    def _contact_column(self) -> str:
        assert self.scores.contact is not None
        column = self.dialect.identifier(self.scores.contact.rules.column)
        return f"{'realised' if self.scores.contact.is_realised else 'stored'}.{column}"

    def largest(self, column: str) -> str:
        """Whole number that all rows of a version and cohort share; 0 where it is null."""
        return f"CAST(COALESCE(MAX({self._stored_column(column)}), CAST(0 AS BIGINT)) AS BIGINT)"

    def from_tables(self, join: str) -> str:
        """FROM clause with the outcomes joined, and the condition on the cohort."""
        lines = [f"FROM {self.scores.table} AS stored"]
        if self.scores.outcomes is not None:
            lines.append(f"{join} JOIN {self.scores.outcomes.table} AS realised")
            lines.append(f"  ON {' AND '.join(self._matches(self.scores.outcomes))}")
        return "\n".join(lines)

    def conditions(self) -> list[str]:
        """Conditions on the stored rows."""
        return self.scores.cohort.conditions(self.dialect, "stored")

    def _matches(self, other: OutcomesTable) -> list[str]:
        quoted = self.dialect.identifier
        conditions = [f"realised.{quoted(other.customer)} = {self._stored_column(self.scores.customer)}"]
        if other.cohort.column and self.scores.cohort.column:
            stored_cohort = self._stored_column(self.scores.cohort.column)
            conditions.append(f"realised.{quoted(other.cohort.column)} = {stored_cohort}")
        return conditions + other.cohort.conditions(self.dialect, "realised")

    def _stored_column(self, name: str) -> str:
        return f"stored.{self.dialect.identifier(name)}"


def customer_id(expression: str, is_text: bool) -> str:
    """A customer's id; null where it is an empty text.

    >>> customer_id("stored.id", is_text=True)
    "NULLIF(stored.id, '')"
    """
    return f"NULLIF({expression}, '')" if is_text else expression


def outcome_number(expression: str, column: StoredScores | OutcomesTable) -> str:
    """An outcome as 1, 0, another number, or null.

    NaN becomes null: where databases let it equal itself, it equals its negative too, as no other number but 0 does.

    >>> outcome_number("y", OutcomesTable("t", "id", "y", may_be_nan=True))
    'CASE WHEN y = 0 OR y <> -y THEN y END'
    """
    if column.may_be_nan and not column.is_boolean:
        return f"CASE WHEN {expression} = 0 OR {expression} <> -{expression} THEN {expression} END"
    return _number(expression, column.is_boolean)


def _number(expression: str, is_boolean: bool) -> str:
    return f"CASE WHEN {expression} THEN 1 WHEN NOT {expression} THEN 0 END" if is_boolean else expression
