"""Saved models, their versions, and what is known of a version's training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
class TrainingFacts:
    """What a label says of a training; what it does not say is empty, 0 or None.

    Attributes
    ----------
    partitions
        First and last partition of the window, ``2019-03/2019-05``; ``all`` of a dataset without partitions.
    base_rate
        Share of the positive class among the labelled rows.
    champion
        Id of the version that was replayed.
    others
        What another version of the plugin wrote: names, and values as JSON.
    """

    dataset: str = ""
    partitions: str = ""
    rows: int = 0
    base_rate: float | None = None
    champion: str = ""
    plugin_version: str = ""
    run_id: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class VersionLabel:
    """What a replay, or a person, wrote in the description of a version.

    Attributes
    ----------
    trained_until
        The day on which the last outcome in the training data was final.
    fingerprint
        Identifies design, window and data of the training; empty on a label written by a person.
    """

    trained_until: date | None
    fingerprint: str = ""
    facts: TrainingFacts = TrainingFacts()


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
    """What the host says of a saved model, apart from its versions."""

    project_key: str
    model_id: str
    name: str
    target: str
    prediction_type: str
    kind: str
    is_partitioned: bool
    activates_on_build: bool = False


@dataclass(frozen=True)
class VersionDesign:
    """What a version's own details say of its design.

    Attributes
    ----------
    classes
        The two classes, the negative one first.
    numeric_features, category_features
        Names of the features that it takes as numbers and as categories.
    features
        Names of all columns that it scores by, of whatever kind; empty when its details do not tell.
    known_columns
        Names of the columns that its design decided on: features, the target, and those that it rejects.
    """

    classes: tuple[str, ...]
    numeric_features: frozenset[str] = frozenset()
    category_features: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    known_columns: frozenset[str] = frozenset()


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
class Thresholds:
    """Scores from which the positive class is predicted, as a redeployment has to leave them.

    Attributes
    ----------
    version
        Threshold of the new version; None leaves it the one that its training found.
    recipe
        Threshold that the train recipe forces; None when the recipe optimises it.
    """

    version: float | None = None
    recipe: float | None = None


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
