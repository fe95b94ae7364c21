"""Work with a time limit, cancelled when the time is over or the process is asked to end."""

from __future__ import annotations

import signal
from datetime import timedelta
from threading import Event, Thread
from types import FrameType
from typing import Callable, NoReturn, TypeVar

from champion_challenger.core.monitoring.judgement import duration
from champion_challenger.core.reasons import Reason
from champion_challenger.errors import HostError, TimeLimitError

T = TypeVar("T")
GRACE_SECONDS = 5.0


def within(seconds: float, work: Callable[[], T], cancel: Callable[[], None] | None = None) -> T:
    """Do the work in a thread, and wait for it so long; work may fail with a HostError.

    Raises
    ------
    TimeLimitError
        When the time was over. Work that can be cancelled was, and had five seconds to end; other work ends with the
        process.
    """
    # Lists, since a function within may add to them; their being empty says that the thread died of something else.
    done: list[T] = []
    failed: list[HostError] = []
    ended = Event()

    def run() -> None:
        """Do the work, and keep what it returns or raises."""
        try:
            done.append(work())
        except HostError as error:
            failed.append(error)
        finally:
            ended.set()

    # A daemon: a call that cannot be cancelled must not keep the process from ending.
    Thread(target=run, daemon=True).start()
    if _is_over(ended, seconds, cancel):
        raise TimeLimitError(Reason("call_ended_at_limit", {"limit": duration(timedelta(seconds=seconds))}))
    if failed:
        raise failed[0]
    # Any other exception was printed by the thread itself, above.
    if not done:
        raise HostError(Reason("call_without_answer"))
    return done[0]


def end_when_asked() -> None:
    """Have a request to end the process (an aborted scenario) raise SystemExit, so that a call is cancelled first."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        """End the process as the signal asks for."""
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def _is_over(ended: Event, seconds: float, cancel: Callable[[], None] | None) -> bool:
    """Wait; work that still goes on afterwards is cancelled, even when a signal ends the waiting.

    A thread is not waited for itself: a ``join`` that a signal interrupts takes it for ended, in Python 3.11.
    """
    try:
        ended.wait(seconds)
    finally:
        is_over = not ended.is_set()
        if is_over and cancel is not None:
            cancel()
            ended.wait(GRACE_SECONDS)
    return is_over
