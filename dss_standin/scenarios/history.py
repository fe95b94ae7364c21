"""Runs of a scenario that are kept: their records and their logs."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from dss_standin import clock
from dss_standin.dss import DSS
from dss_standin.errors import NotFound
from dss_standin.scenarios.definitions import read, scenario_key

Record = dict[str, Any]


def new_run(dss: DSS, project_key: str, scenario_id: str) -> tuple[str, int]:
    """Return id and start, in ms since the epoch, of a new run; no two runs share them."""
    taken = dss.store.names(f"{scenario_key(project_key, scenario_id)}/runs")
    started = clock.milliseconds()
    while _run_id(started) in taken:
        started += 1
    return _run_id(started), started


def record(dss: DSS, project_key: str, scenario_id: str, run_id: str) -> Record:
    """Return `scenarioRun` and `stepRuns`; one that an earlier server left unfinished counts as aborted."""
    key = f"{scenario_key(project_key, scenario_id)}/runs/{run_id}"
    if not dss.store.exists(key):
        raise NotFound(f"run of scenario {project_key}.{scenario_id} does not exist: {run_id}")
    stored = dss.store.read(key)
    if "result" not in stored["scenarioRun"] and f"{project_key}.{scenario_id}" not in dss.scenario_runs:
        stored = dss.store.read(key)
        run = stored["scenarioRun"]
        run.setdefault("result", {"type": "SCENARIO_DONE", "outcome": "ABORTED"})
        run["end"] = run["end"] or run["start"]
    return stored


def runs(dss: DSS, project_key: str, scenario_id: str) -> list[Record]:
    """Return the runs of a scenario, newest first, without their steps."""
    read(dss, project_key, scenario_id)
    key = f"{scenario_key(project_key, scenario_id)}/runs"
    ids = [name for name in dss.store.names(key) if dss.store.exists(f"{key}/{name}")]
    return [record(dss, project_key, scenario_id, run_id)["scenarioRun"] for run_id in reversed(ids)]


def log(dss: DSS, project_key: str, scenario_id: str, run_id: str, step_id: str | None) -> str:
    """Return what the steps of a run wrote, each under a header, or one step alone; then what the reporters say."""
    folder = dss.store.path(f"{scenario_key(project_key, scenario_id)}/runs/{run_id}")
    parts = []
    for step_run in record(dss, project_key, scenario_id, run_id)["stepRuns"]:
        step = step_run["step"]
        if step_id in (None, "", step["id"]):
            outcome = step_run.get("result", {}).get("outcome", "RUNNING")
            parts.append(f"--- {step['name'] or step['id']} ({step['type']}): {outcome}")
            parts.append(_text(folder / f"{step_run['runId']}.log"))
    parts += [_text(folder / "reporters.log")] if not step_id else []
    return "\n".join(part for part in parts if part) + "\n"


def _text(file: Any) -> str:
    return str(file.read_text(encoding="utf-8", errors="replace")).rstrip("\n") if file.exists() else ""


def _run_id(started: int) -> str:
    moment = datetime.fromtimestamp(started / 1000, timezone.utc)
    return moment.strftime("%Y-%m-%d-%H-%M-%S-") + f"{started % 1000:03}"
