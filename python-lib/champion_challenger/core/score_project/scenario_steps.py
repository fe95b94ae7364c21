"""Parts of scenarios as DSS stores them: steps, triggers, mails."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

from champion_challenger.core.score_project.timetable import Timetable

_PLUGIN = "champion-challenger"
_GOOD = ["SUCCESS", "WARNING"]
_ANY = ["SUCCESS", "WARNING", "FAILED", "ABORTED"]
_PARAMETERS = re.compile(r"^(PARAMETERS\b[^\n]*? = )(?:\{\n.*?^\}|[^\n]*)$", re.MULTILINE | re.DOTALL)
Json = dict[str, Any]


def plugin_step(folder: str, name: str, condition: str = "", **config: Any) -> Json:
    """A step of this plugin.

    >>> plugin_step("check-volume-stability", "Volumes")["type"]
    'pystep_champion-challenger_check-volume-stability'
    """
    return _step(f"pystep_{_PLUGIN}_{folder}", name, {"config": config}, condition)


def python_step(name: str, script: str, condition: str = "", *, always: bool = False, retries: int = 0) -> Json:
    """A step of Python code; one that always runs does so after a failure too."""
    params = {"script": script, "envSelection": {"envMode": "INHERIT"}}
    step = _step("custom_python", name, params, condition, _ANY if always else _GOOD)
    return {**step, "maxRetriesOnFail": retries}


def with_warning_on_failure(step: Json) -> Json:
    """The step, whose failure is a warning of the run: the steps after it run all the same.

    >>> with_warning_on_failure(python_step("Try", "pass"))["params"]["proceedOnFailure"]
    True
    """
    return {**step, "params": {**step["params"], "proceedOnFailure": True}}


def script_text(name: str, **parameters: Any) -> str:
    """Text of the file ``scripts/<name>.py``, with these values as its ``PARAMETERS``.

    Examples
    --------
    >>> text = script_text("mail_report", score="churn", recipients=["ann@example.com"])
    >>> print(*(line for line in text.splitlines() if line.startswith("PARAMETERS")))
    PARAMETERS: "dict[str, Any]" = {'score': 'churn', 'recipients': ['ann@example.com']}
    """
    file = resources.files("champion_challenger.core.score_project") / "scripts" / f"{name}.py"
    text = file.read_text(encoding="utf-8")
    # A function, since a backslash in a text of replacement would be read as a group.
    return _PARAMETERS.sub(lambda line: f"{line[1]}{parameters!r}", text) if parameters else text


def macro_step(macro: str, name: str, config: Json, condition: str = "") -> Json:
    """DSS's own step that runs a macro, one of this plugin.

    >>> macro_step("performance-report", "Report", {})["params"]["runnableType"]
    'pyrunnable_champion-challenger_performance-report'
    """
    params = {"runnableType": f"pyrunnable_{_PLUGIN}_{macro}", "config": config, "adminConfig": {}}
    return _step("runnable", name, params, condition)


def build_step(
    name: str, dataset: str, partition: str = "", condition: str = "", *, updates_schema: bool = False
) -> Json:
    """DSS's own step that builds a dataset, and nothing before it; DSS's own recipes may have new columns first."""
    builds = [{"type": "DATASET", "itemId": dataset, "partitionsSpec": partition}]
    params = {"builds": builds, "jobType": "NON_RECURSIVE_FORCED_BUILD"}
    return _step("build_flowitem", name, {**params, "autoUpdateSchemaBeforeEachRecipeRun": updates_schema}, condition)


def mail(name: str, condition: str, address: tuple[str, str], subject: str, message: str) -> Json:
    """A mail at the end of a run, by a channel to recipients; the texts are FreeMarker templates, see `in_mail`."""
    channel, recipients = address
    configuration = {
        "channelId": channel,
        "recipient": recipients,
        "subject": subject,
        "message": message,
        "messageSource": "INLINE",
        "templateFormat": "FREEMARKER",
        # As text: names in a mail could otherwise become markup.
        "sendAsHTML": False,
        "attachments": [],
    }
    when = {"phase": "END", "runConditionEnabled": True, "runCondition": condition}
    messaging = {"type": "mail-scenario", "configuration": configuration}
    return {"name": name, "active": True, **when, "messaging": messaging}


def in_mail(variable: str) -> str:
    """A variable of the run in the text of a mail; one that is not set leaves a dash instead of no mail at all.

    >>> in_mail("month_ref")
    '${month_ref!"-"}'
    """
    return f'${{{variable}!"-"}}'


def trigger(timetable: Timetable, time_zone: str = "SERVER") -> Json:
    """What starts a scenario on days of the week, or on the first day of each month, at an hour of a time zone."""
    when: Json = {"frequency": "Monthly", "monthlyRunOn": "ON_THE_DAY"}
    if timetable.days:
        when = {"frequency": "Weekly", "daysOfWeek": list(timetable.days)}
    params = {
        "repeatFrequency": 1,
        # In the past: the trigger works from the moment when somebody switches it on.
        "startingFrom": "1990-01-01T00:00:00.000+0000",
        "timezone": time_zone,
        **when,
        "hour": timetable.hour,
        "minute": timetable.minute,
    }
    return {"type": "temporal", "name": timetable.trigger, "active": True, "delay": 5, "params": params}


def _step(kind: str, name: str, params: Json, condition: str, statuses: list[str] | None = None) -> Json:
    return {
        "type": kind,
        "name": name,
        "runConditionType": "RUN_CONDITIONALLY" if condition else "RUN_IF_STATUS_MATCH",
        # A warning does not stop a scenario.
        "runConditionStatuses": statuses or _GOOD,
        "runConditionExpression": condition,
        "resetScenarioStatus": False,
        "delayBetweenRetries": 10,
        "maxRetriesOnFail": 0,
        "params": {**params, "proceedOnFailure": False},
    }
