"""Scenarios with the plugin's steps, authored and run by the official client, and a mail server that keeps what it gets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import dataikuapi
import pandas as pd
from dataikuapi.dss.project import DSSProject

from champion_challenger.core.score_project.scenario_steps import plugin_step, python_step
from examples.scenarios.mailbox import Mailbox
from examples.scenarios.mailbox import mailbox as served

__all__ = ["Mailbox", "Run", "finished", "mailbox", "marker", "plugin_step", "python_step", "run", "table"]

TELL = "import json; from dataiku.scenario import Scenario; print('TOLD', json.dumps(Scenario().get_all_variables()))"


@dataclass
class Run:
    """What a run of a scenario left: its outcome, those of its steps by name, its log, and variables when told."""

    outcome: str
    steps: dict[str, str]
    log: str
    variables: dict[str, Any] = field(default_factory=dict)


def run(project: DSSProject, *steps: dict[str, Any], params: dict[str, Any] | None = None) -> Run:
    """Run a fresh scenario of these steps; the last one, which always runs, tells the variables."""
    last = {**python_step("tell", TELL), "runConditionType": "RUN_ALWAYS"}
    scenario = project.create_scenario("probe", "step_based")
    settings = scenario.get_settings()
    settings.raw_steps.extend([*steps, last])
    settings.save()
    return finished(scenario, params)


def marker(name: str, condition: str) -> dict[str, Any]:
    """A step that does nothing, at once, where a condition holds."""
    step = {"type": "compute_metrics", "name": name, "params": {"computes": []}}
    return {**step, "runConditionType": "RUN_CONDITIONALLY", "runConditionExpression": condition}


def finished(scenario: dataikuapi.dss.scenario.DSSScenario, params: dict[str, Any] | None = None) -> Run:
    """Run a scenario to its end, whatever its outcome."""
    ended = scenario.run_and_wait(params, no_fail=True)
    details, log = ended.get_details(), ended.get_log()
    steps = {one["step"]["name"]: one["result"]["outcome"] for one in details.steps}
    told = re.findall(r"TOLD (\{.*\})", log)
    return Run(ended.outcome, steps, log, json.loads(told[-1]) if told else {})


def table(project: DSSProject, name: str, frame: pd.DataFrame) -> Any:
    """A dataset over one CSV file in a folder of the project, typed by the frame."""
    kinds = {"i": "bigint", "f": "double", "b": "boolean"}
    folder = project.create_managed_folder(f"{name}_files")
    folder.put_file("rows.csv", frame.to_csv(index=False).encode())
    dataset = folder.create_dataset_from_files(name)
    settings = dataset.get_settings()
    settings.set_csv_format()
    settings.save()
    columns = [{"name": column, "type": kinds.get(frame[column].dtype.kind, "string")} for column in frame.columns]
    dataset.set_schema({"columns": columns, "userModified": True})
    return dataset


@contextmanager
def mailbox(client: dataikuapi.DSSClient, channel: str = "team-mail") -> Iterator[Mailbox]:
    """A mail server on loopback, and a messaging channel of the instance that sends to it."""
    with served() as box:
        settings = {"host": "127.0.0.1", "port": box.port, "sender": "dss@example.com"}
        client.create_messaging_channel("smtp", channel, settings)
        yield box
