"""Runs: what the host handed to them, and what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

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
    """

    partition: str
    cohort: DatasetFacts
    training_data: DatasetFacts | None
    outputs: Mapping[str, DatasetFacts]


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
class TrainingSummary:
    """What a training window holds.

    Attributes
    ----------
    counts
        Rows for each value of the target, as the host spells it; "" for null.
    latest
        Latest snapshot date; None when there is no such column.
    """

    counts: Mapping[str, int]
    latest: date | None = None

    @property
    def n(self) -> int:
        """Rows, labelled or not."""
        return sum(self.counts.values())


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
