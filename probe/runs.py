"""Runs of scenarios and recipes that the probe makes, and what they left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from dataikuapi.dss.recipe import DSSRecipe
from dataikuapi.dss.scenario import DSSScenario, DSSScenarioRun

from probe.data import ABSENT, HISTORY, MONTH, MONTHS, cells, history, words
from probe.errors import Unanswered
from probe.stage import Stage

Json = dict[str, Any]
PLUGIN = "champion-challenger"
TELL = "probe_tell"
OUTER, INNER, TWICE = "probe_outer", "probe_inner", "probe_twice"
"""A variable that holds another variable, which holds a text."""
_STATES = ("DONE", "FAILED", "ABORTED")
_ANY = ["SUCCESS", "WARNING", "FAILED", "ABORTED"]


@dataclass(frozen=True)
class Inside:
    """What a step asked inside DSS, by name: answer, what was seen, and the class of an error."""

    answers: dict[str, Json]
    steps: list[str]
    """Names of the steps that ran."""

    def of(self, name: str) -> Json:
        """Return one answer; raise Unanswered when the step has none."""
        result = self.answers.get(name) or {}
        if "answer" not in result:
            raise Unanswered(f"the step inside DSS had no answer: {result.get('error') or 'it left none'}")
        return result


@dataclass(frozen=True)
class Told:
    """What a recipe said in its output: the months that it read, and whether it saw local files.

    Attributes
    ----------
    dependencies
        How many partition dependencies its input had when it ran: DSS may add some.
    activities
        Names of the recipes whose state the status of the job told.
    """

    state: str
    dependencies: int
    months: list[str]
    local: str
    log: str
    activities: list[str]


def inside(stage: Stage) -> Inside:
    """Run a step of Python code that asks the package `dataiku`, and a step after it on a condition."""
    for make in (words, cells):
        stage.once(make)
    if stage.options.sql_connection:
        stage.project.update_variables({"probe_connection": stage.options.sql_connection})
    condition = {"runConditionType": "RUN_CONDITIONALLY", "runConditionExpression": "probe_condition == 'yes'"}
    never = {**condition, "runConditionExpression": "probe_condition == 'no'"}
    nothing = "print('nothing to do')"
    steps = [python_step("ask", script("inside"))]
    steps += [{**python_step(name, nothing), **when} for name, when in (("when yes", condition), ("when no", never))]
    run = finished(stage, scenario(stage, "Probe inside", steps))
    left = stage.project.get_variables()["standard"].get("probe_inside")
    if left is None:
        raise Unanswered("a step of Python code did not run to its end", str(run.get_details().first_error_details))
    return Inside(left, [step["step"]["name"] for step in run.get_details().steps])


def plugin_variables(stage: Stage) -> Json:
    """Run two steps of the plugin; return the variables of the probe after them."""
    stage.once(words)
    stage.project.update_variables({OUTER: "${" + INNER + "}", INNER: TWICE})
    row = {"dataset": "probe_words", "kind": "metric", "id": "records:COUNT_RECORDS", "name": "rows"}
    form = {"readings": [row], "compute_first": True, "fail_on": "never"}
    steps = [
        plugin_step("rows of a list", {**form, "prefix": "probe_list"}),
        plugin_step("a variable in a variable", {**form, "prefix": "${" + OUTER + "}"}),
        python_step("tell", script("variables")),
    ]
    finished(stage, scenario(stage, "Probe of the plugin", steps))
    left: Json | None = stage.project.get_variables()["standard"].get("probe_variables")
    if left is None:
        raise Unanswered("the step that tells the variables did not run to its end")
    return left


def with_dependency(stage: Stage) -> Told:
    """The recipe reads the month that it writes."""
    return _run_recipe(stage, [_equals()], MONTHS[1])


def without_dependency(stage: Stage) -> Told:
    """The recipe has no partition dependency."""
    return _run_recipe(stage, [], MONTHS[1])


def absent_month(stage: Stage) -> Told:
    """The recipe is to read a month that has no file."""
    return _run_recipe(stage, [_equals()], ABSENT)


def scenario(stage: Stage, name: str, steps: Sequence[Json], reporters: Sequence[Json] = ()) -> DSSScenario:
    """Return a new scenario that nothing triggers."""
    created = stage.project.create_scenario(name, "step_based")
    settings = created.get_settings()
    settings.raw_steps.extend(steps)
    settings.raw_reporters.extend(reporters)
    settings.save()
    return created


def finished(stage: Stage, dss_scenario: DSSScenario) -> DSSScenarioRun:
    """Run a scenario to its end, whatever its outcome."""
    run = dss_scenario.run().wait_for_scenario_run()
    wait_for_end(stage, run)
    return run


def wait_for_end(stage: Stage, run: DSSScenarioRun) -> None:
    """Return when a run is over."""

    def is_over() -> bool:
        """Look again."""
        run.refresh()
        return not run.running

    stage.wait(is_over, "a run of a scenario")


def log_of(run: DSSScenarioRun) -> str:
    """Return the log of a run: as the page of the run shows it. The client can ask for it since 14.0."""
    origin = run.run["scenario"]
    path = f"/projects/{origin['projectKey']}/scenarios/{origin['id']}/{run.id}/log"
    return str(run.client._perform_text("GET", path))


def python_step(name: str, text: str) -> Json:
    """Return a step of Python code that runs whatever happened before."""
    params = {"script": text, "envSelection": {"envMode": "INHERIT"}}
    return _step("custom_python", name, params)


def plugin_step(name: str, config: Json) -> Json:
    """Return a step *Retrieve metrics and checks* that runs whatever happened before."""
    return _step(f"pystep_{PLUGIN}_retrieve-metrics-and-checks", name, {"config": config})


def script(name: str) -> str:
    """Return the text of a program in `probe/scripts`."""
    return (resources.files("probe") / "scripts" / f"{name}.py").read_text(encoding="utf-8")


def _step(kind: str, name: str, params: Json) -> Json:
    conditions = {"runConditionType": "RUN_IF_STATUS_MATCH", "runConditionStatuses": _ANY}
    return {"type": kind, "name": name, "params": params, **conditions}


def _equals() -> Json:
    return {"out": TELL, "idim": MONTH, "odim": MONTH, "func": "equals", "params": {}}


def _recipe(stage: Stage) -> DSSRecipe:
    stage.once(history)
    builder = stage.project.new_managed_dataset(TELL).with_store_into(stage.options.connection)
    output = builder.with_copy_partitioning_from(HISTORY).create()
    columns = [{"name": name, "type": "string"} for name in ("source", "local")]
    output.set_schema({"columns": columns, "userModified": True})
    prototype = {
        "type": "python",
        "name": "compute_probe_tell",
        "inputs": {"main": {"items": [{"ref": HISTORY, "deps": []}]}},
        "outputs": {"main": {"items": [{"ref": TELL, "appendMode": False}]}},
        "params": {"envSelection": {"envMode": "INHERIT"}},
    }
    return stage.project.create_recipe(prototype, {"rawCreation": True, "rawPayload": script("tell")})


def _run_recipe(stage: Stage, dependencies: list[Json], month: str) -> Told:
    settings = stage.once(_recipe).get_settings()
    settings.recipe_settings["inputs"]["main"]["items"][0]["deps"] = dependencies
    settings.set_code(script("tell"))
    settings.save()
    kept = stage.once(_recipe).get_settings().recipe_settings["inputs"]["main"]["items"][0].get("deps") or []
    builder = stage.project.new_job("NON_RECURSIVE_FORCED_BUILD").with_output(TELL, partition=month)
    job = builder.start()
    stage.wait(lambda: job.get_status()["baseStatus"]["state"] in _STATES, "a job")
    state = str(job.get_status()["baseStatus"]["state"])
    rows = list(stage.project.get_dataset(TELL).iter_rows(partitions=month)) if state == "DONE" else []
    months = [str(row[0]) for row in rows if row[0]]
    states = (job.get_status()["baseStatus"].get("activities") or {}).values()
    activities = [str(activity.get("recipeName")) for activity in states if activity.get("state")]
    return Told(state, len(kept), months, str(rows[0][1]) if rows else "", job.get_log(), activities)
