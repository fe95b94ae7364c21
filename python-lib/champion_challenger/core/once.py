"""Answers that are computed once, also where several threads ask for them at the same time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """The answers that were asked for last, by key.

    Answers are computed one after the other, so that nobody computes what another thread is about to know. An error is
    not kept.

    Parameters
    ----------
    size
        How many answers are kept, at least one.

    Examples
    --------
    >>> known, counted = Once(2), []
    >>> [known.answer("a", lambda: counted.append(1) or len(counted)) for _ in range(3)]
    [1, 1, 1]
    """

    def __init__(self, size: int) -> None:
        self._size = size
        # One that the same thread may take again, should an answer need another one.
        self._lock = RLock()
        self._known: OrderedDict[Hashable, T] = OrderedDict()

    def answer(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Answer to a key, computed where it is not known."""
        with self._lock:
            if key not in self._known:
                self._known[key] = compute()
            self._known.move_to_end(key)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
            return self._known[key]
