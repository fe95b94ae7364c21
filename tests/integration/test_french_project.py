"""A score made in French: its own scenario finds too few customers, and people are told in French."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from dataikuapi.dss.project import DSSProject

from champion_challenger.languages.french import FRENCH
from dss_standin.running import Running
from tests.integration.steps import Mailbox, Run, finished, mailbox
from tests.integration.telco import Telco, customers
from tests.integration.test_next_score import FORM, MACRO
from tests.unit.languages.english_words import english_words

FRENCH_FORM = {**FORM, "score_name": "Churn", "project_key": "ATTRITION", "language": "fr"}
NAMES = ("TELCO.customers", "ATTRITION", "FAILED", "Churn", "month_ref")


@pytest.fixture(scope="module")
def box(standin: Running) -> Iterator[Mailbox]:
    """The mail server of the channel that the form names."""
    with mailbox(standin.client()) as served:
        yield served


@pytest.fixture(scope="module")
def project(telco: Telco, standin: Running, box: Mailbox) -> DSSProject:
    """The French project; in June four customers of ten are missing."""
    telco.put("2019-06", customers("2019-06", 700), "arrivals")
    macro = telco.project.get_macro(MACRO)
    macro.get_result(macro.run(params=FRENCH_FORM), as_type="string")
    return standin.client().get_project("ATTRITION")


@pytest.fixture(scope="module")
def june(project: DSSProject, box: Mailbox) -> Run:
    """The monthly scenario, of June."""
    (scenario,) = [one for one in project.list_scenarios() if one["name"] == "Score_Churn"]
    return finished(project.get_scenario(scenario["id"]), {"month_ref": "2019-06"})


def test_the_steps_of_the_plugin_speak_french(project: DSSProject) -> None:
    """The macro fills the field of every step that has it."""
    scenarios = [project.get_scenario(one["id"]).get_settings() for one in project.list_scenarios()]
    steps = [step for scenario in scenarios for step in scenario.raw_steps if step["type"].startswith("pystep_")]

    assert len(steps) == 2
    assert [step["params"]["config"].get("language") for step in steps] == ["fr", "fr"]


def test_mails_of_too_few_customers_are_french(june: Run, box: Mailbox) -> None:
    """The alert of the step, then the mail of the scenario; not one English word is in them."""
    alert, failed = box.mails
    texts = [re.sub(r"^  \w+ = .*", "", f"{mail.subject}\n{mail.text}", flags=re.MULTILINE) for mail in (alert, failed)]

    assert (june.outcome, alert.subject) == ("FAILED", "ERROR\u00a0: stabilité des volumes (ATTRITION)"), june.log
    assert "nombre de lignes\u00a0: 700, soit 41,7\u00a0% de moins que la dernière valeur (1\u202f200)." in alert.text
    assert "Cause\u00a0: étape Donnees\u00a0: " in failed.text, failed.text
    assert re.search(r"Début \d\d/\d\d/\d{4} \d\d:\d\d, fin .*, \d+,\d+ min\.", failed.text), failed.text
    assert [english_words(text, FRENCH, NAMES) for text in texts] == [set(), set()], texts


def test_the_message_of_the_failed_step_is_french(june: Run) -> None:
    """What DSS shows of it."""
    assert "StepFailedError: Issue\u00a0: ERROR.\nERROR\u00a0: TELCO.customers, partition 2019-06" in june.log
