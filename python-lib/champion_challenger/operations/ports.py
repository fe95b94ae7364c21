"""What operations ask of a host. Each port is small, and its prose is the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.records import (
    Column,
    Flow,
    ModelFacts,
    RunFacts,
    TrainedOn,
    TrainingSummary,
    Version,
    VersionDesign,
    VersionLabel,
)


class Scorer(Protocol):
    """A version loaded in memory."""

    features: tuple[str, ...]

    def scores(self, frame: pd.DataFrame, positive_class: str) -> npt.NDArray[np.float64]:
        """Probability of the positive class, one per row of the frame, NaN where the version gives none.

        Raises HostError when it cannot score, or does not know the class.
        """


class SavedModel(Protocol):
    """A saved model: its versions may be read and loaded; nothing here changes which one is active."""

    facts: ModelFacts

    def versions(self) -> list[Version]:
        """Return all versions, in any order."""

    def design(self, version_id: str) -> VersionDesign:
        """Return what the version's own details say; HostError when the version is not there."""

    def load(self, version_id: str) -> Scorer:
        """Load a version; HostError when it does not load in this environment. Keep one at a time."""


class Workshop(Protocol):
    """Where a champion is replayed: fresh ML tasks on the training data, which never touch a user's own analyses.

    A task is named by the host's own id for it. Every method raises HostError with the host's words.
    """

    def champion_design(self, version_id: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Details of a version, and the settings of the ML task that it came from ({} when that is gone)."""

    def has_preparation(self, version_id: str) -> bool:
        """Whether preparation steps stand in the analysis that a version came from."""

    def training_rows(self, version_id: str) -> TrainedOn:
        """Say what a version was trained on, as far as the host tells."""

    def partitions(self) -> list[str]:
        """Partitions of the training data that exist; empty when it is not partitioned."""

    def summary(self, partitions: Sequence[str], target: str, date_column: str) -> TrainingSummary:
        """Count the training data, and find its latest snapshot; ``date_column`` may be empty."""

    def open_task(self, target: str, fingerprint: str) -> str:
        """Create an ML task on the training data and wait for the host's guess of its schema."""

    def settings(self, task: str) -> dict[str, Any]:
        """Return the settings of a task."""

    def save(self, task: str, settings: Mapping[str, Any]) -> None:
        """Replace the settings of a task."""

    def train(self, task: str, name: str, seconds: float) -> str:
        """Train, and return the full id of the one model that came out; HostError after so many seconds."""

    def model_details(self, task: str, model: str) -> Mapping[str, Any]:
        """Details of a model of a task."""

    def label(self, task: str, model: str, label: VersionLabel) -> None:
        """Write the label on a model of a task."""

    def redeploy(self, task: str, model: str, label: VersionLabel) -> str:
        """Make the model a new, inactive version of the saved model, labelled; return the version's id."""

    def discard(self, task: str) -> None:
        """Delete an analysis of our own that led to no version."""


class Host(Protocol):
    """All that a run of retrain-and-evaluate is given."""

    flow: Flow
    run: RunFacts
    model: SavedModel
    other_models: Sequence[SavedModel]

    def read_cohort(self) -> Iterator[pd.DataFrame]:
        """Rows of the cohort in the host's order, in chunks; read once."""

    def workshop(self) -> Workshop:
        """Open the workshop; HostError where analyses cannot be made."""

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace the run's partition of an output by these rows, whole or not at all."""

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Attach figures to the run's partition of an output, for scenarios to act on."""

    def tell(self, message: str) -> None:
        """Say something in the job's log."""
