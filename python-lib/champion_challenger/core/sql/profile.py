"""The queries that check the rows before they are counted: what is missing, invalid or duplicated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.cells import is_null, text, whole_number
from champion_challenger.core.sql.dialects import Dialect
from champion_challenger.core.sql.segments import SegmentColumn, segment_key
from champion_challenger.core.sql.steps import LOCKING, QueryForm, Step, query_text
from champion_challenger.core.sql.tables import (
    LEFT_OUT,
    OutcomesTable,
    Spelling,
    StoredScores,
    customer_id,
    outcome_number,
)


@dataclass(frozen=True)
class ScoresProfile:
    """Rows of one version on one cohort.

    Attributes
    ----------
    n_rows, n_customers
        Rows, and different customers among them; as many as rows with a customer where the query did not count them.
    n_nameless
        Rows without a customer.
    n_unmatched
        Rows whose customer has no row among the realised outcomes.
    n_unlabelled
        Rows without an outcome, the unmatched included.
    n_strange
        Rows whose outcome is neither 0 nor 1.
    n_unscored
        Rows with an outcome and without a finite score.
    is_champion
        Whether the champion column is 1 in all rows, none of them null (False without such a column).
    starts_on, ends_on
        First and last snapshot date as the database gives them; None where no column says it.
    left_out_unlabelled, left_out_unscored
        Customers of the cohort without a row, since they have no outcome, or no score.
    n_contactless, n_contacted, n_control
        Rows without a contact value, and those of customers contacted and held out; 0 without a contact column.
    contacts
        The first and the last contact value, in the order of the database.
    segment
        Value of the segment column, where one is counted; None for null.
    """

    version_id: str
    cohort: Any
    n_rows: int
    n_customers: int
    n_nameless: int
    n_unmatched: int
    n_unlabelled: int
    n_strange: int
    n_unscored: int
    is_champion: bool = False
    starts_on: Any = None
    left_out_unlabelled: int = 0
    left_out_unscored: int = 0
    n_contactless: int = 0
    n_contacted: int = 0
    n_control: int = 0
    contacts: tuple[str, ...] = ()
    segment: Any = None
    ends_on: Any = None

    @property
    def n_repeated(self) -> int:
        """Rows beyond the first of their customer."""
        return self.n_rows - self.n_nameless - self.n_customers

    @property
    def n_evaluated(self) -> int:
        """Rows with an outcome and a finite score."""
        return self.n_rows - self.n_unlabelled - self.n_unscored


@dataclass(frozen=True)
class OutcomesProfile:
    """Rows of one cohort, or of a segment of it, in a table of realised outcomes."""

    cohort: Any
    n_rows: int
    n_customers: int
    n_nameless: int
    n_unlabelled: int
    n_strange: int
    segment: Any = None

    @property
    def n_repeated(self) -> int:
        """Rows beyond the first of their customer."""
        return self.n_rows - self.n_nameless - self.n_customers

    @property
    def n_labelled(self) -> int:
        """Rows with an outcome."""
        return self.n_rows - self.n_unlabelled


def scores_profile_query(
    scores: StoredScores,
    dialect: Dialect,
    form: QueryForm | None = None,
    part: str = "all",
    *,
    counts_customers: bool = True,
) -> str:
    """Text of the query about the stored scores: one row a version (and cohort).

    Parameters
    ----------
    part
        ``all`` rows, those of the ``control`` group, or those ``uncontacted``.
    counts_customers
        Whether different customers are counted, which is the larger part of the cost; see `repeats_query`.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome")
    >>> print(scores_profile_query(scores, DIALECTS["spark"]).splitlines()[-1])
    GROUP BY stored.`version_id`
    """
    spelling = Spelling(scores, dialect)
    unmatched = _has_no_outcome(scores, dialect)
    columns = [
        *(f"{expression} AS {name}" for name, expression in spelling.keys.items()),
        *_customer_counts(spelling.customer, counts_customers=counts_customers),
        _count(unmatched, "n_unmatched"),
        *_outcome_counts(spelling.outcome),
        _count(f"{spelling.outcome} IS NOT NULL AND NOT ({spelling.is_finite})", "n_infinite"),
        _count(f"{spelling.outcome} IS NOT NULL AND {spelling.raw_score} IS NULL", "n_null"),
        *([_count(f"{spelling.is_champion} = 1", "n_champion")] if scores.champion else []),
        *(
            f"{end}({spelling.snapshot}) AS {name}"
            for end, name in (("MIN", "starts_on"), ("MAX", "ends_on"))
            if spelling.snapshot
        ),
        *([f"{spelling.largest(name)} AS left_out_{name}" for name in LEFT_OUT] if scores.counts_left_out else []),
        *(_contact_counts(spelling, unmatched) if scores.contact else []),
    ]
    where = [*spelling.conditions(), *spelling.of_part(part)]
    lines = [f"SELECT {_column_list(columns)}", spelling.from_tables("LEFT")]
    lines += ["WHERE " + "\n  AND ".join(where)] if where else []
    return _query_text([*lines, f"GROUP BY {', '.join(spelling.keys.values())}"], dialect, form)


def outcomes_profile_query(
    outcomes: OutcomesTable,
    groups_cohorts: bool,
    dialect: Dialect,
    form: QueryForm | None = None,
    segment: SegmentColumn | None = None,
) -> str:
    """Text of the query about a table of realised outcomes: one row (a cohort, a value of a segment column).

    Different customers are counted of the whole table alone.
    """
    customer, outcome, cohort = (
        f"realised.{dialect.identifier(name)}" for name in (outcomes.customer, outcomes.outcome, outcomes.cohort.column)
    )
    outcome, customer = outcome_number(outcome, outcomes), customer_id(customer, outcomes.has_text_ids)
    keys = {"cohort": cohort} if groups_cohorts else {}
    keys.update(segment.keys(dialect) if segment else {})
    columns = [f"{expression} AS {name}" for name, expression in keys.items()]
    columns += [*_customer_counts(customer, counts_customers=segment is None), *_outcome_counts(outcome)]
    where = outcomes.cohort.conditions(dialect, "realised")
    lines = [
        f"SELECT {_column_list(columns)}",
        f"FROM {outcomes.table} AS realised",
    ]
    lines += ["WHERE " + "\n  AND ".join(where)] if where else []
    lines += [f"GROUP BY {', '.join(keys.values())}"] if keys else []
    return _query_text(lines, dialect, form)


def segment_values_query(scores: StoredScores, dialect: Dialect, form: QueryForm | None = None) -> str:
    """Text of the query that counts the values of the segment column: one row (a cohort), with ``n_values``."""
    column = scores.segment
    assert column is not None
    table = scores.outcomes if column.is_realised else scores
    assert table is not None
    grouped = {}
    if scores.groups_cohorts and table.cohort.column:
        grouped["cohort"] = f"{column.alias}.{dialect.identifier(table.cohort.column)}"
    keys = {**grouped, **column.keys(dialect)}
    lines = ["SELECT " + ",\n       ".join(f"{expression} AS {name}" for name, expression in keys.items())]
    lines += [f"FROM {table.table} AS {column.alias}"]
    where = table.cohort.conditions(dialect, column.alias)
    lines += ["WHERE " + "\n  AND ".join(where)] if where else []
    lines += [f"GROUP BY {', '.join(keys.values())}"]
    n_values = "CAST(COALESCE(SUM(CAST(1 AS BIGINT)), CAST(0 AS BIGINT)) AS BIGINT) AS n_values"
    steps = [Step("valued", text="\n".join(lines)), Step("counted", [*grouped, n_values], list(grouped))]
    return query_text(steps, dialect, form)


def scores_profile(row: Mapping[str, Any]) -> ScoresProfile:
    """Read one row of the answer about the stored scores."""
    by_name = {str(name).lower(): value for name, value in row.items()}
    names = ("n_rows", "n_nameless", "n_unmatched", "n_unlabelled", "n_strange")
    # Without a count of customers, every named row is taken for another one.
    n_named = whole_number(by_name["n_rows"]) - whole_number(by_name["n_nameless"])
    return ScoresProfile(
        version_id="" if is_null(by_name["version_id"]) else text(by_name["version_id"]),
        cohort=by_name.get("cohort"),
        n_customers=whole_number(by_name.get("n_customers", n_named)),
        **{name: whole_number(by_name[name]) for name in names},
        n_unscored=whole_number(by_name["n_infinite"]) + whole_number(by_name["n_null"]),
        is_champion=0 < whole_number(by_name.get("n_champion", 0)) == whole_number(by_name["n_rows"]),
        starts_on=by_name.get("starts_on"),
        ends_on=by_name.get("ends_on"),
        left_out_unlabelled=whole_number(by_name.get("left_out_n_unlabelled", 0)),
        left_out_unscored=whole_number(by_name.get("left_out_n_unscored", 0)),
        **{name: whole_number(by_name.get(name, 0)) for name in ("n_contactless", "n_contacted", "n_control")},
        contacts=_contacts(by_name),
        segment=segment_key(by_name),
    )


def outcomes_profile(row: Mapping[str, Any]) -> OutcomesProfile:
    """Read one row of the answer about the realised outcomes."""
    by_name = {str(name).lower(): value for name, value in row.items()}
    names = ("n_rows", "n_nameless", "n_unlabelled", "n_strange")
    counts = {name: whole_number(by_name[name]) for name in names}
    counts["n_customers"] = whole_number(by_name.get("n_customers", counts["n_rows"] - counts["n_nameless"]))
    return OutcomesProfile(cohort=by_name.get("cohort"), **counts, segment=segment_key(by_name))


def _customer_counts(customer: str, *, counts_customers: bool = True) -> list[str]:
    return [
        _count("1 = 1", "n_rows"),
        # Counting distinct customers sorts all rows: only where nothing cheaper has shown that nobody appears twice.
        *([f"CAST(COUNT(DISTINCT {customer}) AS BIGINT) AS n_customers"] if counts_customers else []),
        _count(f"{customer} IS NULL", "n_nameless"),
    ]


def _outcome_counts(outcome: str) -> list[str]:
    return [
        _count(f"{outcome} IS NULL", "n_unlabelled"),
        # A null makes the condition null, so that rows without an outcome are not among them.
        _count(f"NOT ({outcome} = 0 OR {outcome} = 1)", "n_strange"),
    ]


def _has_no_outcome(scores: StoredScores, dialect: Dialect) -> str:
    """Condition that a row's customer has none among the realised outcomes."""
    if scores.outcomes is None:
        return "1 = 0"
    return f"realised.{dialect.identifier(scores.outcomes.customer)} IS NULL"


def _contact_counts(spelling: Spelling, unmatched: str) -> list[str]:
    return [
        _count(f"{spelling.contact} IS NULL AND NOT ({unmatched})", "n_contactless"),
        _count(spelling.is_contacted("contacted"), "n_contacted"),
        _count(spelling.is_contacted("control"), "n_control"),
        f"MIN({spelling.contact}) AS first_contact",
        f"MAX({spelling.contact}) AS last_contact",
    ]


def _contacts(row: Mapping[str, Any]) -> tuple[str, ...]:
    ends = (row.get("first_contact"), row.get("last_contact"))
    return tuple(dict.fromkeys(text(value) for value in ends if not is_null(value)))


def _count(condition: str, name: str) -> str:
    """Rows that meet a condition; 0 over no rows, where the sum is null and a host may expect a whole number."""
    total = f"SUM(CASE WHEN {condition} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END)"
    return f"CAST(COALESCE({total}, CAST(0 AS BIGINT)) AS BIGINT) AS {name}"


def _query_text(lines: list[str], dialect: Dialect, form: QueryForm | None) -> str:
    locking = [LOCKING] if form is not None and form.is_locking and dialect.has_locking else []
    return "\n".join([*locking, *lines])


def _column_list(columns: list[str]) -> str:
    return ",\n       ".join(columns)
