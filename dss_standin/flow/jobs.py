"""Jobs: from outputs to build to activities, several at once, with their states and logs on disk."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dss_standin import clock
from dss_standin.datasets.definitions import require_project
from dss_standin.datasets.metrics import record_build
from dss_standin.datasets.partitions import UNPARTITIONED
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound
from dss_standin.flow import deployment, processes, scoring
from dss_standin.flow.activity import Step, dimensions_of, read_partitions
from dss_standin.flow.planning import planned
from dss_standin.flow.plugin_recipes import PREFIX

_CLOSING = 10.0
FINAL = ("DONE", "FAILED", "ABORTED")
Variables = Mapping[str, Any]


class AbortedError(DSSError):
    """An activity that a person ended."""


@dataclass
class Activity:
    """A step of a job and how it goes."""

    step: Step
    log: Path
    state: str = "NOT_STARTED"
    started: int = 0
    ended: int = 0
    error: str = ""
    process: processes.Process | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return what the job's status says of it."""
        names = {"recipeName": self.step.name, "targetPartition": self.step.partition, "state": self.state}
        times = {"startTime": self.started, "endTime": self.ended}
        return {"activityId": self.step.id, **names, **times, **({"error": self.error} if self.error else {})}


class Job:
    """One job, run by its own thread."""

    def __init__(self, dss: DSS, project_key: str, definition: dict[str, Any], variables: Variables) -> None:
        self.dss, self.project_key, self.variables = dss, project_key, variables
        waves = planned(dss, project_key, definition)
        self.id = _new_id(dss, project_key, definition)
        self.key = f"projects/{project_key}/jobs/{self.id}"
        self.definition = {**definition, "id": self.id, "projectKey": project_key, "initiator": "admin"}
        self.definition["outputs"] = [_target(project_key, output) for output in definition["outputs"]]
        self.definition["initiationTimestamp"] = self.started = clock.milliseconds()
        logs = dss.store.path(self.key)
        logs.mkdir(parents=True)
        ranks = iter(range(10_000))
        self.waves = [[Activity(step, logs / f"{next(ranks):04}.log") for step in wave] for wave in waves]
        self.activities = [activity for wave in self.waves for activity in wave]
        self.state, self.ended, self._aborted = "NOT_STARTED", 0, threading.Event()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Run in a thread; the job is known to the server until it ends. One that cannot be saved never was."""
        self.dss.jobs[self.id] = self
        try:
            self._save()
        except OSError:
            del self.dss.jobs[self.id]
            raise
        self.dss.closers.append(self._close)
        self._thread.start()

    def abort(self) -> None:
        """End the processes that run; what has not started never will."""
        self._aborted.set()
        for activity in self.activities:
            if activity.process is not None and activity.state == "RUNNING":
                processes.end(activity.process)

    def status(self) -> dict[str, Any]:
        """Return the status as the client reads it."""
        states = [activity.state for activity in self.activities]
        times = {"startTime": self.started, "endTime": self.ended}
        activities = {activity.step.id: activity.as_json() for activity in self.activities}
        counts = {name: states.count(state) for name, state in _COUNTED.items()}
        return {
            "baseStatus": {"def": self.definition, "state": self.state, **times, "activities": activities},
            "globalState": {**counts, "total": len(states)},
        }

    def _run(self) -> None:
        """Run the waves; a job whose state cannot be saved, since the disk is full, is over too."""
        try:
            self._run_waves()
        except OSError as error:
            print(f"Job {self.id} ended: {error}", file=sys.stderr)
        self.dss.jobs.pop(self.id, None)
        with contextlib.suppress(ValueError):  # the server is closing and took it already
            self.dss.closers.remove(self._close)

    def _run_waves(self) -> None:
        self._move("RUNNING")
        with ThreadPoolExecutor(self.dss.switches.max_activities) as pool:
            for wave in self.waves:
                running = {pool.submit(self._run_activity, activity): activity for activity in wave}
                for future in as_completed(running):
                    self._settle(running[future], future)
                if any(activity.state != "DONE" for activity in wave):
                    break
        states = {activity.state for activity in self.activities}
        self._move("ABORTED" if self._aborted.is_set() else "DONE" if states == {"DONE"} else "FAILED")

    def _close(self) -> None:
        self.abort()
        self._thread.join(_CLOSING)

    def _run_activity(self, activity: Activity) -> None:
        if self._aborted.is_set():
            raise AbortedError("Aborted before it started")
        activity.started = clock.milliseconds()
        activity.state = "RUNNING"
        self._save()
        step = activity.step
        if self.definition.get("autoUpdateSchemaBeforeEachRecipeRun"):
            scoring.update_schemas(self.dss, step)
        if step.recipe["type"] == "prediction_training":
            scope = read_partitions(self.dss, step, step.inputs[0])
            version = deployment.run_train_recipe(self.dss, step, self.id, scope, lambda: not self._aborted.is_set())
            activity.log.write_text(f"Trained version {version}\n", encoding="utf-8")
        elif step.recipe["type"] == scoring.RECIPE_TYPE:
            activity.log.write_text(f"Scored {scoring.run(self.dss, step)} rows\n", encoding="utf-8")
        elif step.recipe["type"] == "python" or step.recipe["type"].startswith(PREFIX):
            processes.run(self.dss, step, activity.log, lambda process: self._hold(activity, process), self.variables)
        else:
            raise DSSError(f"Recipe type {step.recipe['type']} is outside the stand-in's slice")

    def _hold(self, activity: Activity, process: processes.Process) -> None:
        activity.process = process
        if self._aborted.is_set():
            processes.end(process)

    def _settle(self, activity: Activity, future: Future[None]) -> None:
        error = future.exception()
        activity.ended = clock.milliseconds()
        activity.state = "ABORTED" if error and self._aborted.is_set() else "FAILED" if error else "DONE"
        if error is not None:
            activity.error = str(error) if isinstance(error, DSSError) else f"{type(error).__name__}: {error}"
        for item in activity.step.outputs:
            if item.kind == "DATASET" and activity.started:
                times = (activity.started / 1000, activity.ended / 1000)
                partition = activity.step.partition if dimensions_of(self.dss, item) else ""
                record_build(self.dss, item.project_key, item.name, partition, times, success=error is None)
        self._save()

    def _move(self, state: str) -> None:
        self.state = state
        self.ended = clock.milliseconds() if state in FINAL else 0
        self._save()

    def _save(self) -> None:
        with self._guard:
            self.dss.store.write(f"{self.key}/status", self.status())


_COUNTED = {"done": "DONE", "failed": "FAILED", "running": "RUNNING", "aborted": "ABORTED", "notStarted": "NOT_STARTED"}


def start(dss: DSS, project_key: str, definition: dict[str, Any], variables: Variables | None = None) -> str:
    """Start a job, with the variables of the scenario that runs it if any; return its id."""
    require_project(dss, project_key)
    with dss.store.lock(f"projects/{project_key}/jobs"):
        job = Job(dss, project_key, definition, variables or {})
        job.start()
    return job.id


def status(dss: DSS, project_key: str, job_id: str) -> dict[str, Any]:
    """Return the status of a job; one that an earlier server left unfinished counts as aborted."""
    key = f"projects/{project_key}/jobs/{job_id}/status"
    if not dss.store.exists(key):
        raise NotFound(f"job does not exist: {project_key}.{job_id}")
    answer = dss.store.read(key)
    if answer["baseStatus"]["state"] not in FINAL and job_id not in dss.jobs:
        answer = dss.store.read(key)
        if answer["baseStatus"]["state"] not in FINAL:
            answer["baseStatus"]["state"] = "ABORTED"
    return answer


def listed(dss: DSS, project_key: str) -> list[dict[str, Any]]:
    """Return the jobs of a project, newest first."""
    require_project(dss, project_key)
    jobs = [status(dss, project_key, name)["baseStatus"] for name in dss.store.names(f"projects/{project_key}/jobs")]
    jobs.sort(key=lambda base: base["startTime"], reverse=True)
    return [{**base, "stableState": base["state"] in FINAL, "warningsCount": 0} for base in jobs]


def log(dss: DSS, project_key: str, job_id: str, activity_id: str | None) -> str:
    """Return the log of a job: each activity's output under a header, and why the failed ones failed at the end."""
    activities = status(dss, project_key, job_id)["baseStatus"]["activities"]
    files = sorted(dss.store.path(f"projects/{project_key}/jobs/{job_id}").glob("*.log"))
    texts = {file.stem: file.read_text(encoding="utf-8", errors="replace") for file in files}
    parts, closing = [], []
    for rank, (name, activity) in enumerate(activities.items()):
        if activity_id not in (None, "", name):
            continue
        head = f"--- {activity['recipeName']}, partition {activity['targetPartition']}: {activity['state']}"
        parts += [head, texts.get(f"{rank:04}", "").rstrip("\n")]
        closing += [activity["error"]] if activity.get("error") else []
    text = "\n".join(part for part in parts if part)
    return "\n".join([text, *(line for line in closing if not text.endswith(line))]) + "\n"


def abort(dss: DSS, project_key: str, job_id: str) -> None:
    """End a running job; one that has ended stays as it is."""
    status(dss, project_key, job_id)
    if job_id in dss.jobs:
        dss.jobs[job_id].abort()


def _target(project_key: str, output: dict[str, Any]) -> dict[str, Any]:
    """Return an output that a job was asked for, as jobs tell it."""
    return {
        "type": output.get("type") or "DATASET",
        "targetDataset": output["id"],
        "targetDatasetProjectKey": output.get("projectKey") or project_key,
        "targetPartition": output.get("partition") or UNPARTITIONED,
    }


def _new_id(dss: DSS, project_key: str, definition: dict[str, Any]) -> str:
    target = re.sub(r"[^\w-]+", "_", str(definition["outputs"][0].get("id")))
    while True:
        moment = clock.now().strftime("%Y-%m-%dT%H-%M-%S.%f")[:-3]
        name = f"Build_{target}_{moment}"
        if not dss.store.exists(f"projects/{project_key}/jobs/{name}/status"):
            return name
        time.sleep(0.001)
