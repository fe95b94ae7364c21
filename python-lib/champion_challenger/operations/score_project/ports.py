"""What Create score project asks of its host."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, tzinfo
from typing import Any, Protocol

from champion_challenger.core.replay.design import FrozenDesign
from champion_challenger.core.score_project.parts import Part, Template
from champion_challenger.records.datasets import DatasetFacts


class ScoreProjectHost(Protocol):
    """All that a run of the macro is given. Every method raises HostError with the host's words."""

    @property
    def plugin_version(self) -> str:
        """Version of the plugin that runs."""

    def template(self, project_key: str) -> Template:
        """Read an existing score project."""

    def facts(self, dataset: str) -> DatasetFacts:
        """Columns and partitioning of a dataset of any project."""

    def exists(self, project_key: str) -> bool:
        """Whether any project of that key exists."""

    def create(self, project_key: str, name: str) -> None:
        """Create an empty project that belongs to the user who runs the macro."""

    def record(self, project_key: str) -> Mapping[str, Any]:
        """Record of the project; {} for a project that this macro did not create."""

    def keep(self, project_key: str, record: Mapping[str, Any]) -> None:
        """Keep the record with the project."""

    def holds(self, project_key: str, part: Part) -> bool:
        """Whether the project has a part of that kind and name."""

    def make(self, project_key: str, part: Part, design: FrozenDesign | None) -> str:
        """Create a part; return the id that the host gave it."""

    def remove(self, project_key: str, part: Part) -> None:
        """Remove a recipe, scenario or article, so that it can be made with other answers; no data is in it."""

    def partitions(self, dataset: str) -> Sequence[str]:
        """Partitions of a dataset of any project."""

    def values(self, dataset: str, column: str, partitions: Sequence[str]) -> Collection[str]:
        """Different values of a column, as texts, without empty cells; of all partitions where none is named."""

    def days(self, dataset: str, column: str, partitions: Sequence[str], zone: tzinfo) -> Collection[date]:
        """Different days of a date column, of as many rows as tell them."""

    def channels(self) -> Mapping[str, str]:
        """Messaging channels of the instance, and the family of each."""

    def connections(self) -> Sequence[str]:
        """Connections that the user may use."""

    def tell(self, message: str) -> None:
        """Write a line to the log."""
