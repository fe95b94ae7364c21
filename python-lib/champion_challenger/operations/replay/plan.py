"""Planning a replay: which design, on which rows of the training data, under which label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from champion_challenger.core.calendar import after, previous, snapshot_of, training_window
from champion_challenger.core.replay.design import FrozenDesign, fingerprint, frozen_design
from champion_challenger.core.replay.log_entries import data_changes, sampled_counts, training_base_rate
from champion_challenger.errors import DataError
from champion_challenger.operations.replay.ports import Workshop
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import Horizon, TrainedOn, TrainingFacts, Version, VersionLabel
from champion_challenger.records.runs import LogEntry, RunFacts, TrainingSummary


@dataclass(frozen=True)
class ReplayRequest:
    """On what data a champion's design is replayed, and for which run.

    Attributes
    ----------
    partition
        Cohort for which it is trained.
    horizon
        Time after the snapshot at which an outcome is final.
    periods
        Length of the training window, in partitions of the training data.
    window_end
        ``before_cohort`` or ``with_cohort``.
    deadline_minutes
        How long a training, or another run's training, is waited for.
    schema_policy
        What happens when the training data's columns changed: ``adapt``, ``keep_features`` or ``refuse``.
    """

    training: DatasetFacts
    partition: str
    run: RunFacts
    positive_class: str
    horizon: Horizon
    snapshot_column: str = ""
    snapshot_day: str = "last"
    periods: int = 12
    window_end: str = "before_cohort"
    deadline_minutes: int = 120
    schema_policy: str = "adapt"

    @property
    def date_column(self) -> str:
        """Column of the training data that dates its rows; "" when it has none."""
        return self.snapshot_column if self.snapshot_column in self.training.types else ""


@dataclass(frozen=True)
class Replay:
    """One training to be done.

    Attributes
    ----------
    source
        What the champion was trained on.
    rate_before
        Base rate that the champion was trained on, as far as known.
    labelled
        Rows of the window with an outcome.
    """

    frozen: FrozenDesign
    partitions: list[str]
    label: VersionLabel
    source: TrainedOn
    rate_before: float | None
    labelled: int

    def data_changes(self, row_limit: int) -> tuple[LogEntry, ...]:
        """What is new in the rows; ``row_limit`` is the host's own, where the champion's is not known."""
        facts = self.label.facts
        source = TrainedOn(rows=self.source.rows, row_limit=self.source.row_limit or row_limit)
        return data_changes(source, facts.rows, self.rate_before, facts.base_rate)


def plan_replay(champion: Version, request: ReplayRequest, workshop: Workshop) -> Replay:
    """Read the champion's design and count the training window of a cohort.

    Raises
    ------
    DataError
        When the window has no partition or no two classes, or the design cannot be read.
    """
    details, origin = workshop.champion_design(champion.version_id)
    frozen = frozen_design(details, origin)
    partitions = _window(request, workshop)
    summary = workshop.summary(partitions, frozen.target, request.date_column)
    _check_rows(summary, frozen.target, request.training, partitions)
    mark = fingerprint(frozen, request.training, partitions, summary.counts, request.schema_policy)
    facts = TrainingFacts(
        dataset=request.training.name,
        partitions=f"{partitions[0]}/{partitions[-1]}" if partitions else "all",
        rows=summary.n,
        base_rate=training_base_rate(summary.counts, request.positive_class),
        champion=champion.version_id,
        plugin_version=request.run.plugin_version,
        run_id=request.run.run_id,
    )
    return Replay(
        frozen,
        partitions,
        VersionLabel(_trained_until(summary, partitions, request), mark, facts),
        workshop.training_rows(champion.version_id),
        _rate_before(champion, details, request.positive_class),
        sum(count for value, count in summary.counts.items() if value),
    )


def _rate_before(champion: Version, details: Mapping[str, Any], positive_class: str) -> float | None:
    """As the champion's label says, else as the host counted when it was designed."""
    if champion.label and champion.label.facts.base_rate is not None:
        return champion.label.facts.base_rate
    remapping = (details.get("preprocessing") or {}).get("target_remapping") or []
    return training_base_rate(sampled_counts(remapping), positive_class)


def _window(request: ReplayRequest, workshop: Workshop) -> list[str]:
    if not request.training.dimensions:
        return []
    last = previous(request.partition) if request.window_end == "before_cohort" else request.partition
    available = workshop.partitions()
    window = training_window(available, last, request.periods)
    if not window:
        existing = f"{min(available)} to {max(available)}" if available else "none"
        msg = (
            f"{request.training.name} has no partition among the {request.periods} periods up to {last} "
            f"(it has {existing}). Build the missing ones, or train with a longer window."
        )
        raise DataError(msg)
    return window


def _check_rows(summary: TrainingSummary, target: str, training: DatasetFacts, partitions: list[str]) -> None:
    labelled = [value for value, count in summary.counts.items() if value and count]
    if len(labelled) < 2:
        where = f"{partitions[0]} to {partitions[-1]} of {training.name}" if partitions else training.name
        msg = f"{where} has {summary.n:,} rows with {len(labelled)} value(s) of {target}; a training needs both classes"
        raise DataError(msg)


def _trained_until(summary: TrainingSummary, partitions: list[str], request: ReplayRequest) -> date | None:
    if summary.latest is not None:
        return after(summary.latest, request.horizon)
    if not partitions:
        return None
    return after(snapshot_of(partitions[-1], request.snapshot_day), request.horizon)
