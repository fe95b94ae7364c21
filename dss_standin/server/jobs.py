"""Routes of jobs."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dss_standin.flow import jobs
from dss_standin.server.request import body, dss, text

blueprint = Blueprint("jobs", __name__, url_prefix="/projects/<project_key>/jobs")


@blueprint.get("")
def list_jobs(project_key: str) -> Response:
    """List the jobs of a project, newest first."""
    return jsonify(jobs.listed(dss(), project_key))


@blueprint.get("/running")
def list_running(project_key: str) -> Response:
    """List the jobs that run."""
    return jsonify([job for job in jobs.listed(dss(), project_key) if not job["stableState"]])


@blueprint.post("")
def start(project_key: str) -> Response:
    """Start a job."""
    return jsonify({"id": jobs.start(dss(), project_key, body())})


@blueprint.get("/<job_id>")
def get_status(project_key: str, job_id: str) -> Response:
    """Return the status of a job."""
    status = jobs.status(dss(), project_key, job_id)
    if not dss().switches.activities_told:
        status["baseStatus"] = {name: value for name, value in status["baseStatus"].items() if name != "activities"}
    return jsonify(status)


@blueprint.get("/<job_id>/log")
def get_log(project_key: str, job_id: str) -> Response:
    """Return the log of a job as text."""
    return Response(jobs.log(dss(), project_key, job_id, text("activity")), content_type="text/plain; charset=utf-8")


@blueprint.post("/<job_id>/abort")
def abort(project_key: str, job_id: str) -> Response:
    """End a job."""
    jobs.abort(dss(), project_key, job_id)
    return jsonify({"msg": f"Aborted {job_id}"})
