"""Adapters import the host's package: here it is an empty one, and each test gives it what it needs."""

import sys
from types import ModuleType

import pytest

NAMES = {
    "dataiku": (),
    "dataiku.customrecipe": (),
    "dataiku.customstep": ("get_step_config",),
    "dataiku.scenario": ("Scenario",),
}

for name, members in NAMES.items():
    module = ModuleType(name)
    vars(module).update(dict.fromkeys(members))
    sys.modules.setdefault(name, module)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are asked again at once."""
    monkeypatch.setattr("champion_challenger.adapters.dss.asking.PATIENCE", (0.0, 0.0))
