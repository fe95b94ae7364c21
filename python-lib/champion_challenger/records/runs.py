"""Runs: what the host handed to them, and what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone, tzinfo

from champion_challenger.records.datasets import DatasetFacts, StoredTable


@dataclass(frozen=True)
class Flow:
    """What the host handed to a run of a recipe.

    Attributes
    ----------
    partition
        The one to be written; "" without partitions.
    outputs
        Role to dataset, for the outputs that are connected.
    newest
        Customers whose outcomes nobody knows yet; None where they are not connected.
    """

    partition: str
    cohort: DatasetFacts
    training_data: DatasetFacts | None
    outputs: Mapping[str, DatasetFacts]
    newest: DatasetFacts | None = None


@dataclass(frozen=True)
class RunFacts:
    """Who runs, when, with what: the technical columns of every row."""

    run_id: str
    started_at: datetime
    plugin_version: str
    environment: str


@dataclass(frozen=True)
class DatedCohort:
    """The customers of one snapshot.

    Attributes
    ----------
    name
        Name of the cohort: the partition that is written, or what a column of the table says.
    start
        Snapshot date.
    status
        ``final`` when the horizon after the snapshot is past, else ``provisional``.
    """

    name: str
    start: date
    status: str


@dataclass(frozen=True)
class TrainingColumns:
    """Columns of the training data that say which of its rows are used.

    Attributes
    ----------
    date
        Column that dates the rows; "" when there is none.
    needed
        Columns in which a missing cell leaves its row out of the training.
    zone
        Time zone in which the dates of the rows are read as days.
    """

    target: str
    date: str = ""
    needed: tuple[str, ...] = ()
    zone: tzinfo = timezone.utc

    @property
    def names(self) -> list[str]:
        """All of them, each once, the target first."""
        return list(dict.fromkeys(filter(None, (self.target, self.date, *self.needed))))


@dataclass(frozen=True)
class TrainingSummary:
    """What training data, or partitions of it, hold.

    Attributes
    ----------
    counts
        Rows for each value of the target, as the host spells it; "" for null.
    latest
        Latest snapshot date; None when there is no such column.
    n_incomplete
        Rows with an outcome that lack a cell which the design needs.
    """

    counts: Mapping[str, int]
    latest: date | None = None
    n_incomplete: int = 0

    @property
    def n(self) -> int:
        """Rows, labelled or not."""
        return sum(self.counts.values())

    @property
    def n_unlabelled(self) -> int:
        """Rows without an outcome."""
        return sum(count for value, count in self.counts.items() if not value.strip())

    @property
    def n_usable(self) -> int:
        """Rows that a training takes: with an outcome, and with the cells that the design needs."""
        return self.n - self.n_unlabelled - self.n_incomplete


@dataclass(frozen=True)
class Claim:
    """An analysis of ours in the lab: who replays what, and whose turn it is.

    Attributes
    ----------
    place
        Position in the queue, from 1; 0 while it is being taken.
    renewed_at
        When its run last gave a sign of life, in UTC; None for one that is done.
    """

    analysis_id: str
    fingerprint: str
    run_id: str
    place: int = 0
    renewed_at: datetime | None = None


@dataclass(frozen=True)
class LogEntry:
    """One line of the retraining log."""

    change: str
    feature: str = ""
    before: str = ""
    after: str = ""
    action: str = ""
    version_id: str = ""


@dataclass(frozen=True)
class StoredFlow:
    """What the host handed to a run over stored scores.

    Attributes
    ----------
    partition
        The one to be written; "" for an output without partitions.
    outcomes
        Table of realised outcomes; None when they are a column of the scores.
    """

    partition: str
    scores: StoredTable
    outcomes: StoredTable | None
    performance: DatasetFacts
