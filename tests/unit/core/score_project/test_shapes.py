"""Recipes and scenarios of a score project have the keys of real ones, whatever the form asks for."""

from __future__ import annotations

from champion_challenger.core.score_project.parts import Dimensions, Template, blueprint
from champion_challenger.settings.create_score_project import ScoreProject
from champion_challenger.settings.form import Form
from tests.contract.real_keys import faults, of_recipe, of_scenario, table
from tests.unit.core.score_project.test_dependencies import FORM as CUSTOMERS

FORM = {
    **CUSTOMERS,
    "mail_channel": "mails",
    "recipients": ["team@example.com"],
    "cockpit_project": "COCKPIT",
    "cockpit_dataset": "deliveries",
    "procedure": "prepare",
    "procedure_connection": "warehouse",
}


def test_all_that_the_form_can_ask_for() -> None:
    """Cockpit, procedure, volumes, report and mails; every dataset partitioned."""
    settings = ScoreProject.from_form(Form(FORM, project_key="DATA"))
    parts = blueprint(settings, Template(), Dimensions(("month", "MONTH"), ("day", "DAY"), ("month",)))
    recipes = [part.definition for part in parts if part.kind == "recipe"]
    scenarios = [part.definition for part in parts if part.kind == "scenario"]
    made = [{**one, "type": "step_based", "params": {"steps": one["steps"]}} for one in scenarios]
    nodes = [node for one in recipes for node in of_recipe(dict(one))]
    nodes += [node for one in made for node in of_scenario({k: v for k, v in one.items() if k != "steps"})]

    assert len(recipes) == len(scenarios) == 2
    # An id is given by the host.
    assert [fault for fault in faults(nodes, table()) if not fault.endswith(": no id")] == []
