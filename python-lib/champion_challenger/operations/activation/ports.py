"""What an activation asks of a host: the model, the evidence, and the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import pandas as pd

from champion_challenger.records.models import ModelFacts, Version, VersionDesign


class ActivationLog(Protocol):
    """The activation log: one dataset without partitions, of which all rows are written at once."""

    @property
    def name(self) -> str:
        """Full name of the dataset, ``PROJECT.name``."""

    def rows(self) -> list[dict[str, Any]]:
        """All rows, as texts; none while the dataset does not exist or was never written."""

    def open(self) -> None:
        """Create the dataset where it does not exist; HostError when it cannot be created, or is no log."""

    def replace(self, rows: Sequence[dict[str, Any]]) -> None:
        """Replace all rows by these; HostError when the log does not exist."""

    def pause(self) -> None:
        """Wait as long as another writer may take between reading and writing."""


class ActivatableModel(Protocol):
    """A saved model as its owner sees it."""

    @property
    def facts(self) -> ModelFacts:
        """What the host says of the model, apart from its versions."""

    def versions(self) -> list[Version]:
        """Return all versions, in any order."""

    def design(self, version_id: str) -> VersionDesign:
        """Return what the version's own details say; HostError when the version is not there."""


class ActivationHost(Protocol):
    """All that a run of the macro is given."""

    @property
    def model(self) -> ActivatableModel:
        """The model whose version is to be activated."""

    @property
    def log(self) -> ActivationLog:
        """The log of that model's activations."""

    def read(self, dataset: str) -> pd.DataFrame:
        """All rows of a dataset, all partitions; HostError when it cannot be read."""

    def scoring_recipes(self) -> list[str]:
        """Names of what uses the model in the Flow, for people."""

    def activate(self, version_id: str) -> None:
        """Activate a version. No other method of the plugin does."""

    def user(self) -> str:
        """Return who runs the macro."""

    def now(self) -> datetime:
        """Return the time, in UTC."""

    def tell(self, message: str) -> None:
        """Write a line to the log."""
