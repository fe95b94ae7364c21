"""Clustering by customer: the scores of some cohorts streamed and reduced, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from champion_challenger.core.verdicts.clustering import lift_influences
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.operations.summary.clusters import Wanted, clustered_errors
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.settings.evaluation_policy import Policy
from tests.benchmarks.clock import peak_megabytes, resident_megabytes
from tests.benchmarks.samples import KINDS, outcomes, scores
from tests.unit.performance_rows import champion, months, row, told

RATE_BP, CHUNK = 500, 50_000
COHORTS, MEASURED = 12, 2
"""Cohorts that a verdict pools, and of which so many are measured: the rest is more of the same."""


def measured(n: int, n_versions: int) -> dict[str, float]:
    """Seconds and megabytes for twelve cohorts, from those of two: one cohort is held, and what is kept is counted."""
    found = _of_a_process(n, n_versions, MEASURED)
    return {
        "cluster_seconds_12x14x1e6": found["seconds"] / MEASURED * COHORTS,
        "cluster_peak_mb_12x14x1e6": found["peak_mb"] + (COHORTS - MEASURED) * found["kept_mb"] / MEASURED,
    }


class BenchHost:
    """Scores that are made chunk by chunk, as a host streams them."""

    def __init__(self, n: int, n_versions: int, cohorts: Sequence[str]) -> None:
        rng = np.random.default_rng(14)
        self.scores = [DatasetFacts("P.scores", ())]
        self._cohorts = cohorts
        self._ids = pd.Series([f"C{number:09d}" for number in range(n)], dtype="object")
        known = [outcomes(rng, n, 0.03) for _ in cohorts]
        self._outcomes = [y_true for y_true, _ in known]
        self._versions = [scores(rng, known[0][1], KINDS[v % 2]).astype("float64") for v in range(n_versions)]

    def rows(self) -> list[dict[str, Any]]:
        """Performance rows with the figures of these scores."""
        found, ids = [], np.arange(len(self._ids), dtype=np.uint64)
        for name, y_true in zip(self._cohorts, self._outcomes):
            y_true, n = y_true.astype(np.int8), len(ids)
            found.append(champion(name, n=n))
            for place, other in enumerate(self._versions[1:], start=1):
                one = lift_influences(ids, y_true, (self._versions[0], other), RATE_BP)
                assert one is not None
                found.append(row(f"v{place}", name, one.difference, one.variance**0.5, n=n))
        return found

    def read_columns(self, dataset: object, columns: object, reader: Callable[[Iterator[pd.DataFrame]], Any]) -> Any:
        """Stream them."""
        return reader(self._frames())

    def existing_partitions(self, dataset: object) -> list[str]:
        """Not partitioned."""
        return []

    def tell(self, message: str) -> None:
        """Keep silent."""

    def _frames(self) -> Iterator[pd.DataFrame]:
        for name, y_true in zip(self._cohorts, self._outcomes):
            for place, version in enumerate(self._versions):
                for start in range(0, len(version), CHUNK):
                    part = slice(start, start + CHUNK)
                    yield pd.DataFrame(
                        {
                            "customer_id": self._ids[part],
                            "version_id": f"v{place}",
                            "score": version[part],
                            "outcome": y_true[part].astype("int64"),
                            "cohort": name,
                        }
                    )


def _run(n: int, n_versions: int, n_cohorts: int) -> dict[str, float]:
    host = BenchHost(n, n_versions, months(n_cohorts))
    known = told(host.rows())
    before, started = resident_megabytes(), time.perf_counter()
    errors = clustered_errors([Wanted("churn", known, "TELCO.m1.v0", RATE_BP, Policy())], host)["churn"]  # type: ignore[arg-type]
    pooled_verdicts(known, "TELCO.m1.v0", Policy(), errors)
    seconds = time.perf_counter() - started
    if len(errors.known) != n_versions - 1:
        raise AssertionError(f"Expected {n_versions - 1} versions to be clustered, found {len(errors.known)}.")
    kept = [one for cohorts in errors.known.values() for one in cohorts.values()]
    kept_mb = sum(one.customers.nbytes + one.values.nbytes for one in kept) / 1e6
    return {"seconds": seconds, "peak_mb": peak_megabytes() - before, "kept_mb": kept_mb}


def _of_a_process(*sizes: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.clusters", *map(str, sizes)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(_run(*map(int, sys.argv[1:]))))  # noqa: T201 - the answer to the process that asked
