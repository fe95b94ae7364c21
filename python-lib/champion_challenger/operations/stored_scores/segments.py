"""The values of segment columns on the cohorts that a database counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.cells import whole_number
from champion_challenger.core.sql.answer import StoredStatistics, stored_statistics
from champion_challenger.core.sql.profile import (
    OutcomesProfile,
    ScoresProfile,
    outcomes_profile,
    outcomes_profile_query,
    scores_profile,
    scores_profile_query,
    segment_values_query,
)
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.evaluation.cohort import MOST_SEGMENTS
from champion_challenger.operations.stored_scores.checks import check_counts, is_moment
from champion_challenger.operations.stored_scores.cohorts import (
    CountedVersion,
    CountRules,
    StoredCohort,
    cohort_key,
    nobody,
    read_row,
    recount,
)
from champion_challenger.operations.stored_scores.plan import Plan, Query
from champion_challenger.records.datasets import StoredTable
from champion_challenger.records.runs import StoredFlow

Part = tuple[str, str]
"""Cohort, and value of the column."""


@dataclass(frozen=True)
class CountedSegment:
    """The customers of a cohort that have one value in a column, with its versions in the order of all customers'."""

    column: SegmentColumn
    value: str
    versions: tuple[CountedVersion, ...]

    @property
    def name(self) -> str:
        """As in the column ``segment``."""
        return f"{self.column.name}={self.value}"


def stored_segments(
    cohorts: Sequence[StoredCohort], plan: Plan, rules: CountRules, flow: StoredFlow, query: Query
) -> dict[str, list[CountedSegment]]:
    """Have the database count each value of each segment column; by cohort, in the order of the main job.

    Raises
    ------
    DataError
        When a column has more values than anyone can read, or the tables change while they are read.
    """
    of_cohorts: dict[str, list[CountedSegment]] = {cohort.name: [] for cohort in cohorts}
    for column in plan.segments:
        counter = _ColumnCounter(column, plan.by(column), rules, flow, query)
        counter.check_values()
        for name, segments in counter.count(cohorts).items():
            of_cohorts[name] += segments
    return of_cohorts


class _ColumnCounter:
    """Asks for the values of one column, in a query about all of them."""

    def __init__(self, column: SegmentColumn, plan: Plan, rules: CountRules, flow: StoredFlow, query: Query) -> None:
        self._column, self._plan, self._rules, self._flow, self._query = column, plan, rules, flow, query

    def check_values(self) -> None:
        """Refuse a column of too many values, before each of them comes with each version."""
        text = segment_values_query(self._plan.scores, self._plan.dialect, self._plan.form)
        rows = [{str(name).lower(): value for name, value in row.items()} for row in self._query(text)]
        most = max((whole_number(row["n_values"]) for row in rows), default=0)
        if most > MOST_SEGMENTS:
            msg = (
                f"Segment columns: column {self._column.name} has {count_of(most, 'value')}, more than anyone can "
                f"read ({MOST_SEGMENTS} at most). Group them in a SQL or Prepare recipe."
            )
            raise DataError(msg)

    def count(self, cohorts: Sequence[StoredCohort]) -> dict[str, list[CountedSegment]]:
        """Segments of each cohort, in the order of their spelling."""
        plan, rates = self._plan, self._rules.rates_bp
        answer = self._query(statistics_query(plan.scores, rates, plan.dialect, plan.form))
        listed = [stored_statistics(row, rates, plan.scores.decimals) for row in answer]
        counts = {(self._part(count), count.version_id): count for count in listed}
        if self._column.is_realised:
            labelled, stored = self._outcomes_profiles(), {}
        else:
            labelled, stored = {}, self._scores_profiles()
        parts = {*labelled, *(part for part, _ in stored)}
        of_cohorts = {}
        for cohort in cohorts:
            segments = []
            for part in sorted(part for part in parts if part[0] == cohort.name):
                of_part = {name: count for (key, name), count in counts.items() if key == part}
                left_out = {
                    version.version_id: _left_out(
                        of_part.get(version.version_id),
                        labelled.get(part),
                        stored.get((part, version.version_id)),
                    )
                    for version in cohort.versions
                }
                versions = tuple(self._recount(version, of_part, left_out) for version in cohort.versions)
                segments.append(CountedSegment(self._column, part[1], versions))
            _check_whole(cohort, segments)
            of_cohorts[cohort.name] = segments
        return of_cohorts

    def _recount(
        self, of_all: CountedVersion, counts: Mapping[str, StoredStatistics], left_out: Mapping[str, tuple[int, int]]
    ) -> CountedVersion:
        count = counts.get(of_all.version_id) or nobody(of_all.version_id, self._rules.rates_bp)
        return recount(of_all, count, left_out[of_all.version_id], self._plan.scores.decimals is not None)

    def _outcomes_profiles(self) -> dict[Part, OutcomesProfile]:
        """What the realised outcomes say of each segment, where they have the column."""
        plan, outcomes = self._plan, self._plan.scores.outcomes
        assert outcomes is not None
        assert self._flow.outcomes is not None
        text = outcomes_profile_query(outcomes, plan.scores.groups_cohorts, plan.dialect, plan.form, self._column)
        profiles = [read_row(row, self._flow, outcomes_profile) for row in self._query(text)]
        return {self._part(profile, self._flow.outcomes, outcomes.cohort.column): profile for profile in profiles}

    def _scores_profiles(self) -> dict[tuple[Part, str], ScoresProfile]:
        plan = self._plan
        text = scores_profile_query(plan.scores, plan.dialect, plan.form, counts_customers=False)
        profiles = [read_row(row, self._flow, scores_profile) for row in self._query(text)]
        return {(self._part(profile), profile.version_id): profile for profile in profiles}

    def _part(self, row: Any, table: StoredTable | None = None, column: str = "") -> Part:
        """Cohort and value of a row of an answer."""
        is_named = is_moment(table or self._flow.scores, column or self._plan.scores.cohort.column)
        cohort = self._flow.partition or cohort_key(row.cohort, self._rules.zone, is_named)
        return cohort, self._column.value(row.segment)


def _left_out(
    count: StoredStatistics | None, labelled: OutcomesProfile | None, stored: ScoresProfile | None
) -> tuple[int, int]:
    """Customers of a segment without an outcome, and without a score, as far as the table of its column tells."""
    if labelled is not None:
        return labelled.n_unlabelled, labelled.n_labelled - (count.statistics.n if count else 0)
    return (stored.n_unlabelled, stored.n_unscored) if stored else (0, 0)


def _check_whole(cohort: StoredCohort, segments: Sequence[CountedSegment]) -> None:
    """All values together are all customers."""
    for place, of_all in enumerate(cohort.versions):
        n = sum(segment.versions[place].statistics.n for segment in segments)
        check_counts(of_all.version_id, of_all.statistics.n, n)
