"""Customers not contacted, on cohorts that a database counts: which list there was, and the counts by stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from champion_challenger.core.campaign import few_control_positives
from champion_challenger.core.figures.weighted import weighted_nobody
from champion_challenger.core.reasons import Reason
from champion_challenger.core.sql.dialects import is_quotable
from champion_challenger.core.sql.pairs import Pairing
from champion_challenger.core.sql.strata import NOBODY
from champion_challenger.core.sql.target_list import ListCounts
from champion_challenger.core.sql.weighted import weighted_statistics_query
from champion_challenger.core.sql.weighted_answer import StoredWeighted, stored_weighted
from champion_challenger.operations.stored_scores.checks import check_counts, is_moment
from champion_challenger.operations.stored_scores.cohorts import (
    CountedVersion,
    CountRules,
    StoredCohort,
    cohort_key,
)
from champion_challenger.operations.stored_scores.plan import Plan, Query
from champion_challenger.records.runs import StoredFlow


@dataclass(frozen=True)
class KnownList:
    """What is known of the list that was contacted.

    Attributes
    ----------
    members
        Which control customers it had (see `weighted_statistics_query`); "" where outcomes cannot be weighted.
    source
        The version whose scores tell it; "" where none is needed.
    obstacle
        Why outcomes cannot be weighted; None where they are.
    shortage
        Why no verdict rests on the control group; None where it may.
    """

    members: str = ""
    source: str = ""
    obstacle: Reason | None = None
    shortage: Reason | None = None


def known_list(cohort: StoredCohort, champion: str, counts: ListCounts | None) -> KnownList:
    """Whom the list had, as far as the champion's scores tell it; without contacts there was none.

    Parameters
    ----------
    counts
        What the champion's scores say of the list; None without any.
    """
    if not any(profile.n_contacted for profile in cohort.profiles):
        return KnownList(NOBODY)
    shortage = few_control_positives(counts.positives["control"]) if counts else None
    if not any(profile.n_control for profile in cohort.profiles):
        return KnownList(obstacle=Reason("no_control_on_the_list"), shortage=shortage)
    members = counts.members if counts else ""
    if counts is None or not members:
        return KnownList(obstacle=Reason("target_list_unknown"), shortage=shortage)
    if not counts.known[members]:
        return KnownList(obstacle=Reason("no_control_on_the_list"), shortage=shortage)
    if members == "control":
        return KnownList(members, shortage=shortage)
    if not is_quotable(champion):
        return KnownList(obstacle=Reason("champion_not_quotable", {"champion": champion}), shortage=shortage)
    return KnownList(members, champion, shortage=shortage)


def add_weighted_counts(
    versions: Mapping[str, Sequence[CountedVersion]],
    lists: Mapping[str, KnownList],
    plan: Plan,
    rules: CountRules,
    flow: StoredFlow,
    query: Query,
) -> dict[str, tuple[CountedVersion, ...]]:
    """Versions on the customers not contacted, by cohort, with the counts by stratum where the list is known.

    Raises
    ------
    DataError
        When the tables change while they are read.
    """
    counts = _count_by_stratum(lists, plan, rules, flow, query)
    is_rounded = plan.scores.decimals is not None
    return {
        cohort: tuple(
            _add_counts(version, counts.get((cohort, version.version_id)), rules.rates_bp, is_rounded)
            if lists[cohort].members
            else version
            for version in members
        )
        for cohort, members in versions.items()
    }


def _count_by_stratum(
    lists: Mapping[str, KnownList], plan: Plan, rules: CountRules, flow: StoredFlow, query: Query
) -> dict[tuple[str, str], StoredWeighted]:
    """Counts by stratum, by cohort and version: one query for all cohorts whose lists are told alike."""
    is_named = is_moment(flow.scores, plan.scores.cohort.column)
    counts = {}
    for members, source in sorted({(known.members, known.source) for known in lists.values() if known.members}):
        pairing = Pairing(source, is_number=plan.has_numbered_versions)
        text = weighted_statistics_query(plan.scores, pairing, members, rules.rates_bp, plan.dialect, plan.form)
        for row in query(text):
            count = stored_weighted(row, rules.rates_bp, plan.scores.decimals)
            cohort = flow.partition or cohort_key(count.cohort, rules.zone, is_named)
            known = lists.get(cohort, KnownList())
            if (known.members, known.source) == (members, source):
                counts[(cohort, count.version_id)] = count
    return counts


def _add_counts(
    version: CountedVersion, stored: StoredWeighted | None, rates_bp: Sequence[int], is_rounded: bool
) -> CountedVersion:
    """A version with its counts by stratum; scores promise nothing of weighted outcomes."""
    # The database has no row for a version without a customer.
    weighted = stored.statistics if stored else weighted_nobody(rates_bp).counted
    check_counts(version.version_id, version.statistics.n, weighted.n)
    return replace(
        version,
        weighted=weighted,
        auc_error=stored.auc_error if stored and is_rounded else 0.0,
        ks_error=stored.ks_error if stored and is_rounded else 0.0,
        expected_positives=None,
    )
