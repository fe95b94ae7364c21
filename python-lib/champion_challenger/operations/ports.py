"""What operations ask of a host; the docstrings are the contract, and tests/contract tests it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.operations.activation.ports import ActivationLog
from champion_challenger.operations.replay.ports import Labels, Workshop
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.records.models import ModelFacts, Version, VersionDesign
from champion_challenger.records.runs import Flow, RunFacts

T = TypeVar("T")


class Scorer(Protocol):
    """A version loaded in memory."""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns that the version scores by."""

    @property
    def other_scikit_learn(self) -> tuple[str, str] | None:
        """Versions of scikit-learn of its training and of here, where loading told that they differ; else None."""

    def scores(self, frame: pd.DataFrame, positive_class: str) -> npt.NDArray[np.float64]:
        """Probability of the positive class, one per row of the frame, NaN where the version gives none.

        Raises HostError when it cannot score, or does not know the class.
        """


class Machine(Protocol):
    """What this process runs on."""

    @property
    def can_fork(self) -> bool:
        """Whether processes may be forked here."""

    @property
    def cores(self) -> int:
        """Cores that this process may use, at least 1."""

    def free_memory(self) -> int | None:
        """Bytes that may still be taken; None where nothing tells it."""

    def resident_memory(self, pid: int) -> int:
        """Bytes of memory that a process has, with what it shares; 0 where nothing tells it."""

    def busy_seconds(self, pid: int) -> float:
        """Seconds of processor time that a process has used; 0 where nothing tells it."""


class SavedModel(Protocol):
    """A saved model: its versions may be read and loaded; nothing here changes which one is active."""

    @property
    def reference(self) -> str:
        """``PROJECT.id`` of the model."""

    @property
    def facts(self) -> ModelFacts:
        """What the host says of the model, apart from its versions; HostError when it may not be looked into."""

    def versions(self) -> list[Version]:
        """Return all versions, in any order."""

    def design(self, version_id: str) -> VersionDesign:
        """Return what the version's own details say; HostError when the version is not there."""

    def load(self, version_id: str) -> Scorer:
        """Load a version; HostError when it does not load in this environment. Let it go once it has scored."""


class Host(Protocol):
    """All that a run of retrain-and-evaluate is given."""

    @property
    def flow(self) -> Flow:
        """Datasets and partition of the run."""

    @property
    def run(self) -> RunFacts:
        """Who runs, when, with what."""

    @property
    def machine(self) -> Machine:
        """The machine, or the container, of the run."""

    @property
    def model(self) -> SavedModel:
        """The model whose versions are compared."""

    @property
    def other_models(self) -> Sequence[SavedModel]:
        """Models of other projects or targets that are scored too, in the form's order."""

    def read_cohort(self, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str] | None = None) -> T:
        """What a reader makes of the cohort's rows, in the host's order, in chunks; with these columns alone.

        The reader may be called again, with all rows from the first. None is all columns.
        """

    def read_newest(self, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str]) -> T:
        """What a reader makes of these columns of the newest customers, in chunks; HostError where none are connected.

        The reader may be called again, with all rows from the first.
        """

    def labels(self) -> Labels:
        """Return the labels of the model's versions, without any training data."""

    def workshop(self) -> Workshop:
        """Open the workshop; HostError where analyses cannot be made."""

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace the run's partition of an output by these rows; on an error nothing is written."""

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Attach figures to the run's partition of an output, for scenarios to act on."""

    def saved_metrics(self, role: str, partition: str) -> Mapping[str, Any]:
        """Figures that earlier runs attached to a partition of an output, by name; none where there are none."""

    def activation_log(self, name: str) -> ActivationLog:
        """Return the activation log of that name, in this project unless the name contains another."""

    def tell(self, message: str) -> None:
        """Write a line to the job's log."""


class SummaryHost(Protocol):
    """All that a run of summarise-performance is given."""

    @property
    def performance(self) -> Sequence[DatasetFacts]:
        """Performance datasets, with the partitions handed to the run."""

    @property
    def outputs(self) -> Mapping[str, DatasetFacts]:
        """Role to dataset, for the outputs that are connected."""

    @property
    def scores(self) -> Sequence[DatasetFacts]:
        """Datasets of the scores behind the performance, with the partitions handed to the run; none is optional."""

    def read(self, dataset: DatasetFacts) -> Iterator[pd.DataFrame]:
        """Rows of the partitions that the host handed to the run, in chunks."""

    def read_columns(
        self, dataset: DatasetFacts, columns: Sequence[str], reader: Callable[[Iterator[pd.DataFrame]], T]
    ) -> T:
        """What a reader makes of some columns, in chunks; it begins again where the host breaks off for a moment."""

    def existing_partitions(self, dataset: DatasetFacts) -> list[str]:
        """All partitions that an input has, handed to the run or not; empty when it is not partitioned."""

    def active_version(self, project_key: str, model_id: str) -> str:
        """Id of the version in production, "" when none is; HostError when the model cannot be looked up."""

    def version_ids(self, project_key: str, model_id: str) -> set[str]:
        """Ids of the versions that a model has now; HostError when it cannot be looked up."""

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace an output by these rows; on an error nothing is written."""

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Attach figures to an output, for scenarios; it must have been written."""

    def tell(self, message: str) -> None:
        """Write a line to the job's log."""
