"""What scenario steps ask of a host. Each port is small, and its prose is the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.core.procedures.calls import CallResult, Parameter
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from champion_challenger.settings.step_ending import Alert


class StepHost(Protocol):
    """A run of a step inside a scenario."""

    @property
    def step(self) -> str:
        """What the step is called in messages."""

    def now(self) -> datetime:
        """Return the time, in UTC."""

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Set variables of the scenario's run, for the steps that follow."""

    def send(self, alert: Alert, subject: str, message: str) -> None:
        """Send a message by the alert's channel; HostError when it is refused."""

    def tell(self, message: str) -> None:
        """Say something in the step's log."""


class MetricReader(Protocol):
    """Metrics, checks and data-quality results of datasets, in any project.

    Every method raises AbsentError, ForbiddenError or HostError with the host's words.
    """

    def ids(self, place: Place, kind: str) -> list[str]:
        """Ids of what exists there: metrics, names of checks, or names of data-quality rules."""

    def compute(self, place: Place, kind: str, item: str) -> None:
        """Have the host compute one of them now, and wait for it."""

    def last(self, place: Place, kind: str, item: str) -> MetricPoint | None:
        """Last value of one that exists; None when it was never computed there."""


class MetricHistory(MetricReader, Protocol):
    """Figures over time, and a place for the outcome of a comparison."""

    def partitions(self, place: Place) -> list[str]:
        """Partitions of the same series, in any order: of several dimensions, only the time may differ.

        Empty when the dataset is not partitioned.
        """

    def series(self, place: Place, metric: str) -> list[MetricPoint]:
        """All kept values of a metric, oldest first."""

    def save(self, place: Place, metrics: Mapping[str, Any], checks: Mapping[str, str]) -> None:
        """Keep values and outcomes as the dataset's own external metrics and checks."""


class CallHost(StepHost, Protocol):
    """A step that may wait between attempts."""

    def wait(self, seconds: float) -> None:
        """Do nothing for so long."""


class Procedures(Protocol):
    """A way to a database's procedures."""

    def call(self, procedure: str, parameters: Sequence[Parameter], seconds: float) -> CallResult:
        """Call, and wait for the end.

        Raises CallError when the database or the way to it refuses, and TimeLimitError when it takes longer than so
        many seconds; the call is then cancelled where the way allows it.
        """
