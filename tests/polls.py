"""The official client's waits, shortened: by itself it polls up to every five seconds."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from dataikuapi import utils
from dataikuapi.dss import future, job, ml, scenario


def quicken(patch: pytest.MonkeyPatch, milliseconds: int = 50) -> None:
    """Let the client poll this often; before 13.2.3 each of its modules sleeps by itself."""
    if hasattr(utils, "_ExponentialBackoff"):
        patch.setattr(utils._ExponentialBackoff, "next_sleep_time", lambda _: milliseconds)
    short = SimpleNamespace(sleep=lambda _: time.sleep(milliseconds / 1000), time=time.time)
    for module in (future, job, ml, scenario):
        if hasattr(module, "time"):
            patch.setattr(module, "time", short)
