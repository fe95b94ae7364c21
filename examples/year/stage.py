"""The score as a person sets it up: the older plugin, the mail channel, the projects, both scenarios switched on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import dataikuapi
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario

from examples.demo.champion import deployed_champion
from examples.demo.features import CUSTOMER, OUTCOME
from examples.demo.plugin import installed_plugin, plugin_zip
from examples.demo.project import COHORT, TRAINING_DATA, new_project, uploaded
from examples.demo.score import score_project
from examples.scenarios.mailbox import Mailbox
from examples.scenarios.projects import (
    CHANNEL,
    COCKPIT,
    CONNECTION,
    DELIVERIES,
    PREPARED,
    PROCEDURE,
    TEAM,
    cockpit,
    prepared,
)
from examples.year.older import older_zip
from examples.year.world import World, crm

SCORE = "repurchase"
DAY_OF_APPLICATION = "Wednesday"
_TRAINING_PERIODS = 6
FORM = {
    "score_name": SCORE,
    "training_data": TRAINING_DATA,
    "cohort": COHORT,
    "customers_to_score": PREPARED,
    "outcome_column": OUTCOME,
    "customer_id_column": CUSTOMER,
    "snapshot_column": "snapshot_date",
    "horizon": "1 month",
    "targeting_rates": "1, 5, 10",
    "connection": "filesystem_managed",
    "mail_channel": CHANNEL,
    "recipients": [TEAM],
    "cockpit_project": COCKPIT,
    "cockpit_dataset": DELIVERIES,
    "procedure": PROCEDURE,
    "procedure_connection": CONNECTION,
}
"""What a person types into the macro Create score project; the design of the champion comes from the data's project."""


@dataclass(frozen=True)
class Stage:
    """The score's project and its two scenarios."""

    project: DSSProject
    application: DSSScenario
    evaluation: DSSScenario


def set_up(client: dataikuapi.DSSClient, box: Mailbox, world: World, folder: Path) -> Stage:
    """Install the older plugin, train a champion on the pilot, make the score's project, switch it on."""
    installed_plugin(client, older_zip(plugin_zip(), folder / "older.zip"))
    client.create_messaging_channel(
        "smtp", CHANNEL, {"host": "127.0.0.1", "port": box.port, "sender": "dss@example.com"}
    )
    world.cockpit = cockpit(client)
    world.data = data = new_project(client, "PURCHASES", "Purchases")
    first, second, third = world.known
    uploaded(data, [(first, world.pilot()), (second, world.customers(second))])
    prepared(data, world.database, crm(world.customers(third)))
    deployed_champion(data, first)
    form = {**FORM, "template_project": data.project_key, "first_training_partitions": first}
    project = score_project(data, SCORE.upper(), **form)
    world.end_pilot()
    _lengthen_window(project)
    ids = {one["name"]: one["id"] for one in project.list_scenarios()}
    stage = Stage(project, *(project.get_scenario(ids[f"{name}_{SCORE}"]) for name in ("Application", "Score")))
    for scenario in (stage.application, stage.evaluation):
        _switch_on(scenario)
    return stage


def _lengthen_window(project: DSSProject) -> None:
    """What the analyst changes in the recipe's form; no score column, since a verdict could recommend it."""
    settings = project.get_recipe("retrain_and_evaluate").get_settings()
    settings.get_recipe_raw_definition()["params"]["customConfig"]["training_periods"] = _TRAINING_PERIODS
    settings.save()


def _switch_on(scenario: DSSScenario) -> None:
    """Let the triggers start the scenario; customers are scored once a week here."""
    settings = scenario.get_settings()
    settings.active = True
    for trigger in settings.raw_triggers:
        if trigger["params"]["frequency"] == "Weekly":
            trigger["params"]["daysOfWeek"] = [DAY_OF_APPLICATION]
    settings.save()
