"""The preset of a Teradata connection."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.teradata_connection import Logon

NEEDED = {"host": "td.example.com", "user": "u", "password": "secret, ${x}"}


def test_the_defaults_are_the_safe_ones() -> None:
    """TLS is required, with certificate and host name verified."""
    logon = Logon.from_preset(NEEDED)

    assert logon == Logon("td.example.com", "u", "secret, ${x}")
    assert (logon.tls, logon.mechanism, logon.mode) == ("VERIFY-FULL", "TD2", "DEFAULT")


def test_no_text_of_a_logon_contains_the_password() -> None:
    """Logs and tracebacks print such texts."""
    assert "secret" not in repr(Logon.from_preset(NEEDED))


@pytest.mark.parametrize("mode", ["PRESET", "INLINE"])
def test_a_reference_that_was_not_replaced_is_no_session_mode(mode: str) -> None:
    """The message says what to do."""
    with pytest.raises(SettingsError, match=r"did not replace\. Choose the preset again\.$"):
        Logon.from_preset({"mode": mode, "name": "ours"})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"host": ""}, "Preset, Host: it is empty."),
        ({"port": 0}, "Preset, Port: expected a whole number from 1 to 65,535, found '0'."),
        ({"https_port": 10**310}, "Preset, HTTPS port: expected a whole number from 1 to 65,535, found '10000"),
        ({"https_port": 1025}, "Preset, HTTPS port: expected another port than 1025, which is the port without TLS."),
        (
            {"logon_seconds": "99999999999"},
            r"Preset, Logon timeout \(seconds\): expected a whole number from 1 to 3,600",
        ),
        ({"tls": "off"}, "Preset, TLS: expected one of VERIFY-FULL, VERIFY-CA, REQUIRE, PREFER, found 'off'."),
        ({"databases": {"a": 1}}, "Preset, Allowed databases: expected a text or a number, found"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], message: str) -> None:
    """As in the preset's form."""
    with pytest.raises(SettingsError, match=f"^{message}"):
        Logon.from_preset({**NEEDED, **fields})


def test_a_wrong_password_is_in_no_message() -> None:
    """Also where its type is wrong."""
    with pytest.raises(SettingsError, match=r"^Preset, Password: expected a text\.$"):
        Logon.from_preset({**NEEDED, "password": ["secret"]})


def test_several_databases_are_separated_by_commas() -> None:
    """Only their procedures may be called."""
    assert Logon.from_preset({**NEEDED, "databases": "mkt, dwh"}).databases == ("mkt", "dwh")
