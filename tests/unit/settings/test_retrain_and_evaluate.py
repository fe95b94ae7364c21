"""The form of the main recipe."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from champion_challenger.core.tables.reading import primary_rate_bp
from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrain_and_evaluate import Settings, VersionChoice


def settings(values: dict[str, Any], **variables: Any) -> Settings:
    """Settings of a form."""
    return Settings.from_form(Form(values, variables))


def test_an_empty_form_takes_the_defaults() -> None:
    """A recipe created by script has no values at all."""
    assert settings({}) == Settings()


@pytest.mark.parametrize(
    ("mode", "versions"),
    [
        ("all", VersionChoice()),
        ("last_n", VersionChoice("last_n", 3, ("pinned", "typed"), ("typed",))),
        ("chosen", VersionChoice("chosen", 3, ("chosen", "typed"), ("typed",))),
    ],
)
def test_only_the_versions_of_the_chosen_mode_count(mode: str, versions: VersionChoice) -> None:
    """A form keeps what was typed under another choice."""
    lists = {"chosen_versions": ["chosen"], "pinned_versions": ["pinned"], "typed_versions": ["typed", "typed"]}

    assert settings({"versions_to_compare": mode, "last_n": 3, **lists}).versions == versions


def test_variables_are_replaced_in_every_text() -> None:
    """One of them may contain several version ids."""
    form = {"horizon": "${wait} days", "typed_versions": ["${pinned}"], "versions_to_compare": "last_n"}
    read = settings(form, wait=30, pinned="v1, v2")

    assert read.horizon == Horizon(30, "day")
    assert read.versions == VersionChoice("last_n", 12, ("v1", "v2"), ("v1", "v2"))
    with pytest.raises(
        SettingsError, match=r"^Version ids.*: no variable is called pinned \(in .*defined are: wait\.$"
    ):
        settings(form, wait=30)


def test_numbers_may_arrive_as_decimals_and_dates_with_a_time() -> None:
    """As hosts hand them over."""
    read = settings({"training_periods": 3.0, "snapshot_date": "2019-06-30T00:00:00.000Z"})

    assert (read.training_periods, read.snapshot_date) == (3, date(2019, 6, 30))


def test_every_wrong_field_is_named() -> None:
    """One message for one visit to the form."""
    form = {"horizon": "soon", "training_periods": 0, "snapshot_date": "June", "versions_to_compare": "best"}

    with pytest.raises(SettingsError, match="Please correct 4 settings"):
        settings(form)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("horizon", "8000 years", "Outcome known after: expected at most 100 years, found '8000 years'"),
        (
            "training_periods",
            100_000,
            r"Training window \(partitions\): expected a whole number from 1 to 10,000, found",
        ),
        ("training_deadline_minutes", 10**310, r"Training time limit \(minutes\): .* to 1,000,000, found '1000"),
        pytest.param("last_n", 10**5000, "expected a text or a number, found a number of more than 4,300", id="digits"),
        ("scoring_threads", 1000, "Scoring threads: expected a whole number from 1 to 256"),
        ("segment_columns", {"a": 1}, "Segment columns: expected a text or a number, found {'a': 1}"),
        ("retrain", "maybe", "Retrain the champion's algorithm: expected true or false, found 'maybe'"),
    ],
)
def test_values_have_bounds(field: str, value: Any, message: str) -> None:
    """The message names them."""
    with pytest.raises(SettingsError, match=message):
        settings({"versions_to_compare": "last_n", field: value})


@pytest.mark.parametrize(("rate", "primary"), [("5", 500), ("7", 500), ("8", 1000), ("7.5", 500)])
def test_verdicts_use_the_rate_nearest_to_that_of_the_policy(rate: str, primary: int) -> None:
    """The lower of two that are as near."""
    form = {"targeting_rates": "5, 10", "evaluation_policy": {"primary_rate": rate}}

    assert primary_rate_bp(settings(form).rates_bp, settings(form).policy) == primary


def test_the_name_of_a_score_is_one_line() -> None:
    """It becomes a heading, and the subject of a mail."""
    with pytest.raises(SettingsError, match=r"^Name of the score: expected one line without control characters"):
        Settings.from_form(Form({"score_id": "Chu\nrn"}))
