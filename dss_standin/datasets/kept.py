"""Columns of small files, kept as they were parsed: the same partition is read for a window, a sample, a count."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

LARGEST_FILE = 1 << 24
CAPACITY = 1 << 28


class KeptColumns:
    """Columns by the file's state; those not asked for the longest go first.

    Attributes
    ----------
    capacity
        Bytes in all.
    largest_file
        Bytes of a file; a larger one is parsed at each reading, in pieces.
    """

    def __init__(self, capacity: int = CAPACITY, largest_file: int = LARGEST_FILE) -> None:
        self.capacity = capacity
        self.largest_file = largest_file
        self._columns: OrderedDict[Hashable, list[pa.Array]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def columns(
        self, file: Path, keys: Sequence[Hashable], parsed: Callable[[], Iterator[list[pa.Array]]]
    ) -> Iterator[list[pa.Array]]:
        """Yield columns of a file batch by batch, in the order of `keys`; `parsed` reads them where one is unknown."""
        state = file.stat()
        if state.st_size > self.largest_file:
            yield from parsed()
            return
        names = [(str(file), state.st_ino, state.st_mtime_ns, state.st_size, key) for key in keys]
        stored = self._find(names)
        if stored is None:
            batches = []
            for batch in parsed():
                batches.append(batch)
                yield batch
            self._keep(dict(zip(names, map(list, zip(*batches)))))
        else:
            yield from map(list, zip(*stored))

    def _find(self, names: Sequence[Hashable]) -> list[list[pa.Array]] | None:
        with self._lock:
            if not names or not all(name in self._columns for name in names):
                return None
            for name in names:
                self._columns.move_to_end(name)
            return [self._columns[name] for name in names]

    def _keep(self, columns: dict[Hashable, list[pa.Array]]) -> None:
        with self._lock:
            for name, arrays in columns.items():
                if name not in self._columns:
                    self._columns[name] = arrays
                    self._bytes += _size(arrays)
            while self._bytes > self.capacity:
                _, oldest = self._columns.popitem(last=False)
                self._bytes -= _size(oldest)


def _size(arrays: list[pa.Array]) -> int:
    return sum(array.nbytes for array in arrays)


KEPT = KeptColumns()
"""One for all hosts of this process; a file that changes is another one."""
