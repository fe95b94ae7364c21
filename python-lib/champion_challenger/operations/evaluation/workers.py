"""Versions scored side by side: each in a process forked from this one, with which it shares the cohort's rows.

A predictor is loaded here, where the host can be asked, and scores in the process that inherits it. That process asks
the host for nothing, and ends with its scores.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from champion_challenger.core.reasons import Reason
from champion_challenger.operations.evaluation.forked import Ended, Worker, thread_limits
from champion_challenger.operations.evaluation.pieces import Piece, pieces, whole
from champion_challenger.operations.evaluation.score import (
    Entry,
    Prepared,
    Question,
    Scoring,
    prepare,
    score_entry,
    score_prepared,
)
from champion_challenger.operations.ports import Machine

IDLE_SECONDS = 60.0
"""A process that computes nothing for so long waits for a thread or a lock that the fork left behind."""
FEW_CUSTOMERS = 10_000
_POLL_SECONDS = 1.0
_MEGABYTE = 1024**2
_CHUNKS_AT_WORK = 20
"""What a process needs at first guess, in chunks of rows: copies under other types, and what a model makes of them."""

ONE_BY_ITSELF = ("XGBOOST", "LIGHTGBM", "CATBOOST", "KERAS", "DEEP", "TORCH", "TENSORFLOW")
"""Parts of the names of algorithms whose threads do not survive a fork, and that use every core by themselves."""


def side_by_side(entries: Sequence[Entry], question: Question, machine: Machine, most: int) -> Iterator[Scoring]:
    """Scores of each version, in the order of the entries; at most so many at once, as far as memory allows.

    The last versions are cut into pieces of the cohort, so that no core is idle while the last one is scored.
    What a process could not do is done here once the others have ended. A version whose process the system killed is
    tried once more in a process, alone; killed again, that is its reason.

    Raises
    ------
    UnreadColumnsError
        When a version scores by columns of the cohort that were not read.
    """
    pool = _Pool(entries, question, machine, most)
    try:
        for place in range(len(entries)):
            yield pool.scoring(place)
    finally:
        pool.end()


def processes(wanted: int, threads: int, n_versions: int, n_customers: int, machine: Machine) -> int:
    """How many versions are scored at once: what the form says, else one a core, or a group of cores with threads.

    Few customers are scored here, where the form says nothing: a process takes longer to begin.

    Parameters
    ----------
    wanted
        What the form says; 0 leaves it to the machine.
    """
    if not machine.can_fork or thread_limits() is None:
        return 1
    automatic = machine.cores // threads if n_customers >= FEW_CUSTOMERS else 1
    return max(1, min(wanted or automatic, n_versions))


@dataclass
class _Version:
    """A version of which pieces are at work, and the memory that they fill with scores.

    Attributes
    ----------
    before
        Bytes that this process had before the predictor was loaded.
    n_missing
        Pieces that have not ended.
    """

    prepared: Prepared
    scores: npt.NDArray[np.float64]
    before: int
    n_missing: int
    seconds: float = 0.0


@dataclass
class _AtWork:
    """A process at work on a piece.

    Attributes
    ----------
    free
        Bytes that were free when it began; None where nothing tells it.
    busy, since
        Seconds of processor time that it had used when it was last seen to compute, and when that was.
    """

    piece: Piece
    worker: Worker
    free: int | None
    busy: float = 0.0
    since: float = 0.0
    is_stuck: bool = False


class _Pool:
    """Entries that wait, those at work, and what is done."""

    def __init__(self, entries: Sequence[Entry], question: Question, machine: Machine, most: int) -> None:
        self._entries, self._question, self._machine, self._most = entries, question, machine, most
        first = next(iter(question.rows), None)
        # Not deep: texts stay shared with the parent.
        self._need = _CHUNKS_AT_WORK * int(first.memory_usage().sum()) if first is not None else 0
        self._waiting: deque[Piece] = deque(self._pieces())
        self._again: deque[tuple[int, Literal["alone", "here"]]] = deque()
        self._killed: set[int] = set()
        self._begun: dict[int, _Version] = {}
        self._at_work: list[_AtWork] = []
        self._done: dict[int, Scoring] = {}

    def _pieces(self) -> list[Piece]:
        sizes = self._question.rows.sizes
        n_parts = self._most if sum(sizes) >= FEW_CUSTOMERS else 1
        return pieces(len(self._entries), sizes, n_parts)

    def scoring(self, place: int) -> Scoring:
        """Go on until an entry has its scores."""
        # In the order of the entries, so that the log is the same whoever is done first.
        while place not in self._done:
            if self._waiting and len(self._at_work) < self._most and self._has_room():
                self._begin(self._waiting.popleft())
            elif self._at_work:
                self._wait()
            else:
                # Only once nobody is at work: what was killed for memory has all of it now.
                self._once_more(*self._again.popleft())
        return self._done.pop(place)

    def end(self) -> None:
        """Kill what is still at work, and wait for its end."""
        for task in self._at_work:
            task.worker.kill()
            task.worker.wait()
        self._at_work.clear()

    def _has_room(self) -> bool:
        """Whether one more finds memory; the first is begun anyway, as without processes."""
        free = self._machine.free_memory()
        # For those at work too: they may not have taken yet what they are going to.
        return not self._at_work or free is None or free > self._need * (len(self._at_work) + 1)

    def _begin(self, piece: Piece) -> None:
        version = self._begun.get(piece.place) or self._load(piece.place)
        if version is None:
            return
        # A lambda: the child inherits what it closes over, and nothing is pickled.
        worker = Worker(lambda: _fill(version.scores, version.prepared, self._question, piece))
        self._at_work.append(_AtWork(piece, worker, self._machine.free_memory(), since=time.monotonic()))

    def _load(self, place: int) -> _Version | None:
        """Load a version for its first piece; None for what no process is begun for."""
        entry, before = self._entries[place], self._machine.resident_memory(os.getpid())
        if isinstance(entry, Scoring) or any(part in entry.version.algorithm.upper() for part in ONE_BY_ITSELF):
            self._repeat(place, "here")
            return None
        prepared = prepare(entry, self._question)
        if isinstance(prepared, Scoring):
            self._leave(place)
            self._done[place] = prepared
            return None
        self._need = max(self._need, self._machine.resident_memory(os.getpid()) - before)
        # An anonymous map is shared with the fork; at least one byte, since it may not be empty.
        n = sum(self._question.rows.sizes)
        scores = np.frombuffer(mmap.mmap(-1, max(1, 8 * n)), dtype="float64")[:n]
        n_pieces = 1 + sum(piece.place == place for piece in self._waiting)
        self._begun[place] = _Version(prepared, scores, before, n_pieces, prepared.seconds)
        return self._begun[place]

    def _wait(self) -> None:
        """Take the answers of those that have ended; end one that has stopped computing."""
        ready, _, _ = select.select([task.worker for task in self._at_work], [], [], _POLL_SECONDS)
        for task in [task for task in self._at_work if task.worker in ready]:
            # A piece before it in this list may have ended it: then nobody waits for its answer.
            if task in self._at_work:
                self._at_work.remove(task)
                self._take(task, task.worker.wait())
        for task in self._at_work:
            busy, now = self._machine.busy_seconds(task.worker.pid), time.monotonic()
            if busy != task.busy:
                task.busy, task.since = busy, now
            elif now - task.since > IDLE_SECONDS:
                task.is_stuck = True
                task.worker.kill()

    def _take(self, task: _AtWork, ended: Ended) -> None:
        place, version = task.piece.place, self._begun[task.piece.place]
        self._need = max(self._need, ended.megabytes * _MEGABYTE - version.before)
        if ended.answer is not None:
            self._add(place, version, ended.answer)
        # A crash of a library (any signal but KILL) would come again; a kill for memory may not.
        elif ended.signal and not task.is_stuck and (place in self._killed or ended.signal != signal.SIGKILL):
            self._leave(place)
            self._done[place] = self._ended_by_system(task, ended)
        elif ended.signal == signal.SIGKILL and not task.is_stuck:
            self._killed.add(place)
            self._repeat(place, "alone")
        else:
            self._repeat(place, "here")

    def _add(self, place: int, version: _Version, filled: _Filled) -> None:
        version.n_missing -= 1
        version.seconds += filled.scoring.seconds - version.prepared.seconds
        if not version.n_missing:
            del self._begun[place]
            self._done[place] = replace(filled.with_scores(version.scores), seconds=version.seconds)

    def _repeat(self, place: int, how: Literal["alone", "here"]) -> None:
        """Have a version scored as a whole later, whatever became of its pieces."""
        self._leave(place)
        self._again.append((place, how))

    def _leave(self, place: int) -> None:
        """Forget a version's pieces, those at work too."""
        self._begun.pop(place, None)
        self._waiting = deque(piece for piece in self._waiting if piece.place != place)
        for task in [task for task in self._at_work if task.piece.place == place]:
            self._at_work.remove(task)
            task.worker.kill()
            task.worker.wait()

    def _once_more(self, place: int, how: Literal["alone", "here"]) -> None:
        if how == "alone":
            self._begin(whole(place, self._question.rows.sizes))
        else:
            self._done[place] = score_entry(self._entries[place], self._question)

    def _ended_by_system(self, task: _AtWork, ended: Ended) -> Scoring:
        entry = self._entries[task.piece.place]
        assert not isinstance(entry, Scoring)
        free = (task.free or 0) // _MEGABYTE
        values = {"signal": ended.signal, "megabytes": ended.megabytes, "free": free}
        return Scoring(entry.contestant, None, (Reason("ended_by_system", values),), is_failure=True)


@dataclass(frozen=True)
class _Filled:
    """A scoring whose scores are in memory that both processes see, or that has none."""

    scoring: Scoring
    has_scores: bool

    def with_scores(self, scores: npt.NDArray[np.float64]) -> Scoring:
        """The scoring with its scores."""
        return replace(self.scoring, scores=scores) if self.has_scores else self.scoring


def _fill(scores: npt.NDArray[np.float64], prepared: Prepared, question: Question, piece: Piece) -> _Filled | None:
    """Score, and leave the scores where the parent sees them; None for what the parent has to see for itself."""
    scoring = score_prepared(prepared, question, piece.chunks)
    # A failure may be the fork's: the parent tries for itself, and tells its own error.
    if scoring.is_failure:
        return None
    if scoring.scores is not None:
        scores[piece.rows] = scoring.scores
    return _Filled(replace(scoring, scores=None), scoring.scores is not None)
