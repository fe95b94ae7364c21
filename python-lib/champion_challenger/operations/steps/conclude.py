"""The end of every step: variables set, the outcome told, an alert sent, and the scenario stopped where asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from champion_challenger.core.monitoring.judgement import value_text
from champion_challenger.errors import HostError, StepFailedError
from champion_challenger.operations.steps.ports import StepHost
from champion_challenger.settings.step_ending import Ending


@dataclass(frozen=True)
class Report:
    """What a step found.

    Attributes
    ----------
    lines
        One sentence for each thing that was looked at.
    variables
        Variables to be set, by name after the prefix.
    """

    outcome: str
    lines: Sequence[str]
    variables: Mapping[str, Any]
    start: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        """Minutes from start to end."""
        return round((self.end - self.start).total_seconds() / 60, 2)


def conclude(report: Report, ending: Ending, host: StepHost) -> None:
    """Set the variables, tell, alert, and fail where the form says so.

    Raises
    ------
    StepFailedError
        When the outcome is among those that make the step fail, or an alert that is due could not be sent.
    """
    variables = _variables(report, ending)
    host.set_variables(variables)
    unsent = _send_alert(report, ending, host)
    host.tell(_log_text(report, variables, ending))
    if ending.fails(report.outcome) or (unsent and report.outcome != "OK"):
        raise StepFailedError("\n".join([f"Outcome {report.outcome}.", *report.lines, *unsent]))


def _variables(report: Report, ending: Ending) -> dict[str, Any]:
    shared = {
        "outcome": report.outcome,
        "start": _moment(report.start),
        "end": _moment(report.end),
        "minutes": report.minutes,
    }
    return {f"{ending.prefix}_{name}": value for name, value in {**shared, **report.variables}.items()}


def _log_text(report: Report, variables: Mapping[str, Any], ending: Ending) -> str:
    lines = [f"Outcome {report.outcome}.", *report.lines, "", "Variables set for the steps that follow:"]
    lines += [f"  {name} = {value_text(value)}" for name, value in variables.items()]
    lines += ["", "A run condition to paste into the next step (Run this step: if condition satisfied):"]
    return "\n".join([*lines, f"  {ending.prefix}_outcome == 'OK' || {ending.prefix}_outcome == 'WARNING'"])


def _send_alert(report: Report, ending: Ending, host: StepHost) -> list[str]:
    if not ending.alert.is_due(report.outcome):
        return []
    subject = " ".join(f"{report.outcome}: {host.step}".split())
    try:
        host.send(ending.alert, subject, _message(report, host.step))
    except HostError as error:
        told = f"The alert could not be sent by channel {ending.alert.channel}: {error}"
        host.tell(told)
        return [told]
    host.tell(
        f"Alert sent by channel {ending.alert.channel} to {', '.join(ending.alert.recipients) or 'its own list'}."
    )
    return []


def _message(report: Report, step: str) -> str:
    times = f"Start {_moment(report.start)}, end {_moment(report.end)}, {report.minutes} minutes."
    figures = [f"  {name} = {value_text(value)}" for name, value in report.variables.items() if _is_new(name, report)]
    return "\n".join([f"Step: {step}", f"Outcome: {report.outcome}", "", *report.lines, "", *figures, "", times])


def _is_new(name: str, report: Report) -> bool:
    """Whether a variable says something that neither the lines nor another variable say."""
    return not name.endswith("_outcome") and not (name.endswith("_text") and name[: -len("_text")] in report.variables)


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
