"""Long-running work: done in threads, polled by the client."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future as Work
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from dss_standin.errors import DSSError, NotFound
from dss_standin.switches import Switches


@dataclass
class Future:
    """One piece of work and when it began."""

    id: str
    work: Work[Any]
    started: float = field(default_factory=time.time)
    aborted: bool = False

    def error(self) -> BaseException | None:
        """Return what the work failed with, None while it runs or when it went well."""
        if self.aborted:
            return DSSError(f"Future {self.id} was aborted", "java.lang.InterruptedException", 500)
        return self.work.exception() if self.work.done() else None


class Futures:
    """The futures of one server."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._futures: dict[str, Future] = {}
        self._pool = ThreadPoolExecutor(max_workers=8)

    def start(self, work: Callable[[], Any], within: float = 0.0) -> dict[str, Any]:
        """Run work in a thread; return its state, with the result when it ends within so many seconds.

        Without seconds it is the state at the beginning, however quick the work is.
        """
        future = Future(uuid.uuid4().hex[:8], self._pool.submit(work))
        self._futures[future.id] = future
        if not within:
            return _state(future, ended=False, has_result=False)
        wait([future.work], within)
        return self.state(future.id, peek=True)

    def state(self, future_id: str, peek: bool) -> dict[str, Any]:
        """Return what a poll sees; a failed future raises its error, as the switch says."""
        future = self._get(future_id)
        error = future.error()
        if error and self._switches.failing_future == "http_error":
            raise error
        ended = future.aborted or future.work.done()
        state = _state(future, ended, has_result=ended and not error)
        if state["hasResult"]:
            state["result"] = future.work.result()
            if self._switches.future_result_fetched_once and not peek:
                del self._futures[future_id]
        return state

    def abort(self, future_id: str) -> None:
        """Mark a future as aborted: its poller gets an error; a thread cannot be killed."""
        future = self._get(future_id)
        future.work.cancel()
        future.aborted = True

    def listed(self) -> list[dict[str, Any]]:
        """Return the states of the futures that still run."""
        running = [future for future in list(self._futures.values()) if not future.work.done() and not future.aborted]
        return [self.state(future.id, peek=True) for future in running]

    def close(self) -> None:
        """Begin nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _get(self, future_id: str) -> Future:
        if future_id not in self._futures:
            raise NotFound(f"Future does not exist: {future_id}")
        return self._futures[future_id]


def _state(future: Future, ended: bool, has_result: bool) -> dict[str, Any]:
    known = {"jobId": future.id, "hasResult": has_result, "alive": not ended, "aborted": future.aborted}
    return {**known, "startTime": int(future.started * 1000)}
