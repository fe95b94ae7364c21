"""The form of the step that calls a procedure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.call_teradata_procedure import Argument, ProcedureSettings
from champion_challenger.settings.form import Form


def settings(*rows: Any, **values: Any) -> ProcedureSettings:
    """Settings of a form with these parameters."""
    form = {"connection": "dwh", "procedure": "mkt.refresh", "parameters": list(rows), **values}
    return ProcedureSettings.from_form(Form(form, {"day": "2019-06-30"}))


def test_a_connection_and_a_name_are_enough() -> None:
    """It is called once, for an hour at most."""
    read = settings()

    assert (read.route, read.time_limit, read.is_repeatable, read.commit) == (
        "connection",
        timedelta(hours=1),
        False,
        True,
    )


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("text", " O'Hara ", "O'Hara"), ("integer", "1 000", "1000"), ("integer", "3.0", "3"), ("decimal", "1,50", "1.50"),
        ("decimal", "-.5", "-0.5"), ("number", "1,5e3", "1500.0"), ("date", "${day}", "2019-06-30"),
        ("date", "0001-01-01", "0001-01-01"), ("date", "2019-06-30T00:00:00.000Z", "2019-06-30"),
        ("timestamp", "2019-06-30 12:00", "2019-06-30 12:00:00"), ("timestamp", "2019-06-30T12:00:01.5Z", "2019-06-30 12:00:01.500000"),
        ("integer", "", ""), ("decimal", "", ""), ("number", "", ""), ("date", "", ""), ("timestamp", "", ""),
    ],
)  # fmt: skip
def test_values_are_read_as_their_type(kind: str, value: str, written: str) -> None:
    """And written so that it can be read again; nothing is NULL."""
    assert settings({"name": "n", "type": kind, "value": value}).arguments == (Argument("n", "IN", kind, written),)


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("integer", "1.5", "expected a whole number from -9,223,372,036,854,775,808 to"),
        ("integer", str(2**63), "expected a whole number from -9,223,372,036,854,775,808 to"),
        ("integer", "1; DROP", "expected a whole number from"),
        ("decimal", "1" * 39, "expected a number of at most 38 digits, such as 1.50, found '1111"),
        ("decimal", "1,000", "the comma in '1,000' may be a decimal comma or separate thousands; write 1.000 or 1000"),
        ("number", "1e999", "expected a number up to 1e300, found '1e999'"),
        ("date", "2019-02-30", "expected a date such as 2019-06-30, found '2019-02-30'"),
        ("timestamp", "2019-06-30 25:00", "expected a timestamp such as 2019-06-30 12:00, found"),
        ("timestamp", "12:00", "expected a timestamp such as 2019-06-30 12:00, found '12:00'"),
    ],
)
def test_other_values_are_refused(kind: str, value: str, message: str) -> None:
    """Before anything is called."""
    with pytest.raises(SettingsError, match=f"^Parameter 1, Value: {message}"):
        settings({"name": "n", "type": kind, "value": value})


def test_a_direction_decides_what_counts() -> None:
    """A form keeps what was typed under another choice."""
    row = {"name": "n", "value": "1", "equals": "0"}
    directions = ("IN", "OUT", "INOUT")
    read = [settings({**row, "direction": direction}).arguments[0] for direction in directions]

    assert [(argument.written, argument.equals) for argument in read] == [("1", ""), ("", "0"), ("1", "0")]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"procedure": ""}, r"Procedure: it is empty\."),
        ({"connection": ""}, r"Connection: it is empty\. Choose a SQL connection of DSS\."),
        ({"route": "driver"}, r"Preset: it is empty\. Choose or fill in a Teradata connection\."),
        ({"preset": "ours"}, "Preset: expected the fields of a preset, found 'ours'"),
        ({"parameters": "p"}, "Parameters: expected a list of rows with fields, found 'p'"),
        ({"parameters": [{"name": "a"}, {"name": "a"}]}, "Parameters: the same name occurs twice in a, a"),
        ({"parameters": [{"name": "rows", "direction": "OUT"}]}, "Parameters: the variable 'rows' would be set twice"),
        ({"time_limit": "99999999999 days"}, "Time limit: expected more than 0 and at most 36,525 days"),
        ({"time_limit": "0 minutes"}, "Time limit: expected more than 0 and at most 36,525 days"),
        ({"attempts": 1000}, "Attempts: expected a whole number from 1 to 100, found '1000'"),
    ],
)
def test_a_wrong_field_is_named(values: dict[str, Any], message: str) -> None:
    """One problem each."""
    with pytest.raises(SettingsError, match=f"^{message}"):
        settings(**values)


def test_parameters_without_a_name_have_their_number() -> None:
    """Names are needed for OUT parameters only."""
    assert [argument.name for argument in settings({"value": "1"}, {"value": "2"}).arguments] == ["p1", "p2"]
