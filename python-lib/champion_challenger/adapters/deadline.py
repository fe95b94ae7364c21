"""Work with a time limit, cancelled when the time is over or the process is asked to end."""

from __future__ import annotations

import signal
from threading import Thread
from types import FrameType
from typing import Callable, NoReturn, TypeVar

from champion_challenger.errors import HostError, TimeLimitError

T = TypeVar("T")
GRACE_SECONDS = 5.0


def within(seconds: float, work: Callable[[], T], cancel: Callable[[], None]) -> T:
    """Do the work in a thread, and wait for it so long; work may fail with a HostError.

    Raises
    ------
    TimeLimitError
        When the time was over; the work was cancelled, and had five seconds to end.
    """
    done: list[T] = []
    failed: list[HostError] = []

    def run() -> None:
        try:
            done.append(work())
        except HostError as error:
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    is_over = _is_over(thread, seconds, cancel)
    if is_over:
        raise TimeLimitError(f"it was ended after {seconds:.0f} seconds, its time limit")
    if failed:
        raise failed[0]
    if not done:
        raise HostError("the call ended without an answer; the log above says why")
    return done[0]


def end_when_asked() -> None:
    """Have a request to end the process (an aborted scenario) raise SystemExit, so that a call is cancelled first."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def _is_over(thread: Thread, seconds: float, cancel: Callable[[], None]) -> bool:
    """Wait; whatever ends the waiting, work that still goes on is cancelled."""
    is_over = True
    try:
        thread.join(seconds)
        is_over = thread.is_alive()
    finally:
        if is_over:
            cancel()
            thread.join(GRACE_SECONDS)
    return is_over
