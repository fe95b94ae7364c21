"""Fourteen versions with bounds, the champion against each: our time and memory, and a user's own code."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median
from typing import Any

import numpy as np

from tests.benchmarks import ours, peers
from tests.benchmarks.clock import interleaved, median_ratio, peak_megabytes
from tests.benchmarks.samples import KINDS, outcomes, scores


def measured(n: int, n_versions: int, repetitions: int) -> dict[str, float]:
    """Ratio to a user's own code, seconds, and the peak memory of a process that does nothing else."""
    y_true, versions = sample(n, n_versions)
    _check_same_p_values(y_true, versions)
    jobs = {
        "ours": lambda: ours.versions(y_true, versions),
        "user": lambda: peers.versions_by_packages(y_true, versions),
    }
    seconds = interleaved(jobs, repetitions)
    return {
        "vs_user_code": median_ratio(seconds["user"], seconds["ours"]),
        "seconds": median(seconds["ours"]),
        "peak_mb": _peak_of_a_process(n, n_versions),
    }


def sample(n: int, n_versions: int) -> tuple[Any, list[Any]]:
    """Outcomes and versions, their kinds of scores in turn."""
    rng = np.random.default_rng(14)
    y_true, log_odds = outcomes(rng, n, 0.03)
    return y_true, [scores(rng, log_odds, KINDS[version % len(KINDS)]) for version in range(n_versions)]


def _check_same_p_values(y_true: Any, versions: list[Any]) -> None:
    comparison = ours.versions(y_true[:20_000], [one[:20_000] for one in versions[:2]])[1][0]
    theirs = peers.delong_by_package(y_true[:20_000], versions[0][:20_000], versions[1][:20_000])
    if comparison.auc_p_value is None or abs(comparison.auc_p_value - theirs) > 1e-9:
        raise AssertionError(f"The two sides disagree: p-value {comparison.auc_p_value} and {theirs}.")


def _peak_of_a_process(n: int, n_versions: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.full", str(n), str(n_versions)]
    return float(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


if __name__ == "__main__":
    ours.versions(*sample(int(sys.argv[1]), int(sys.argv[2])))
    print(json.dumps(peak_megabytes()))  # noqa: T201 - the answer to the process that asked
