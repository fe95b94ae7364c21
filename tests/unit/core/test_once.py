"""Answers that are computed once."""

from __future__ import annotations

import threading

import pytest

from champion_challenger.core.once import Once


def test_threads_that_ask_at_the_same_time_get_one_answer() -> None:
    """Who comes second waits for the first, and computes nothing."""
    known: Once[object] = Once(2)
    together, found = threading.Barrier(4), []

    def ask() -> None:
        together.wait()
        found.append(known.answer("a", object))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert len(set(map(id, found))) == 1


def test_the_answers_asked_for_last_are_kept() -> None:
    """The third key takes the place of the one that nobody asked for lately."""
    known, computed = Once[str](2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        known.answer(key, lambda key=key: computed.append(key) or key)  # type: ignore[misc]

    assert computed == ["a", "b", "c", "b"]


def test_an_error_is_not_kept() -> None:
    """The next one who asks may be luckier."""
    known: Once[float] = Once(1)
    with pytest.raises(ZeroDivisionError, match="division"):
        known.answer("a", lambda: 1 / 0)

    assert known.answer("a", lambda: 2.0) == 2.0
