"""Whether the outcomes of the cohorts that a database counts have arrived, by the rules of the main job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from champion_challenger.core.arrival import OutcomeCounts, reason_not_joined, restatement
from champion_challenger.core.reasons import Reason
from champion_challenger.operations.evaluation.arrival import COHORTS_BEFORE, saved_before, saved_counts
from champion_challenger.operations.evaluation.cohort import cohort_sentence
from champion_challenger.operations.stored_scores.cohorts import StoredCohort
from champion_challenger.records.runs import StoredFlow


class ArrivalHost(Protocol):
    """What is asked of a host here."""

    @property
    def flow(self) -> StoredFlow:
        """Tables, output and partition of the run."""

    def saved_metrics(self, role: str, partition: str) -> Mapping[str, Any]:
        """Figures that earlier runs attached to a partition of an output, by name; none where there are none."""

    def tell(self, message: str) -> None:
        """Write a line to the job's log."""


def with_arrivals(cohorts: Sequence[StoredCohort], host: ArrivalHost) -> list[StoredCohort]:
    """Cohorts, provisional where their outcomes cannot have been joined yet; the log says what is known of each.

    A cohort is compared with those before it: of the same table, or where a partition of the output is written, of
    earlier runs.
    """
    judged = []
    for place, cohort in enumerate(cohorts):
        before = [earlier.counts for earlier in cohorts[max(0, place - COHORTS_BEFORE) : place]]
        late = _late(cohort, saved_before(cohort.name, host.saved_metrics) if host.flow.partition else before)
        is_due = cohort.status == "final"
        cohort = replace(cohort, status="provisional" if late else cohort.status, late=late, is_due=is_due)
        # Before the horizon is over nobody expects outcomes: the newest scores of a table need no warning.
        host.tell(cohort_sentence(cohort, cohort.counts, late if is_due else None))
        saved = saved_counts(cohort.name, host.saved_metrics) if host.flow.partition else None
        change = restatement(cohort.name, cohort.counts, saved)
        if change:
            host.tell(change)
        judged.append(cohort)
    return judged


def _late(cohort: StoredCohort, before: Sequence[OutcomeCounts]) -> Reason | None:
    is_counted = any(version.statistics.n for version in cohort.versions)
    if not is_counted and cohort.counts.n_unlabelled < cohort.counts.n:
        return None  # scores are missing, so that the database counted nobody's outcome
    return reason_not_joined(cohort.counts, before)
