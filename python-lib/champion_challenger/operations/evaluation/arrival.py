"""Reading the cohort through a host, with what the log says of it and what earlier runs saw of its outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Callable

from champion_challenger.core.arrival import OutcomeCounts, counts_of, restatement
from champion_challenger.core.calendar import previous
from champion_challenger.languages.english.phrases import end_sentence
from champion_challenger.operations.evaluation.cohort import (
    Cohort,
    cohort_sentence,
    gaps_sentence,
    read_cohort,
    with_arrival,
)
from champion_challenger.operations.evaluation.dates import (
    CohortRules,
    Snapshot,
    convention_warning,
    moments_sentence,
    other_zone_warning,
    unused_date_warning,
)
from champion_challenger.operations.evaluation.needed import columns_sentence
from champion_challenger.operations.ports import Host

COHORTS_BEFORE = 3
"""Cohorts whose outcomes tell how many are usually there."""
SavedMetrics = Callable[[str, str], Mapping[str, Any]]
"""Figures that earlier runs saved, by role and partition."""


def load_cohort(rules: CohortRules, classes: tuple[str, ...], columns: Sequence[str] | None, host: Host) -> Cohort:
    """Read these columns of the cohort (None: all), and log its dates and its outcomes.

    Raises
    ------
    DataError
        When it cannot be evaluated.
    """
    sentence = columns_sentence(columns, host.flow.cohort)
    if sentence:
        host.tell(sentence)
    cohort = _with_arrival(_read(rules, classes, columns, host), host)
    host.tell(moments_sentence(cohort, rules.horizon, cohort.snapshot_day, rules.zone))
    unused = unused_date_warning(rules, host.flow)
    if unused:
        host.tell(unused)
    gaps = gaps_sentence(cohort, rules.outcome_column)
    if gaps:
        host.tell(gaps)
    for absent in cohort.contacts.absent if cohort.contacts else ():
        host.tell(f"WARN: {end_sentence(absent)}")
    snapshot = Snapshot(cohort.start, cohort.snapshot_day)
    for warning in (
        convention_warning(cohort.name, rules.snapshot_column, snapshot, rules.snapshot_day),
        other_zone_warning(cohort.rows, rules, host.flow),
    ):
        if warning:
            host.tell(warning)
    return cohort


def reload_cohort(cohort: Cohort, rules: CohortRules, classes: tuple[str, ...], unread: str, host: Host) -> Cohort:
    """Read the cohort again with all its columns, since a version scores by some that its details do not name."""
    host.tell(
        f"WARN: {host.flow.cohort.name}: a version scores by {unread}, which its details do not name as features. "
        "All columns are read now, and every version is scored again."
    )
    complete = _read(rules, classes, None, host)
    # What the first reading found out with questions to the host is kept: only the rows are new.
    return replace(complete, status=cohort.status, late=cohort.late, was_read_whole=True)


def _read(rules: CohortRules, classes: tuple[str, ...], columns: Sequence[str] | None, host: Host) -> Cohort:
    # The day of the run's beginning: a run over midnight must not change the status between two readings.
    today = host.run.started_at.astimezone(rules.zone).date()
    return host.read_cohort(lambda rows: read_cohort(rows, rules, host.flow, classes, today), columns)


def _with_arrival(cohort: Cohort, host: Host) -> Cohort:
    """Compare the cohort's outcomes with what earlier runs saw, of this cohort and of those before it; log both."""
    cohort = with_arrival(cohort, saved_before(cohort.name, host.saved_metrics))
    host.tell(cohort_sentence(cohort, cohort.counts, cohort.late))
    change = restatement(cohort.name, cohort.counts, saved_counts(cohort.name, host.saved_metrics))
    if change:
        host.tell(change)
    return cohort


def saved_before(name: str, saved_metrics: SavedMetrics) -> list[OutcomeCounts]:
    """Counts that earlier runs saved of the cohorts before one."""
    counts = []
    for _ in range(COHORTS_BEFORE):
        name = previous(name)
        counts.append(saved_counts(name, saved_metrics))
    return [known for known in counts if known]


def saved_counts(name: str, saved_metrics: SavedMetrics) -> OutcomeCounts | None:
    """Counts that an earlier run saved of a cohort; None where there are none."""
    return counts_of(dict(saved_metrics("performance", name)))
