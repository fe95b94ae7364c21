"""How a step or a macro ends that fails."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator

import pytest

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.entry import OnlyItsLine, OnlyTheMessage
from champion_challenger.errors import HostError


@pytest.fixture(autouse=True)
def _limit() -> Iterator[None]:
    """Leave the limit of this process as it was."""
    yield
    vars(sys).pop("tracebacklimit", None)


@OnlyTheMessage()
def asked(error: Exception) -> None:
    """Ask a host that raises."""
    with asking("for rows"):
        raise error


def test_an_error_for_people_is_printed_as_its_message() -> None:
    """Neither frames nor causes stand above it."""
    with pytest.raises(HostError, match="DSS was asked for rows, and answered: ValueError: no") as caught:
        asked(ValueError("no"))

    printed = "".join(traceback.format_exception(caught.type, caught.value, caught.tb))
    assert printed == "champion_challenger.errors.HostError: DSS was asked for rows, and answered: ValueError: no\n"


def test_a_host_that_prints_frames_prints_no_cause() -> None:
    """The limit is a request; what led to the error is cut off all the same."""
    with pytest.raises(HostError, match="and answered") as caught:
        asked(ValueError("no"))

    vars(sys).pop("tracebacklimit")
    printed = "".join(traceback.format_exception(caught.type, caught.value, caught.tb))
    assert "in asking" not in printed
    assert "direct cause" not in printed


def test_the_causes_are_there_for_whoever_looks(caplog: pytest.LogCaptureFixture) -> None:
    """At level DEBUG."""
    with caplog.at_level("DEBUG"), pytest.raises(HostError, match="and answered"):
        asked(ValueError("no"))

    assert "in asked" in caplog.text
    assert "direct cause" in caplog.text


def test_a_recipe_shows_the_line_that_failed_and_nothing_below(caplog: pytest.LogCaptureFixture) -> None:
    """DSS begins the message of the job with that line; causes are in the log at level DEBUG."""
    with caplog.at_level("DEBUG"), pytest.raises(HostError, match="and answered") as caught, OnlyItsLine():
        asked.__wrapped__(ValueError("no"))  # type: ignore[attr-defined]

    printed = "".join(traceback.format_exception(caught.type, caught.value, caught.tb))
    assert printed.count("  File ") == 1
    assert "asked.__wrapped__(" in printed
    assert "direct cause" not in printed
    assert "direct cause" in caplog.text


@pytest.mark.parametrize("ending", [OnlyTheMessage, OnlyItsLine])
def test_a_fault_of_ours_keeps_its_traceback(ending: type[OnlyTheMessage | OnlyItsLine]) -> None:
    """It is reported with it."""

    def fault() -> None:
        _ = 1 / 0

    with pytest.raises(ZeroDivisionError, match="division") as caught, ending():
        fault()

    assert "in fault" in "".join(traceback.format_exception(caught.type, caught.value, caught.tb))
