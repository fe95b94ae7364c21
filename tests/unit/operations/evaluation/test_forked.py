"""A process that computes one thing, on the system itself."""

from __future__ import annotations

import os
import signal
import time

import pytest
import sklearn.ensemble  # noqa: F401 -- it brings libraries that have threads
import threadpoolctl

from champion_challenger.operations.evaluation.forked import Worker, thread_limits

pytestmark = pytest.mark.skipif(os.name != "posix" or not hasattr(os, "fork"), reason="Processes are forked on Linux")


def test_what_it_computes_comes_back() -> None:
    """Whatever can be pickled, with the memory that it had."""
    rows = list(range(1000))
    ended = Worker(lambda: sum(rows)).wait()

    assert (ended.answer, ended.signal) == (sum(rows), 0)
    assert ended.megabytes > 1


def test_one_that_fails_has_no_answer() -> None:
    """Its error is for who computes it again to see."""

    def fail() -> None:
        raise ValueError("not here")

    ended = Worker(fail).wait()
    assert (ended.answer, ended.signal) == (None, 0)


@pytest.mark.parametrize("name", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_killed_tells_the_signal(name: signal.Signals) -> None:
    """By the system, or by somebody."""
    ended = Worker(lambda: os.kill(os.getpid(), name)).wait()

    assert (ended.answer, ended.signal) == (None, name)


def test_it_can_be_killed() -> None:
    """Also one that computes nothing."""
    worker = Worker(lambda: time.sleep(600))
    worker.kill()

    assert worker.wait().signal == signal.SIGKILL


def test_it_has_one_thread_of_each_library() -> None:
    """So many processes as cores leave none for more."""
    threads = Worker(lambda: {pool["num_threads"] for pool in threadpoolctl.threadpool_info()}).wait().answer
    assert threads == {1}
    assert thread_limits() is threadpoolctl.threadpool_limits


def test_it_ends_with_its_parent() -> None:
    """However that ends: nobody would take its answer."""

    def parent() -> int:
        child = Worker(lambda: time.sleep(600))
        return child.pid

    grandchild = Worker(parent).wait().answer
    while True:
        try:
            os.kill(grandchild, 0)
            with open(f"/proc/{grandchild}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.01)
