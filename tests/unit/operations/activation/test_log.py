"""The activation log: nothing that was seen is lost, and what DSS's own screens did is noticed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from champion_challenger.core.activation.log import Activation, log_row
from champion_challenger.errors import HostError
from champion_challenger.operations.activation.log import log_activation, notice_activation
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.activation.fake_log import FakeLog
from tests.unit.operations.fakes import FakeHost, host

SETTINGS = Settings(customer_id_column="customer", activation_log="activation_log")


def line(to_version: str, at: str = "2019-08-20T09:30:00Z", model_id: str = "m1") -> Activation:
    """An activation by the macro."""
    return Activation(at, "ann", "TELCO", model_id, "v1", to_version, "because")


def noticing(log: FakeLog) -> FakeHost:
    """A run of the recipe with a log."""
    return replace(host(training_data=None), log=log)


def test_a_line_is_added_to_those_that_stand_there() -> None:
    """Other models share the log."""
    log = FakeLog(held=[log_row(line("w1", model_id="other"))])
    log_activation(line("v2"), log)

    assert [row["to_version"] for row in log.held] == ["w1", "v2"]


def test_a_line_that_another_writer_overwrote_is_written_again_with_theirs() -> None:
    """Both lines are there in the end."""
    theirs = log_row(line("w2", model_id="other"))
    log = FakeLog(is_open=True, meanwhile=[lambda log: log.held.__setitem__(slice(None), [theirs])])
    log_activation(line("v2"), log)

    assert sorted(row["to_version"] for row in log.held) == ["v2", "w2"]
    assert log.writes == 2


def test_a_writer_that_never_stops_is_told() -> None:
    """After four tries."""
    log = FakeLog(is_open=True, meanwhile=[lambda log: log.held.clear()] * 4)

    with pytest.raises(HostError, match="written 4 times and is not there"):
        log_activation(line("v2"), log)


def test_the_first_run_begins_the_log_and_the_next_adds_nothing() -> None:
    """The log says since when the champion is known."""
    log = FakeLog()
    for _ in range(2):
        run = noticing(log)
        retrain_and_evaluate(SETTINGS, run)

    (row,) = log.held
    assert (row["from_version"], row["to_version"], row["how"], row["by"]) == ("", "v1", "noticed", "")
    assert "Found active by the evaluation of cohort 2019-06" in row["reason"]


def test_an_activation_in_the_screens_of_dss_is_noticed_by_the_next_run() -> None:
    """From and to stand in the log; the job's log says it too."""
    log = FakeLog(held=[log_row(line("v1", "2019-07-01T00:00:00Z"))])
    run = noticing(log)
    run.model.activate("v2")
    retrain_and_evaluate(SETTINGS, run)

    assert [(row["from_version"], row["to_version"], row["how"]) for row in log.held[1:]] == [("v1", "v2", "noticed")]
    assert any("Version v2 was activated in DSS's own screens (before: v1)" in said for said in run.said)


def test_runs_side_by_side_notice_an_activation_once() -> None:
    """The second finds the line of the first when it reads again."""
    log = FakeLog()
    runs = [noticing(log), noticing(log)]
    first = runs[0].model.listed[0]
    original = log.open

    def other_first() -> None:
        original()
        log.open = original  # type: ignore[method-assign]
        notice_activation(first, "2019-05", "activation_log", runs[1])

    log.open = other_first  # type: ignore[method-assign]
    notice_activation(first, "2019-06", "activation_log", runs[0])
    assert len(log.held) == 1


def test_a_log_that_cannot_be_kept_fails_the_run_after_all_was_written() -> None:
    """Figures do not depend on it."""
    run = noticing(FakeLog(refusal=HostError("no right to it")))
    result = retrain_and_evaluate(SETTINGS, run)

    assert result.failures == ["The activation log TELCO.activation_log could not be kept: no right to it"]
    assert not result.performance.empty


def test_without_a_log_nothing_is_noticed() -> None:
    """The field of the form is empty by default."""
    run: Any = host(training_data=None)
    assert retrain_and_evaluate(replace(SETTINGS, activation_log=""), run).failures == []
