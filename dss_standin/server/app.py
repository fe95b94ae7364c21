"""The HTTP application: prefixes, authentication, errors, request log, and one blueprint a room."""

from __future__ import annotations

import base64
import binascii
import re
import threading
from collections.abc import Iterable
from typing import Any, Callable

from flask import Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as NoRoute

from dss_standin.dss import DSS
from dss_standin.errors import DSSError, Forbidden, NotAuthenticated, NotFound, OutsideSlice
from dss_standin.server import (
    admin,
    datasets,
    folders,
    futures,
    internal,
    jobs,
    lab,
    macros,
    messaging,
    metrics,
    plugins,
    projects,
    quality,
    queries,
    recipes,
    saved_models,
    scenarios,
    wiki,
)
from dss_standin.server.request import dss
from dss_standin.store import checked_name

ROOMS = [
    projects,
    datasets,
    metrics,
    folders,
    plugins,
    futures,
    admin,
    lab,
    saved_models,
    recipes,
    jobs,
    internal,
    queries,
    scenarios,
    quality,
    messaging,
    macros,
    wiki,
]
_PUBLIC = re.compile(r"^/+(dip/publicapi|public/api)(?=/|$)")
_FREE_TEXT = {"path"}
"""Route variables that are paths or partition names and are checked by their own room."""


def create_app(opened: DSS) -> Flask:
    """Return the application that serves an opened workspace."""
    app = Flask("dss_standin")
    app.extensions["dss"] = opened
    app.json.sort_keys = False  # type: ignore[attr-defined]
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.before_request(_check_caller)
    app.before_request(_check_names)
    app.before_request(_check_whole)
    app.after_request(_RequestLog(opened))
    app.after_request(_lose)
    app.register_error_handler(DSSError, _refuse)
    app.register_error_handler(HTTPException, _refuse_outside)
    app.register_error_handler(Exception, _break)
    app.wsgi_app = _Prefixes(app.wsgi_app)  # type: ignore[method-assign]
    return app


class _Prefixes:
    """Maps both public prefixes to the routes; collapses slashes and ignores a trailing one."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = re.sub("/+", "/", environ.get("PATH_INFO", "/"))
        public, n_replaced = _PUBLIC.subn("", path)
        known = public if n_replaced else path if path.startswith("/dip/api/") else "/outside" + path
        environ["PATH_INFO"] = known.rstrip("/") or "/"
        return self._app(environ, start_response)


class _RequestLog:
    """Keeps every request in memory for tests, and without its body (it may hold a password) in the workspace."""

    def __init__(self, opened: DSS) -> None:
        self._dss = opened
        self._lock = threading.Lock()

    def __call__(self, response: Response) -> Response:
        query = request.query_string.decode("utf-8", "replace")
        line = (request.method, request.path, query, g.get("body_excerpt", ""), response.status_code)
        with self._lock:
            self._dss.request_log.append(line)
            with (self._dss.workspace / "requests.log").open("a", encoding="utf-8") as log:
                log.write(f"{response.status_code}\t{request.method}\t{request.path}\t{query}\n")
        return response


def _check_caller() -> None:
    from_header = [request.headers.get("X-DKU-APITicket", "")]
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        from_header.append(value.strip())
    if scheme.lower() == "basic":
        from_header.extend(_basic(value))
    if not any(credential and dss().accepts(credential) for credential in from_header):
        raise NotAuthenticated("Unknown API Key")
    project_key = (request.view_args or {}).get("project_key")
    if project_key in dss().switches.forbidden_projects.split(",") and from_header[0] in dss().tickets:
        raise Forbidden(f"Action forbidden: you are not authorized to read project {project_key}")


def _check_whole() -> None:
    ticket = request.headers.get("X-DKU-APITicket", "")
    if ticket in dss().tickets and dss().is_broken(request.method, request.path):
        raise DSSError("The server broke down while it answered", status=500)


def _lose(response: Response) -> Response:
    ticket = request.headers.get("X-DKU-APITicket", "")
    if ticket in dss().tickets and dss().is_lost(request.method, request.path):
        lost, status = _refuse(DSSError("The answer was lost", status=502))
        lost.status_code = status
        return lost
    return response


def _basic(value: str) -> list[str]:
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return []
    return [user, password]


def _check_names() -> None:
    for name, value in (request.view_args or {}).items():
        if name not in _FREE_TEXT:
            checked_name(str(value))


def _refuse(error: DSSError) -> tuple[Response, int]:
    status = dss().switches.missing_object_status if isinstance(error, NotFound) else error.status
    return jsonify(error.as_json()), status


def _refuse_outside(error: HTTPException) -> tuple[Response, int]:
    if isinstance(error, (NoRoute, MethodNotAllowed)):
        return _refuse(OutsideSlice(f"{request.method} {request.path} is outside the stand-in's slice"))
    return _refuse(DSSError(str(error.description), status=error.code))


def _break(error: Exception) -> tuple[Response, int]:
    current_app.logger.exception("%s %s broke", request.method, request.path)
    return _refuse(DSSError(f"{type(error).__name__}: {error}", "java.lang.RuntimeException", 500))
