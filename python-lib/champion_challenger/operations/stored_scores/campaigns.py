"""What a campaign did on the cohorts that a database counts: both populations, ranks of the contacted, its effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from champion_challenger.core.campaign import contacted_shares, few_control_positives, told_campaign
from champion_challenger.core.figures.counts import Statistics
from champion_challenger.core.figures.incremental import Incremental
from champion_challenger.core.reasons import Reason
from champion_challenger.core.sql.answer import StoredStatistics
from champion_challenger.core.sql.profile import ScoresProfile
from champion_challenger.core.sql.target_list import ListCounts, list_counts, target_list_query
from champion_challenger.operations.stored_scores.checks import check_counts, is_moment
from champion_challenger.operations.stored_scores.cohorts import (
    CountedVersion,
    CountRules,
    StoredCohort,
    cohort_key,
    counted_parts,
    nobody,
    recount,
    score_profiles,
)
from champion_challenger.operations.stored_scores.plan import Plan, Query
from champion_challenger.operations.stored_scores.uncontacted import KnownList, add_weighted_counts, known_list
from champion_challenger.records.runs import StoredFlow
from champion_challenger.settings.contact import ContactRules


@dataclass(frozen=True)
class StoredCampaign:
    """A campaign on one cohort.

    Attributes
    ----------
    control
        The versions on the control group, in the order of those on all customers; empty where none is named.
    contacted
        By version: all customers, those contacted as positives.
    lists
        By version: what its scores say of the contacted list; empty where no control group is named.
    absent
        What to know where values of the setting do not occur.
    uncontacted
        The versions on those not contacted, as ``control``; with counts by stratum where the list is known.
    listed
        What is known of the list.
    """

    control: tuple[CountedVersion, ...] = ()
    contacted: Mapping[str, Statistics] = field(default_factory=dict)
    lists: Mapping[str, ListCounts] = field(default_factory=dict)
    absent: tuple[Reason, ...] = ()
    uncontacted: tuple[CountedVersion, ...] = ()
    listed: KnownList = field(default_factory=KnownList)

    def reason(self, champion: str, rate_bp: int) -> Reason | None:
        """Why verdicts over all customers may be the campaign's doing; None when the list was hardly contacted."""
        counted = self.contacted.get(champion)
        if counted is None or not counted.n:
            return None
        of_list = self.lists.get(champion)
        has_control = of_list is not None and of_list.n_control > 0
        return told_campaign(*contacted_shares(counted, rate_bp), has_control)

    def control_obstacle(self, champion: str) -> Reason | None:
        """Why the control group says nothing of all customers; None where it may."""
        counted = self.lists.get(champion)
        return None if counted is None or counted.is_of_everyone else Reason("control_of_the_list_only")

    def incremental(self, champion: str) -> Incremental | None:
        """What contacting the list changed; None where it is not known who was on it."""
        counted = self.lists.get(champion)
        return None if counted is None else counted.incremental

    def control_shortage(self, version_id: str) -> Reason | None:
        """Why no verdict rests on the control group; None where it may."""
        counted = next((counted for counted in self.control if counted.version_id == version_id), None)
        return None if counted is None else few_control_positives(counted.statistics.n_positive)

    def control_reasons(self, champion: str, control: CountedVersion) -> list[Reason]:
        """What to be careful with in the figures of the control group."""
        reasons = [few_control_positives(control.statistics.n_positive), self.control_obstacle(champion)]
        return [reason for reason in reasons if reason]


def stored_campaigns(
    champions: Sequence[tuple[StoredCohort, str]], plan: Plan, rules: CountRules, flow: StoredFlow, query: Query
) -> dict[str, StoredCampaign]:
    """Have the database count what a campaign did; by cohort, empty without a contact column.

    Parameters
    ----------
    champions
        Each cohort with the id of its champion.

    Raises
    ------
    DataError
        When the tables change while they are read.
    """
    contact = plan.scores.contact.rules if plan.scores.contact else None
    if contact is None:
        return {}
    cohorts = [cohort for cohort, _ in champions]
    contacted = counted_parts(plan, rules, flow, query, "contacted")
    of_cohorts = {
        cohort.name: StoredCampaign(
            contacted=_of_cohort(contacted, cohort, flow), absent=_absent(contact, cohort.profiles)
        )
        for cohort in cohorts
    }
    if not contact.control:
        return of_cohorts
    counts = _lists(champions, plan, rules, flow, query)
    control = _count_part("control", cohorts, plan, rules, flow, query)
    known = {
        cohort.name: known_list(cohort, champion, counts.get((cohort.name, champion))) for cohort, champion in champions
    }
    uncontacted = _count_part("uncontacted", cohorts, plan, rules, flow, query)
    uncontacted = add_weighted_counts(uncontacted, known, plan, rules, flow, query)
    return {
        name: replace(
            campaign,
            control=control[name],
            lists={version: count for (cohort, version), count in counts.items() if cohort == name},
            uncontacted=uncontacted[name],
            listed=known[name],
        )
        for name, campaign in of_cohorts.items()
    }


def _lists(
    champions: Sequence[tuple[StoredCohort, str]], plan: Plan, rules: CountRules, flow: StoredFlow, query: Query
) -> dict[tuple[str, str], ListCounts]:
    """What the champions' scores say of the contacted lists, by cohort and version."""
    stored = {version.version_id for cohort, _ in champions for version in cohort.versions}
    asked = sorted({champion for _, champion in champions} & stored)
    if not asked:
        return {}
    is_number = plan.has_numbered_versions
    text = target_list_query(plan.scores, asked, plan.dialect, plan.form, is_number=is_number)
    is_named = is_moment(flow.scores, plan.scores.cohort.column)
    counts = [list_counts(row) for row in query(text)]
    return {(_name(cohort_key(count.cohort, rules.zone, is_named), flow), count.version_id): count for count in counts}


def _of_cohort(
    counts: Mapping[tuple[str, str], StoredStatistics], cohort: StoredCohort, flow: StoredFlow
) -> dict[str, Statistics]:
    return {version: count.statistics for (key, version), count in counts.items() if _name(key, flow) == cohort.name}


def _count_part(
    part: str, cohorts: Sequence[StoredCohort], plan: Plan, rules: CountRules, flow: StoredFlow, query: Query
) -> dict[str, tuple[CountedVersion, ...]]:
    """The versions of each cohort on a part of its customers."""
    profiles = {
        (_name(profile.cohort, flow), profile.version_id): profile
        for profile in score_profiles(plan, rules.zone, flow, query, part)
    }
    counts = {
        (_name(key, flow), version): count
        for (key, version), count in counted_parts(plan, rules, flow, query, part).items()
    }
    is_rounded = plan.scores.decimals is not None
    of_cohorts: dict[str, tuple[CountedVersion, ...]] = {}
    for cohort in cohorts:
        versions = []
        for of_all in cohort.versions:
            profile = profiles.get((cohort.name, of_all.version_id))
            count = counts.get((cohort.name, of_all.version_id)) or nobody(of_all.version_id, rules.rates_bp)
            check_counts(of_all.version_id, profile.n_evaluated if profile else 0, count.statistics.n)
            left_out = (profile.n_unlabelled, profile.n_unscored) if profile else (0, 0)
            versions.append(recount(of_all, count, left_out, is_rounded))
        of_cohorts[cohort.name] = tuple(versions)
    return of_cohorts


def _absent(contact: ContactRules, profiles: Sequence[ScoresProfile]) -> tuple[Reason, ...]:
    groups = {
        "contacted_values_absent": (contact.contacted, sum(profile.n_contacted for profile in profiles)),
        "control_values_absent": (contact.control, sum(profile.n_control for profile in profiles)),
    }
    # The database says the first and the last alone.
    known = sorted({value for profile in profiles for value in profile.contacts})
    values_there = Reason("values_between", {"first": known[0], "last": known[-1]}) if len(known) > 1 else known
    return tuple(
        Reason(code, {"values": list(values), "column": contact.column, "found": values_there})
        for code, (values, n) in groups.items()
        if values and not n
    )


def _name(key: str, flow: StoredFlow) -> str:
    return flow.partition or key
