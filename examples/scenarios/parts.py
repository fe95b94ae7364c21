"""Parts of a scenario, as DSS stores them."""

from __future__ import annotations

from typing import Any

from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario

PLUGIN = "champion-challenger"
_GOOD = ["SUCCESS", "WARNING"]
_ANY = ["SUCCESS", "WARNING", "FAILED", "ABORTED"]
Part = dict[str, Any]


def plugin_step(folder: str, name: str, condition: str = "", **config: Any) -> Part:
    """A step of the plugin."""
    return _step(f"pystep_{PLUGIN}_{folder}", name, {"config": config}, condition)


def python_step(name: str, script: str, condition: str = "", *, always: bool = False) -> Part:
    """A step of python code; one that always runs does so after a failure too."""
    params = {"script": script, "envSelection": {"envMode": "INHERIT"}}
    return _step("custom_python", name, params, condition, _ANY if always else _GOOD)


def metrics_step(name: str, dataset: str, partition: str, condition: str = "") -> Part:
    """DSS's own step that computes the metrics of a dataset."""
    computes = [{"type": "DATASET", "itemId": dataset, "partitionsSpec": partition}]
    return _step("compute_metrics", name, {"computes": computes}, condition)


def build_step(name: str, dataset: str, partition: str = "", condition: str = "") -> Part:
    """DSS's own step that builds a dataset, and nothing before it."""
    builds = [{"type": "DATASET", "itemId": dataset, "partitionsSpec": partition}]
    return _step("build_flowitem", name, {"builds": builds, "jobType": "NON_RECURSIVE_FORCED_BUILD"}, condition)


def retried(step: Part, times: int, delay: int = 1) -> Part:
    """The same step, run again so many times when it fails, after so many seconds."""
    return {**step, "maxRetriesOnFail": times, "delayBetweenRetries": delay}


def mail(name: str, condition: str, channel: str, recipient: str, subject: str, message: str) -> Part:
    """A mail at the end of a run, when a condition holds."""
    configuration = {
        "channelId": channel,
        "recipient": recipient,
        "subject": subject,
        "message": message,
        "messageSource": "INLINE",
        "sendAsHTML": False,
    }
    when = {"phase": "END", "runConditionEnabled": True, "runCondition": condition}
    return {
        "name": name,
        "active": True,
        **when,
        "messaging": {"type": "mail-scenario", "configuration": configuration},
    }


def weekly(name: str, days: list[str], hour: int, minute: int) -> Part:
    """A trigger on days of the week."""
    return _temporal(name, frequency="Weekly", daysOfWeek=days, hour=hour, minute=minute)


def monthly(name: str, hour: int, minute: int) -> Part:
    """A trigger on the first of the month."""
    return _temporal(name, frequency="Monthly", monthlyRunOn="ON_THE_DAY", hour=hour, minute=minute)


def created(project: DSSProject, name: str, trigger: Part, steps: list[Part], reporters: list[Part]) -> DSSScenario:
    """A scenario of these parts; the host gives it its id."""
    scenario = project.create_scenario(name, "step_based")
    settings = scenario.get_settings()
    settings.raw_steps.extend(steps)
    settings.raw_triggers.append(trigger)
    settings.raw_reporters.extend(reporters)
    settings.active = True
    settings.save()
    return scenario


def _temporal(name: str, **params: Any) -> Part:
    always = {"repeatFrequency": 1, "startingFrom": "2019-01-01T00:00:00.000+0000", "timezone": "SERVER"}
    return {"type": "temporal", "name": name, "active": True, "delay": 5, "params": {**always, **params}}


def _step(kind: str, name: str, params: Part, condition: str, statuses: list[str] | None = None) -> Part:
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
