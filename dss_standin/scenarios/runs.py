"""Runs of scenarios: step after step in a thread of their own, with states and logs on disk."""

from __future__ import annotations

import contextlib
import json
import re
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dss_standin import clock
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow import processes
from dss_standin.flow.activity import project_variables
from dss_standin.scenarios import definitions, history, reporters, steps
from dss_standin.scenarios.context import RANKS, AbortedError, Context
from dss_standin.scenarios.expressions import holds

_START_DELAY = 0.05
_CLOSING = 10.0
_PASSING = ("SUCCESS", "WARNING")


class Run:
    """One run of a scenario."""

    def __init__(self, dss: DSS, scenario: dict[str, Any], trigger: dict[str, Any]) -> None:
        self.dss, self.scenario, self.trigger = dss, scenario, trigger
        self.project_key: str = scenario["projectKey"]
        self.id, self.started = history.new_run(dss, self.project_key, scenario["id"])
        self.key = f"{definitions.scenario_key(self.project_key, scenario['id'])}/runs/{self.id}"
        self.set_variables: dict[str, Any] = {}
        """What the steps set, for the steps after them."""
        self.step_runs: list[dict[str, Any]] = []
        self.outcome, self.ended = "SUCCESS", 0
        self.aborted = threading.Event()
        self._processes: list[processes.Process] = []
        self._calls = ThreadPoolExecutor(4)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Run in a thread; the run is known to the server until it ends."""
        self.dss.closers.append(self._close)
        self._thread.start()

    def wait(self) -> None:
        """Return when the run has ended."""
        self._thread.join()

    def abort(self) -> None:
        """End the processes that run; no further step begins."""
        self.aborted.set()
        for process in self._processes:
            if process.poll() is None:
                processes.end(process)

    def variables(self) -> dict[str, Any]:
        """Return all variables as a step sees them: the project's, the run's own, and what the steps set."""
        own: dict[str, Any] = {"outcome": self.outcome, "scenarioTriggerParams": self.trigger.get("params") or {}}
        for step_run in self.step_runs:
            name = re.sub(r"\W", "_", step_run["step"]["name"] or step_run["step"]["id"])
            result = step_run.get("result", {})
            own[f"stepOutcome_{name}"], own[f"stepResult_{name}"] = result.get("outcome"), json.dumps(result)
            output = step_run.get("output")
            own[f"stepOutput_{name}"] = output if output is None or isinstance(output, str) else json.dumps(output)
        named = {"scenarioId": self.scenario["id"], "scenarioName": self.scenario["name"], "scenarioRunId": self.id}
        named["scenarioProjectKey"] = self.project_key
        named["triggerName"] = self.trigger["trigger"].get("name") or self.trigger["trigger"]["type"]
        return {**project_variables(self.dss, self.project_key), **named, **own, **self.set_variables}

    def as_json(self) -> dict[str, Any]:
        """Return the run as the client reads it: it has a result only when it has ended."""
        names = {name: self.scenario[name] for name in ("id", "projectKey", "name", "type", "markedAsTest")}
        run = {"runId": self.id, "start": self.started, "end": self.ended, "scenario": names, "trigger": self.trigger}
        if self.ended:
            run["result"] = {"type": "SCENARIO_DONE", "outcome": self.outcome}
        return {"scenarioRun": run, "stepRuns": self.step_runs}

    def run_step(self, step: dict[str, Any]) -> dict[str, Any]:
        """Run one step and keep how it went; return its record."""
        record = _new_step_run(step)
        self.step_runs.append(record)
        self._save()
        for attempt in range(int(step.get("maxRetriesOnFail") or 0) + 1):
            if attempt and self.aborted.wait(float(step.get("delayBetweenRetries") or 0)):
                break
            self._attempt(record)
            if record["result"]["outcome"] != "FAILED":
                break
        record["end"] = clock.milliseconds()
        if record["result"]["outcome"] == "FAILED" and (step.get("params") or {}).get("proceedOnFailure"):
            record["result"]["outcome"] = "WARNING"
        self._save()
        return record

    def _attempt(self, record: dict[str, Any]) -> None:
        log = self.dss.store.path(self.key) / f"{record['runId']}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        step = record["step"]
        context = Context(
            dss=self.dss,
            project_key=self.project_key,
            step=step,
            log=log,
            variables=self.variables,
            own_variables=self.set_variables,
            aborted=self.aborted,
            hold=self._hold,
            ticket_for=self,
        )
        error = self._calls.submit(lambda: steps.handler(step["type"])(context)).exception()
        outcome = "SUCCESS" if error is None else "FAILED"
        context.worsen("ABORTED" if self.aborted.is_set() or isinstance(error, AbortedError) else outcome)
        record["result"] = {"type": "STEP_DONE", "outcome": context.outcome}
        if error is not None:
            record["result"]["thrown"] = _thrown(error)
            context.say(record["result"]["thrown"]["message"])
        record["additionalReportItems"] = context.report
        record["output"] = context.output

    def _hold(self, process: processes.Process) -> None:
        self._processes.append(process)
        if self.aborted.is_set():
            processes.end(process)

    def _run(self) -> None:
        """Run the steps; a run whose state cannot be saved, since the disk is full, is over too."""
        try:
            self._run_steps()
        except OSError as error:
            print(f"Run {self.id} of scenario {self.scenario['id']} ended: {error}", file=sys.stderr)
            self.outcome = "FAILED"
        with self.dss.store.lock(definitions.scenario_key(self.project_key, self.scenario["id"])):
            self.ended = clock.milliseconds()
            with contextlib.suppress(OSError):
                self._save()
            del self.dss.scenario_runs[f"{self.project_key}.{self.scenario['id']}"]
        self._calls.shutdown(wait=False)
        with contextlib.suppress(ValueError):  # the server is closing and took it already
            self.dss.closers.remove(self._close)

    def _run_steps(self) -> None:
        self.aborted.wait(_START_DELAY)
        self._save()
        self._report("START")
        for step in self._steps():
            if self.aborted.is_set():
                break
            self._run_if_due(step)
        self._settle()
        if self.aborted.is_set():
            self.outcome = "ABORTED"
        self._report("END")

    def _settle(self) -> None:
        """Wait for steps that began inside another step, whose process may have ended before them."""
        end = time.monotonic() + _CLOSING
        while any("result" not in record for record in self.step_runs) and time.monotonic() < end:
            time.sleep(0.01)

    def _steps(self) -> list[dict[str, Any]]:
        if self.scenario["type"] == "step_based":
            return list(self.scenario["params"]["steps"])
        script = definitions.script(self.dss, self.project_key, self.scenario["id"])
        return [{"id": "script", "name": "", "type": "custom_python", "params": {"script": script}}]

    def _run_if_due(self, step: dict[str, Any]) -> None:
        condition = self._calls.submit(lambda: due(step, self.outcome, self.variables()))
        if condition.exception() is not None:
            self.outcome = "FAILED"
            thrown = _thrown(condition.exception())
            begun = _new_step_run(step)
            self.step_runs.append({**begun, "end": begun["start"], "result": {"outcome": "FAILED", "thrown": thrown}})
            self._save()
        elif condition.result():
            if step.get("resetScenarioStatus"):
                self.outcome = "SUCCESS"
            self.outcome = max(self.outcome, self.run_step(step)["result"]["outcome"], key=RANKS.index)

    def _report(self, phase: str) -> None:
        log = self.dss.store.path(self.key) / "reporters.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        for reporter in self.scenario["reporters"]:
            sent = self._calls.submit(reporters.report, self.dss, reporter, phase, self.variables())
            if sent.exception() is not None:
                with log.open("a", encoding="utf-8") as stream:
                    stream.write(f"Reporter {reporter.get('name') or reporter['id']} failed: {sent.exception()}\n")

    def _close(self) -> None:
        self.abort()
        self._thread.join(_CLOSING)

    def _save(self) -> None:
        self.dss.store.write(self.key, self.as_json())


def due(step: dict[str, Any], outcome: str, variables: dict[str, Any]) -> bool:
    """Tell whether a step runs, from the outcome so far and, where it has a condition, from the variables."""
    kind = step.get("runConditionType") or "RUN_IF_STATUS_MATCH"
    if kind == "DISABLED" or step.get("enabled") is False:
        return False
    if kind == "RUN_ALWAYS":
        return True
    if kind == "RUN_CONDITIONALLY":
        return holds(str(step.get("runConditionExpression") or ""), variables)
    if kind != "RUN_IF_STATUS_MATCH":
        raise DSSError(f"Step {step['name']}: run condition {kind!r} is outside the stand-in's slice")
    return outcome in (step.get("runConditionStatuses") or _PASSING)


def start(dss: DSS, scenario: dict[str, Any], trigger: dict[str, Any]) -> Run | None:
    """Start a run; None when the scenario runs already."""
    name = f"{scenario['projectKey']}.{scenario['id']}"
    with dss.store.lock(definitions.scenario_key(scenario["projectKey"], scenario["id"])):
        if name in dss.scenario_runs:
            return None
        run = dss.scenario_runs[name] = Run(dss, scenario, trigger)
        run.start()
    return run


def fire(
    dss: DSS, project_key: str, scenario_id: str, params: dict[str, Any], trigger: dict[str, Any] | None = None
) -> tuple[dict[str, Any], Run | None]:
    """Fire a trigger, the manual one unless another is given; it is cancelled when the scenario runs already."""
    manual = {"id": "manual", "type": "manual", "name": "", "params": {}, "active": True}
    fired: dict[str, Any] = {
        "trigger": trigger or manual,
        "runId": uuid.uuid4().hex[:12],
        "params": params,
        "projectKey": project_key,
    }
    run = start(dss, definitions.read(dss, project_key, scenario_id), fired)
    fired = {**fired, "scenarioId": scenario_id, "cancelled": run is None}
    dss.store.write(f"{definitions.scenario_key(project_key, scenario_id)}/fires/{fired['runId']}", fired)
    return fired, run


def abort(dss: DSS, project_key: str, scenario_id: str) -> None:
    """End the running run; none is no error."""
    definitions.read(dss, project_key, scenario_id)
    run = dss.scenario_runs.get(f"{project_key}.{scenario_id}")
    if run is not None:
        run.abort()


def _thrown(error: BaseException | None) -> dict[str, Any]:
    known = isinstance(error, DSSError)
    message = str(error) if known else f"{type(error).__name__}: {error}"
    clazz = error.error_type if isinstance(error, DSSError) else "java.lang.RuntimeException"
    return {"clazz": clazz, "title": message, "message": message, "stack": ""}


def _new_step_run(step: dict[str, Any]) -> dict[str, Any]:
    begun = {"step": step, "runId": uuid.uuid4().hex[:8], "start": clock.milliseconds(), "end": 0}
    return {**begun, "additionalReportItems": []}


def run_scenario(context: Context) -> None:
    """Run another scenario to its end; its outcome is the step's."""
    asked = context.expanded(context.params)
    project_key = asked.get("projectKey") or context.project_key
    scenario = definitions.read(context.dss, project_key, str(asked.get("scenarioId")))
    trigger = {"id": "scenario", "type": "scenario_step", "name": context.step["name"], "params": {}}
    run = start(context.dss, scenario, {"trigger": trigger, "runId": uuid.uuid4().hex[:12], "params": {}})
    if run is None:
        raise DSSError(f"Scenario {project_key}.{scenario['id']} runs already")
    while run.ended == 0:
        if context.aborted.wait(_START_DELAY):
            run.abort()
            run.wait()
    item = {"type": "SCENARIO_EXECUTED", "scenarioId": scenario["id"], "runId": run.id, "outcome": run.outcome}
    context.report.append(item)
    if run.outcome not in _PASSING:
        raise DSSError(f"Scenario {project_key}.{scenario['id']} ended {run.outcome}")
    context.worsen(run.outcome)


steps.HANDLERS["run_scenario"] = run_scenario
