"""What each type of step does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Callable

from dss_standin import clock
from dss_standin.datasets import metrics, quality
from dss_standin.datasets.definitions import dataset
from dss_standin.datasets.partitions import dimensions, expanded
from dss_standin.errors import DSSError
from dss_standin.flow import jobs
from dss_standin.flow.processes import Child, execute, process_folder
from dss_standin.scenarios import macros, plugin_code
from dss_standin.scenarios.context import AbortedError, Context

TOLD_IN = "DKU_STEP_FILE"
_POLL = 0.01
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
        task = {"step": {"config": {}, "pluginConfig": {}, "resource": ""}, "variables": context.variables()}
        child = Child(context.project_key, script, task, TOLD_IN, context.ticket_for)
        execute(context.dss, child, root, context.log, context.hold)


def run_plugin_step(context: Context) -> None:
    """Run the code of a plugin's step from its unpacked zip, in a process of its own."""
    component = plugin_code.component(context.dss, plugin_code.STEP, context.step["type"])
    with process_folder() as root:
        script = plugin_code.laid_out(context.dss, component, root)
        config = dict(context.params.get("config") or {})
        settings = plugin_code.settings(context.dss, component, context.project_key, config, root)
        task = {"step": settings, "variables": context.variables()}
        child = Child(context.project_key, script, task, TOLD_IN, context.ticket_for)
        execute(context.dss, child, root, context.log, context.hold)


def build(context: Context) -> None:
    """Build datasets, folders and models, one job each, one after the other."""
    flag = "autoUpdateSchemaBeforeEachRecipeRun"
    asked = {"type": context.params.get("jobType") or "RECURSIVE_BUILD", flag: bool(context.params.get(flag))}
    for item in context.expanded(context.params.get("builds") or []):
        output = {"type": item["type"], "id": item["itemId"], "partition": partition_keywords(item) or None}
        project_key = item.get("projectKey") or context.project_key
        _run_job(context, project_key, {**asked, "outputs": [output]})


def _run_job(context: Context, project_key: str, definition: dict[str, Any]) -> None:
    job_id = jobs.start(context.dss, project_key, definition, dict(context.own_variables))
    context.say(f"Started job {project_key}.{job_id}")
    while job_id in context.dss.jobs:
        if context.aborted.wait(_POLL):
            jobs.abort(context.dss, project_key, job_id)
            time.sleep(_POLL)
    state = jobs.status(context.dss, project_key, job_id)["baseStatus"]["state"]
    log = jobs.log(context.dss, project_key, job_id, None)
    context.say(log)
    item = {"type": "JOB_EXECUTED", "jobId": job_id, "jobProjectKey": project_key, "outcome": _OUTCOMES[state]}
    context.report.append({**item, "end": clock.milliseconds()})
    if context.aborted.is_set():
        raise AbortedError(f"Job {job_id} was aborted with its scenario")
    if state != "DONE":
        raise DSSError(f"Job {job_id} ended {state}: {log.rstrip().splitlines()[-1]}", "com.dataiku.dip.JobFailed", 500)


def compute_metrics(context: Context) -> None:
    """Compute the metrics of datasets; the values are the output of the step."""
    for project_key, name, where in _targets(context, "computes"):
        answer = metrics.compute(context.dss, project_key, name, where, None)
        context.say("\n".join(f"{point['metricId']} = {point['value']}" for point in answer["computed"]))
        context.add_output(f"{project_key}.{name}_{where}", answer)


def check(context: Context) -> None:
    """Run checks and data-quality rules of datasets: an ERROR fails the step, a WARNING warns."""
    outcomes = []
    for project_key, name, where in _targets(context, "checks"):
        answer = quality.run_checks(context.dss, project_key, name, where)
        rules = quality.compute_rules(context.dss, project_key, name, where, origin="SCENARIO")
        context.add_output(f"{project_key}.{name}_{where}", {**answer, "rules": rules})
        verdicts = [(result["name"], result["outcome"], result["message"]) for result in rules]
        verdicts += [(result["check"].get("metricId"), *result["value"].values()) for result in answer["results"]]
        outcomes += [
            f"{outcome}: {label} of {project_key}.{name} ({where}): {text}" for label, outcome, text in verdicts
        ]
    context.say("\n".join(outcomes))
    errors = [line for line in outcomes if line.startswith("ERROR")]
    warnings = [line for line in outcomes if line.startswith("WARNING")]
    if errors or (warnings and context.params.get("warningsAsErrors")):
        raise DSSError(f"Checks failed: {'; '.join(errors or warnings)}", "com.dataiku.dip.ChecksFailed", 500)
    if warnings:
        context.worsen(str(context.params.get("handleWarningsAs") or "WARNING"))


def run_macro(context: Context) -> None:
    """Run a macro of a plugin; its result, when it is a text, is the output of the step."""
    params = context.expanded(context.params)
    component = plugin_code.component(context.dss, plugin_code.MACRO, str(params.get("runnableType")))
    config = {**(params.get("adminConfig") or {}), **(params.get("config") or {})}
    result = macros.run_macro(context.dss, context.project_key, component, config, context.hold, context.log)
    context.output = result.decode("utf-8", "replace")


def _targets(context: Context, part: str) -> Iterator[tuple[str, str, str]]:
    """Yield project, name and partition of the datasets that a step works on, each partition on its own."""
    for item in context.expanded(context.params.get(part) or []):
        if item["type"] != "DATASET":
            raise DSSError(f"{context.step['type']} on a {item['type']} is outside the stand-in's slice: DATASET only")
        project_key = item.get("projectKey") or context.project_key
        definition = dataset(context.dss, project_key, item["itemId"])
        for place in expanded(partition_keywords(item), dimensions(definition)) or [""]:
            yield project_key, item["itemId"], quality.partition_name(definition, place)


def partition_keywords(item: dict[str, Any]) -> str:
    """Return the partitions that an item names, keywords such as CURRENT_DAY replaced by the server's date."""
    spec = str(item.get("partitionsSpec") or "")
    today = clock.now().astimezone()
    last_month = today.replace(day=1) - timedelta(days=1)
    days = {"CURRENT_DAY": today, "PREVIOUS_DAY": today - timedelta(days=1)}
    known = {name: f"{day:%Y-%m-%d}" for name, day in days.items()}
    known |= {"CURRENT_MONTH": f"{today:%Y-%m}", "PREVIOUS_MONTH": f"{last_month:%Y-%m}", "CURRENT_YEAR": f"{today:%Y}"}
    return known.get(spec, spec)


HANDLERS: dict[str, Handler] = {
    "build_flowitem": build,
    "check_dataset": check,
    "compute_metrics": compute_metrics,
    "custom_python": run_python,
    "runnable": run_macro,
}
