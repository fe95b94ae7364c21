"""What each type of step does."""

from __future__ import annotations

import time
from typing import Any, Callable

from dss_standin.errors import DSSError
from dss_standin.flow import jobs
from dss_standin.flow.processes import Child, execute, process_folder
from dss_standin.scenarios import plugin_code
from dss_standin.scenarios.context import AbortedError, Context

TOLD_IN = "DKU_STEP_FILE"
_POLL = 0.05
_OUTCOMES = {"DONE": "SUCCESS", "FAILED": "FAILED", "ABORTED": "ABORTED"}
Handler = Callable[[Context], None]


def handler(step_type: str) -> Handler:
    """Return what runs a type of step; raise when it is outside the slice."""
    if step_type.startswith(plugin_code.STEP.prefix + "_"):
        return run_plugin_step
    if step_type not in HANDLERS:
        raise DSSError(f"Step type {step_type!r} is outside the stand-in's slice: pystep_…, {', '.join(HANDLERS)}")
    return HANDLERS[step_type]


def run_python(context: Context) -> None:
    """Run the script of the step in a process of its own."""
    run_script(context, str(context.params.get("script") or ""))


def run_script(context: Context, text: str) -> None:
    """Run a program that may call `dataiku.scenario` in a process of its own."""
    with process_folder() as root:
        script = root / "step.py"
        script.write_text(text, encoding="utf-8")
        told = {"step": {"config": {}, "pluginConfig": {}, "resource": ""}}
        child = Child(context.project_key, script, told, TOLD_IN, context.ticket_for)
        execute(context.dss, child, root, context.log, context.hold)


def run_plugin_step(context: Context) -> None:
    """Run the code of a plugin's step from its unpacked zip, in a process of its own."""
    found = plugin_code.component(context.dss, plugin_code.STEP, context.step["type"])
    with process_folder() as root:
        script = plugin_code.laid_out(context.dss, found, root)
        config = dict(context.params.get("config") or {})
        told = {"step": plugin_code.settings(context.dss, found, context.project_key, config, root)}
        child = Child(context.project_key, script, told, TOLD_IN, context.ticket_for)
        execute(context.dss, child, root, context.log, context.hold)


def build(context: Context) -> None:
    """Build datasets, folders and models, one job each, one after the other."""
    kind = context.params.get("jobType") or "RECURSIVE_BUILD"
    for item in context.expanded(context.params.get("builds") or []):
        output = {"type": item["type"], "id": item["itemId"], "partition": item.get("partitionsSpec") or None}
        project_key = item.get("projectKey") or context.project_key
        _run_job(context, project_key, {"type": kind, "outputs": [output]})


def _run_job(context: Context, project_key: str, definition: dict[str, Any]) -> None:
    job_id = jobs.start(context.dss, project_key, definition)
    context.say(f"Started job {project_key}.{job_id}")
    while job_id in context.dss.jobs:
        if context.aborted.wait(_POLL):
            jobs.abort(context.dss, project_key, job_id)
    state = jobs.status(context.dss, project_key, job_id)["baseStatus"]["state"]
    log = jobs.log(context.dss, project_key, job_id, None)
    context.say(log)
    item = {"type": "JOB_EXECUTED", "jobId": job_id, "jobProjectKey": project_key, "outcome": _OUTCOMES[state]}
    context.report.append({**item, "end": int(time.time() * 1000)})
    if context.aborted.is_set():
        raise AbortedError(f"Job {job_id} was aborted with its scenario")
    if state != "DONE":
        raise DSSError(f"Job {job_id} ended {state}: {log.rstrip().splitlines()[-1]}", "com.dataiku.dip.JobFailed", 500)


HANDLERS: dict[str, Handler] = {"build_flowitem": build, "custom_python": run_python}
