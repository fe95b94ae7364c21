"""Routes of macros."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dss_standin.errors import DSSError
from dss_standin.scenarios import macros, plugin_code
from dss_standin.server.request import body, dss, flag

blueprint = Blueprint("macros", __name__, url_prefix="/projects/<project_key>/runnables")


@blueprint.get("")
def list_macros(project_key: str) -> Response:
    """List the macros of the installed plugins."""
    return jsonify(macros.listed(dss(), project_key))


@blueprint.get("/<macro_type>")
def get_definition(project_key: str, macro_type: str) -> Response:
    """Return the descriptor of a macro."""
    return jsonify(macros.description(plugin_code.component(dss(), plugin_code.MACRO, macro_type)))


@blueprint.post("/<macro_type>")
def run(project_key: str, macro_type: str) -> Response:
    """Start a macro, and wait for its end when asked; whose rights it has is not looked at."""
    given = body()
    started = macros.start(
        dss(), project_key, macro_type, {**(given.get("adminParams") or {}), **(given.get("params") or {})}
    )
    if flag("wait", default=True):
        started.wait()
    return jsonify({"runId": started.id})


@blueprint.get("/<macro_type>/state/<run_id>")
def get_state(project_key: str, macro_type: str, run_id: str) -> Response:
    """Tell whether a run goes on."""
    return jsonify(macros.running(dss(), run_id).state())


@blueprint.get("/<macro_type>/result/<run_id>")
def get_result(project_key: str, macro_type: str, run_id: str) -> Response:
    """Send the result of an ended run, which is then forgotten."""
    run = macros.running(dss(), run_id)
    if run.state()["running"]:
        raise DSSError(f"Macro run {run_id} is still running")
    del dss().macro_runs[run_id]
    return Response(run.result(), content_type=macros.MIME_TYPES.get(run.result_type, "application/octet-stream"))


@blueprint.post("/<macro_type>/abort/<run_id>")
def abort(project_key: str, macro_type: str, run_id: str) -> Response:
    """End a run."""
    macros.running(dss(), run_id).abort()
    return jsonify({})
