"""Routes of the instance: who and what it is, connections, global variables."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dss_standin import codeenvs
from dss_standin.server.request import body, dss, text

blueprint = Blueprint("admin", __name__)


@blueprint.get("/instance-info")
def instance_info() -> Response:
    """Return what this node is."""
    version = dss().switches.dss_version
    return jsonify({"nodeId": "standin", "nodeName": "standin", "nodeType": "DESIGN", "dssVersion": version})


@blueprint.get("/auth/info")
def auth_info() -> Response:
    """Return who calls: always the one administrator."""
    return jsonify({"authIdentifier": "admin", "associatedDSSUser": "admin", "groups": ["administrators"]})


@blueprint.get("/admin/connections")
def list_connections() -> Response:
    """Return the connections by name."""
    return jsonify({connection.name: connection.as_json() for connection in dss().connections.listed()})


@blueprint.post("/admin/connections")
def create_connection() -> Response:
    """Add a connection; the client takes a text."""
    given = body()
    dss().connections.add(str(given.get("name")), str(given.get("type")), given.get("params") or {})
    return Response(f"Connection {given['name']} created", content_type="text/plain")


@blueprint.get("/connections/get-names")
def connection_names() -> Response:
    """Return the names of the connections of a type."""
    return jsonify([connection.name for connection in dss().connections.listed(text("type", "all"))])


@blueprint.get("/connections/<name>/info")
def connection_info(name: str) -> Response:
    """Return one connection as its users see it."""
    info = dss().connections.get(name).as_json()
    if not dss().switches.connection_rules_told:
        info = {key: value for key, value in info.items() if not key.startswith("allow")}
    return jsonify(info)


@blueprint.get("/admin/connections/<name>")
def connection(name: str) -> Response:
    """Return the definition of one connection."""
    return jsonify(dss().connections.get(name).as_json())


@blueprint.get("/admin/variables")
def get_variables() -> Response:
    """Return the instance's variables."""
    return jsonify(dss().store.read("variables") if dss().store.exists("variables") else {})


@blueprint.put("/admin/variables")
def put_variables() -> Response:
    """Replace the instance's variables."""
    dss().store.write("variables", body())
    return jsonify({})


@blueprint.get("/admin/code-envs")
def list_code_envs() -> Response:
    """List the code envs."""
    return jsonify(codeenvs.listed(dss()))


@blueprint.post("/admin/code-envs/PYTHON/<name>")
def create_code_env(name: str) -> Response:
    """Make a code env."""
    return jsonify(codeenvs.create(dss(), name, body()))


@blueprint.get("/admin/code-envs/PYTHON/<name>")
def code_env(name: str) -> Response:
    """Return a code env with its packages."""
    return jsonify(codeenvs.definition(dss(), name))


@blueprint.put("/admin/code-envs/PYTHON/<name>")
def put_code_env(name: str) -> Response:
    """Replace what is asked of a code env."""
    codeenvs.save(dss(), name, body())
    return jsonify({})


@blueprint.post("/admin/code-envs/PYTHON/<name>/packages")
def update_packages(name: str) -> Response:
    """Install what is asked for."""
    return jsonify(codeenvs.update(dss(), name))
