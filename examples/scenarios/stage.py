"""Everything that the scenarios need, set up on a host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dataikuapi
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario, DSSScenarioRun

from examples.demo.champion import deployed_champion
from examples.demo.months import recipe_of
from examples.demo.plugin import installed_plugin, plugin_zip
from examples.scenarios.application import application
from examples.scenarios.mailbox import Mailbox
from examples.scenarios.production import production
from examples.scenarios.projects import MONTHS, cockpit, score_project, scored, summarised

SCORE, CHANNEL, CONNECTION = "repurchase", "score-mails", "warehouse"
TEAM = "score-team@example.com"


@dataclass(frozen=True)
class Stage:
    """The score's project and its two scenarios."""

    project: DSSProject
    application: DSSScenario
    production: DSSScenario


@dataclass(frozen=True)
class Played:
    """A run that has ended: its outcome, that of each step that ran, and its log."""

    outcome: str
    steps: Mapping[str, str]
    log: str


def set_up(client: dataikuapi.DSSClient, box: Mailbox, database: Mapping[str, Any]) -> Stage:
    """Install the plugin; make the channel, the connection, the projects and the scenarios."""
    installed_plugin(client, plugin_zip())
    client.create_messaging_channel(
        "smtp", CHANNEL, {"host": "127.0.0.1", "port": box.port, "sender": "dss@example.com"}
    )
    client.create_connection(CONNECTION, "PostgreSQL", dict(database))
    cockpit(client)
    project = score_project(client)
    model = deployed_champion(project, MONTHS[0])
    recipe_of(project, model)
    summarised(project)
    scored(project, model)
    return Stage(
        project,
        application(project, SCORE, CHANNEL, TEAM, CONNECTION),
        production(project, SCORE, CHANNEL, TEAM),
    )


def played(scenario: DSSScenario, **asked: str) -> Played:
    """Run a scenario as a person would, with parameters; wait for its end, whatever it is."""
    run: DSSScenarioRun = scenario.run_and_wait(asked, no_fail=True)
    steps = {one["step"]["name"]: one["result"]["outcome"] for one in run.get_details().steps}
    return Played(run.outcome, steps, run.get_log())
