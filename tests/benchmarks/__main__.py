"""`python -m tests.benchmarks [--quick] [core] [database]` writes build/bench.json and the table of docs/performance.md."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from tests.benchmarks import clusters, full, kernel, pairs, recipe, stored, summaries, workers
from tests.benchmarks.goals import merged, table

PAGE = Path("docs/performance.md")
MARKS = ("<!-- written by make bench -->", "<!-- end -->")


def main() -> None:
    """Run the benchmarks of these parts and write what they show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="both, if none is named")
    parser.add_argument("--quick", action="store_true", help="a hundredth of the rows, nothing written: does it run?")
    options = parser.parse_args()
    shrink = 100 if options.quick else 1
    found: dict[str, float] = {}
    for part in options.parts or PARTS:
        started = time.perf_counter()
        found.update(PARTS[part](shrink))
        found[f"bench_{part}_seconds"] = time.perf_counter() - started
        print(table(found), flush=True)  # noqa: T201 - this is the program's output
        if not options.quick:
            _write(found)


def _core(shrink: int) -> dict[str, float]:
    found = {**_kernel(shrink), **_full(shrink), **_recipe(shrink)}
    found.update(workers.measured(1_000_000 // shrink, repetitions=2))
    found.update(clusters.measured(1_000_000 // shrink, 14))
    found.update(summaries.measured(100 // min(shrink, 5), 36 // min(shrink, 5)))
    return found


def _database(shrink: int) -> dict[str, float]:
    return {**stored.measured(shrink), **pairs.measured(shrink)}


def _write(found: dict[str, float]) -> None:
    """Add to the figures that other benchmarks wrote; lines of the table that were not measured here stay."""
    build = Path("build")
    build.mkdir(exist_ok=True)
    target = build / "bench.json"
    known = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    target.write_text(json.dumps({**known, **found}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    before, between = PAGE.read_text(encoding="utf-8").split(MARKS[0])
    older, after = between.split(MARKS[1])
    PAGE.write_text(f"{before}{MARKS[0]}\n{merged(older, table(found))}{MARKS[1]}{after}", encoding="utf-8")


def _kernel(shrink: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for size, n, repetitions in (("1e6", 1_000_000, 5), ("1e7", 10_000_000, 3)):
        one = kernel.measured(n // shrink, repetitions)
        found[f"kernel_vs_sklearn_{size}"] = one["vs_sklearn"]
        found[f"kernel_vs_sort_{size}"] = one["vs_sort"]
        found[f"kernel_milliseconds_{size}"] = one["milliseconds"]
        found[f"sort_milliseconds_{size}"] = one["sort_milliseconds"]
        found["kernel_extra_bytes_per_row"] = one["extra_bytes_per_row"]
    at_30_percent = kernel.measured(1_000_000 // shrink, 3, base_rate=0.30)
    found["kernel_vs_sklearn_1e6_base_30"] = at_30_percent["vs_sklearn"]
    found["kernel_vs_sort_1e6_base_30"] = at_30_percent["vs_sort"]
    return found


def _full(shrink: int) -> dict[str, float]:
    one = full.measured(1_000_000 // shrink, 14, repetitions=3)
    return {
        "full_vs_user_code_14x1e6": one["vs_user_code"],
        "full_seconds_14x1e6": one["seconds"],
        "full_peak_mb_14x1e6": one["peak_mb"],
    }


def _recipe(shrink: int) -> dict[str, float]:
    return {
        **recipe.overhead(1_000_000 // shrink, repetitions=3),
        **recipe.threads(400_000 // shrink),
        **recipe.reads([1, 7, 14, 56]),
        **recipe.growth([n // shrink for n in (10_000, 100_000, 1_000_000, 10_000_000)], [1, 7, 14, 56]),
    }


PARTS = {"core": _core, "database": _database}

if __name__ == "__main__":
    main()
