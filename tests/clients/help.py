"""What tests need of the official client: shorter waits, and what an older one lacks and a person does by hand."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from dataikuapi import DSSClient, utils
from dataikuapi.dss import future, job, ml, scenario


def quicken(patch: pytest.MonkeyPatch, milliseconds: int = 50) -> None:
    """Let the client poll this often; before 13.2.3 each of its modules sleeps by itself, up to five seconds."""
    if hasattr(utils, "_ExponentialBackoff"):
        patch.setattr(utils._ExponentialBackoff, "next_sleep_time", lambda _: milliseconds)
    short = SimpleNamespace(sleep=lambda _: time.sleep(milliseconds / 1000), time=time.time)
    for module in (future, job, ml, scenario):
        if hasattr(module, "time"):
            patch.setattr(module, "time", short)


def complete(patch: pytest.MonkeyPatch) -> None:
    """Give an older client of the tests the methods that set a stage or look at it."""
    for kind, method in ((DSSClient, create_messaging_channel), (scenario.DSSScenarioRun, get_log)):
        if not hasattr(kind, method.__name__):
            patch.setattr(kind, method.__name__, method, raising=False)


def create_messaging_channel(client: Any, kind: str, channel: str, configuration: dict[str, Any]) -> None:
    """As in Administration > Settings > Notifications; the client makes channels since 14.0."""
    body = {"id": channel, "type": kind, "configuration": configuration, "permissions": None}
    client._perform_json("POST", "/messaging-channels/", body=body)


def get_log(run: Any) -> str:
    """As on the page of the run."""
    scenario = run.run["scenario"]
    return str(
        run.client._perform_text("GET", f"/projects/{scenario['projectKey']}/scenarios/{scenario['id']}/{run.id}/log")
    )
