"""Parts of scenarios as DSS stores them: steps, triggers, mails."""

from __future__ import annotations

from typing import Any

_PLUGIN = "champion-challenger"
_GOOD = ["SUCCESS", "WARNING"]
_ANY = ["SUCCESS", "WARNING", "FAILED", "ABORTED"]
Json = dict[str, Any]


def plugin_step(folder: str, name: str, condition: str = "", **config: Any) -> Json:
    """A step of this plugin.

    >>> plugin_step("check-volume-stability", "Volumes")["type"]
    'pystep_champion-challenger_check-volume-stability'
    """
    return _step(f"pystep_{_PLUGIN}_{folder}", name, {"config": config}, condition)


def python_step(name: str, script: str, condition: str = "", *, always: bool = False) -> Json:
    """A step of python code; one that always runs does so after a failure too."""
    params = {"script": script, "envSelection": {"envMode": "INHERIT"}}
    return _step("custom_python", name, params, condition, _ANY if always else _GOOD)


def macro_step(macro: str, name: str, config: Json) -> Json:
    """DSS's own step that runs a macro, one of this plugin.

    >>> macro_step("performance-report", "Report", {})["params"]["runnableType"]
    'pyrunnable_champion-challenger_performance-report'
    """
    params = {"runnableType": f"pyrunnable_{_PLUGIN}_{macro}", "config": config, "adminConfig": {}}
    return _step("runnable", name, params, "")


def build_step(name: str, dataset: str, partition: str = "", condition: str = "") -> Json:
    """DSS's own step that builds a dataset, and nothing before it."""
    builds = [{"type": "DATASET", "itemId": dataset, "partitionsSpec": partition}]
    return _step("build_flowitem", name, {"builds": builds, "jobType": "NON_RECURSIVE_FORCED_BUILD"}, condition)


def mail(name: str, condition: str, address: tuple[str, str], subject: str, message: str) -> Json:
    """A mail at the end of a run, by a channel to recipients."""
    channel, recipients = address
    configuration = {
        "channelId": channel,
        "recipient": recipients,
        "subject": subject,
        "message": message,
        "messageSource": "INLINE",
        "sendAsHTML": False,
    }
    when = {"phase": "END", "runConditionEnabled": True, "runCondition": condition}
    messaging = {"type": "mail-scenario", "configuration": configuration}
    return {"name": name, "active": True, **when, "messaging": messaging}


def weekly(name: str, days: list[str], hour: int, minute: int) -> Json:
    """A trigger on days of the week."""
    return _temporal(name, frequency="Weekly", daysOfWeek=days, hour=hour, minute=minute)


def monthly(name: str, hour: int, minute: int) -> Json:
    """A trigger on the first of the month."""
    return _temporal(name, frequency="Monthly", monthlyRunOn="ON_THE_DAY", hour=hour, minute=minute)


def _temporal(name: str, **params: Any) -> Json:
    always = {"repeatFrequency": 1, "startingFrom": "2019-01-01T00:00:00.000+0000", "timezone": "SERVER"}
    return {"type": "temporal", "name": name, "active": True, "delay": 5, "params": {**always, **params}}


def _step(kind: str, name: str, params: Json, condition: str, statuses: list[str] | None = None) -> Json:
    return {
        "type": kind,
        "name": name,
        "runConditionType": "RUN_CONDITIONALLY" if condition else "RUN_IF_STATUS_MATCH",
        "runConditionStatuses": statuses or _GOOD,
        "runConditionExpression": condition,
        "resetScenarioStatus": False,
        "delayBetweenRetries": 10,
        "maxRetriesOnFail": 0,
        "params": {**params, "proceedOnFailure": False},
    }
