"""The clock of the hosts of this process: the machine's, moved by so many seconds.

Servers, triggers, and the recipes, steps and macros that begin after a move see the same time. What waits, waits by the
machine's time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

OFFSET = "DSS_STANDIN_CLOCK"
"""Environment variable that tells a process by how many seconds its clock is moved."""

_offset = 0.0


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(timezone.utc) + timedelta(seconds=_offset)


def milliseconds() -> int:
    """Return the time in milliseconds since the epoch, as DSS writes it."""
    return int(now().timestamp() * 1000)


def move_to(moment: datetime) -> None:
    """Set the clock; from there it runs as before. What has begun keeps the clock that it began with."""
    global _offset
    if moment.tzinfo is None:
        raise ValueError(f"expected a time with its time zone, found {moment}")
    _offset = (moment - datetime.now(timezone.utc)).total_seconds()


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Set the clock for a while."""
    global _offset
    before = _offset
    move_to(moment)
    try:
        yield
    finally:
        _offset = before


def environment() -> dict[str, str]:
    """Return what a process has to be told of the clock; nothing while it is the machine's."""
    return {OFFSET: repr(_offset)} if _offset else {}
