"""From the form and the flow to the tables that are queried; what cannot be queried is refused, all of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from typing import Any

from champion_challenger.core.calendar import first_day, last_day
from champion_challenger.core.days import in_utc
from champion_challenger.core.sql.contact import ContactColumn, unsafe_values
from champion_challenger.core.sql.dialects import Dialect, dialect_of
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import LEFT_OUT, SNAPSHOT, CohortRange, OutcomesTable, StoredScores
from champion_challenger.core.tables.storage_types import DATES, DECIMALS, MOMENTS, NUMBERS, WHOLE_NUMBERS, kind_of
from champion_challenger.errors import SettingsError
from champion_challenger.operations.dataset_checks import (
    append_problems,
    column_problems,
    dimension_problems,
    partition_problems,
    score_problems,
    table_problems,
)
from champion_challenger.records.datasets import DatasetFacts, StoredTable
from champion_challenger.records.runs import StoredFlow
from champion_challenger.settings.contact import ContactRules
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.parsing import quote

Query = Callable[[str], Sequence[Mapping[str, Any]]]
"""How a query is answered."""


@dataclass(frozen=True)
class Plan:
    """What is asked of the database, and in which dialect.

    Attributes
    ----------
    has_numbered_versions
        Whether the version column holds whole numbers.
    segments
        Columns whose values are counted too.
    """

    scores: StoredScores
    dialect: Dialect
    form: QueryForm
    has_numbered_versions: bool = False
    segments: tuple[SegmentColumn, ...] = ()

    def by(self, column: SegmentColumn) -> Plan:
        """The same with every value of a column counted separately."""
        return replace(self, scores=replace(self.scores, segment=column))


def plan_queries(settings: StoredSettings, flow: StoredFlow) -> Plan:
    """Plan the queries.

    Raises
    ------
    SettingsError
        With all that does not fit: tables, connections, columns, types, output.
    """
    problems = [*_tables(flow), *_output(flow)]
    if problems:
        raise SettingsError(problems)
    dialect = dialect_of(flow.scores.host_type, settings.dialect)
    problems = [*_columns(settings, flow), *_cohorts(settings, flow), *_locking(settings, dialect)]
    if problems:
        raise SettingsError(problems)
    is_numbered = flow.scores.facts.types.get(settings.version_column) in WHOLE_NUMBERS
    form = QueryForm(settings.is_derived, settings.is_locking)
    segments = tuple(_segment(name, flow, dialect) for name in settings.segment_columns)
    return Plan(_stored_scores(settings, flow, dialect), dialect, form, is_numbered, segments)


def cohort_column(settings: StoredSettings, table: DatasetFacts) -> str:
    """Column that names the cohort: the dimension of a partitioned table, else the form's."""
    return table.dimensions[0][0] if table.dimensions else settings.cohort_column


def snapshot_column(settings: StoredSettings, table: DatasetFacts) -> str:
    """Column that dates the cohort: the form's, else that of the dataset scores; "" where there is none."""
    return settings.snapshot_column or (SNAPSHOT if SNAPSHOT in table.column_names else "")


def _stored_scores(settings: StoredSettings, flow: StoredFlow, dialect: Dialect) -> StoredScores:
    facts = flow.scores.facts
    return StoredScores(
        table=facts.table,
        customer=settings.customer_column,
        version=settings.version_column,
        score=settings.score_column,
        outcome="" if flow.outcomes else settings.outcome_column,
        is_boolean=_is_boolean(settings.outcome_column, facts, dialect),
        may_be_nan=facts.types.get(settings.outcome_column) in DECIMALS,
        has_text_ids=facts.types.get(settings.customer_column) == "string",
        champion=settings.champion_column if not settings.champion_version else "",
        champion_is_boolean=_is_boolean(settings.champion_column, facts, dialect),
        cohort=cohort_range(settings, facts, flow.partition),
        groups_cohorts=not flow.partition,
        decimals=settings.decimals,
        outcomes=_outcomes(settings, flow, dialect),
        snapshot=snapshot_column(settings, facts),
        counts_left_out=flow.outcomes is None and all(facts.types.get(name) in WHOLE_NUMBERS for name in LEFT_OUT),
        contact=_contact(settings, flow, dialect),
    )


def _segment(name: str, flow: StoredFlow, dialect: Dialect) -> SegmentColumn:
    """A segment column: of the realised outcomes where they have it, else of the stored scores."""
    facts = _table_with(name, flow)
    storage, kind = facts.types.get(name), "text"
    if storage in NUMBERS:
        kind = "decimal" if storage in DECIMALS else "number"
    if storage == "boolean":
        kind = "boolean"
    return SegmentColumn(name, kind, facts is not flow.scores.facts, _is_boolean(name, facts, dialect))


def _table_with(column: str, flow: StoredFlow) -> DatasetFacts:
    """The realised outcomes where they have a column, else the stored scores."""
    outcomes = flow.outcomes.facts if flow.outcomes else None
    return outcomes if outcomes is not None and column in outcomes.column_names else flow.scores.facts


def _contact(settings: StoredSettings, flow: StoredFlow, dialect: Dialect) -> ContactColumn | None:
    """The contact column: of the realised outcomes where they have it, else of the stored scores."""
    column = settings.contact.column
    if not column:
        return None
    facts = _table_with(column, flow)
    kind = "text"
    if facts.types.get(column) in NUMBERS:
        kind = "decimal" if facts.types[column] in DECIMALS else "number"
    if facts.types.get(column) == "boolean":
        kind = "boolean" if dialect.has_booleans else "number"
    return ContactColumn(settings.contact, kind, facts is not flow.scores.facts)


def _outcomes(settings: StoredSettings, flow: StoredFlow, dialect: Dialect) -> OutcomesTable | None:
    if flow.outcomes is None:
        return None
    facts = flow.outcomes.facts
    return OutcomesTable(
        table=facts.table,
        customer=settings.customer_column,
        outcome=settings.outcome_column,
        cohort=cohort_range(settings, facts, flow.partition),
        is_boolean=_is_boolean(settings.outcome_column, facts, dialect),
        may_be_nan=facts.types.get(settings.outcome_column) in DECIMALS,
        has_text_ids=facts.types.get(settings.customer_column) == "string",
    )


def _is_boolean(column: str, table: DatasetFacts, dialect: Dialect) -> bool:
    """Whether the database, and not the host alone, takes a column for a condition."""
    return dialect.has_booleans and table.types.get(column) == "boolean"


def cohort_range(settings: StoredSettings, table: DatasetFacts, partition: str) -> CohortRange:
    """Rows of a partition, such as the one that is written; without one, of the partitions handed to the run."""
    column = cohort_column(settings, table)
    if table.types.get(column) in DATES:
        if not partition:
            return CohortRange(column)
        first, end = first_day(partition), last_day(partition) + timedelta(days=1)
        if table.types[column] == MOMENTS and settings.zone != timezone.utc:
            return CohortRange(column, first=in_utc(first, settings.zone), end=in_utc(end, settings.zone))
        return CohortRange(column, first=first, end=end)
    return CohortRange(column, names=(partition,) if partition else table.partitions)


def _tables(flow: StoredFlow) -> Iterator[str]:
    for role, table in _inputs(flow):
        if not table.facts.is_sql or not table.facts.table:
            yield (
                f"{role} {table.facts.name}: expected a table of a database, found type {table.host_type}. "
                "Copy it there with a Sync recipe, or evaluate it in memory with the recipe Retrain and evaluate."
            )
    are_tables = all(table.facts.is_sql for _, table in _inputs(flow))
    if flow.outcomes is not None and are_tables and flow.outcomes.connection != flow.scores.connection:
        yield (
            f"Realised outcomes {flow.outcomes.facts.name}: expected the connection of the stored scores "
            f"({flow.scores.connection}), found {flow.outcomes.connection}. One query cannot read two databases: copy "
            f"the outcomes to {flow.scores.connection} with a Sync recipe."
        )


def _output(flow: StoredFlow) -> Iterator[str]:
    performance = flow.performance
    if performance.dimensions:
        yield from dimension_problems(performance)
    yield from append_problems("performance", performance)
    yield from table_problems("performance", performance)


def _columns(settings: StoredSettings, flow: StoredFlow) -> Iterator[str]:
    scores = flow.scores.facts
    outcomes = flow.outcomes.facts if flow.outcomes else scores
    yield from column_problems("Customer id column", settings.customer_column, scores)
    yield from column_problems("Version column", settings.version_column, scores, (*WHOLE_NUMBERS, "string"))
    yield from score_problems("Score column", settings.score_column, scores, _other_roles(settings, flow))
    yield from column_problems("Outcome column", settings.outcome_column, outcomes, (*NUMBERS, "boolean"))
    if settings.snapshot_column:
        yield from column_problems("Snapshot date column", settings.snapshot_column, scores, ("string", *DATES))
    if settings.champion_column and not settings.champion_version:
        yield from column_problems("Champion column", settings.champion_column, scores, (*WHOLE_NUMBERS, "boolean"))
    if settings.contact.column:
        yield from _contact_problems(settings.contact, _table_with(settings.contact.column, flow))
    for name in settings.segment_columns:
        table = _table_with(name, flow)
        yield from column_problems("Segment columns", name, table, (*NUMBERS, "boolean", "string"))
    if flow.outcomes:
        yield from column_problems("Customer id column", settings.customer_column, outcomes)
        yield from _kinds_that_differ(settings.customer_column, settings.customer_column, flow)


def _other_roles(settings: StoredSettings, flow: StoredFlow) -> dict[str, str]:
    """What columns of the stored scores are, but for the score, by their names."""
    scores, contact = flow.scores.facts, settings.contact.column
    named = {
        settings.snapshot_column: "the snapshot date column",
        "" if settings.champion_version else settings.champion_column: "the champion column",
        contact if contact and _table_with(contact, flow) is scores else "": "the contact column",
        "" if flow.outcomes else settings.outcome_column: "the outcome column",
        settings.version_column: "the version column",
        settings.customer_column: "the customer id column",
    }
    return {name: role for name, role in named.items() if name}


def _contact_problems(contact: ContactRules, table: DatasetFacts) -> Iterator[str]:
    yield from column_problems("Contact column", contact.column, table, (*NUMBERS, "boolean", "string"))
    for value in unsafe_values(contact):
        yield (
            "Values meaning contacted or control: expected letters, digits, spaces and _ . : / + - where a database "
            f"counts, found {quote(value)}. Map the values of the column in a SQL or Prepare recipe."
        )


def _cohorts(settings: StoredSettings, flow: StoredFlow) -> Iterator[str]:
    for role, table in _inputs(flow):
        facts = table.facts
        column = cohort_column(settings, facts)
        yield from column_problems("Cohort column", column, facts, ("string", *DATES))
        yield from partition_problems(role, facts, flow.partition)
    if flow.outcomes:
        names = [cohort_column(settings, table.facts) for _, table in _inputs(flow)]
        yield from _kinds_that_differ(names[0], names[1], flow)


def _kinds_that_differ(left: str, right: str, flow: StoredFlow) -> Iterator[str]:
    """Columns that are compared with each other have to be of one kind, or the database refuses the join."""
    if flow.outcomes is None:
        return
    kinds = [kind_of(flow.scores.facts.types.get(left, "")), kind_of(flow.outcomes.facts.types.get(right, ""))]
    if all(kinds) and kinds[0] != kinds[1]:
        yield (
            f"Columns {left!r} of {flow.scores.facts.name} and {right!r} of {flow.outcomes.facts.name}: expected one "
            f"type to join them on, found {kinds[0]} and {kinds[1]}. Convert one of them."
        )


def _locking(settings: StoredSettings, dialect: Dialect) -> Iterator[str]:
    if settings.is_locking and not dialect.has_locking:
        yield f"Read without waiting for writers: only Teradata can, and the dialect is {dialect.title}. Untick it."


def _inputs(flow: StoredFlow) -> list[tuple[str, StoredTable]]:
    return [("Stored scores", flow.scores)] + ([("Realised outcomes", flow.outcomes)] if flow.outcomes else [])
