"""What was saved before a field existed runs as if the field held the default that the form shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.activate_challenger import ActivationSettings
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings
from champion_challenger.settings.check_installation import CheckSettings
from champion_challenger.settings.check_volume_stability import VolumeSettings
from champion_challenger.settings.create_score_project import ScoreProject
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.evaluation_policy import read_policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.performance_report import ReportSettings
from champion_challenger.settings.retrain_and_evaluate import Settings
from champion_challenger.settings.retrieve_metrics_and_checks import RetrieveSettings
from champion_challenger.settings.score_portfolio import PortfolioSettings
from champion_challenger.settings.summarise_performance import SummarySettings
from champion_challenger.settings.tableau_workbook import WorkbookSettings
from champion_challenger.settings.teradata_connection import Logon

ROOT = Path(__file__).parents[3]
FORM = dict[str, Any]
REPORT: FORM = {"performance_summary": "summary"}
COMPONENTS: dict[str, tuple[Callable[[Form], Any], FORM]] = {
    "custom-recipes/champion-challenger-retrain-and-evaluate": (Settings.from_form, {}),
    "custom-recipes/champion-challenger-evaluate-stored-scores": (StoredSettings.from_form, {}),
    "custom-recipes/champion-challenger-summarise-performance": (SummarySettings.from_form, {}),
    "python-steps/retrieve-metrics-and-checks": (
        RetrieveSettings.from_form,
        {"readings": [{"dataset": "orders", "id": "records:COUNT_RECORDS"}]},
    ),
    "python-steps/check-volume-stability": (
        VolumeSettings.from_form,
        {"dataset": "orders", "other_dataset": "customers"},
    ),
    "python-steps/call-teradata-procedure": (
        ProcedureSettings.from_form,
        {
            "connection": "dwh",
            "procedure": "p",
            "preset": {"host": "h"},
            "parameters": [{"name": "n", "value": "1"}, {"name": "rc", "direction": "OUT"}],
        },
    ),
    "python-runnables/activate-challenger": (
        ActivationSettings.from_form,
        {"model": "m", "performance": "performance", "version": "v", "token": "t", "reason": "better"},
    ),
    "python-runnables/check-installation": (CheckSettings.from_form, {}),
    "python-runnables/create-score-project": (
        ScoreProject.from_form,
        {"score_name": "Churn", "training_data": "a", "cohort": "b", "outcome_column": "churned"},
    ),
    "python-runnables/performance-report": (ReportSettings.from_form, REPORT),
    "python-runnables/score-portfolio": (PortfolioSettings.from_form, {"performance_summaries": ["summary"]}),
    "python-runnables/tableau-workbook": (WorkbookSettings.from_form, {**REPORT, "folder": "f"}),
    "webapps/score-performance": (ReportSettings.from_form, REPORT),
    "parameter-sets/evaluation-policy": (lambda form: read_policy(Form({"evaluation_policy": form.values})), {}),
    "parameter-sets/teradata-connection": (
        lambda form: Logon.from_preset(form.values),
        {"host": "h", "user": "u", "password": "p"},
    ),
}


def params(component: str) -> list[dict[str, Any]]:
    """Fields of a component's form."""
    (descriptor,) = (ROOT / component).glob("*.json")
    listed: list[dict[str, Any]] = json.loads(descriptor.read_text(encoding="utf-8"))["params"]
    return listed


def defaults(fields: list[dict[str, Any]]) -> FORM:
    """What a form shows that nobody has touched."""
    return {field["name"]: field["defaultValue"] for field in fields if "defaultValue" in field}


def filled(component: str) -> Iterator[FORM]:
    """The form with its defaults, then once with each other choice, since some fields are read under it only."""
    fields, needed = params(component), COMPONENTS[component][1]
    rows = {
        field["name"]: [{**defaults(field["subParams"]), **row} for row in needed[field["name"]]]
        for field in fields
        if "subParams" in field
    }
    shown = {**defaults(fields), **needed, **rows}
    yield shown
    for field in fields:
        values = (
            [True, False] if field["type"] == "BOOLEAN" else [one["value"] for one in field.get("selectChoices", [])]
        )
        yield from ({**shown, field["name"]: value} for value in values if value != shown.get(field["name"]))


def older(component: str, form: FORM) -> Iterator[tuple[str, FORM]]:
    """The form as a version saved it that lacked one of the fields at their defaults, in the rows of lists too."""
    for field in params(component):
        name = field["name"]
        if "defaultValue" in field and form[name] == field["defaultValue"]:
            yield name, {other: value for other, value in form.items() if other != name}
        for sub, default in defaults(field.get("subParams", [])).items():
            rows = [
                {other: value for other, value in row.items() if (other, value) != (sub, default)} for row in form[name]
            ]
            yield f"{name}.{sub}", {**form, name: rows}


def outcome(component: str, form: FORM, variables: FORM | None = None) -> Any:
    """The settings, or all that is wrong with them."""
    try:
        return COMPONENTS[component][0](Form(form, variables, "HERE"))
    except SettingsError as error:
        return error.problems


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_missing_field_has_the_default_that_the_form_shows(component: str) -> None:
    """Else an update would change what a recipe does, and its form would not show it."""
    differing = [
        (name, form)
        for form in filled(component)
        for name, lacking in older(component, form)
        if outcome(component, lacking) != outcome(component, form)
    ]

    assert not isinstance(outcome(component, next(filled(component))), list)
    assert differing == []


def test_every_form_of_the_plugin_is_among_them() -> None:
    """A new component joins with the settings that read its form."""
    names = ("recipe.json", "step.json", "runnable.json", "webapp.json", "parameter-set.json")
    found = {path.parent.relative_to(ROOT).as_posix() for name in names for path in ROOT.glob(f"*/*/{name}")}

    assert found == set(COMPONENTS)
