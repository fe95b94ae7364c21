"""The log says what was understood of a form."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrain_and_evaluate import Settings
from champion_challenger.settings.understood import training_window, understood, verdict_rate

NOW = datetime(2019, 8, 20, tzinfo=timezone.utc)


@pytest.mark.parametrize("rates", ["2,5; 5", "2.5 %\n5", "${rates}"])
def test_what_people_type_is_said_in_one_way(rates: str) -> None:
    """A decimal comma, a list in a variable, French units and a blank that breaks no line."""
    values = {"targeting_rates": rates, "horizon": "3\u00a0mois", "snapshot_day": "first"}
    for kind in (Settings, StoredSettings):
        settings = kind.from_form(Form(values, {"rates": [2.5, 5]}))
        line = understood(settings.rates_bp, settings.horizon, settings.snapshot_day, "", NOW)
        assert line == (
            "Understood: targeting rates 2.5, 5 %; outcomes known 3 months after the first day of a period; "
            "today is 2019-08-20 (time zone UTC)."
        )


def test_the_training_window_is_said() -> None:
    """Where there is one."""
    line = understood([500], Settings().horizon, "last", training_window(12, "with_cohort"), NOW)
    assert "; training window of at most 12 partitions up to the cohort; " in line


def test_a_rate_of_the_policy_that_is_not_evaluated_is_said() -> None:
    """Verdicts are decided at the nearest one."""
    line = understood([100, 500], Settings().horizon, "last", "", NOW, verdict_rate(700, 500))

    assert "targeting rates 1, 5 %; verdicts at 5 %, the rate nearest to the primary rate of 7 %" in line
