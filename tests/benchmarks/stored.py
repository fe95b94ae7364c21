"""Counting inside a database (DuckDB over a Parquet file) against fetching the rows and counting them in memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import duckdb
import numpy as np

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.sql.answer import stored_statistics
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.profile import scores_profile, scores_profile_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.repeats import n_repeats, repeats_query
from champion_challenger.core.sql.tables import StoredScores
from tests.benchmarks.clock import interleaved, median_ratio, peak_megabytes, resident_megabytes

VERSIONS = 14
RATES_BP = (100, 500, 1_000)
KINDS = {"rounded": "round(random(), 4)", "continuous": "random()"}


def write_scores(target: Path, n: int, score: str, n_versions: int = VERSIONS) -> None:
    """Write a Parquet file of n customers a version; one in thirty is positive, the likelier the higher the score."""
    rows = f"SELECT 'v' || (i % {n_versions}) AS version_id, i // {n_versions} AS customer_id, {score} AS score"
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT *, CAST(random() < score / 15 AS INTEGER) AS outcome FROM "
            f"({rows} FROM range({n * n_versions}) AS t(i))) TO '{target}' (FORMAT parquet)"
        )


def in_database(file: Path) -> int:
    """Figures of all versions by one query; the number of rows that left the database."""
    with duckdb.connect() as database:
        found = database.execute(_query(file)).df().to_dict("records")
    assert all(figures(stored_statistics(row, RATES_BP, None).statistics) for row in found)
    return len(found)


def looked_first(file: Path) -> None:
    """What the recipe asks before: nulls, and customers who are there twice."""
    with duckdb.connect() as database:
        text = scores_profile_query(_scores(file), DIALECTS["duckdb"], counts_customers=False)
        versions = [scores_profile(row).version_id for row in database.execute(text).df().to_dict("records")]
        text = repeats_query(_scores(file), versions, DIALECTS["duckdb"])
        assert n_repeats(database.execute(text).df().to_dict("records")) == 0


def in_memory(file: Path) -> None:
    """The same figures from the rows, fetched as one frame: the columns that are needed, nothing converted twice."""
    with duckdb.connect() as database:
        frame = database.execute(f"SELECT version_id, score, outcome FROM '{file}'").df()
    for _, rows in frame.groupby("version_id"):
        figures(statistics(rows["outcome"].to_numpy(), rows["score"].to_numpy(), RATES_BP))


def version_by_version(file: Path) -> None:
    """The leanest fetch that there is: arrays of one version at a time, in the database's own process."""
    with duckdb.connect() as database:
        for version in range(VERSIONS):
            text = f"SELECT score, outcome FROM '{file}' WHERE version_id = 'v{version}'"
            found = database.execute(text).fetchnumpy()
            figures(statistics(np.asarray(found["outcome"]), np.asarray(found["score"]), RATES_BP))


def measured(shrink: int) -> dict[str, float]:
    """All figures of this page; sizes divided by ``shrink``."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            found.update(_against_fetching(Path(folder), kind, 1_000_000 // shrink))
        file = Path(folder) / "large.parquet"
        write_scores(file, 10_000_000 // shrink, KINDS["rounded"])
        found["sql_peak_mb_14x1e7_rounded"] = _peak_of_a_process(file)
        found.update(_growth(Path(folder), shrink))
    return found


def _against_fetching(folder: Path, kind: str, n: int) -> dict[str, float]:
    file = folder / f"{kind}.parquet"
    write_scores(file, n, KINDS[kind])
    jobs = {
        "database": lambda: in_database(file),
        "fetch": lambda: in_memory(file),
        "lean": lambda: version_by_version(file),
        "look": lambda: looked_first(file),
    }
    seconds = interleaved(jobs, 3)
    return {
        f"sql_vs_fetch_14x1e6_{kind}": median_ratio(seconds["fetch"], seconds["database"]),
        f"sql_vs_leanest_fetch_14x1e6_{kind}": median_ratio(seconds["lean"], seconds["database"]),
        f"sql_look_vs_count_14x1e6_{kind}": median_ratio(seconds["look"], seconds["database"]),
        f"sql_seconds_14x1e6_{kind}": median(seconds["database"]),
        "sql_rows_out_per_cohort": in_database(file),
    }


def _growth(folder: Path, shrink: int) -> dict[str, float]:
    """Exponents of the time: with rows at 10,000 distinct scores, and with distinct scores at a fixed number of rows."""
    by_rows = {n: _seconds(folder, n // shrink, KINDS["rounded"]) for n in (300_000, 3_000_000, 10_000_000)}
    by_scores = {
        k: _seconds(folder, 1_000_000 // shrink, f"floor(random() * {k}) / {k}") for k in (10_000, 100_000, 1_000_000)
    }
    return {"sql_growth_rows_exponent": _exponent(by_rows), "sql_growth_distinct_exponent": _exponent(by_scores)}


def _seconds(folder: Path, n: int, score: str) -> float:
    file = folder / "growth.parquet"
    write_scores(file, n, score, n_versions=2)
    return min(interleaved({"database": lambda: in_database(file)}, 5)["database"])


def _exponent(seconds: dict[int, float]) -> float:
    return float(np.polyfit(np.log(list(seconds)), np.log(list(seconds.values())), 1)[0])


def _peak_of_a_process(file: Path) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.stored", str(file)]
    return float(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def _query(file: Path) -> str:
    return statistics_query(_scores(file), RATES_BP, DIALECTS["duckdb"])


def _scores(file: Path) -> StoredScores:
    return StoredScores(f"'{file}'", "customer_id", "version_id", "score", "outcome")


if __name__ == "__main__":
    before = resident_megabytes()
    in_database(Path(sys.argv[1]))
    print(json.dumps(peak_megabytes() - before))  # noqa: T201 - the answer to the process that asked
