"""Routes of long-running work."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dss_standin.server.request import dss, flag

blueprint = Blueprint("futures", __name__, url_prefix="/futures")


@blueprint.get("")
def list_futures() -> Response:
    """List what runs, scenarios apart."""
    return jsonify(dss().futures.listed() if flag("withNotScenarios", True) else [])


@blueprint.get("/<future_id>")
def state(future_id: str) -> Response:
    """Return a future's state, and its result once there is one."""
    return jsonify(dss().futures.state(future_id, flag("peek")))


@blueprint.delete("/<future_id>")
def abort(future_id: str) -> Response:
    """Abort a future."""
    dss().futures.abort(future_id)
    return jsonify({})
