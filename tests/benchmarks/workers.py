"""Versions scored side by side in processes, against one process: the whole run on a host in memory, in both ways."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import pandas as pd

from champion_challenger.adapters.machine import LocalMachine
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate
from tests.benchmarks.recipe import SETTINGS, ParquetHost, customers, estimators, hosted

MEASURES_OF_ITSELF = ["run_id", "computed_at", "scoring_seconds"]


@dataclass
class _Seen:
    """A run: its rows, its seconds, and its peak memory over all its processes."""

    rows: pd.DataFrame
    seconds: float
    peak_mb: float


def measured(n: int, repetitions: int) -> dict[str, float]:
    """Wall time with processes over that without, alternately; rows are the same."""
    frame, models = customers(n), estimators(n)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cohort.parquet"
        frame.to_parquet(path)
        given = hosted(path, frame, models)
        given.machine = LocalMachine()  # type: ignore[assignment]
        runs = [(_run(given, processes=1), _run(given, processes=0)) for _ in range(repetitions)]
    for serial, parallel in runs:
        left, right = (one.rows.drop(columns=MEASURES_OF_ITSELF) for one in (serial, parallel))
        pd.testing.assert_frame_equal(left, right, check_exact=True)
    return {
        "recipe_vs_serial_14x1e6": median(parallel.seconds / serial.seconds for serial, parallel in runs),
        "peak_mb_14x1e6_workers": max(parallel.peak_mb for _, parallel in runs),
        "peak_mb_14x1e6_serial": max(serial.peak_mb for serial, _ in runs),
    }


def _run(given: ParquetHost, processes: int) -> _Seen:
    stop, seen = threading.Event(), [0.0]
    watcher = threading.Thread(target=_watch, args=(stop, seen))
    before = _megabytes_of_all()
    watcher.start()
    started = time.perf_counter()
    try:
        result = retrain_and_evaluate(replace(SETTINGS, scoring_processes=processes), given)
    finally:
        seconds = time.perf_counter() - started
        stop.set()
        watcher.join()
    return _Seen(result.performance, seconds, max(seen) - before)


def _watch(stop: threading.Event, seen: list[float]) -> None:
    while not stop.wait(1.0):
        seen[0] = max(seen[0], _megabytes_of_all())


def _megabytes_of_all() -> float:
    """Memory of this process and its children, pages that they share counted once, in units of 1,000,000 bytes."""
    mine = os.getpid()
    children = Path(f"/proc/{mine}/task/{mine}/children").read_text(encoding="ascii").split()
    return sum(_proportional(pid) for pid in (str(mine), *children)) / 1e6


def _proportional(pid: str) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
