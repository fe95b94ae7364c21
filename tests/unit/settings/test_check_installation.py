"""The form of Check this instance."""

from __future__ import annotations

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.check_installation import CheckSettings
from champion_challenger.settings.form import Form


def test_all_fields_are_optional() -> None:
    """An empty form checks packages and rights."""
    assert CheckSettings.from_form(Form({}, project_key="TELCO")) == CheckSettings("TELCO")


def test_names_without_a_project_are_of_this_one() -> None:
    """Others are told by their project."""
    form = {"model": "m1", "cohort": "DATA.customers", "performance": "performance", "other_project": "UP"}
    settings = CheckSettings.from_form(Form(form, project_key="TELCO"))

    assert (settings.model, settings.performance) == ("TELCO.m1", "TELCO.performance")
    assert settings.other_projects == ("DATA", "UP")


def test_a_wrong_field_is_named() -> None:
    """As in every form."""
    with pytest.raises(SettingsError, match="Labelled cohort: expected a text or a number"):
        CheckSettings.from_form(Form({"cohort": ["a"]}, project_key="TELCO"))
