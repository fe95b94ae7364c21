"""The form of the macro that creates a score project."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon
from champion_challenger.settings.create_score_project import Production, ScoreProject, ScoreProjectRequest, key_of
from champion_challenger.settings.form import Form

NEEDED = {"score_name": "Renewal 2026", "training_data": "history", "cohort": "UP.cohort", "outcome_column": "renewed"}


def settings(**values: Any) -> ScoreProject:
    """Settings of a form in project DATA."""
    return ScoreProject.from_form(Form({**NEEDED, **values}, project_key="DATA"))


def test_four_fields_are_enough() -> None:
    """The key is derived from the name; datasets without a project are of this one."""
    read = settings()

    assert (read.project_key, read.training_data, read.cohort, read.customers) == (
        "RENEWAL_2026", "DATA.history", "UP.cohort", "UP.cohort",
    )  # fmt: skip
    assert (read.horizon, read.rates, read.production) == (Horizon(1, "month"), "", Production())


def test_rates_are_checked_and_written_plainly() -> None:
    """The recipe of the new project reads them again."""
    assert settings(targeting_rates="10; 2,5").rates == "2.5, 10"
    assert settings(targeting_rates=[5, 1]).rates == "1, 5"
    with pytest.raises(
        SettingsError, match=r"^Targeting rates \(%\): expected a share above 0 and up to 100 %, found '0'"
    ):
        settings(targeting_rates="0")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"score_name": ""}, r"Name of the score: it is empty\.$"),
        ({"project_key": "A B"}, "Project key: expected letters, digits and '_', found 'A B'"),
        ({"score_name": "日本"}, "Project key: expected letters, digits and '_', found ''"),
        ({"training_data": ""}, r"Training data: it is empty\. Choose the dataset on which models of this score"),
        ({"cohort": ""}, r"Labelled cohort: it is empty\. Choose the dataset on which versions are compared"),
        ({"cohort": "history"}, r"Labelled cohort: it is the training data itself\. Create a second dataset"),
        ({"outcome_column": ""}, r"Outcome column: it is empty\. Name the column of the training data"),
        ({"procedure": "mkt.p"}, r"Procedure connection: it is empty\. The stored procedure needs one\."),
        ({"horizon": "101 years"}, "Outcome known after: expected at most 100 years, found '101 years'"),
    ],
)
def test_a_wrong_field_is_named(values: dict[str, Any], message: str) -> None:
    """One problem each."""
    with pytest.raises(SettingsError, match=f"^{message}"):
        settings(**values)


def test_the_existing_project_is_read_first() -> None:
    """What it answers is not yet known."""
    request = ScoreProjectRequest.from_form(Form({"template_project": " ${t} "}, {"t": "REPURCHASE"}))

    assert request.template == "REPURCHASE"


@pytest.mark.parametrize(("name", "key"), [("é" * 60, "E" * 40), ("a  b--c", "A_B_C"), ("_", "")])
def test_a_key_has_at_most_40_plain_characters(name: str, key: str) -> None:
    """Accents are left out."""
    assert key_of(name) == key
