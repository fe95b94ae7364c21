"""Reporters: the mails that a scenario sends when it starts or ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.scenarios.expressions import expanded, holds
from dss_standin.scenarios.mail import send_configured
from dss_standin.scenarios.templates import printed


def report(dss: DSS, reporter: dict[str, Any], phase: str, variables: Mapping[str, Any]) -> None:
    """Send what a reporter sends, if it is active in this phase and its condition holds."""
    if not reporter.get("active", True) or reporter.get("phase", "END") != phase:
        return
    if reporter.get("runConditionEnabled") and not holds(str(reporter.get("runCondition") or ""), variables):
        return
    messaging = reporter.get("messaging") or {}
    if messaging.get("type") != "mail-scenario":
        raise DSSError(f"Reporter type {messaging.get('type')!r} is outside the stand-in's slice: mail-scenario only")
    given = dict(messaging.get("configuration") or {})
    templates = {name: str(given.pop(name, "")) for name in ("subject", "message")}
    configuration = {
        **expanded(given, variables),
        **{name: printed(text, variables) for name, text in templates.items()},
    }
    if not configuration.get("channelId"):
        raise DSSError("The reporter's messaging.configuration has no channelId")
    if configuration.get("messageSource", "INLINE") != "INLINE":
        body = f"Scenario {variables['scenarioName']} of project {variables['projectKey']}: {variables['outcome']}"
        configuration = {**configuration, "message": body}
    send_configured(dss, configuration["channelId"], configuration)
