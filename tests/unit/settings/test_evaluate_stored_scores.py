"""The form of the recipe that counts inside the database."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.form import Form


def settings(values: dict[str, Any]) -> StoredSettings:
    """Settings of a form."""
    return StoredSettings.from_form(Form(values, {"champion": "v7"}))


def test_an_empty_form_takes_the_defaults() -> None:
    """The names of columns are those of the dataset scores."""
    assert settings({}) == StoredSettings()
    assert StoredSettings().outcome_column == "outcome"


def test_every_field_is_read() -> None:
    """With variables."""
    values = {
        "customer_column": "id", "targeting_rates": "2; 4", "horizon": "3 mois", "champion_version": "${champion}",
        "score_decimals": "4.0", "dialect": "teradata", "query_form": "derived", "locking_row_for_access": True,
        "snapshot_day": "first", "score_id": "churn",
    }  # fmt: skip

    assert settings(values) == StoredSettings(
        customer_column="id", rates_bp=(200, 400), horizon=Horizon(3, "month"), champion_version="v7", decimals=4,
        dialect="teradata", is_derived=True, is_locking=True, snapshot_day="first", score_id="churn",
    )  # fmt: skip


@pytest.mark.parametrize("decimals", ["many", "-1", "13", "1.5", "²", "9" * 310])
def test_scores_are_rounded_to_0_to_12_decimals(decimals: str) -> None:
    """Or not at all."""
    assert settings({"score_decimals": "0"}).decimals == 0
    with pytest.raises(
        SettingsError, match=r"^Round scores to \(decimals\): expected a whole number from 0 to 12, found"
    ):
        settings({"score_decimals": decimals})


def test_a_verdict_population_needs_a_control_group() -> None:
    """As in Retrain and evaluate: otherwise no verdict would be given, and nobody be told."""
    form = Form({"evaluation_policy": {"verdict_population": "control"}})

    with pytest.raises(SettingsError, match="^Values meaning control: the evaluation policy judges on the population"):
        StoredSettings.from_form(form)


def test_the_name_of_a_score_is_one_line() -> None:
    """It becomes a heading, and the subject of a mail."""
    with pytest.raises(SettingsError, match=r"^Name of the score: expected one line without control characters"):
        StoredSettings.from_form(Form({"score_id": "Chu\nrn"}))
