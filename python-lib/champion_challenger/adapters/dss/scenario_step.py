"""The host of a scenario step: its form, the scenario's variables, and messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import dataiku
from dataiku.scenario import Scenario

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.adapters.dss.metrics import DSSMetrics
from champion_challenger.settings.step_ending import Alert


class ScenarioStep(JobLog):
    """A run of a plugin step in DSS."""

    def __init__(self) -> None:
        self._scenario = Scenario()
        self.project_key: str = dataiku.default_project_key()
        self.figures = DSSMetrics(dataiku.api_client())

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return datetime.now(timezone.utc)

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Set variables of the scenario's run."""
        with asking("to set variables of the scenario"):
            self._scenario.set_scenario_variables(**values)

    def send(self, alert: Alert, subject: str, message: str) -> None:
        """Send by the alert's channel; what the alert leaves empty is the channel's own."""
        address = {"recipient": ", ".join(alert.recipients), "sender": alert.sender}
        # An empty recipient would replace the channel's own list.
        given = {name: value for name, value in address.items() if value}
        with asking(f"to send a message by channel {alert.channel}"):
            self._scenario.get_message_sender(alert.channel).send(subject=subject, message=message, **given)
