"""Values that cross a seam: frozen, validated where they are born, without behaviour of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Horizon:
    """Time after the snapshot at which an outcome is final, such as 1 month or 90 days."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True)
class VersionLabel:
    """What a replay wrote on the version it made (or a person, in the version's description).

    Attributes
    ----------
    trained_until
        The day on which the last outcome in the training data was final.
    fingerprint
        Identifies design, window and data of the training; empty on a label made by hand.
    facts
        The rest of what the label says: window, rows, champion replayed, plugin version.
    """

    trained_until: date | None
    fingerprint: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """One version of a saved model, as the host lists it.

    Attributes
    ----------
    trained_at
        When the host trained it, in UTC; None when the host does not say.
    """

    version_id: str
    project_key: str
    model_id: str
    model_name: str
    algorithm: str
    trained_at: datetime | None
    is_active: bool
    label: VersionLabel | None = None


@dataclass(frozen=True)
class ModelFacts:
    """What the host says of a saved model as a whole."""

    project_key: str
    model_id: str
    name: str
    target: str
    prediction_type: str
    kind: str
    is_partitioned: bool
    activates_on_build: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a dataset's schema: its name and DSS storage type, with a description for people."""

    name: str
    type: str
    description: str = ""


@dataclass(frozen=True)
class DatasetFacts:
    """A dataset's shape: where it lives, its schema and its partitioning.

    Attributes
    ----------
    name
        ``PROJECT.name``.
    dimensions
        Names of the partitioning dimensions, with their period (``MONTH``) or ``value``.
    partitions
        For an input, those that the host handed to this run; for an output, the one to be written.
    is_appending
        An output whose runs add rows instead of replacing the partition.
    """

    name: str
    columns: tuple[Column, ...]
    dimensions: tuple[tuple[str, str], ...] = ()
    partitions: tuple[str, ...] = ()
    is_sql: bool = False
    is_appending: bool = False
    table: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the schema."""
        return tuple(column.name for column in self.columns)

    @property
    def types(self) -> dict[str, str]:
        """Storage type of each column."""
        return {column.name: column.type for column in self.columns}


@dataclass(frozen=True)
class Flow:
    """What the host handed to a run of a recipe.

    Attributes
    ----------
    dimension
        Name of the partitioning dimension of the outputs.
    partition
        The one to be written.
    outputs
        Role to dataset, for the outputs that are connected.
    """

    dimension: str
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
class VersionDesign:
    """What a version's own details say of how it was made.

    Attributes
    ----------
    classes
        The two classes, the negative one first.
    numeric_features, category_features
        Names of the features that it takes as numbers and as categories.
    """

    classes: tuple[str, ...]
    numeric_features: frozenset[str] = frozenset()
    category_features: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Contestant:
    """Something that gives every customer a score: a version of a model, or an existing score column."""

    version_id: str
    version_label: str
    is_champion: bool = False
    project_key: str = ""
    model_id: str = ""
    algorithm: str = ""
    trained_until: date | None = None
    known_on: date | None = None
    out_of_time: str = "unknown"


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
class TrainedOn:
    """What a version was trained on, as far as the host tells: "" , () and 0 when it does not.

    Attributes
    ----------
    row_limit
        How many rows its sampling could take at most; 0 when it took all, or the host does not tell.
    """

    dataset: str = ""
    partitions: tuple[str, ...] = ()
    rows: int = 0
    row_limit: int = 0


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
class TrainRecipe:
    """The recipe of the Flow that trains a saved model when it is built.

    Attributes
    ----------
    inputs
        Datasets that it reads, as ``PROJECT.name``.
    payload
        Its design, as the host writes it.
    """

    name: str
    inputs: tuple[str, ...]
    payload: Mapping[str, Any]


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
class StoredTable:
    """A dataset that may be a table of a database.

    Attributes
    ----------
    connection
        Name of the host's connection.
    host_type
        What the host calls the kind of database, such as ``Teradata``.
    """

    facts: DatasetFacts
    connection: str
    host_type: str


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
