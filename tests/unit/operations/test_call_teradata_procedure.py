"""Calling a procedure: what is sent, what comes back, what is tried again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from champion_challenger.core.procedures.calls import (
    CallResult,
)
from champion_challenger.core.procedures.errors import error_codes, first_line
from champion_challenger.errors import CallError, HostError, SettingsError, TimeLimitError
from champion_challenger.operations.call_teradata_procedure import call_teradata_procedure
from champion_challenger.operations.steps.conclude import Report
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings
from champion_challenger.settings.form import Form
from tests.unit.operations.steps.procedures import FakeCallStep, FakeProcedures, said

DONE = CallResult({"p_rc": 0, "p_msg": "done"}, {"Segment": "A", "n": Decimal("3")}, (3, 2))
OUT = [
    {"name": "p_rc", "direction": "OUT", "type": "integer", "equals": "0"},
    {"name": "p_msg", "direction": "OUT"},
]


def settings(**form: Any) -> ProcedureSettings:
    """A form that calls a procedure by a connection."""
    values = {"connection": "teradata", "procedure": "mkt.refresh", "parameters": OUT, **form}
    return ProcedureSettings.from_form(Form(values, {"month": "2019-05"}))


def refused(code: int, *, while_connecting: bool = False) -> CallError:
    """What an adapter makes of an error of the driver."""
    return CallError(first_line(said(code)), error_codes(said(code)), while_connecting=while_connecting)


def called(*answers: CallResult | HostError, **form: Any) -> tuple[Report, FakeProcedures, FakeCallStep]:
    """Run the step's work."""
    procedures, host = FakeProcedures(list(answers)), FakeCallStep()
    return call_teradata_procedure(settings(**form), procedures, host), procedures, host


def test_outputs_first_row_and_counts_become_variables() -> None:
    """Decimals as whole numbers, columns in small letters."""
    report, _, _ = called(DONE)

    assert report.outcome == "OK"
    assert report.variables == {
        "attempts": 1,
        "p_rc": 0,
        "p_msg": "done",
        "row_segment": "A",
        "row_n": 3,
        "result_sets": 2,
        "rows": 5,
    }


def test_a_return_code_that_is_not_expected_is_an_error() -> None:
    """A procedure may say no without the database saying so."""
    report, _, _ = called(CallResult({"p_rc": 4}, {}))

    assert report.outcome == "ERROR"
    assert "ERROR: p_rc: expected 0, found 4." in report.lines


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (2646, "spool"),
        (3807, "no such table, view or procedure"),
        (5495, "no such procedure"),
        (5510, "session mode"),
        (8017, "user or password is wrong"),
    ],
)
def test_an_error_that_stays_is_told_with_its_meaning_and_not_tried_again(code: int, meaning: str) -> None:
    """Even if the call is safe to retry."""
    report, procedures, _ = called(refused(code), is_repeatable=True)

    assert (report.outcome, len(procedures.calls)) == ("ERROR", 1)
    assert report.variables["error_code"] == code
    assert meaning in report.lines[0]
    assert "gosqldriver" not in report.lines[0]


def test_a_deadlock_is_tried_again_only_when_that_does_no_harm() -> None:
    """2631: the transaction was rolled back."""
    report, procedures, host = called(refused(2631), refused(2631), DONE, is_repeatable=True)
    assert (report.outcome, report.variables["attempts"], host.waits) == ("OK", 3, [2.0, 4.0])

    report, procedures, _ = called(refused(2631), DONE)
    assert (report.outcome, len(procedures.calls)) == ("ERROR", 1)


def test_connecting_is_tried_again_and_a_lost_connection_is_not() -> None:
    """When it is lost within the call, nobody knows what was done."""
    report, procedures, _ = called(refused(444, while_connecting=True), DONE)
    assert (report.outcome, len(procedures.calls)) == ("OK", 2)

    report, procedures, _ = called(refused(439), DONE, is_repeatable=True)
    assert (report.outcome, len(procedures.calls)) == ("ERROR", 1)
    assert called(refused(8017, while_connecting=True), DONE)[0].outcome == "ERROR"


def test_a_call_that_takes_too_long_is_an_error_and_not_tried_again() -> None:
    """The limit is given to the call in seconds, and shrinks with the time that has passed."""
    report, procedures, _ = called(TimeLimitError("it was ended after 37 seconds"), DONE, time_limit="1 minute")

    assert report.outcome == "ERROR"
    assert "ended after 60 seconds" in report.lines[0]
    assert len(procedures.calls) == 1
    assert 50 < procedures.calls[0][2] <= 60


def test_attempts_end_with_the_time_limit() -> None:
    """Waiting beyond it would be of no use."""
    _, procedures, _ = called(refused(2631), is_repeatable=True, attempts=100, time_limit="1 minute")

    assert 3 < len(procedures.calls) < 8


def test_values_are_typed_and_variables_replaced() -> None:
    """Empty is NULL."""
    rows = [
        {"name": "n", "type": "integer", "value": "20"},
        {"name": "d", "type": "date", "value": "${month}-31"},
        {"name": "t", "type": "timestamp", "value": "2019-05-31T10:00:00Z"},
        {"name": "x", "type": "decimal", "value": "1.50"},
        {"name": "nothing", "type": "date"},
    ]
    _, procedures, _ = called(DONE, parameters=rows)

    values = [parameter.value for parameter in procedures.calls[0][1]]
    assert values == [20, date(2019, 5, 31), datetime(2019, 5, 31, 10), Decimal("1.50"), None]


def test_the_form_tells_all_that_is_wrong_at_once() -> None:
    """And what only the calendar knows, before anything is called."""
    rows = [{"name": "n", "type": "integer", "value": "1; DROP"}, {"name": "1"}]
    with pytest.raises(
        SettingsError, match=r"(?s)Parameter 1, Value: expected a whole number.*Parameter 2, Name.*Connection"
    ):
        settings(parameters=rows, connection="")
    with pytest.raises(SettingsError, match="Preset: it is empty"):
        settings(route="driver")
    with pytest.raises(SettingsError, match="the variable 'rows' would be set twice. Rename the OUT"):
        settings(parameters=[{"name": "Rows", "direction": "OUT"}])
    with pytest.raises(SettingsError, match="Parameter 1, Value: expected a date .*, found '2019-02-31'"):
        called(DONE, parameters=[{"name": "d", "type": "date", "value": "2019-02-31"}])
    with pytest.raises(SettingsError, match=r"(?s)expected procedure or database.procedure.*OUT parameters come last"):
        called(DONE, procedure="a.b.c", parameters=[*OUT, {"name": "n"}])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_an_output_that_is_no_figure_is_told_after_the_call(value: Any) -> None:
    """What was committed stays committed; the variable is empty, since JSON has no NaN."""
    report, _, _ = called(CallResult({"p_rc": 0, "p_msg": value}, {"share": value}, (1,)))

    assert report.outcome == "WARNING"
    assert report.lines[0].startswith("CALL mkt.refresh ended")
    assert [line.split(" is ")[0] for line in report.lines[2:]] == ["WARNING: p_msg", "WARNING: row_share"]
    assert report.lines[-1].endswith("which is no figure: its variable is empty. The call itself is done.")
    assert (report.variables["p_msg"], report.variables["row_share"]) == ("", "")


def test_what_is_expected_has_to_be_a_value_of_the_type() -> None:
    """It could never be met."""
    wrong = [{"name": "p_day", "direction": "OUT", "type": "date", "equals": "30/06/2019"}]
    with pytest.raises(SettingsError, match="Must equal: expected a date such as 2019-06-30, found '30/06/2019'"):
        settings(parameters=wrong)
