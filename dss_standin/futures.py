"""Long-running work: a thread each, polled by the client."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable

from dss_standin.errors import DSSError, NotFound
from dss_standin.switches import Switches


@dataclass
class Future:
    """One piece of work: its state, then its result or its error."""

    id: str
    started: float = field(default_factory=time.time)
    ended: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: DSSError | None = None
    aborted: bool = False

    def run(self, work: Callable[[], Any]) -> None:
        """Do the work and keep what comes of it."""
        try:
            self.result = work()
        except DSSError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001  whatever breaks must reach the poller, else it waits for ever
            self.error = DSSError(f"{type(error).__name__}: {error}", "java.lang.RuntimeException", 500)
        finally:
            self.ended.set()


class Futures:
    """The futures of one server."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._futures: dict[str, Future] = {}

    def start(self, work: Callable[[], Any], wait: float = 0.0) -> dict[str, Any]:
        """Run work in a thread; return its state for the client, with the result when it ends within `wait` seconds."""
        future = Future(uuid.uuid4().hex[:8])
        self._futures[future.id] = future
        threading.Thread(target=future.run, args=(work,), daemon=True).start()
        future.ended.wait(wait)
        return self.state(future.id, peek=True)

    def state(self, future_id: str, peek: bool) -> dict[str, Any]:
        """Return what a poll sees; a failed future raises its error, as the switch says."""
        future = self._get(future_id)
        if future.error and self._switches.failing_future == "http_error":
            raise future.error
        done = future.ended.is_set() and not future.error
        state = {
            "jobId": future.id,
            "hasResult": done,
            "alive": not future.ended.is_set(),
            "aborted": future.aborted,
            "startTime": int(future.started * 1000),
        }
        if done:
            state["result"] = future.result
            if self._switches.future_result_fetched_once and not peek:
                del self._futures[future_id]
        return state

    def abort(self, future_id: str) -> None:
        """Mark a future as aborted: its poller gets an error; a thread cannot be killed."""
        future = self._get(future_id)
        future.aborted = True
        future.error = DSSError(f"Future {future_id} was aborted", "java.lang.InterruptedException", 500)
        future.ended.set()

    def listed(self) -> list[dict[str, Any]]:
        """Return the states of the futures that still run."""
        running = [future.id for future in list(self._futures.values()) if not future.ended.is_set()]
        return [self.state(future_id, peek=True) for future_id in running]

    def _get(self, future_id: str) -> Future:
        if future_id not in self._futures:
            raise NotFound(f"Future does not exist: {future_id}")
        return self._futures[future_id]
