"""What scenario steps ask of a host; the docstrings are the contract, and tests/contract tests it."""

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
    def project_key(self) -> str:
        """Key of the scenario's project."""

    def now(self) -> datetime:
        """Return the time, in UTC."""

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Set variables of the scenario's run, for the steps that follow."""

    def send(self, alert: Alert, subject: str, message: str) -> None:
        """Send a message by the alert's channel; HostError when it is refused."""

    def tell(self, message: str) -> None:
        """Write a line to the step's log."""


class MetricReader(Protocol):
    """Metrics, checks and data-quality results of datasets, in any project.

    Every method raises AbsentError, ForbiddenError or HostError with the host's words.
    """

    def ids(self, place: Place, kind: str) -> list[str]:
        """Ids of what exists there: metrics, names of checks, or names of data-quality rules."""

    def compute(self, place: Place, kind: str, item: str) -> None:
        """Compute a metric, a check or a rule now, and wait for it."""

    def last(self, place: Place, kind: str, item: str) -> MetricPoint | None:
        """Last value; None when it was never computed there."""


class MetricHistory(MetricReader, Protocol):
    """Figures over time, and a place for the outcome of a comparison."""

    def partitions(self, place: Place) -> list[str]:
        """Partitions of the same series, in any order: of several dimensions, only the time may differ.

        Empty when the dataset is not partitioned.
        """

    def series(self, place: Place, metric: str) -> list[MetricPoint]:
        """All kept values of a metric, oldest first."""

    def save(self, place: Place, metrics: Mapping[str, Any], checks: Mapping[str, str]) -> None:
        """Save values and outcomes as external metrics and checks of the dataset."""


class CallHost(StepHost, Protocol):
    """A step that may wait between attempts."""

    def wait(self, seconds: float) -> None:
        """Wait."""


class Procedures(Protocol):
    """Access to the procedures of a database."""

    def call(self, procedure: str, parameters: Sequence[Parameter], seconds: float) -> CallResult:
        """Call, and wait for the end.

        Raises CallError when the database or the connection refuses, and TimeLimitError when it takes longer than so
        many seconds; the call is then cancelled where the connection allows it.
        """
