"""What making a score project asks of a host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from champion_challenger.core.blueprint import Part, Template
from champion_challenger.core.design import FrozenDesign
from champion_challenger.records import DatasetFacts


class ScoreProjectHost(Protocol):
    """All that a run of the macro is given. Every method raises HostError with the host's words."""

    form: Mapping[str, Any]
    variables: Mapping[str, Any]
    project_key: str
    plugin_version: str

    def template(self, project_key: str) -> Template:
        """Read an existing score project."""

    def facts(self, dataset: str) -> DatasetFacts:
        """Columns and partitioning of a dataset of any project."""

    def exists(self, project_key: str) -> bool:
        """Whether a project of that key exists, of whomever."""

    def create(self, project_key: str, name: str) -> None:
        """Make an empty project that belongs to whoever runs the macro."""

    def record(self, project_key: str) -> Mapping[str, Any]:
        """What `keep` kept; {} for a project that was not made here."""

    def keep(self, project_key: str, record: Mapping[str, Any]) -> None:
        """Keep the record with the project."""

    def holds(self, project_key: str, part: Part) -> bool:
        """Whether something of that kind and name stands in the project."""

    def make(self, project_key: str, part: Part, design: FrozenDesign | None) -> str:
        """Make a part; return the id that the host gave it."""

    def tell(self, message: str) -> None:
        """Say something in the log."""
