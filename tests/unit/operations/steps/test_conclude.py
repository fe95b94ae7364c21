"""The end of a step: variables, the log, alerts, and whether the scenario stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from champion_challenger.core.reasons import Reason
from champion_challenger.errors import HostError, StepFailedError
from champion_challenger.operations.steps.conclude import Report, conclude
from champion_challenger.settings.step_ending import Alert, Ending
from tests.unit.operations.steps.fakes import NOON, FakeStep

STEP = Reason("step_volumes")
REPORT = Report(
    STEP, "WARNING", ["UP.orders: old"], {"rows": 3.0, "rows_outcome": "WARNING"}, NOON, NOON + timedelta(minutes=1.5)
)


def test_variables_have_the_prefix_and_the_times_of_the_step() -> None:
    """Later steps read them."""
    host = FakeStep()
    conclude(REPORT, Ending("cockpit"), host)
    assert host.variables == {
        "cockpit_outcome": "WARNING",
        "cockpit_start": "2019-06-05T12:00:00Z",
        "cockpit_end": "2019-06-05T12:01:30Z",
        "cockpit_minutes": 1.5,
        "cockpit_rows": 3.0,
        "cockpit_rows_outcome": "WARNING",
    }


def test_an_alert_has_the_figures_and_no_outcome_twice() -> None:
    """The outcome of each value is in its line, and a value is not repeated as a text."""
    host = FakeStep()
    report = replace(REPORT, variables={**REPORT.variables, "rows_text": "3", "best_text": "v1"})
    conclude(report, Ending("cockpit", alert=Alert("mail", ("a@b.c",))), host)
    ((_, subject, message),) = host.sent
    assert subject == "WARNING: Check volume stability (TELCO)"
    assert "rows = 3\n" in message
    assert "rows_outcome" not in message
    assert "rows_text" not in message
    assert "best_text = v1" in message


def test_a_text_of_the_host_is_one_short_line() -> None:
    """A line break in it forges no line, and a long one fills no mail; the variable keeps it."""
    host, text = FakeStep(), "late\r\nOK: UP.orders: all is well " + "x" * 20_000
    report = replace(REPORT, outcome="ERROR", lines=[f"ERROR: UP.orders: {text}"], variables={"note": text})
    with pytest.raises(StepFailedError, match="ERROR: UP.orders: late OK: UP.orders: all is well x+…$"):
        conclude(report, Ending("cockpit", alert=Alert("mail", ("a@b.c",))), host)
    ((_, _, message),) = host.sent

    assert host.variables["cockpit_note"] == text
    assert not any(line.startswith("OK") for told in (message, *host.said) for line in told.splitlines())
    assert all(len(told) < 3000 for told in (message, *host.said))


@pytest.mark.parametrize(
    ("when", "outcomes"),
    [("always", "OK WARNING EMPTY ERROR"), ("warning", "WARNING EMPTY ERROR"), ("error", "EMPTY ERROR")],
)
def test_an_alert_is_sent_when_it_is_due(when: str, outcomes: str) -> None:
    """Nothing to judge counts as an error there."""
    ending = Ending("retrieved", "never", Alert("mail", when=when))
    host = FakeStep()
    for outcome in ("OK", "WARNING", "EMPTY", "ERROR"):
        conclude(Report(STEP, outcome, [], {}, NOON, NOON), ending, host)

    assert " ".join(subject.split(":")[0] for _, subject, _ in host.sent) == outcomes


@pytest.mark.parametrize(
    ("fail_on", "failing"), [("error", {"ERROR"}), ("error_or_empty", {"ERROR", "EMPTY"}), ("never", set())]
)
def test_the_author_chooses_what_fails_the_step(fail_on: str, failing: set[str]) -> None:
    """The variables are set in any case."""
    ending = Ending("retrieved", fail_on)
    for outcome in ("OK", "WARNING", "EMPTY", "ERROR"):
        host = FakeStep()
        if outcome in failing:
            with pytest.raises(StepFailedError, match=f"Outcome {outcome}"):
                conclude(Report(STEP, outcome, [], {}, NOON, NOON), ending, host)
        else:
            conclude(Report(STEP, outcome, [], {}, NOON, NOON), ending, host)
        assert host.variables["retrieved_outcome"] == outcome


def test_an_alert_that_could_not_be_sent_fails_the_step_unless_all_is_well() -> None:
    """A mail server that is down does not stop a run that has nothing to tell."""
    ending = Ending("retrieved", "never", Alert("mail", when="always"))
    host = FakeStep(refusal=HostError("no such channel"))
    conclude(Report(STEP, "OK", [], {}, NOON, NOON), ending, host)

    assert "could not be sent" in host.said[0]
    with pytest.raises(StepFailedError, match="could not be sent by channel mail: no such channel"):
        conclude(Report(STEP, "WARNING", [], {}, NOON, NOON), ending, host)
