"""The evaluation policy and the form of the summary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy, parse_margin
from champion_challenger.settings.form import Form
from champion_challenger.settings.summarise_performance import SummarySettings

PRESET = Path(__file__).parents[3] / "parameter-sets" / "evaluation-policy" / "parameter-set.json"


def test_the_presets_defaults_are_those_without_a_preset() -> None:
    """Whoever defines one and changes nothing has changed nothing."""
    params = json.loads(PRESET.read_text(encoding="utf-8"))["params"]

    assert Policy.from_preset({param["name"]: param["defaultValue"] for param in params}, {}) == Policy()
    assert Policy.from_preset(None, {}) == Policy.from_preset({}, {}) == Policy()


def test_a_reference_that_nobody_replaced_by_its_fields_is_refused() -> None:
    """Its defaults would be silently wrong; none chosen gives the defaults."""
    assert Policy.from_preset({"mode": "NONE"}, {}) == Policy()
    with pytest.raises(
        SettingsError, match="expected the fields of a preset, found {'mode': 'PRESET', 'name': 'ours'}"
    ):
        Policy.from_preset({"mode": "PRESET", "name": "ours"}, {})


def test_variables_are_replaced() -> None:
    """As in every form."""
    assert Policy.from_preset({"primary_rate": "${rate}"}, {"rate": 10}).rate_bp == 1000


@pytest.mark.parametrize("text", ["-1", "five", "", "1e3", "5 5"])
def test_margins_are_percentages_of_at_least_nothing(text: str) -> None:
    """The message names what was found."""
    with pytest.raises(ValueError, match="expected a percentage of at least 0, such as 5, found"):
        parse_margin(text)


def test_all_that_is_wrong_is_told_at_once() -> None:
    """The form's own fields, those of the preset and each score's horizon."""
    values = {
        "horizon": "soon",
        "other_horizons": {"renewal": "later"},
        "evaluation_policy": {"primary_figure": "gini", "margin": "x", "pooled_cohorts": 0},
    }

    with pytest.raises(SettingsError, match=r"(?s)5 settings.*soon.*renewal.*Primary figure.*Margin.*Cohorts pooled"):
        SummarySettings.from_form(Form(values))


def test_fields_of_another_kind_are_refused() -> None:
    """A preset arrives as its fields, a map as a map."""
    with pytest.raises(SettingsError, match=r"(?s)horizon each, found 'x'.*fields of a preset, found 'strict'"):
        SummarySettings.from_form(Form({"other_horizons": "x", "evaluation_policy": "strict"}))


def test_a_score_may_have_a_horizon_of_its_own() -> None:
    """The others have the common one."""
    settings = SummarySettings.from_form(Form({"horizon": "2 weeks", "other_horizons": {"renewal": "90 days"}}))

    assert settings.horizon_of("renewal") == Horizon(90, "day")
    assert settings.horizon_of("churn") == Horizon(2, "week")
