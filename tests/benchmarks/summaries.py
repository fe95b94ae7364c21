"""Many versions over many months: summarising their rows, the report of the summary, and a view of the webapp."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from champion_challenger.core.report.rows import report_rows
from champion_challenger.core.tables.frames import table
from champion_challenger.operations.score_performance import score_performance
from champion_challenger.operations.summarise_performance import summarise_performance
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.report.answers import ANSWERS
from champion_challenger.report.page import page
from champion_challenger.settings.performance_report import ReportSettings
from champion_challenger.settings.summarise_performance import SummarySettings
from tests.benchmarks.clock import peak_megabytes, resident_megabytes
from tests.unit.operations.test_summarise_performance import FakeSummaryHost
from tests.unit.performance_rows import months, row

RATES = (0.01, 0.05, 0.1)
PEOPLE = 10
SEGMENTS = ("all", "region=north", "region=south", "tariff=prepaid", "tariff=postpaid")


def performance(n_versions: int, n_months: int) -> pd.DataFrame:
    """Rows of one score: each version on each cohort, rate and segment; the champion changes once."""
    rng = np.random.default_rng(36)
    names = months(n_months)
    trained = months(n_versions, "2013-09")
    quality = rng.normal(0, 0.25, n_versions)
    rows: list[dict[str, Any]] = []
    for place, cohort in enumerate(names):
        active = 0 if place < n_months // 2 else n_versions // 3
        for version in range(n_versions):
            noise = rng.normal(0, 0.2, (len(RATES), len(SEGMENTS)))
            for i, rate in enumerate(RATES):
                for j, segment in enumerate(SEGMENTS):
                    rows.append(_row(version, cohort, trained[version], quality, active, rate, segment, noise[i, j]))
    return table(rows)


def _row(
    version: int, cohort: str, trained: str, quality: Any, active: int, rate: float, segment: str, noise: float
) -> dict[str, Any]:
    is_champion = version == active
    n = 370_000 if segment == "all" else 90_000
    delta = None if is_champion else float(quality[version] - quality[active] + noise)
    label = trained.replace("-", "") + "28"
    lift = 3.0 + float(quality[version]) + noise
    found = row(f"S-{1_500_000_000_000 + version}", cohort, delta, 0.2, is_champion=is_champion, segment=segment)
    targeted = int(n * rate)
    return {
        **found,
        "version_label": label,
        "cohort_status": "final",
        "targeting_rate": rate,
        "trained_until": f"{trained}-28",
        "model_age_days": (int(cohort[:4]) - int(trained[:4])) * 365 + (int(cohort[5:]) - int(trained[5:])) * 30,
        "out_of_time": "yes" if trained < cohort else "no",
        "lift": lift,
        "lift_low": lift - 0.2,
        "lift_high": lift + 0.2,
        "auc_low": found["auc"] - 0.01,
        "auc_high": found["auc"] + 0.01,
        "precision": min(1.0, lift * 0.04),
        "precision_low": min(1.0, lift * 0.04) - 0.005,
        "precision_high": min(1.0, lift * 0.04) + 0.005,
        "sensitivity": min(1.0, lift * rate),
        "accuracy": 0.9,
        "n": n,
        "n_positive": int(n * 0.04),
        "n_targeted": targeted,
        "true_positives": lift * targeted * 0.04,
        "extra_positives": None if delta is None else delta * targeted * 0.04,
        "target_overlap": None if delta is None else 0.7,
        "verdict": "champion" if is_champion else "not_distinguishable",
        "verdict_rate": 0.05,
        "run_id": f"run-{cohort}",
        "plugin_version": "1.0.0",
    }


class SummaryHost(FakeSummaryHost):
    """Reads in chunks as large as those of DSS."""

    def read(self, dataset: DatasetFacts) -> Iterator[pd.DataFrame]:
        """Chunks of 50,000 rows."""
        frame = self.frames["performance"]
        yield from (frame.iloc[start : start + 50_000] for start in range(0, len(frame), 50_000))


@dataclass
class WebappHost:
    """Gives the same frames at each click, as the webapp's host does while nothing changed."""

    frames: dict[str, pd.DataFrame]
    active: str

    def read(self, dataset: str) -> pd.DataFrame:
        """As held."""
        return self.frames[dataset]

    def active_version(self, project_key: str, model_id: str) -> str:
        """As given."""
        return self.active

    def today(self) -> date:
        """After the last month."""
        return date(2022, 1, 31)

    def tell(self, message: str) -> None:
        """Keep silent."""


def measured(n_versions: int, n_months: int) -> dict[str, float]:
    """Seconds, megabytes and kilobytes, in a process that does nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks.summaries", str(n_versions), str(n_months)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def _run(n_versions: int, n_months: int) -> dict[str, float]:
    rows = performance(n_versions, n_months)
    active = f"S-{1_500_000_000_000 + n_versions // 3}"
    host, before = SummaryHost({"performance": rows}, active={"TELCO.m1": active}), resident_megabytes()
    found = {}
    summary, found["summarise_seconds_100x36"] = _timed(lambda: summarise_performance(SummarySettings(), host))
    found["summarise_peak_mb_100x36"] = peak_megabytes() - before
    drawn, found["report_seconds_100x36"] = _timed(lambda: page(report_rows(summary.rows, decisions=summary.decisions)))
    found["report_kb_100x36"] = len(drawn.encode()) / 1e3
    webapp = WebappHost({"P.summary": summary.rows, "P.rules": summary.decisions}, active)
    return {**found, **_views(webapp, [f"TELCO.m1.S-{1_500_000_000_000 + place}" for place in range(n_versions)])}


def _views(host: WebappHost, keys: list[str]) -> dict[str, float]:
    """The first view, another one, and ten people who look at ten others at once."""
    settings = ReportSettings("P.summary", decisions="P.rules")

    def view(**query: list[str]) -> object:
        return ANSWERS["view"](score_performance(settings, query, host), settings.options)

    _, first = _timed(view)
    _, second = _timed(lambda: view(rate=["1"]))
    with ThreadPoolExecutor(PEOPLE) as people:
        others = [keys[place:] for place in range(PEOPLE)]
        _, at_once = _timed(lambda: list(people.map(lambda versions: view(rate=["5"], version=versions), others)))
    return {
        "webapp_first_view_seconds_100x36": first,
        "webapp_view_seconds_100x36": second,
        "webapp_ten_at_once_seconds_100x36": at_once,
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(_run(*map(int, sys.argv[1:]))))  # noqa: T201 - the answer to the process that asked
