"""Rows kept for several readings: in memory while they fit, else in a temporary file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

MEMORY_BUDGET = 4 * 1024**3


class Chunks:
    """Frames that were read once and can be gone through again and again, one at a time.

    Parameters
    ----------
    frames
        What the host gives.
    memory_budget
        Bytes to keep in memory; what comes later is spooled to temporary disk, which is freed with the object.
    """

    def __init__(self, frames: Iterable[pd.DataFrame], memory_budget: int = MEMORY_BUDGET) -> None:
        self._kept: list[pd.DataFrame] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._spooled: list[Path] = []
        self._sizes: list[int] = []
        used = 0
        for frame in frames:
            # deep counts the texts as well, which are most of a wide frame of objects.
            used += int(frame.memory_usage(deep=True).sum())
            # Once over the budget always over it: `used` counts what is on disk too, so that the order of rows is kept.
            self._keep(frame) if used <= memory_budget else self._spool(frame)
            self._sizes.append(len(frame))

    def __iter__(self) -> Iterator[pd.DataFrame]:
        yield from self.part(range(len(self._sizes)))

    def part(self, places: range) -> Iterator[pd.DataFrame]:
        """Frames at these places of their order; the others are not read from disk."""
        n = len(self._kept)
        for place in places:
            yield self._kept[place] if place < n else self._read(self._spooled[place - n])

    @property
    def sizes(self) -> list[int]:
        """Rows of each frame."""
        return list(self._sizes)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that were read; none without rows."""
        first = next(iter(self), None)
        return () if first is None else tuple(first.columns)

    @property
    def n_spooled(self) -> int:
        """Frames that lie on disk."""
        return len(self._spooled)

    def column(self, name: str) -> pd.Series:
        """One column of all rows."""
        return pd.concat([frame[name] for frame in self], ignore_index=True)

    @staticmethod
    def _read(path: Path) -> pd.DataFrame:
        frame: pd.DataFrame = pd.read_pickle(path)  # noqa: S301 -- our own file, in our own temporary folder
        return frame

    def _keep(self, frame: pd.DataFrame) -> None:
        self._kept.append(frame)

    def _spool(self, frame: pd.DataFrame) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="champion-challenger-")
        path = Path(self._folder.name) / f"{len(self._spooled)}.pickle"
        # Pickle keeps every type as it is, nullable whole numbers included.
        frame.to_pickle(path)
        self._spooled.append(path)
