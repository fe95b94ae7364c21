"""What a check of an instance asks of the host; all of it reads, nothing changes anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from champion_challenger.operations.ports import SavedModel
from champion_challenger.records.datasets import DatasetFacts, StoredTable
from champion_challenger.records.installation import ConnectionFacts, Instance, TrainingEnvironment


class CheckedModel(SavedModel, Protocol):
    """A saved model that is looked into more closely; each method raises HostError where the host refuses."""

    def training_environment(self, version_id: str) -> TrainingEnvironment:
        """Return what the host tells of the code environment in which a version was trained."""

    def other_scikit_learn(self, version_id: str) -> str:
        """Version of scikit-learn that a loaded version was trained with; "" where it is ours, or is not told."""

    def tells_kept_columns(self, version_id: str) -> bool:
        """Whether the version's details tell which columns a feature reduction kept."""

    def tells_hyperparameters(self, version_id: str) -> bool:
        """Whether the version's details tell the hyperparameters with which it was trained."""

    def users(self) -> list[str]:
        """Names of the recipes that use the model."""


class CheckHost(Protocol):
    """All that a run of check-installation is given; each method raises HostError where the host refuses."""

    @property
    def instance(self) -> Instance:
        """Versions and packages."""

    def model(self, reference: str) -> CheckedModel:
        """Return a saved model; it is asked for nothing yet."""

    def dataset(self, name: str) -> StoredTable:
        """Shape of a dataset, and its connection ("" for none)."""

    def first_rows(self, name: str, n: int) -> pd.DataFrame:
        """First rows of a dataset, as the recipes read them."""

    def partitions(self, name: str) -> list[str]:
        """Partitions that a dataset has."""

    def outputs_with(self, performance: str) -> Mapping[str, DatasetFacts]:
        """Outputs of the recipe that writes a performance dataset, by role; none where no recipe writes it."""

    def dataset_names(self, project_key: str) -> list[str]:
        """Names of the datasets of a project."""

    def may_write(self, project_key: str) -> bool | None:
        """Whether the user may write the content of a project; None where the host does not tell."""

    def connection_names(self) -> list[str]:
        """Names of the connections that the user may use."""

    def connection(self, name: str) -> ConnectionFacts:
        """What a connection allows."""

    def channels(self) -> list[str]:
        """Ids of the messaging channels."""

    def analysis_names(self, project_key: str) -> Sequence[str | None]:
        """Names of the analyses of a project, as their list tells them; None for one whose name it does not tell."""

    def metric_ids(self, dataset: str, partition: str) -> list[str]:
        """Ids of the metrics of a partition of a dataset, those that runs pushed among them."""

    def tell(self, message: str) -> None:
        """Write a line to the log."""
