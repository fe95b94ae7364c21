"""An activation log in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from champion_challenger.errors import AbsentError, HostError


@dataclass
class FakeLog:
    """A log that other writers can overwrite: `meanwhile` is what they do in the pause after a write."""

    name: str = "TELCO.activation_log"
    held: list[dict[str, Any]] = field(default_factory=list)
    is_open: bool = False
    refusal: HostError | None = None
    meanwhile: list[Callable[[FakeLog], None]] = field(default_factory=list)
    writes: int = 0
    lost: list[HostError] = field(default_factory=list)  # raised after a write

    def rows(self) -> list[dict[str, Any]]:
        """Return copies of the rows."""
        return [dict(row) for row in self.held]

    def open(self) -> None:
        """Remember it."""
        self.is_open = True

    def replace(self, rows: Sequence[dict[str, Any]]) -> None:
        """Refuse, or keep the rows."""
        if self.refusal:
            raise self.refusal
        if not self.is_open and not self.held:
            raise AbsentError(f"there is no dataset {self.name}")
        self.writes += 1
        self.held = [dict(row) for row in rows]
        if self.lost:
            raise self.lost.pop(0)

    def pause(self) -> None:
        """Let the next of the others act."""
        if self.meanwhile:
            self.meanwhile.pop(0)(self)
