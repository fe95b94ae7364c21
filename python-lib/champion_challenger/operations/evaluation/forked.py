"""A process forked from this one that computes one thing: it inherits all memory, and asks the host for nothing."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any

_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes
    ----------
    answer
        What it computed; None where it could not.
    signal
        Number of the signal that killed it; 0 for none.
    megabytes
        Most memory that it had, with the rows that it shared.
    """

    answer: Any
    signal: int
    megabytes: int


class Worker:
    """A forked process that computes one thing and hands it over."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._reader, writer = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            # Never returns: the child must not go on with the parent's work.
            _become_worker(work, writer, parent)
        # Else the parent would wait for the end of a pipe that it holds open itself.
        os.close(writer)

    def fileno(self) -> int:
        """Where its answer comes."""
        return self._reader

    def wait(self) -> Ended:
        """Wait until it ends, and read what it left."""
        with os.fdopen(self._reader, "rb") as stream:
            # Before the wait: a child that fills the pipe does not end until it is read.
            content = stream.read()
        # wait4 tells the largest memory of this child alone.
        _, status, usage = os.wait4(self.pid, 0)
        killer = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        is_done = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        return Ended(pickle.loads(content) if is_done else None, killer, usage.ru_maxrss // 1024)  # noqa: S301 -- ours

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def _become_worker(work: Callable[[], Any], writer: int, parent: int) -> None:
    """Compute, write, and end without any of the parent's clean-up."""
    status = 1
    try:
        gc.freeze()  # the parent's objects are never gone through, so that their pages stay shared
        # Handlers of the parent are inherited, and would act on its work from within the child.
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_DFL)
        _die_with(parent)
        limits = thread_limits()
        # Threads of OpenMP do not survive a fork: one that is waited for would never answer.
        with limits(1) if limits else nullcontext():
            content = pickle.dumps(work())
        with os.fdopen(writer, "wb") as stream:
            stream.write(content)
        status = 0
    finally:
        os._exit(status)


def _die_with(parent: int) -> None:
    """Be killed when the parent ends, however it ends."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    # The parent ended between the fork and the line above.
    if os.getppid() != parent:
        os._exit(1)


def thread_limits() -> Callable[..., AbstractContextManager[Any]] | None:
    """What limits the threads of BLAS and OpenMP, a package that scikit-learn brings; None where it does not."""
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        return None
    limits: Callable[..., AbstractContextManager[Any]] = threadpool_limits
    return limits
