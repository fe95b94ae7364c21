"""A scenario and the figures of an instance, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.core.reasons import Reason
from champion_challenger.errors import AbsentError, ForbiddenError, HostError
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from champion_challenger.settings.step_ending import Alert

NOON = datetime(2019, 6, 5, 12, tzinfo=timezone.utc)


@dataclass
class FakeStep:
    """A step at noon, whose clock goes a second further each time it is read."""

    project_key: str = "TELCO"
    time: datetime = NOON
    variables: dict[str, Any] = field(default_factory=dict)
    sent: list[tuple[Alert, str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refusal: HostError | None = None

    def now(self) -> datetime:
        """Return the time and let a second pass."""
        self.time += timedelta(seconds=1)
        return self.time

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Keep them."""
        self.variables.update(values)

    def send(self, alert: Alert, subject: str, message: str) -> None:
        """Keep the message, or refuse as arranged."""
        if self.refusal:
            raise self.refusal
        self.sent.append((alert, subject, message))

    def tell(self, message: str) -> None:
        """Keep the words."""
        self.said.append(message)


@dataclass
class FakeFigures:
    """Datasets by place; each holds its figures by id, with all values, oldest first."""

    held: dict[Place, dict[str, list[MetricPoint]]] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    computable: dict[str, MetricPoint] = field(default_factory=dict)
    saved: list[tuple[Place, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    refuses_to_save: bool = False
    computed: list[tuple[Place, str]] = field(default_factory=list)

    def ids(self, place: Place, kind: str) -> list[str]:
        """Ids by their beginnings: all that is no check is a metric."""
        return [name for name in self._at(place) if ("check:" in name) == (kind == "check")]

    def compute(self, place: Place, kind: str, item: str) -> None:
        """Add the arranged value."""
        figures = self._at(place)
        if item not in self.computable:
            raise HostError(_answer(f"to compute {item}", "no such probe"))
        figures.setdefault(item, []).append(self.computable[item])
        self.computed.append((place, item))

    def last(self, place: Place, kind: str, item: str) -> MetricPoint | None:
        """The newest value."""
        points = self._at(place).get(item, [])
        return points[-1] if points else None

    def partitions(self, place: Place) -> list[str]:
        """Partitions for which there is anything."""
        places = [
            known for known in self.held if (known.project_key, known.dataset) == (place.project_key, place.dataset)
        ]
        if not places:
            self._at(place)
        return [known.partition for known in places if known.partition]

    def series(self, place: Place, metric: str) -> list[MetricPoint]:
        """All values."""
        return list(self._at(place).get(metric, []))

    def save(self, place: Place, metrics: Mapping[str, Any], checks: Mapping[str, str]) -> None:
        """Keep them; they are found again as external ones."""
        if self.refuses_to_save:
            raise ForbiddenError(_answer("to save metrics", "Forbidden"))
        figures = self._at(place)
        for name, value in metrics.items():
            figures.setdefault(f"external:external:{name}", []).append(MetricPoint(value, NOON))
        for name, outcome in checks.items():
            figures.setdefault(f"external_check:{name}", []).append(MetricPoint(outcome, NOON, outcome))
        self.saved.append((place, dict(metrics), dict(checks)))

    def _at(self, place: Place) -> dict[str, list[MetricPoint]]:
        if place.project_key in self.forbidden:
            raise ForbiddenError(_answer(f"for metrics of {place}", "UnauthorizedException: no"))
        if place not in self.held:
            raise AbsentError(_answer("for metrics", f"dataset does not exist: {place}"))
        return self.held[place]


def _answer(question: str, answer: str) -> Reason:
    """What the host's adapter says of an error."""
    return Reason("dss_answered", {"question": question, "answer": answer})
