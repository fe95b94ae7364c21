"""Waiting for long-running work of the host; the client's own wait never notices that work has failed or hangs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from dataikuapi.dss.future import DSSFuture

from champion_challenger.core.monitoring.judgement import duration
from champion_challenger.core.reasons import Reason
from champion_challenger.errors import HostError

LONGEST_SECONDS = 4 * 3600.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


def wait_for(future: DSSFuture, seconds: float = LONGEST_SECONDS, sleep: Callable[[float], None] = time.sleep) -> Any:
    """Return the result of a future, polled until it is there.

    Raises
    ------
    HostError
        When the work is over without a result, seen twice in a row, or has none after so many seconds.
    """
    pause, waited_for, is_over = _FIRST_PAUSE, 0.0, False
    while not future.has_result():
        # Over at two looks in a row: work may end between the two questions of a single look.
        if is_over and future.state.get("alive") is False:
            raise HostError(Reason("work_without_result"))
        if waited_for >= seconds:
            raise HostError(Reason("no_result_after", {"duration": duration(timedelta(seconds=seconds))}))
        is_over = future.state.get("alive") is False
        sleep(pause)
        waited_for, pause = waited_for + pause, min(2 * pause, _LONGEST_PAUSE)
    return future.state.get("result")  # get_result() asks for the future of a result that came at once, which has none
