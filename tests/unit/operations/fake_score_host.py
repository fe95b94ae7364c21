"""A host in memory of Create score project, and a run on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import Any, TypeVar

from champion_challenger.core.replay.design import FrozenDesign
from champion_challenger.core.score_project.outcome import Outcome
from champion_challenger.core.score_project.parts import Part, Template
from champion_challenger.errors import AbsentError, ForbiddenError, HostError
from champion_challenger.operations.create_score_project import create_score_project
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.settings.create_score_project import ScoreProjectRequest
from champion_challenger.settings.form import Form

FORM = {
    "score_name": "Renewal",
    "training_data": "history",
    "cohort": "customers",
    "outcome_column": "renewed",
    "customer_id_column": "id",
    "horizon": "1 month",
}
T = TypeVar("T")
COLUMNS = (Column("id", "string"), Column("spend", "double"), Column("renewed", "bigint"))
MONTHLY = DatasetFacts(name="", columns=COLUMNS, dimensions=(("month", "MONTH"),))


@dataclass
class FakeScoreHost:
    """Projects in memory; `breaks_at` is the kind of part that the host refuses."""

    plugin_version: str = "0.1.0"
    shape: DatasetFacts = MONTHLY
    templates: dict[str, Template] = field(default_factory=dict)
    projects: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: list[Part] = field(default_factory=list)
    breaks_at: str = ""
    said: list[str] = field(default_factory=list)
    known: Sequence[str] = ("2019-01", "2019-02", "2019-03")
    classes: Collection[str] = ("0", "1")
    dates: Collection[date] = ()
    removed: list[str] = field(default_factory=list)
    forbids: str = ""

    def template(self, project_key: str) -> Template:
        """Return an existing score project."""
        return self.templates[project_key]

    def facts(self, dataset: str) -> DatasetFacts:
        """All datasets of two projects have one shape."""
        if not dataset.startswith(("DATA.", "UP.")):
            raise AbsentError(f"no dataset {dataset}")
        return replace(self.shape, name=dataset)

    def exists(self, project_key: str) -> bool:
        """Whether it was made."""
        return project_key in self.projects

    def create(self, project_key: str, name: str) -> None:
        """Make an empty project."""
        self.projects[project_key] = {"record": {}, "parts": set()}

    def record(self, project_key: str) -> Mapping[str, Any]:
        """What was kept."""
        kept: Mapping[str, Any] = self.projects[project_key]["record"]
        return kept

    def keep(self, project_key: str, record: Mapping[str, Any]) -> None:
        """Keep it."""
        self.projects[project_key]["record"] = dict(record)

    def holds(self, project_key: str, part: Part) -> bool:
        """Whether it stands there."""
        return part.key in self.projects[project_key]["parts"]

    def make(self, project_key: str, part: Part, design: FrozenDesign | None) -> str:
        """Make it, or refuse."""
        if part.kind == self.breaks_at:
            raise HostError(f"no {part.kind} today")
        self.made.append(part)
        self.projects[project_key]["parts"].add(part.key)
        return "m1" if part.kind == "model" else part.name

    def remove(self, project_key: str, part: Part) -> None:
        """Remember it."""
        self.removed.append(part.key)
        self.projects[project_key]["parts"].discard(part.key)

    def partitions(self, dataset: str) -> Sequence[str]:
        """Those known."""
        return self._allowed("partitions", self.known)

    def values(self, dataset: str, column: str, partitions: Sequence[str]) -> Collection[str]:
        """The classes."""
        return self._allowed("values", self.classes)

    def days(self, dataset: str, column: str, partitions: Sequence[str], zone: tzinfo) -> Collection[date]:
        """The dates."""
        return self._allowed("days", self.dates)

    def channels(self) -> Mapping[str, str]:
        """One that sends mails, and one that does not."""
        return self._allowed("channels", {"team": "mail", "chat": ""})

    def connections(self) -> Sequence[str]:
        """Two."""
        return self._allowed("connections", ("files", "warehouse"))

    def _allowed(self, what: str, answer: T) -> T:
        if what in self.forbids.split():
            raise ForbiddenError(f"no right to {what}")
        return answer

    def tell(self, message: str) -> None:
        """Remember a line."""
        self.said.append(message)


def run(given: FakeScoreHost, **changes: Any) -> Outcome:
    """Run with a form that differs in some fields."""
    return create_score_project(request({**FORM, **changes}), given)


def request(values: dict[str, Any]) -> ScoreProjectRequest:
    """What the macro is asked, in project DATA."""
    return ScoreProjectRequest.from_form(Form(values, project_key="DATA"))


def states(outcome: Outcome) -> set[str]:
    """What became of the parts."""
    return {part.state for part in outcome.parts}
