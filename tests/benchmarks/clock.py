"""Measuring: sides in turn, medians of ratios, peak memory."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

Job = Callable[[], Any]


def interleaved(jobs: dict[str, Job], repetitions: int) -> dict[str, list[float]]:
    """Seconds of each job, all jobs once in every repetition, so that a busy machine slows all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(repetitions):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def median_ratio(over: list[float], under: list[float]) -> float:
    """Median over the repetitions of one job's time divided by the other's."""
    return statistics.median(one / other for one, other in zip(over, under))


def extra_bytes(job: Job) -> int:
    """Peak of the memory that a job allocates beyond what was there before."""
    tracemalloc.start()
    job()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def peak_megabytes() -> float:
    """Peak resident memory of this process, in units of 1,000,000 bytes.

    Linux keeps it for each program; the peak that getrusage tells is inherited from the process that started us.
    """
    return _megabytes("VmHWM")


def resident_megabytes() -> float:
    """Resident memory of this process now, in units of 1,000,000 bytes."""
    return _megabytes("VmRSS")


def _megabytes(name: str) -> float:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(status[name].split()[0]) * 1_024 / 1e6
