"""The evaluation policy, as a preset or as its fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.evaluation_policy import Policy, read_policy
from champion_challenger.settings.form import Form

PRESET = Path(__file__).parents[3] / "parameter-sets" / "evaluation-policy" / "parameter-set.json"


def policy(fields: Any, variables: dict[str, Any] | None = None) -> Policy:
    """Policy of a form with this preset."""
    form = Form({"evaluation_policy": fields}, variables)
    read = read_policy(form)
    form.check()
    return read


def test_the_defaults_of_the_preset_are_those_without_a_preset() -> None:
    """A preset that is defined and left as it is changes nothing."""
    params = json.loads(PRESET.read_text(encoding="utf-8"))["params"]

    assert policy({param["name"]: param["defaultValue"] for param in params}) == Policy()
    assert policy(None) == policy({}) == policy({"mode": "NONE"}) == Policy()


def test_a_preset_of_a_former_version_keeps_its_fields_and_their_meanings() -> None:
    """What came later has its default; a preset that pooled one cohort still decides on it."""
    former = {
        "primary_figure": "lift",
        "primary_rate": "5",
        "margin": "5",
        "minimum_positives": 30,
        "minimum_hits": 10,
        "pooled_cohorts": 3,
    }

    assert policy(former) == Policy(pooled_cohorts=3)
    assert policy({**former, "pooled_cohorts": 1}).pooled_cohorts == 1


def test_fields_are_read_as_people_write_them() -> None:
    """With variables, percent signs and decimal commas."""
    fields = {"primary_figure": "auc", "primary_rate": "${rate}", "margin": "2,5 %", "minimum_hits": "0"}

    assert policy(fields, {"rate": 10}) == Policy("auc", 1000, 0.025, minimum_hits=0)


@pytest.mark.parametrize("fields", [{"mode": "PRESET", "name": "ours"}, "strict", ["strict"], 5])
def test_what_has_no_fields_is_refused(fields: Any) -> None:
    """The defaults would be silently wrong."""
    with pytest.raises(SettingsError, match="^Evaluation policy: expected the fields of a preset, found"):
        policy(fields)


@pytest.mark.parametrize("text", ["-1", "five", "1e9", "5 5", "2.5.1"])
def test_margins_are_percentages_of_at_least_nothing(text: str) -> None:
    """The message quotes what was found."""
    with pytest.raises(
        SettingsError, match=r"^Evaluation policy, Margin \(%\): expected a percentage from 0 to 10,000"
    ):
        policy({"margin": text})


def test_every_wrong_field_is_named() -> None:
    """Each with its place."""
    fields = {
        "primary_figure": "gini",
        "primary_rate": "0",
        "margin": "x",
        "pooled_cohorts": 0,
        "minimum_positives": -1,
    }

    with pytest.raises(SettingsError, match=r"(?s)5 settings.*Primary figure.*Primary targeting rate.*Cohorts pooled"):
        policy(fields)
