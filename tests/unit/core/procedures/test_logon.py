"""Parameters of the driver, and the query band of a session."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.procedures.logon import connect_parameters, query_band
from champion_challenger.settings.teradata_connection import Logon

LOGON = Logon("td.example.com", "ann", "s3cret")


def test_a_token_is_no_password() -> None:
    """JWT takes it among the data of the logon."""
    parameters = connect_parameters(replace(LOGON, mechanism="JWT"))
    assert parameters["logdata"] == "token=s3cret"
    assert "password" not in parameters


def test_what_is_empty_is_left_to_the_driver_and_nothing_is_logged() -> None:
    """The driver's log would print the password."""
    parameters = connect_parameters(LOGON)
    assert not {"account", "database", "sslca", "logdata", "log"} & set(parameters)
    assert all(isinstance(value, str) and value for value in parameters.values())


def test_seconds_of_the_connection_are_milliseconds_and_those_of_the_logon_are_not() -> None:
    """As the driver documents them."""
    parameters = connect_parameters(replace(LOGON, connect_seconds=3, logon_seconds=4))
    assert (parameters["connect_timeout"], parameters["logon_timeout"]) == ("3000", "4")


@given(st.dictionaries(st.text(max_size=200), st.text(max_size=500), max_size=20))
def test_a_query_band_keeps_its_limits(pairs: dict[str, str]) -> None:
    """Pairs end with a semicolon, and hold no other; the text is quoted."""
    text = query_band(pairs)
    said_pairs = text[len("SET QUERY_BAND = '") : -len("' FOR SESSION")].replace("''", "'")

    assert len(said_pairs) <= 2048
    assert all(pair.count("=") == 1 for pair in said_pairs.split(";")[:-1])
    assert said_pairs == "" or said_pairs.endswith(";")


def test_a_pair_that_no_longer_fits_is_left_out_and_so_is_one_without_a_value() -> None:
    """The others stay whole; the limit itself is allowed."""
    pairs = {f"n{number}": "x" * 251 for number in range(9)}
    text = query_band({"empty": "", **pairs, "last": "yy"})
    assert text.count("x" * 251) == 8
    assert "empty" not in text
    assert text.endswith("last=yy;' FOR SESSION")
    assert len(text) == len("SET QUERY_BAND = '' FOR SESSION") + 2048
