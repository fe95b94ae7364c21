"""Analyses of our own in the lab."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from champion_challenger.adapters.dss.lab_queue import LabQueue
from champion_challenger.errors import HostError


@dataclass
class Project:
    """A project of the public client whose analyses cannot be named."""

    analyses: list[str] = field(default_factory=list)

    def create_analysis(self, dataset: str) -> Any:
        """Make one."""
        self.analyses.append(f"a{len(self.analyses)}")
        return SimpleNamespace(analysis_id=self.analyses[-1])

    def list_analyses(self) -> list[dict[str, str]]:
        """List them."""
        return [{"analysisId": name, "inputDataset": "TELCO.history"} for name in self.analyses]

    def get_analysis(self, analysis_id: str) -> Any:
        """Refuse its definition; let it be deleted."""

        def broken() -> Any:
            raise RuntimeError("HTTP 500")

        return SimpleNamespace(get_definition=broken, delete=lambda: self.analyses.remove(analysis_id))


def test_an_analysis_that_cannot_be_named_does_not_stay() -> None:
    """No later run would know whose it is."""
    project = Project()
    model: Any = SimpleNamespace(project_key="TELCO", model_id="m1")

    with pytest.raises(HostError, match="to name analysis a0, and answered: .*HTTP 500"):
        LabQueue(project, model, "TELCO.history").claim("f00d", "r1")
    assert project.analyses == []
