"""The form of the macro that activates a version."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.activate_challenger import ActivationSettings
from champion_challenger.settings.form import Form

NEEDED = {"model": "m1", "performance": "performance"}
ACTIVATE = {"mode": "activate", "version": "v2", "token": "t", "reason": "better"}


def settings(**values: Any) -> ActivationSettings:
    """Settings of a form in project TELCO."""
    return ActivationSettings.from_form(Form({**NEEDED, **values}, {"why": "secret"}, "TELCO"))


def test_evidence_needs_a_model_and_its_performance() -> None:
    """Nothing is activated by default."""
    assert settings() == ActivationSettings("TELCO.m1", "TELCO.performance", log="TELCO.activation_log")


@pytest.mark.parametrize("field", ["version", "token", "reason"])
def test_an_activation_needs_a_version_its_token_and_a_reason(field: str) -> None:
    """Each is named when it is missing."""
    assert settings(**ACTIVATE).is_activating
    with pytest.raises(SettingsError, match=rf"^{field.capitalize()}: it is empty\. (Choose|Run|Explain) "):
        settings(**{**ACTIVATE, field: " "})


def test_a_typed_version_replaces_the_chosen_one() -> None:
    """For lists that stay empty."""
    assert settings(version="v1", typed_version="v2").version == "v2"


def test_a_reason_is_text() -> None:
    """The activation log keeps it as it was typed."""
    assert settings(**{**ACTIVATE, "reason": " ${why} costs 5 $ "}).reason == "${why} costs 5 $"


def test_line_breaks_of_a_reason_are_of_one_kind() -> None:
    """A file of the log with a lone carriage return in it is never read again as it was written."""
    assert settings(**{**ACTIVATE, "reason": "a\r\nb\rc\nd"}).reason == "a\nb\nc\nd"


def test_a_reason_fits_the_column_of_a_table() -> None:
    """500 characters; the message says how many there are."""
    assert settings(**{**ACTIVATE, "reason": "x" * 500}).is_activating
    with pytest.raises(SettingsError, match=r"^Reason: expected at most 500 characters, found 5,000\. Shorten it"):
        settings(**{**ACTIVATE, "reason": "x" * 5000})


def test_red_flags_are_overridden_only_where_it_is_asked() -> None:
    """Never by default."""
    assert not settings(**ACTIVATE).in_spite_of_flags
    assert settings(**ACTIVATE, in_spite_of_flags=True).in_spite_of_flags


def test_a_model_and_a_performance_dataset_are_needed() -> None:
    """Both are named."""
    with pytest.raises(
        SettingsError, match=r"(?s)2 settings.*Score \(saved model\): it is empty.*Performance: it is empty"
    ):
        ActivationSettings.from_form(Form({}))


def test_a_token_copied_over_several_lines_is_the_same() -> None:
    """A page may break it, and a copy may bring blanks around it."""
    copied = {"model": "m1", "performance": "p", "token": " 36af81-c6bb11-\n343626 -d69e77\u00a0"}

    assert ActivationSettings.from_form(Form(copied)).token == "36af81-c6bb11-343626-d69e77"
