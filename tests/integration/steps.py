"""Scenarios with the plugin's steps, authored and run by the official client, and a mail server that keeps what it gets."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any

import dataikuapi
import pandas as pd
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from dataikuapi.dss.project import DSSProject

PLUGIN = "champion-challenger"


def plugin_step(folder: str, name: str, condition: str = "", **config: Any) -> dict[str, Any]:
    """A step of the plugin as a scenario stores it."""
    return _step(f"pystep_{PLUGIN}_{folder}", name, condition, {"config": config})


def python_step(name: str, script: str, condition: str = "") -> dict[str, Any]:
    """A step of python code."""
    return _step("custom_python", name, condition, {"script": script, "envSelection": {"envMode": "INHERIT"}})


def _step(kind: str, name: str, condition: str, params: dict[str, Any]) -> dict[str, Any]:
    when = "RUN_CONDITIONALLY" if condition else "RUN_IF_STATUS_MATCH"
    run = {
        "runConditionType": when,
        "runConditionStatuses": ["SUCCESS", "WARNING"],
        "runConditionExpression": condition,
    }
    retries = {"resetScenarioStatus": False, "delayBetweenRetries": 10, "maxRetriesOnFail": 0}
    return {"type": kind, "name": name, **run, **retries, "params": {**params, "proceedOnFailure": False}}


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


@dataclass
class Mailbox:
    """Mails that arrived: recipients, subject and text of each."""

    port: int
    mails: list[tuple[tuple[str, ...], str, str]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail."""
        message = message_from_bytes(bytes(envelope.content or b""), policy=default)
        body = message.get_body()
        text = str(body.get_content()) if body else ""
        self.mails.append((tuple(envelope.rcpt_tos), str(message["Subject"]), text))
        return "250 kept"


@contextmanager
def mailbox(client: dataikuapi.DSSClient, channel: str = "team-mail") -> Iterator[Mailbox]:
    """A mail server on loopback, and a messaging channel of the instance that sends to it."""
    box = Mailbox(_free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    try:
        settings = {"host": "127.0.0.1", "port": box.port, "sender": "dss@example.com"}
        client.create_messaging_channel("smtp", channel, settings)
        yield box
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
