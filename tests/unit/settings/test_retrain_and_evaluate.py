"""The form, as one frozen value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrain_and_evaluate import Settings, VersionChoice


def test_an_empty_form_takes_the_defaults() -> None:
    """A recipe created by script has no values at all."""
    assert Settings.from_form(Form({})) == Settings()


@pytest.mark.parametrize("rates", ["1, 5, 10", [1, 5, 10], ["1", "5 %", "10.00"], "10,5,1,1", [1.0, 5.0, 10]])
def test_rates_are_read_as_people_and_scripts_write_them(rates: Any) -> None:
    """In percent, in any order, once each."""
    assert Settings.from_form(Form({"targeting_rates": rates})).rates_bp == (100, 500, 1000)


@pytest.mark.parametrize("rate", ["0", "100.01", "-5", "five", "0.001", "1e1", "nan"])
def test_rates_outside_0_to_100_percent_are_refused(rate: str) -> None:
    """Each is quoted."""
    with pytest.raises(SettingsError, match="Targeting rates: expected .*found"):
        Settings.from_form(Form({"targeting_rates": [rate]}))


def test_variables_are_expanded_and_unknown_ones_named() -> None:
    """In every text of the form."""
    form = {"horizon": "${wait} days", "typed_versions": ["${pinned}"], "versions_to_compare": "last_n"}
    settings = Settings.from_form(Form(form, {"wait": 30, "pinned": "v1"}))

    assert settings.horizon == Horizon(30, "day")
    assert settings.versions == VersionChoice("last_n", 12, ("v1",))
    with pytest.raises(SettingsError, match=r"no variable is called pinned .*defined are: wait"):
        Settings.from_form(Form(form, {"wait": 30}))


def test_all_wrong_fields_are_told_at_once() -> None:
    """One message for one visit to the form."""
    form = {"horizon": "soon", "training_periods": 0, "snapshot_date": "June", "versions_to_compare": "best"}

    with pytest.raises(SettingsError, match="4 settings have to be mended"):
        Settings.from_form(Form(form))


def test_numbers_may_arrive_as_decimals_and_dates_with_a_time() -> None:
    """As hosts hand them over."""
    settings = Settings.from_form(Form({"training_periods": 3.0, "snapshot_date": "2019-06-30T00:00:00.000Z"}))

    assert settings.training_periods == 3
    assert settings.snapshot_date == date(2019, 6, 30)


def test_values_of_a_hidden_mode_are_ignored() -> None:
    """A form keeps what was typed under another choice."""
    form = {"versions_to_compare": "all", "chosen_versions": ["v1"], "pinned_versions": ["v2"]}

    assert Settings.from_form(Form(form)).versions == VersionChoice()
