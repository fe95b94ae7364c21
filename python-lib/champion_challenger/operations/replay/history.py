"""The training data of a replay, partition by partition: each is counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timezone, tzinfo

from champion_challenger.core.arrival import OutcomeCounts
from champion_challenger.core.calendar import (
    dated_snapshot_day,
    final_from,
    partitions_until,
    previous,
    snapshot_of,
)
from champion_challenger.core.outcomes import class_text
from champion_challenger.core.replay.window import Arrived, Window, training_window
from champion_challenger.errors import DataError, HostError
from champion_challenger.operations.replay.ports import Workshop
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import Horizon, TrainedOn
from champion_challenger.records.runs import RunFacts, TrainingColumns, TrainingSummary


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
    zone
        Time zone in which moments are read as days.
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
    zone: tzinfo = timezone.utc

    @property
    def date_column(self) -> str:
        """Column of the training data that dates its rows; "" when it has none."""
        return self.snapshot_column if self.snapshot_column in self.training.types else ""

    @property
    def today(self) -> date:
        """Day of the run."""
        return self.run.started_at.astimezone(self.zone).date()


@dataclass(frozen=True)
class TrainingHistory:
    """Partitions of the training data, with what they hold."""

    request: ReplayRequest
    workshop: Workshop
    columns: TrainingColumns
    counted: dict[str, TrainingSummary] = field(default_factory=dict)

    def window(self) -> Window:
        """Partitions to train on, and those left out; none of data without partitions.

        Raises
        ------
        DataError
            When there is no partition whose outcomes are there.
        """
        request = self.request
        if not request.training.dimensions:
            return Window()
        # Training on the cohort itself would let the new version know the outcomes on which it is compared.
        last = previous(request.partition) if request.window_end == "before_cohort" else request.partition
        available = self.workshop.partitions()
        window = training_window(partitions_until(available, last), request.periods, request.today, self._arrival)
        if not window.partitions:
            raise DataError(_no_window(request.training.name, last, available, window))
        return window

    def summary(self, partitions: Sequence[str]) -> TrainingSummary:
        """Rows of these partitions together; of all data where there are none."""
        parts = [self._count(name) for name in partitions or [""]]
        counts: Counter[str] = Counter()
        for part in parts:
            counts.update(part.counts)
        latest = max((part.latest for part in parts if part.latest is not None), default=None)
        return TrainingSummary(dict(counts), latest, sum(part.n_incomplete for part in parts))

    def summary_of(self, source: TrainedOn) -> TrainingSummary | None:
        """Rows that a version was trained on; None when just those cannot be found any more."""
        is_here = source.dataset == self.request.training.name
        summary = self._rows_here(source) if is_here else self._rows_elsewhere(source)
        # As many rows as were trained on, or they are not the same ones: partitions may have been built again since.
        return summary if summary is not None and summary.n_usable == source.rows > 0 else None

    def _rows_here(self, source: TrainedOn) -> TrainingSummary | None:
        names = sorted(source.partitions)
        # A dataset that was partitioned since, or no longer is.
        is_whole = bool(names) != bool(self.request.training.dimensions)
        return None if is_whole or not set(names) <= set(self.workshop.partitions()) else self.summary(names)

    def _rows_elsewhere(self, source: TrainedOn) -> TrainingSummary | None:
        """Partitions of another dataset, which may be gone; one without partitions may have grown without bounds."""
        # Without partitions all of it would be read, and it need not hold the same rows any more.
        if not source.dataset or not source.partitions:
            return None
        try:
            return self.workshop.summary(source.partitions, replace(self.columns, date=""), source.dataset)
        except HostError:
            return None

    def _count(self, partition: str) -> TrainingSummary:
        # Each is asked for by the window, by the sums and by those after it, and one count may read a whole partition.
        if partition not in self.counted:
            self.counted[partition] = self.workshop.summary([partition] if partition else [], self.columns)
        return self.counted[partition]

    def _arrival(self, partition: str) -> Arrived:
        request, summary = self.request, self._count(partition)
        positive = class_text(request.positive_class)
        n_positive = sum(count for value, count in summary.counts.items() if class_text(value) == positive)
        start, snapshot_day = summary.latest, request.snapshot_day
        if start is None:
            start = snapshot_of(partition, snapshot_day)
        else:
            # Where the latest is the first day of the period, all are: none is before.
            snapshot_day = dated_snapshot_day(partition, start, start, snapshot_day)
        counts = OutcomeCounts(summary.n, summary.n_unlabelled, n_positive)
        return Arrived(counts, final_from(start, request.horizon, snapshot_day))


def _no_window(training: str, last: str, available: Sequence[str], window: Window) -> str:
    existing = f"{min(available)} to {max(available)}" if available else "none"
    if window.left_out:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in list(window.left_out.items())[:3])
        return (
            f"{training} has no partition up to {last} whose outcomes are there ({reasons}). Join the outcomes and "
            "build the partitions again."
        )
    return f"{training} has no partition up to {last} (it has {existing}). Build the missing ones."
