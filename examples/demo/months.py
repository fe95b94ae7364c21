"""What production would do: the recipe, run month after month."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dataikuapi.dss.job import DSSJob
from dataikuapi.dss.project import DSSProject

from examples.demo.errors import DemoError
from examples.demo.readback import performance_of, shown

_POLL_SECONDS = 0.2
_LOG_LINES = 25


@dataclass(frozen=True)
class Month:
    """What a month showed at the shown rate; the figures are lifts."""

    cohort: str
    versions: int
    champion: float
    challenger: float | None
    seconds: float


def played(project: DSSProject, cohort: str) -> Month:
    """Run the recipe of a score project for a month."""
    started = time.perf_counter()
    _finish(project.get_recipe("retrain_and_evaluate").run(partitions=cohort, wait=False), f"Month {cohort}")
    return _read(project, cohort, time.perf_counter() - started)


def summarised(project: DSSProject) -> None:
    """Pool the verdicts over all months."""
    _finish(project.get_recipe("summarise_performance").run(wait=False), "Summary")


def _finish(job: DSSJob, what: str) -> None:
    """Wait; a job that failed is told with the end of its log, where the plugin says what a user needs."""
    state = ""
    while state not in ("DONE", "FAILED", "ABORTED"):
        time.sleep(_POLL_SECONDS)
        state = job.get_status()["baseStatus"]["state"]
    if state != "DONE":
        tail = "\n".join(job.get_log().splitlines()[-_LOG_LINES:])
        raise DemoError(f"{what}: job {job.id} {state.lower()}. Its log ends with:\n{tail}")


def _read(project: DSSProject, cohort: str, seconds: float) -> Month:
    rows = shown(performance_of(project, cohort))
    rows = rows[~rows["version_id"].str.startswith("column:")]
    lift = rows.set_index("is_champion")["lift"]
    challengers = lift[~lift.index].dropna()
    best = float(challengers.max()) if len(challengers) else None
    return Month(cohort, len(rows), float(lift[True]), best, seconds)
