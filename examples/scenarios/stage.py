"""Everything that the scenarios need, set up on a host."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import dataikuapi
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario

from examples.demo.plugin import installed_plugin, plugin_zip
from examples.scenarios.database import Database
from examples.scenarios.mailbox import Mailbox
from examples.scenarios.projects import CHANNEL, SCORE, cockpit, customers, score_project

_PAUSE = 0.1


@dataclass(frozen=True)
class Stage:
    """The upstream project, the score's project and its two scenarios."""

    cockpit: DSSProject
    project: DSSProject
    application: DSSScenario
    production: DSSScenario


@dataclass(frozen=True)
class Played:
    """A run that has ended: its outcome, that of each step that ran, and its log."""

    outcome: str
    steps: Mapping[str, str]
    log: str


def set_up(client: dataikuapi.DSSClient, box: Mailbox, database: Database) -> Stage:
    """Install the plugin; make the channel and the projects; have the macro make the score's project."""
    installed_plugin(client, plugin_zip())
    client.create_messaging_channel(
        "smtp", CHANNEL, {"host": "127.0.0.1", "port": box.port, "sender": "dss@example.com"}
    )
    upstream, source = cockpit(client), customers(client, database)
    project = score_project(client, source)
    ids = {one["name"]: one["id"] for one in project.list_scenarios()}
    named = [project.get_scenario(ids[f"{name}_{SCORE}"]) for name in ("Application", "Score")]
    return Stage(upstream, project, *named)


def played(scenario: DSSScenario, **asked: str) -> Played:
    """Run a scenario as a person would, with parameters; wait for its end, whatever it is.

    The client's own wait looks more and more seldom, and would sleep on long after the end of a run of seconds.
    """
    fired = scenario.run(asked)
    while (run := fired.get_scenario_run()) is None:
        time.sleep(_PAUSE)
    while run.running:
        time.sleep(_PAUSE)
        run.refresh()
    steps = {one["step"]["name"]: one["result"]["outcome"] for one in run.get_details().steps}
    return Played(run.outcome, steps, run.get_log())
