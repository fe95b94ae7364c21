"""What the database says of each cohort: read, checked, dated, named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timezone, tzinfo
from typing import Any

from champion_challenger.core.arrival import NO_CUSTOMERS, OutcomeCounts
from champion_challenger.core.calendar import cohort_status, dated_snapshot_day, snapshot_of
from champion_challenger.core.cells import is_null, text
from champion_challenger.core.days import day_of
from champion_challenger.core.figures.counts import Statistics, statistics
from champion_challenger.core.figures.weighted_counts import WeightedStatistics
from champion_challenger.core.reasons import Reason
from champion_challenger.core.sql.answer import StoredStatistics, stored_statistics
from champion_challenger.core.sql.profile import (
    OutcomesProfile,
    ScoresProfile,
    outcomes_profile,
    outcomes_profile_query,
    scores_profile,
    scores_profile_query,
)
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.errors import DataError
from champion_challenger.operations.stored_scores.checks import (
    check_counts,
    check_customers,
    check_outcomes,
    check_scores,
    is_moment,
)
from champion_challenger.operations.stored_scores.plan import Plan, Query
from champion_challenger.operations.stored_scores.repeats import may_repeat
from champion_challenger.records.models import Horizon
from champion_challenger.records.runs import DatedCohort, StoredFlow


@dataclass(frozen=True)
class CountRules:
    """At which rates a cohort is counted, and how it is dated.

    Attributes
    ----------
    rates_bp
        Targeting rates in basis points, ascending.
    horizon
        Time after the snapshot at which an outcome is final.
    snapshot_day
        ``first`` or ``last`` day of the period, where no column dates the rows.
    zone
        Time zone in which moments are read as days.
    """

    rates_bp: tuple[int, ...]
    horizon: Horizon
    snapshot_day: str
    zone: tzinfo = timezone.utc


@dataclass(frozen=True)
class CountedVersion:
    """One version on one cohort, as the database counted it.

    Attributes
    ----------
    n_unlabelled, n_unscored
        Customers left out because they have no outcome, and no score.
    auc_error, ks_error
        How far the AUC can be off, and KS too low, by the rounding of scores; 0 without rounding.
    marked_champion
        Whether the champion column says so.
    expected_positives
        Sum of the scores; None where one of them is no probability, and where outcomes are weighted.
    weighted
        Counts by stratum, where outcomes of a part of the customers are weighted; else None.
    """

    version_id: str
    statistics: Statistics
    n_unlabelled: int
    n_unscored: int
    auc_error: float = 0.0
    ks_error: float = 0.0
    marked_champion: bool = False
    expected_positives: float | None = None
    weighted: WeightedStatistics | None = None


@dataclass(frozen=True)
class StoredCohort(DatedCohort):
    """A cohort and its versions, in the order of their names.

    Attributes
    ----------
    profiles
        What its rows are, of each version.
    counts
        What is known of the customers' outcomes.
    late
        Why its outcomes cannot have been joined yet; None when nothing speaks against it.
    is_due
        Whether its horizon is over, so that outcomes are expected.
    snapshot_day
        ``first`` or ``last``: whether the snapshot was taken at the begin of its day, or at the end.
    """

    versions: tuple[CountedVersion, ...]
    profiles: tuple[ScoresProfile, ...] = ()
    counts: OutcomeCounts = NO_CUSTOMERS
    late: Reason | None = None
    is_due: bool = True
    snapshot_day: str = "last"


def stored_cohorts(plan: Plan, rules: CountRules, flow: StoredFlow, today: date, query: Query) -> list[StoredCohort]:
    """Have every cohort counted, after a look at its rows; in the order of their dates.

    Raises
    ------
    DataError
        When rows are missing, strange or there twice, with the counts.
    """
    labelled = _outcomes(plan, rules.zone, flow, query)
    profiles = score_profiles(plan, rules.zone, flow, query)
    if may_repeat(plan, [profile.version_id for profile in profiles], query):
        profiles = score_profiles(plan, rules.zone, flow, query, counts_customers=True)
    check_scores(profiles, plan, rules.horizon, flow)
    by_key = counted_parts(plan, rules, flow, query)
    grouped: dict[str, list[ScoresProfile]] = {}
    for profile in sorted(profiles, key=lambda profile: profile.version_id):
        grouped.setdefault(profile.cohort, []).append(profile)
    cohorts = []
    for key, members in grouped.items():
        start, snapshot_day = _snapshot(key, members, rules.snapshot_day, plan.scores.snapshot, flow)
        status = cohort_status(start, rules.horizon, today, snapshot_day)
        versions = []
        for profile in members:
            count = by_key.get((key, profile.version_id)) or nobody(profile.version_id, rules.rates_bp)
            versions.append(_count_version(profile, count, labelled.get(key), plan.scores.decimals is not None))
        counts, name = _outcome_counts(members, versions, labelled.get(key)), flow.partition or key
        cohort = StoredCohort(name, start, status, tuple(versions), tuple(members), counts, snapshot_day=snapshot_day)
        cohorts.append(cohort)
    return sorted(cohorts, key=lambda cohort: (cohort.start, cohort.name))


def counted_parts(
    plan: Plan, rules: CountRules, flow: StoredFlow, query: Query, part: str = "all"
) -> dict[tuple[str, str], StoredStatistics]:
    """What the database counts of a part of the customers (see `statistics_query`), by cohort and version."""
    answer = query(statistics_query(plan.scores, rules.rates_bp, plan.dialect, plan.form, part))
    counts = [stored_statistics(row, rules.rates_bp, plan.scores.decimals) for row in answer]
    is_named = is_moment(flow.scores, plan.scores.cohort.column)
    return {(cohort_key(count.cohort, rules.zone, is_named), count.version_id): count for count in counts}


def score_profiles(
    plan: Plan, zone: tzinfo, flow: StoredFlow, query: Query, part: str = "all", *, counts_customers: bool = False
) -> list[ScoresProfile]:
    """Profiles of the scores of a part of the customers (see `scores_profile_query`), their cohorts as texts."""
    rows = query(scores_profile_query(plan.scores, plan.dialect, plan.form, part, counts_customers=counts_customers))
    profiles = [read_row(row, flow, scores_profile) for row in rows]
    cohort = plan.scores.cohort.column
    are_named, are_dated = (is_moment(flow.scores, column) for column in (cohort, plan.scores.snapshot or cohort))
    return [
        replace(
            profile,
            cohort=cohort_key(profile.cohort, zone, are_named),
            starts_on=cohort_key(profile.starts_on, zone, are_dated)[:10],
            ends_on=cohort_key(profile.ends_on, zone, are_dated)[:10],
        )
        for profile in profiles
    ]


def _outcomes(plan: Plan, zone: tzinfo, flow: StoredFlow, query: Query) -> dict[str, OutcomesProfile]:
    """Profile of the outcomes of each cohort; nothing when they are a column of the scores."""
    if plan.scores.outcomes is None or flow.outcomes is None:
        return {}
    rows = query(outcomes_profile_query(plan.scores.outcomes, plan.scores.groups_cohorts, plan.dialect, plan.form))
    is_named = is_moment(flow.outcomes, plan.scores.outcomes.cohort.column)
    read = [read_row(row, flow, outcomes_profile) for row in rows]
    profiles = {cohort_key(profile.cohort, zone, is_named): profile for profile in read}
    for key, profile in profiles.items():
        where = f"{flow.outcomes.facts.name}, cohort {flow.partition or key}"
        check_customers(where, plan.scores.customer, profile)
        check_outcomes(where, plan.scores.outcomes.outcome, profile)
    return profiles


def nobody(version_id: str, rates_bp: Sequence[int]) -> StoredStatistics:
    """Count of a version none of whose rows can be evaluated: the database has no row for it."""
    return StoredStatistics(version_id, None, statistics([], [], rates_bp), 0)


def recount(
    of_all: CountedVersion, count: StoredStatistics, left_out: tuple[int, int], is_rounded: bool
) -> CountedVersion:
    """A version on a part of the customers.

    Parameters
    ----------
    left_out
        Customers of the part without an outcome, and without a score.
    is_rounded
        Whether scores were rounded.
    """
    return replace(
        of_all,
        statistics=count.statistics,
        n_unlabelled=left_out[0],
        n_unscored=left_out[1],
        auc_error=count.auc_error if is_rounded else 0.0,
        ks_error=count.ks_error if is_rounded else 0.0,
        expected_positives=count.expected_positives,
    )


def _count_version(
    profile: ScoresProfile, count: StoredStatistics, labelled: OutcomesProfile | None, is_rounded: bool
) -> CountedVersion:
    counted = count.statistics
    check_counts(profile.version_id, profile.n_evaluated, counted.n)
    unlabelled = profile.n_unlabelled + profile.left_out_unlabelled
    return CountedVersion(
        version_id=profile.version_id,
        statistics=counted,
        n_unlabelled=profile.n_unmatched + labelled.n_unlabelled if labelled else unlabelled,
        n_unscored=labelled.n_labelled - counted.n if labelled else profile.n_unscored + profile.left_out_unscored,
        auc_error=count.auc_error if is_rounded else 0.0,
        ks_error=count.ks_error if is_rounded else 0.0,
        marked_champion=profile.is_champion,
        expected_positives=count.expected_positives,
    )


def _outcome_counts(
    members: Sequence[ScoresProfile], versions: Sequence[CountedVersion], labelled: OutcomesProfile | None
) -> OutcomeCounts:
    """Customers with and without an outcome: of the realised outcomes, else of the version with the most rows."""
    n_positive = max(version.statistics.n_positive for version in versions)
    if labelled:
        n_unmatched = max(profile.n_unmatched for profile in members)
        return OutcomeCounts(labelled.n_rows + n_unmatched, labelled.n_unlabelled + n_unmatched, n_positive)
    # Rows of the output Scores leave out who has no outcome or no score, and say how many these are.
    unlabelled = [profile.n_unlabelled + profile.left_out_unlabelled for profile in members]
    n = [profile.n_rows + profile.left_out_unlabelled + profile.left_out_unscored for profile in members]
    return OutcomeCounts(*max(zip(n, unlabelled)), n_positive)


def _snapshot(
    key: str, members: Sequence[ScoresProfile], snapshot_day: str, column: str, flow: StoredFlow
) -> tuple[date, str]:
    """Snapshot date, and whether its begin or its end: as the rows say where a column dates them, else the form."""
    days = [profile.starts_on for profile in members if profile.starts_on]
    name = flow.partition or key
    try:
        if not days:
            return snapshot_of(name, snapshot_day), snapshot_day
        earliest = date.fromisoformat(min(days))
        latest = date.fromisoformat(max(profile.ends_on or profile.starts_on for profile in members))
        return earliest, dated_snapshot_day(name, earliest, latest, snapshot_day)
    except ValueError as error:
        msg = (
            f"Snapshot date column {column}: expected days such as 2019-06-30 in the stored scores "
            f"{flow.scores.facts.name}, found {min(days)!r}. Choose a column of dates, or empty the field."
            if days
            else f"Stored scores {flow.scores.facts.name}: expected cohorts named by a day or a period, such as "
            f"2019-06-30 or 2019-06, found {key!r}. Choose a date column as cohort column."
        )
        raise DataError(msg) from error


def cohort_key(cohort: Any, zone: tzinfo, is_moment: bool) -> str:
    """Cohort as text: a day without its time; "" when all rows are one cohort."""
    if is_null(cohort):
        return ""
    name = cohort if isinstance(cohort, date) else text(cohort)  # datetimes and pandas timestamps are dates too
    is_day = isinstance(name, date) or "T" in name[10:11]
    return str(day_of(name, zone, is_moment=is_moment)) if is_day else str(name)


def read_row(row: Mapping[str, Any], flow: StoredFlow, read: Callable[[Mapping[str, Any]], Any]) -> Any:
    """What a row of an answer says.

    Raises
    ------
    DataError
        When it cannot be read.
    """
    try:
        return read(row)
    except (ValueError, TypeError) as error:
        msg = f"The database's answer about {flow.scores.facts.name} cannot be read: {error}."
        raise DataError(msg) from error
