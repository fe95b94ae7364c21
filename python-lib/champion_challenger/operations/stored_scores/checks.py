"""What is refused of stored scores and outcomes before anything is counted, and of counts that do not agree."""

from __future__ import annotations

from collections.abc import Sequence

from champion_challenger.core.sql.profile import OutcomesProfile, ScoresProfile
from champion_challenger.core.tables.storage_types import MOMENTS
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.stored_scores.plan import Plan
from champion_challenger.records.datasets import StoredTable
from champion_challenger.records.models import Horizon
from champion_challenger.records.runs import StoredFlow


def check_scores(profiles: Sequence[ScoresProfile], plan: Plan, horizon: Horizon, flow: StoredFlow) -> None:
    """Refuse stored scores that cannot be evaluated.

    Raises
    ------
    DataError
        With the counts and what to do.
    """
    table, scores = flow.scores.facts.name, plan.scores
    outcome = scores.outcomes.outcome if scores.outcomes else scores.outcome
    if not profiles:
        msg = f"Stored scores {table}: no row {_of(flow)}. Build it first, or ask for a cohort that it has."
        raise DataError(msg)
    for profile in profiles:
        where = f"{table}, version {profile.version_id}, cohort {flow.partition or profile.cohort}"
        _check_names(profile, plan, flow)
        check_customers(where, scores.customer, profile)
        check_outcomes(where, outcome, profile)
        _check_contacts(where, plan, profile)
    if all(profile.n_unlabelled == profile.n_rows for profile in profiles):
        msg = (
            f"Stored scores {table}: none of the rows {_of(flow)} has an outcome. Are the realised outcomes available "
            f"already ({horizon} after the snapshot), and are their customer ids spelled alike?"
        )
        raise DataError(msg)


def _check_names(profile: ScoresProfile, plan: Plan, flow: StoredFlow) -> None:
    names = {"version": (plan.scores.version, profile.version_id)}
    if not flow.partition:
        names["cohort"] = (plan.scores.cohort.column, profile.cohort)
    for what, (column, name) in names.items():
        if not name:
            msg = (
                f"{flow.scores.facts.name}: {count_of(profile.n_rows, 'row has', 'rows have')} no {column}. Every "
                f"score needs its {what}."
            )
            raise DataError(msg)


def check_customers(where: str, column: str, profile: ScoresProfile | OutcomesProfile) -> None:
    """Refuse customers without an id, and those that appear more than once.

    Raises
    ------
    DataError
        With the counts.
    """
    if profile.n_nameless:
        msg = (
            f"{where}: {count_of(profile.n_nameless, 'row has', 'rows have')} no {column}. Every customer needs an id."
        )
        raise DataError(msg)
    if profile.n_repeated:
        msg = (
            f"{where}: customers appear more than once (column {column}), {count_of(profile.n_repeated, 'row')} too "
            "many. "
            "Keep one row per customer, with a Distinct or Group recipe."
        )
        raise DataError(msg)


def check_outcomes(where: str, column: str, profile: ScoresProfile | OutcomesProfile) -> None:
    """Refuse outcomes that are neither 0 nor 1.

    Raises
    ------
    DataError
        With their count.
    """
    if profile.n_strange:
        msg = (
            f"{where}: expected outcomes 1 (positive), 0 or null in column {column}, found "
            f"{count_of(profile.n_strange, 'row')} "
            "with another number. Map the values in a SQL or Prepare recipe, or choose the right column."
        )
        raise DataError(msg)


def _check_contacts(where: str, plan: Plan, profile: ScoresProfile) -> None:
    if plan.scores.contact is not None and profile.n_contactless:
        msg = (
            f"{where}: expected a value for each customer in contact column {plan.scores.contact.rules.column}, found "
            f"{profile.n_contactless:,} of {count_of(profile.n_rows, 'row')} without one. Give those whom no "
            "campaign reached a "
            "value of their own in a SQL or Prepare recipe, such as none."
        )
        raise DataError(msg)


def check_counts(version_id: str, expected: int, counted: int) -> None:
    """Refuse counts that do not agree with what was seen of the rows before.

    Raises
    ------
    DataError
        When somebody loads the tables meanwhile.
    """
    if counted != expected:
        msg = (
            f"Version {version_id}: expected {count_of(expected, 'row')} in the counts, found {counted:,}. "
            "The tables change while they are read: run again when they are loaded."
        )
        raise DataError(msg)


def _of(flow: StoredFlow) -> str:
    return f"of cohort {flow.partition}" if flow.partition else "at all"


def is_moment(table: StoredTable, column: str) -> bool:
    """Whether a column holds moments, which are days of a time zone."""
    return table.facts.types.get(column) == MOMENTS
