"""The form of the summary."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.summarise_performance import SummarySettings


def settings(values: dict[str, Any]) -> SummarySettings:
    """Settings of a form."""
    return SummarySettings.from_form(Form(values, {"wait": "3 mois"}))


def test_an_empty_form_takes_the_defaults() -> None:
    """A recipe created by script has no values at all."""
    assert settings({}) == SummarySettings(Horizon(1, "month"), {}, Policy())


def test_a_score_may_have_a_different_horizon() -> None:
    """The others have the common one."""
    read = settings({"horizon": "2 weeks", "other_horizons": {"renewal": "${wait}"}})

    assert (read.horizon_of("renewal"), read.horizon_of("churn")) == (Horizon(3, "month"), Horizon(2, "week"))


def test_every_wrong_field_is_named() -> None:
    """The fields of the form, those of the preset and the horizon of each score."""
    values = {
        "horizon": "soon",
        "other_horizons": {"renewal": "later", "x" * 500: 1},
        "evaluation_policy": {"primary_figure": "gini"},
    }

    with pytest.raises(
        SettingsError, match=r"(?s)4 settings.*soon.*different horizon, 'renewal': .*\(500.*Primary figure"
    ):
        settings(values)


@pytest.mark.parametrize("value", ["3 months", ["renewal"], 3])
def test_horizons_of_scores_are_a_map(value: Any) -> None:
    """Other values are refused."""
    with pytest.raises(SettingsError, match="different horizon: expected names of scores with a horizon each, found"):
        settings({"other_horizons": value})


def test_names_of_scores_are_trimmed() -> None:
    """A blank that nobody sees does not give a score the horizon of the others."""
    assert settings({"other_horizons": {" renewal\u00a0": "3 months"}}).horizon_of("renewal") == Horizon(3, "month")


@pytest.mark.parametrize(
    ("horizons", "message"),
    [
        (
            {" ": "3 months"},
            r"different horizon: expected the name of a score for each horizon, found an empty name\.$",
        ),
        ({"renewal": ""}, r"different horizon, 'renewal': it is empty\."),
        ({"renewal": "1 month", "renewal ": "3 months"}, r"different horizon: 'renewal' occurs twice\.$"),
    ],
)
def test_a_horizon_belongs_to_one_name(horizons: dict[str, str], message: str) -> None:
    """Otherwise it would be ignored."""
    with pytest.raises(SettingsError, match=message):
        settings({"other_horizons": horizons})
