"""The end of every step: variables set, the outcome told, an alert sent, and the scenario stopped where asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from champion_challenger.core.reasons import Reason, one_line, reason_of, sentence, value_text
from champion_challenger.errors import HostError, StepFailedError
from champion_challenger.languages.language import Language
from champion_challenger.operations.steps.ports import StepHost
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from champion_challenger.settings.step_ending import Ending

# The message of a check or a database may be long; its end often says what to do.
_LONGEST_LINE = 2000


@dataclass(frozen=True)
class Report:
    """What a step found.

    Attributes
    ----------
    step
        What the step is called.
    lines
        One sentence for each thing that was looked at, in the language of the step.
    variables
        Variables to be set, by name after the prefix.
    """

    step: Reason
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
    report = replace(report, lines=[one_line(line, _LONGEST_LINE) for line in report.lines])
    # First: the steps that follow read them even where the alert or this step fails.
    host.set_variables(variables)
    unsent = _send_alert(report, ending, host)
    host.tell(_log_text(report, variables, ending))
    if ending.fails(report.outcome) or (unsent and report.outcome != "OK"):
        raise StepFailedError("\n".join([_outcome(report, ending.language), *report.lines, *unsent]))


def _variables(report: Report, ending: Ending) -> dict[str, Any]:
    shared = {
        "outcome": report.outcome,
        "start": _moment(report.start),
        "end": _moment(report.end),
        "minutes": report.minutes,
    }
    return {f"{ending.prefix}_{name}": value for name, value in {**shared, **report.variables}.items()}


def _log_text(report: Report, variables: Mapping[str, Any], ending: Ending) -> str:
    language = ending.language
    lines = [_outcome(report, language), *report.lines, "", Reason("variables_set").wording(language)]
    lines += [f"  {name} = {one_line(value_text(value))}" for name, value in variables.items()]
    lines += ["", Reason("run_condition").wording(language)]
    return "\n".join([*lines, f"  {ending.prefix}_outcome == 'OK' || {ending.prefix}_outcome == 'WARNING'"])


def _outcome(report: Report, language: Language) -> str:
    return Reason("step_outcome", {"outcome": report.outcome}).wording(language)


def _send_alert(report: Report, ending: Ending, host: StepHost) -> list[str]:
    """Send the alert if it is due; a sentence where it could not be sent."""
    alert, language = ending.alert, ending.language
    if not alert.is_due(report.outcome):
        return []
    of_step = {"step": report.step, "project": host.project_key}
    subject = Reason("alert_subject", {"outcome": report.outcome, **of_step}).wording(language)
    try:
        host.send(alert, subject, _message(report, host.project_key, language))
    except HostError as error:
        unsent = Reason("alert_unsent", {"channel": alert.channel, "reason": reason_of(error)}).wording(language)
        host.tell(unsent)
        return [unsent]
    to_list = Reason("alert_sent_to_its_list", {"channel": alert.channel})
    to_some = Reason("alert_sent", {"channel": alert.channel, "recipients": alert.recipients})
    host.tell((to_some if alert.recipients else to_list).wording(language))
    return []


def _message(report: Report, project: str, language: Language) -> str:
    """Text of the alert: numbers are written as people of its language do."""
    step = Reason("alert_step", {"step": report.step, "project": project})
    about = [step, Reason("alert_outcome", {"outcome": report.outcome})]
    moments = {"start": report.start.isoformat(), "end": report.end.isoformat()}
    times = Reason("alert_times", {**moments, "n": report.minutes})
    new = {name: value for name, value in report.variables.items() if _is_new(name, report)}
    figures = [f"  {name} = {one_line(value_text(value, language))}" for name, value in new.items()]
    listed = [Reason("alert_variables").wording(language), *figures, ""] if figures else []
    head = [line.wording(language) for line in about]
    return "\n".join([*head, "", *report.lines, "", *listed, times.wording(language)])


def step_line(outcome: str, place: Place, item: Reason, reasons: Sequence[Reason], language: Language) -> str:
    """The sentence that says what became of one thing."""
    text = sentence(reasons, language).rstrip(".")
    return Reason("step_line", {"outcome": outcome, "place": str(place), "item": item, "reason": text}).wording(
        language
    )


def _is_new(name: str, report: Report) -> bool:
    """Whether a variable says something that neither the lines nor another variable say."""
    return not name.endswith("_outcome") and not (name.endswith("_text") and name[: -len("_text")] in report.variables)


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
