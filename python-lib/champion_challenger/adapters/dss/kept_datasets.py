"""Datasets that a webapp keeps from one click to the next, as long as DSS tells of no change."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import read_whole
from champion_challenger.errors import HostError

BUILT_SECONDS = 900.0
"""How long rows are kept whose last build DSS tells: what writes them outside of a job is no build."""

OTHER_SECONDS = 60.0
"""How long all other rows are kept."""

NOT_TOLD = ""
"""Mark of a dataset of which DSS tells no build, such as one that a macro writes or a table of others."""


@dataclass(frozen=True)
class _Kept:
    rows: pd.DataFrame
    mark: str
    read_at: float


class KeptDatasets:
    """Rows of datasets, read again when DSS tells another last build, or when they were kept long enough.

    A webapp reads as one user, its *run-as user*, whoever looks at it: rows that are kept are those that DSS showed
    this user. Where DSS answers the question for the last build otherwise than when the rows were read, a refusal
    included, they are dropped, and read again or refused. Rows that did not change stay the same object. For several
    threads.

    Parameters
    ----------
    read
        Reads all rows of a dataset, by its full name.
    mark
        What tells whether a dataset changed.
    clock
        Seconds that only go up.
    """

    def __init__(
        self,
        read: Callable[[str], pd.DataFrame] = read_whole,
        mark: Callable[[str], str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._mark, self._clock = read, mark or last_build, clock
        self._lock = Lock()
        self._locks: dict[str, Lock] = {}
        self._kept: dict[str, _Kept] = {}

    def rows(self, name: str) -> pd.DataFrame:
        """Return all rows; whoever asks while they are being read waits for them.

        Raises
        ------
        HostError
            There is no such dataset, or the user of the webapp may not read it.
        """
        with self._lock:
            # One lock for each dataset: reading a large one keeps nobody from another.
            lock = self._locks.setdefault(name, Lock())
        with lock:
            # The mark is asked for before the rows are read: a build between the two is seen at the next click.
            mark, before = self._mark(name), self._kept.pop(name, None)
            if before is None or mark != before.mark or self._is_old(before):
                before = self._read_again(name, mark, before)
            self._kept[name] = before
            return before.rows

    def _is_old(self, kept: _Kept) -> bool:
        most = BUILT_SECONDS if kept.mark.startswith("built") else OTHER_SECONDS
        return self._clock() - kept.read_at >= most

    def _read_again(self, name: str, mark: str, before: _Kept | None) -> _Kept:
        read_at, rows = self._clock(), self._read(name)
        is_same = before is not None and before.rows.equals(rows)
        # The same object where nothing has changed: what pages computed from it is kept by it.
        return _Kept(before.rows if before is not None and is_same else rows, mark, read_at)


def last_build(name: str) -> str:
    """What DSS tells of the last build of a dataset, by its full name: ``built``, start and end.

    It is `NOT_TOLD` where it tells of none, and the kind of the error where it does not answer.
    """
    project_key, _, short_name = name.partition(".")
    try:
        with asking(f"for the last build of {name}"):
            info = dataiku.api_client().get_project(project_key).get_dataset(short_name).get_info()
            start, end = info.last_build_start_time, info.last_build_end_time
    except HostError as error:
        return type(error).__name__
    return NOT_TOLD if start is None else f"built {start} to {end}"
