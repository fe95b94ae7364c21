"""Verdicts inside a database (DuckDB over a Parquet file): each challenger beside the champion, against fetching all rows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb
import numpy as np

from champion_challenger.core.figures.comparison import Comparison, compare, compare_contenders
from champion_challenger.core.figures.pairs import contender
from champion_challenger.core.sql.answer import stored_pair, stored_statistics
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import StoredScores
from tests.benchmarks.clock import interleaved, median_ratio, peak_megabytes, resident_megabytes

VERSIONS = 14
RATES_BP = (100, 500, 1_000)
ROUNDED, CONTINUOUS = "round({score}, 4)", "{score}"
DRIVER_ROWS = 185_000
"""Rows of three columns that a warehouse's driver decodes in a second, measured without a network."""
MEMORY = "800MB"
DUCKDB = DIALECTS["duckdb"]


def write_scores(target: Path, n: int, kind: str, n_versions: int = VERSIONS) -> None:
    """Write a Parquet file of n customers with the scores of all versions and one outcome; one in thirty is positive."""
    outcome = "CAST(hash(customer_id) % 30 = 0 AS INTEGER)"
    rows = f"SELECT 'v' || (i % {n_versions}) AS version_id, i // {n_versions} AS customer_id"
    rows += f" FROM range({n * n_versions}) AS t(i)"
    score = kind.format(score="(random() * (1 + outcome) / 2)")
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT version_id, customer_id, {score} AS score, outcome FROM "
            f"(SELECT *, {outcome} AS outcome FROM ({rows}))) TO '{target}' (FORMAT parquet)"
        )


def in_database(file: Path, *, is_shared: bool = True, memory: str = "") -> list[list[Comparison]]:
    """Differences of all challengers to the champion: one query for each version's counts, one for the pairs."""
    scores, pairing, form = _scores(file), Pairing("v0", is_shared=is_shared), QueryForm(is_derived=True)
    with duckdb.connect() as database:
        if memory:
            database.execute(f"SET memory_limit = '{memory}'")
        query = statistics_query(scores, RATES_BP, DUCKDB)
        if not is_shared:
            query = common_statistics_query(scores, pairing, RATES_BP, DUCKDB)
        counted = {
            (row.get("side"), one.version_id): one.statistics
            for row in database.execute(query).df().to_dict("records")
            for one in [stored_statistics(row, RATES_BP, None)]
        }
        text_of_pairs = pairs_query(scores, pairing, RATES_BP, DUCKDB, form)
        pairs = [stored_pair(row, RATES_BP) for row in database.execute(text_of_pairs).df().to_dict("records")]
    compared = []
    for pair in pairs:
        champion = counted[(None, "v0") if is_shared else (0, pair.version_id)]
        challenger = counted[(None if is_shared else 1, pair.version_id)]
        compared.append(compare(champion, challenger, pair.record(champion, challenger)))
    return compared


def in_memory(file: Path) -> list[list[Comparison]]:
    """The same from arrays, fetched version by version in the order of the customers."""
    with duckdb.connect() as database:
        sides = []
        for version in range(VERSIONS):
            text = f"SELECT score, outcome FROM '{file}' WHERE version_id = 'v{version}' ORDER BY customer_id"
            found = database.execute(text).fetchnumpy()
            sides.append((np.asarray(found["outcome"]), np.asarray(found["score"])))
    champion = contender(*sides[0], RATES_BP)
    return [compare_contenders(champion, contender(*side, RATES_BP)) for side in sides[1:]]


def measured(shrink: int) -> dict[str, float]:
    """All figures of this page; sizes divided by ``shrink``."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pairs.parquet"
        write_scores(file, 1_000_000 // shrink, ROUNDED)
        jobs = {
            "database": lambda: in_database(file),
            "general": lambda: in_database(file, is_shared=False),
            "memory": lambda: in_memory(file),
        }
        seconds = interleaved(jobs, 3)
        decoding = VERSIONS * 1_000_000 / shrink / DRIVER_ROWS
        found["sql_paired_seconds_14x1e6_rounded"] = median(seconds["database"])
        found["sql_paired_vs_fetch_14x1e6_rounded"] = median_ratio(
            [decoding + one for one in seconds["memory"]], seconds["database"]
        )
        found["sql_paired_vs_leanest_fetch_14x1e6_rounded"] = median_ratio(seconds["memory"], seconds["database"])
        found["sql_paired_general_vs_shared_14x1e6_rounded"] = median_ratio(seconds["general"], seconds["database"])
        write_scores(file, 1_000_000 // shrink, CONTINUOUS)
        found["sql_paired_seconds_14x1e6_continuous"] = min(_seconds_of(file) for _ in range(2))
        write_scores(file, 10_000_000 // shrink, ROUNDED)
        found["sql_paired_peak_mb_14x1e7_rounded"] = _peak_of_a_process(file)
        found.update(_growth(file, shrink))
    return found


def _growth(file: Path, shrink: int) -> dict[str, float]:
    """Exponents of the time: with rows, with versions, and with distinct scores."""
    by_rows = {n: _seconds(file, n // shrink, ROUNDED, 3) for n in (300_000, 1_000_000, 3_000_000)}
    by_versions = {m: _seconds(file, 500_000 // shrink, ROUNDED, m) for m in (2, 5, 14)}
    grids = {k: f"floor({{score}} * {k}) / {k}" for k in (10_000, 100_000, 1_000_000)}
    by_scores = {k: _seconds(file, 1_000_000 // shrink, grid, 3) for k, grid in grids.items()}
    growths = {"rows": by_rows, "versions": by_versions, "distinct": by_scores}
    return {f"sql_paired_growth_{name}_exponent": _exponent(seconds) for name, seconds in growths.items()}


def _seconds(file: Path, n: int, kind: str, n_versions: int) -> float:
    write_scores(file, n, kind, n_versions)
    return min(_seconds_of(file) for _ in range(3))


def _seconds_of(file: Path) -> float:
    started = time.perf_counter()
    in_database(file)
    return time.perf_counter() - started


def _exponent(seconds: dict[int, float]) -> float:
    return float(np.polyfit(np.log(list(seconds)), np.log(list(seconds.values())), 1)[0])


def _peak_of_a_process(file: Path) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.pairs", str(file)]
    return float(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def _scores(file: Path) -> StoredScores:
    return StoredScores(f"'{file}'", "customer_id", "version_id", "score", "outcome")


if __name__ == "__main__":
    before = resident_megabytes()
    in_database(Path(sys.argv[1]), memory=MEMORY)
    print(json.dumps(peak_megabytes() - before))  # noqa: T201 - the answer to the process that asked
