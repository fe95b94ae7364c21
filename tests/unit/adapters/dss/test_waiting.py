"""Waiting for work of the host that may hang, or end without a result."""

from __future__ import annotations

from typing import Any

import pytest
from dataikuapi.dss.future import DSSFuture

from champion_challenger.adapters.dss.waiting import wait_for
from champion_challenger.errors import HostError


class FakeClient:
    """A host that answers polls one after the other; the last answer for ever."""

    def __init__(self, *states: dict[str, Any]) -> None:
        self.states = list(states)

    def _perform_json(self, *_: Any, **__: Any) -> dict[str, Any]:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


RUNNING: dict[str, Any] = {"hasResult": False, "alive": True}
OVER: dict[str, Any] = {"hasResult": False, "alive": False}
DONE: dict[str, Any] = {"hasResult": True, "alive": False, "result": 42}


def test_a_result_is_returned_whenever_it_comes() -> None:
    """At once, or after the work was over for a moment without it."""
    pauses: list[float] = []
    client = FakeClient(RUNNING, RUNNING, OVER, DONE)

    assert wait_for(DSSFuture(client, "f1"), sleep=pauses.append) == 42
    assert pauses == [0.1, 0.2, 0.4]
    assert wait_for(DSSFuture.from_resp(FakeClient(), DONE)) == 42


@pytest.mark.parametrize(
    ("state", "words"), [(OVER, "over, and has no result"), (RUNNING, "no result after 60 seconds")]
)
def test_work_that_failed_or_hangs_is_told(state: dict[str, Any], words: str) -> None:
    """The client's own wait would poll for ever."""
    with pytest.raises(HostError, match=words):
        wait_for(DSSFuture(FakeClient(state), "f1"), seconds=60, sleep=lambda _: None)
