"""Early warnings where a database counts: the newest cohort of the stored scores, beside the evaluated one.

Its outcomes need not be known. Columns are those of the recipe Retrain and evaluate; what a table of scores cannot
tell, such as missing values of features, stays empty, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from champion_challenger.core.calendar import first_day, partition_of
from champion_challenger.core.cells import is_null
from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.core.sql.drift import drift_query, list_change_query, newest_cohort_query
from champion_challenger.core.sql.drift_answer import StoredChange, StoredDrift, stored_change, stored_drift
from champion_challenger.core.tables.storage_types import DATES
from champion_challenger.errors import DataError, HostError, SettingsError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.evaluation.identity import Row
from champion_challenger.operations.evaluation.newest import drift_columns, warning_columns
from champion_challenger.operations.stored_scores.checks import is_moment
from champion_challenger.operations.stored_scores.cohorts import StoredCohort, cohort_key
from champion_challenger.operations.stored_scores.plan import Plan, Query, cohort_range
from champion_challenger.records.runs import StoredFlow
from champion_challenger.settings.evaluate_stored_scores import StoredSettings


@dataclass(frozen=True)
class StoredWarnings:
    """Columns of early warnings of the rows of a cohort.

    Attributes
    ----------
    columns
        By version and targeting rate; a version without them has no stored scores in the newest cohort.
    reasons
        By version: why columns are empty, by the column.
    """

    columns: Mapping[str, Mapping[float, Row]] = field(default_factory=dict)
    reasons: Mapping[str, Mapping[str, Sequence[Reason]]] = field(default_factory=dict)

    def row(self, row: Row) -> Row:
        """A row of the performance dataset with the columns of its version and rate, and the reasons of empty ones.

        Warnings are of all customers: rows of segments have none.
        """
        if "=" in row["segment"]:
            return row
        version, before = str(row["version_id"]), row.get("reason_codes")
        known = self.columns.get(version, {}).get(row["targeting_rate"], {})
        codes = reason_codes(self.reasons.get(version, {}), before)
        return {**row, **known, "reason_codes": codes or before}


def stored_warnings(
    cohorts: Sequence[StoredCohort],
    plan: Plan,
    settings: StoredSettings,
    flow: StoredFlow,
    query: Query,
    tell: Callable[[str], None],
) -> dict[str, StoredWarnings]:
    """Have the database compare the newest cohort of the scores with the evaluated one, whose name is the key.

    Of several cohorts, it is the last one that has outcomes. What goes wrong never fails a run: the log says it, and
    nothing is known of early warnings.
    """
    evaluated = next((cohort for cohort in reversed(cohorts) if _has_outcomes(cohort)), None)
    if evaluated is None:
        return {}
    try:
        newest = _newest(cohorts, evaluated, plan, settings, flow, query)
        if not newest:
            tell(f"No early warnings: {flow.scores.facts.name} has no cohort after {evaluated.name}.")
            return {evaluated.name: _without(evaluated, Reason("no_newer_stored_scores", {"cohort": evaluated.name}))}
        tell(f"Newest cohort of {flow.scores.facts.name}, for early warnings: {newest}; its outcomes are not read.")
        warnings = _compare(evaluated, newest, plan, settings, flow, query)
    except (DataError, HostError, SettingsError) as error:
        tell(f"WARN: no early warnings: {error}")
        return {}
    for version in (member.version_id for member in evaluated.versions):
        if version not in warnings.columns:
            tell(f"WARN: version {version} has no stored scores in {newest}: no early warnings for it.")
    return {evaluated.name: warnings}


def _has_outcomes(cohort: StoredCohort) -> bool:
    return any(version.statistics.n for version in cohort.versions)


def _newest(
    cohorts: Sequence[StoredCohort],
    evaluated: StoredCohort,
    plan: Plan,
    settings: StoredSettings,
    flow: StoredFlow,
    query: Query,
) -> str:
    """Name of the newest cohort after the evaluated one; "" without one."""
    if not flow.partition:
        return "" if cohorts[-1].name == evaluated.name else cohorts[-1].name
    (row,) = query(newest_cohort_query(plan.scores, plan.dialect, plan.form))
    newest = {str(name).lower(): value for name, value in row.items()}["newest"]
    if is_null(newest) or newest == "":  # a text that is null comes empty from the host
        return ""
    column = plan.scores.cohort.column
    name = cohort_key(newest, settings.zone, is_moment(flow.scores, column)).rstrip()
    if flow.scores.facts.types.get(column) in DATES:
        return partition_of(date.fromisoformat(name), like=flow.partition)
    try:
        first_day(name if len(name) == len(flow.partition) else "")
    except ValueError:
        msg = f"{flow.scores.facts.name}, column {column}: expected a period such as {flow.partition}, found {name!r}."
        raise DataError(msg) from None
    return name


def _compare(
    evaluated: StoredCohort, newest: str, plan: Plan, settings: StoredSettings, flow: StoredFlow, query: Query
) -> StoredWarnings:
    facts = flow.scores.facts
    scores = replace(plan.scores, cohort=cohort_range(settings, facts, evaluated.name))
    rows, rates = cohort_range(settings, facts, newest), settings.rates_bp
    changes = [
        stored_change(row, rates) for row in query(list_change_query(scores, rows, rates, plan.dialect, plan.form))
    ]
    by_version = {change.version_id: change for change in changes if change.n_rows_newest}
    for change in changes:
        _check_customers(change, f"{facts.name}, version {change.version_id}, cohort {newest}", scores.customer)
    answer = query(drift_query(scores, rows, plan.dialect, plan.form))
    drifts = {drift.version_id: drift for drift in (stored_drift(row, scores.decimals) for row in answer)}
    columns, reasons = {}, {}
    for version in (member.version_id for member in evaluated.versions):
        if version in by_version:
            columns[version] = _columns(newest, by_version[version], drifts.get(version), rates)
            reasons[version] = {"missing_values": [Reason("missing_values_not_in_database")]}
        else:
            reasons[version] = {"early_warnings": [Reason("version_without_newest_scores", {"cohort": newest})]}
    return StoredWarnings(columns, reasons)


def _columns(newest: str, change: StoredChange, drift: StoredDrift | None, rates_bp: Sequence[int]) -> dict[float, Row]:
    """Columns of a version with rows in the newest cohort; without a drift none has a score in either cohort."""
    shared: Row = {"newest_cohort": newest, "n_newest": 0}
    if drift is not None:
        shared |= drift_columns(drift.parts, drift.newest, drift.expected_positives)
    return warning_columns(shared, change.shares(rates_bp), rates_bp)


def _without(cohort: StoredCohort, reason: Reason) -> StoredWarnings:
    return StoredWarnings({}, {version.version_id: {"early_warnings": [reason]} for version in cohort.versions})


def _check_customers(change: StoredChange, where: str, column: str) -> None:
    problems = (
        (change.n_nameless, "row has no customer", "rows have no customer"),
        (change.n_repeated, "row repeats a customer", "rows repeat a customer"),
    )
    for number, singular, plural in problems:
        if number:
            rows = count_of(number, singular, plural)
            msg = f"{where}: {rows} (column {column}). Keep one row for each customer, with its id."
            raise DataError(msg)
