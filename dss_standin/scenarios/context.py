"""What a step has in hand while it runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow.processes import Process
from dss_standin.scenarios.expressions import expanded

RANKS = ("SUCCESS", "WARNING", "FAILED", "ABORTED")


class AbortedError(DSSError):
    """A step that a person ended."""


@dataclass
class Context:
    """One step at work: its definition, where it writes its log, and what it reports."""

    dss: DSS
    project_key: str
    step: dict[str, Any]
    log: Path
    variables: Callable[[], Mapping[str, Any]]
    """All variables of the run, as they are now."""
    own_variables: Mapping[str, Any]
    """What the steps so far have set: it redefines the project's variables in what this step starts."""
    aborted: threading.Event
    hold: Callable[[Process], None]
    """Called with a process that an abort must end."""
    ticket_for: Any
    """What the ticket of the step's process stands for: its run."""
    outcome: str = "SUCCESS"
    output: Any = None
    report: list[dict[str, Any]] = field(default_factory=list)

    @property
    def params(self) -> dict[str, Any]:
        """Parameters of the step as stored."""
        return dict(self.step.get("params") or {})

    def expanded(self, value: Any) -> Any:
        """Return a parameter with its `${variables}` replaced."""
        return expanded(value, self.variables())

    def say(self, text: str) -> None:
        """Add a line to the step's log."""
        with self.log.open("a", encoding="utf-8") as stream:
            stream.write(text.rstrip("\n") + "\n")

    def worsen(self, outcome: str) -> None:
        """Take an outcome if it is worse than the one so far."""
        self.outcome = max(self.outcome, outcome, key=RANKS.index)

    def add_output(self, name: str, value: Any) -> None:
        """Add a named part to what the step leaves for the steps after it."""
        self.output = {**(self.output or {}), name: value}
