"""Routes of scenarios: their definitions, their runs, and what their steps ask from inside."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dss_standin import clock
from dss_standin.errors import DSSError
from dss_standin.scenarios import definitions, history, mail, runs
from dss_standin.scenarios.triggers import next_fire
from dss_standin.server.request import body, dss, flag, text

blueprint = Blueprint("scenarios", __name__)
_ALL = "/projects/<project_key>/scenarios"
_ONE = _ALL + "/<scenario_id>"
_INSIDE = "/internal/scenario-run"


@blueprint.get(_ALL)
def list_scenarios(project_key: str) -> Response:
    """List the scenarios of a project."""
    return jsonify([_light(scenario) for scenario in definitions.listed(dss(), project_key)])


@blueprint.post(_ALL)
def create(project_key: str) -> Response:
    """Make a scenario; the answer holds its id."""
    return jsonify({"id": definitions.create(dss(), project_key, body())})


@blueprint.get(_ONE)
def get_definition(project_key: str, scenario_id: str) -> Response:
    """Return a scenario."""
    return jsonify(definitions.read(dss(), project_key, scenario_id))


@blueprint.put(_ONE)
def put_definition(project_key: str, scenario_id: str) -> Response:
    """Replace a scenario."""
    return jsonify(definitions.save(dss(), project_key, scenario_id, body()))


@blueprint.delete(_ONE)
def delete(project_key: str, scenario_id: str) -> Response:
    """Delete a scenario and its runs."""
    definitions.delete(dss(), project_key, scenario_id)
    return jsonify({})


@blueprint.get(f"{_ONE}/payload")
def get_payload(project_key: str, scenario_id: str) -> Response:
    """Return the program of a custom python scenario."""
    return jsonify({"script": definitions.script(dss(), project_key, scenario_id), "extension": "py"})


@blueprint.put(f"{_ONE}/payload")
def put_payload(project_key: str, scenario_id: str) -> Response:
    """Replace the program of a custom python scenario."""
    definitions.save_script(dss(), project_key, scenario_id, str(body().get("script") or ""))
    return jsonify({})


@blueprint.get(f"{_ONE}/light")
def get_status(project_key: str, scenario_id: str) -> Response:
    """Tell whether a scenario is active and whether it runs."""
    return jsonify(_light(definitions.read(dss(), project_key, scenario_id)))


@blueprint.post(f"{_ONE}/run")
def run(project_key: str, scenario_id: str) -> Response:
    """Fire the manual trigger, with parameters."""
    return jsonify(runs.fire(dss(), project_key, scenario_id, body())[0])


@blueprint.post(f"{_ONE}/abort")
def abort(project_key: str, scenario_id: str) -> Response:
    """End the run that runs."""
    runs.abort(dss(), project_key, scenario_id)
    return jsonify({})


@blueprint.get(f"{_ALL}/trigger/<scenario_id>/<trigger_id>")
def get_fire(project_key: str, scenario_id: str, trigger_id: str) -> Response:
    """Return a fire of a trigger: it may have been cancelled."""
    key = definitions.scenario_key(project_key, scenario_id)
    return jsonify(dss().store.read(f"{key}/fires/{text('triggerRunId')}"))


@blueprint.get(f"{_ONE}/get-run-for-trigger")
def get_run_for_trigger(project_key: str, scenario_id: str) -> Response:
    """Return the run that a fire started; an empty object before it began."""
    listed = history.runs(dss(), project_key, scenario_id)
    fired = [run for run in listed if run["trigger"]["runId"] == text("triggerRunId")]
    return jsonify({"scenarioRun": fired[0]} if fired else {})


@blueprint.get(f"{_ONE}/get-last-runs")
def get_last_runs(project_key: str, scenario_id: str) -> Response:
    """Return the newest runs, newest first."""
    listed = history.runs(dss(), project_key, scenario_id)
    wanted = [run for run in listed if "result" in run or not flag("onlyFinishedRuns")]
    return jsonify(wanted[: int(text("limit", "10"))])


@blueprint.get(f"{_ONE}/get-runs-by-date")
def get_runs_by_date(project_key: str, scenario_id: str) -> Response:
    """Return the runs that began between two dates, the second one excluded."""
    first, last = (datetime.strptime(text(name), "%Y-%m-%d").timestamp() * 1000 for name in ("fromDate", "toDate"))
    listed = history.runs(dss(), project_key, scenario_id)
    return jsonify([run for run in listed if first <= run["start"] < last])


@blueprint.get(f"{_ONE}/<run_id>")
def get_run(project_key: str, scenario_id: str, run_id: str) -> Response:
    """Return a run and its steps."""
    return jsonify(history.record(dss(), project_key, scenario_id, run_id))


@blueprint.get(f"{_ONE}/<run_id>/log")
def get_log(project_key: str, scenario_id: str, run_id: str) -> Response:
    """Return the log of a run, or of one of its steps, as text."""
    log = history.log(dss(), project_key, scenario_id, run_id, text("stepId") or None)
    return Response(log, content_type="text/plain; charset=utf-8")


@blueprint.get(_INSIDE)
def get_inside() -> Response:
    """Tell a step about its run: trigger, variables, and the steps before it."""
    ours = _our_run()
    ended = [step_run for step_run in ours.step_runs if "result" in step_run]
    outputs = [
        {
            "stepName": step_run["step"]["name"],
            "outcome": step_run["result"]["outcome"],
            "result": step_run.get("output") or {},
        }
        for step_run in ended
    ]
    return jsonify({"trigger": ours.trigger, "variables": ours.variables(), "stepOutputs": outputs})


@blueprint.post(f"{_INSIDE}/variables")
def post_variables() -> Response:
    """Set variables for the steps that follow."""
    _our_run().set_variables.update(body())
    return jsonify({})


@blueprint.post(f"{_INSIDE}/steps")
def post_step() -> Response:
    """Run a step from inside a step, to its end."""
    given = {"id": uuid.uuid4().hex[:8], "name": "", **body()}
    if not given.get("type"):
        raise DSSError(f"A step needs a type, found {', '.join(sorted(body()))}")
    return jsonify(_our_run().run_step(given))


@blueprint.post(f"{_INSIDE}/messages/<channel_id>")
def post_message(channel_id: str) -> Response:
    """Send a message through a channel."""
    _our_run()
    mail.send_configured(dss(), channel_id, body())
    return jsonify({})


def _our_run() -> runs.Run:
    run = dss().tickets.get(request.headers.get("X-DKU-APITicket", ""))
    if not isinstance(run, runs.Run):
        raise DSSError("Not in a scenario: only a step's own process may ask this")
    return run


def _light(scenario: dict[str, Any]) -> dict[str, Any]:
    identity = {name: scenario[name] for name in ("id", "projectKey", "name", "type", "active", "markedAsTest", "tags")}
    ours = dss().scenario_runs.get(f"{scenario['projectKey']}.{scenario['id']}")
    forecast = next_fire(scenario["triggers"], clock.now()) if scenario["active"] else None
    next_run = int(forecast.timestamp() * 1000) if forecast else 0
    return {**identity, "running": ours is not None, "nextRun": next_run, "start": ours.started if ours else 0}
