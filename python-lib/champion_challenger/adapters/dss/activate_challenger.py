"""The macro Activate challenger in DSS. The only file of the plugin that makes a version active; a test proves it."""

from __future__ import annotations

from datetime import datetime, timezone

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.activation_log import DSSActivationLog
from champion_challenger.adapters.dss.asking import answer_to, asking
from champion_challenger.adapters.dss.datasets import read_whole
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.settings.activate_challenger import ActivationSettings


class ActivateChallengerHost(JobLog):
    """A run of the macro, with the rights of the user who runs it."""

    def __init__(self, settings: ActivationSettings) -> None:
        self._client = dataiku.api_client()
        self.model = DSSSavedModel(self._client, settings.model)
        self.log = DSSActivationLog(self._client, settings.log, beside=settings.performance)

    def read(self, dataset: str) -> pd.DataFrame:
        """Return all rows."""
        return read_whole(dataset)

    def scoring_recipes(self) -> list[str]:
        """Return the names of what uses the model."""
        usages = answer_to(f"what uses saved model {self.model.facts.name}", self.model.handle.get_usages) or []
        # The recipe that trains the model has it as an output, and scores nothing.
        names = [usage.get("objectId") for usage in usages if usage.get("type") != "RECIPE_OUTPUT"]
        return list(dict.fromkeys(str(name) for name in names if name))

    def activate(self, version_id: str) -> None:
        """Make a version the active one."""
        with asking(f"to activate version {version_id} of saved model {self.model.facts.name}"):
            self.model.handle.set_active_version(version_id)

    def user(self) -> str:
        """Return who runs the macro."""
        user = answer_to("who runs this macro", self._client.get_auth_info)
        return str(user.get("associatedDSSUser") or user.get("authIdentifier") or "unknown")

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return datetime.now(timezone.utc)
