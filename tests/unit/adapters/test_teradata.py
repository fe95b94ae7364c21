"""The real driver: its own check of our parameters, and calls over a boundary played by Python."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from typing import Any

import pytest

from champion_challenger.adapters import deadline
from champion_challenger.adapters.teradata import TeradataProcedures
from champion_challenger.core.procedures.calls import Parameter
from champion_challenger.errors import CallError, HostError, SettingsError
from champion_challenger.operations.call_teradata_procedure import call_teradata_procedure
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings
from champion_challenger.settings.form import Form
from champion_challenger.settings.teradata_connection import MECHANISMS, MODES, TLS, Logon
from tests.unit.operations.steps.procedures import FakeCallStep, FakeSide, Table, said

teradatasql = pytest.importorskip("teradatasql")
SECRET = "pa55-word-nobody-sees"
IN_OUT = [Parameter("n", "IN", "integer", 20), Parameter("p_rc", "OUT", "integer")]


def procedures(told: list[str] | None = None, **logon: Any) -> TeradataProcedures:
    """The driver's route, to nowhere."""
    fields = {"host": "127.0.0.1", "user": "scorer", "password": SECRET, **logon}
    said_to = told if told is not None else []
    return TeradataProcedures(
        Logon(**fields), {"ApplicationName": "champion-challenger"}, lambda reason: said_to.append(str(reason))
    )


def form(**values: Any) -> ProcedureSettings:
    """A form of the step that goes by the driver."""
    preset = {"host": "127.0.0.1", "user": "scorer", "password": SECRET}
    fields = {"route": "driver", "preset": preset, "procedure": "mkt.refresh", **values}
    return ProcedureSettings.from_form(Form(fields))


@pytest.fixture(scope="module")
def nowhere() -> dict[str, Any]:
    """Two ports of loopback on which nobody listens; the driver refuses one for both."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return {"port": one.getsockname()[1], "https_port": other.getsockname()[1], "connect_seconds": 1}


@pytest.mark.parametrize("tls", TLS)
@pytest.mark.parametrize("mode", MODES)
def test_the_driver_takes_our_parameters(nowhere: dict[str, Any], tls: str, mode: str) -> None:
    """444 is no connection; 169, 176, 188 and 191 would be our mistake."""
    with pytest.raises(CallError, match="Error 444") as refused:
        procedures(tls=tls, mode=mode, account="acc", database="mkt", **nowhere).call("p", [], 5)

    assert refused.value.while_connecting
    assert not {169, 176, 188, 191} & set(refused.value.codes)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("mechanism", [one for one in MECHANISMS if one not in ("KRB5", "TDNEGO")])
def test_the_driver_knows_our_mechanisms(nowhere: dict[str, Any], mechanism: str) -> None:
    """Those that need a ticket of the system are left out here."""
    with pytest.raises(CallError, match="Error 444"):
        procedures(mechanism=mechanism, **nowhere).call("p", [], 5)


@pytest.fixture
def side(monkeypatch: pytest.MonkeyPatch) -> FakeSide:
    """The boundary; skipped when the driver has none of that name any more."""
    if not all(hasattr(teradatasql, name) for name in ("goside", "_loadLibrary", "bInitDone")):
        pytest.skip("the driver's inside has changed")
    fake = FakeSide()
    teradatasql._loadLibrary()
    monkeypatch.setattr(teradatasql, "goside", fake)
    return fake


def test_outputs_and_result_sets_come_back(side: FakeSide) -> None:
    """The row of OUT parameters first, then each result set."""
    sets: list[Table] = [(["p_rc"], [[0]]), (["segment", "n"], [["A", 1], ["B", 2]]), (["x"], [[5]])]
    side.answer = lambda text, values: sets if "call" in text else []
    called = procedures().call("mkt.refresh", IN_OUT, 5)

    assert called.outputs == {"p_rc": 0}
    assert called.first_row == {"segment": "A", "n": 1}
    assert called.row_counts == (2, 1)
    assert side.requests[-1] == ('{call "mkt"."refresh"(?, ?)}', [20])
    assert side.closed == 1


def test_the_query_band_is_set_first_and_may_be_refused(side: FakeSide) -> None:
    """The call goes on without it."""
    told: list[str] = []

    def answer(text: str, values: list[Any]) -> list[Table]:
        if "QUERY_BAND" in text:
            raise ValueError(said(3523))
        return []

    side.answer = answer
    called = procedures(told).call("p", [], 5)

    assert "ApplicationName=champion-challenger;" in side.requests[0][0]
    assert called.row_counts == ()
    assert "3523" in told[0]


@pytest.mark.parametrize(
    ("error", "attempts", "told"),
    [
        (said(2631, f"about {SECRET}"), 3, "(deadlock), after 3 attempts."),
        (said(2646, f"about {SECRET}"), 1, "(no more spool space: have the query"),
        (said(3807, f"about {SECRET}"), 1, "(there is no such table, view or procedure)"),
        (said(5495, f"about {SECRET}"), 1, "(there is no such procedure)"),
        (said(8017, f"about {SECRET}"), 1, "(user or password is wrong, or the account is locked)"),
        (said(439, f"lost, {SECRET}", "Teradata SQL Driver"), 1, "look whether its work is done before calling again"),
    ],
)
def test_an_error_within_the_call_ends_as_documented(side: FakeSide, error: str, attempts: int, told: str) -> None:
    """From the driver's boundary to what the step reports: one line, its code and meaning, no stack, no password."""

    def answer(text: str, values: list[Any]) -> list[Table]:
        if "call" in text:
            raise ValueError(error)
        return []

    side.answer = answer
    report = call_teradata_procedure(form(is_repeatable=True), procedures(), FakeCallStep())

    assert (report.outcome, report.variables["attempts"]) == ("ERROR", attempts)
    assert f"[Error {report.variables['error_code']}]" in error
    assert told in report.lines[0]
    assert "gosqldriver" not in report.lines[0]
    assert SECRET not in f"{report}"
    assert side.closed == len(side.connects) == attempts


def test_a_hung_call_is_cancelled_when_its_time_is_over(side: FakeSide, monkeypatch: pytest.MonkeyPatch) -> None:
    """By another thread, as the driver wants it; then the session is closed."""
    monkeypatch.setattr(deadline, "GRACE_SECONDS", 2.0)

    def answer(text: str, values: list[Any]) -> list[Table]:
        if "call" in text and side.cancelled.wait(10):
            raise ValueError(said(2827, "aborted by user"))
        return []

    side.answer = answer
    report = call_teradata_procedure(form(time_limit="1 second", is_repeatable=True), procedures(), FakeCallStep())

    assert (report.outcome, report.variables["attempts"]) == ("ERROR", 1)
    assert "ended after 1 second, its time limit" in report.lines[0]
    assert side.cancelled.is_set()
    assert side.closed == 1


def test_an_aborted_process_cancels_its_call(side: FakeSide) -> None:
    """A request to end arrives in the main thread, while it waits; the call has time to end."""
    ended: list[str] = []

    def work() -> None:
        side.cancelled.wait(10)
        time.sleep(0.2)
        ended.append("rolled back")

    before = signal.getsignal(signal.SIGTERM)
    deadline.end_when_asked()
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    with pytest.raises(SystemExit, match="143"):
        deadline.within(10, work, side.cancelled.set)
    signal.signal(signal.SIGTERM, before)

    assert ended == ["rolled back"]


def test_only_allowed_databases_may_be_called(side: FakeSide) -> None:
    """Whatever the case; the default database counts for a bare name."""
    allowed = procedures(databases=("Mkt",), database="mkt")
    allowed.call("MKT.p", [], 5)
    allowed.call("p", [], 5)
    with pytest.raises(SettingsError, match="allows the databases Mkt, found dbc"):
        allowed.call("dbc.p", [], 5)


@pytest.mark.parametrize("reference", [{"mode": "PRESET", "name": "ours"}, {"mode": "INLINE", "inlinedConfig": {}}])
def test_a_reference_that_nobody_replaced_is_refused(reference: dict[str, Any]) -> None:
    """Otherwise the session mode would be called PRESET."""
    with pytest.raises(SettingsError, match="found a reference that DSS did not replace"):
        Logon.from_preset(reference)


def test_without_the_driver_its_route_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else needs it: every module imports."""
    monkeypatch.setitem(sys.modules, "teradatasql", None)
    with pytest.raises(HostError, match="not installed in the plugin's code env"):
        procedures().call("p", [], 5)

    importlib.reload(importlib.import_module("champion_challenger.adapters.teradata"))


def test_no_log_and_no_text_shows_the_password(side: FakeSide, caplog: pytest.LogCaptureFixture) -> None:
    """Not even of the objects that hold it, nor is the driver's own log ever asked for."""
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    side.refusal = said(8017, f"The UserId, Password or Account is invalid: {SECRET}")
    with pytest.raises(CallError, match=r"8017.*\*\*\*") as refused:
        procedures(told).call("p", [], 5)

    logon = Logon.from_preset({"host": "h", "user": "u", "password": SECRET})
    assert SECRET not in f"{caplog.text} {told} {logon!r} {refused.value!r}"
    assert "log" not in side.connects[0]
