"""Small readers over the current request: the client's habits, not a framework's."""

from __future__ import annotations

import json
from typing import Any, cast

from flask import current_app, g, request

from dss_standin.dss import DSS
from dss_standin.errors import DSSError


def dss() -> DSS:
    """Return the opened workspace behind this server."""
    return cast(DSS, current_app.extensions["dss"])


def body(default: Any = None) -> Any:
    """Return the JSON body whatever its Content-Type; `default` (an empty object) when there is none."""
    raw = request.get_data()
    g.body_excerpt = raw[:2000].decode("utf-8", "replace")
    if not raw:
        return {} if default is None else default
    try:
        return json.loads(raw)
    except ValueError as error:
        raise DSSError(f"Body of {request.method} {request.path} is not JSON: {error}") from None


def text(name: str, default: str = "") -> str:
    """Return a query parameter as text."""
    return request.args.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """Return a boolean query parameter, in any case (the client sends `True`)."""
    value = request.args.get(name)
    return default if value is None else value.strip().lower() == "true"


def many(name: str) -> list[str] | None:
    """Return a repeated or comma-joined query parameter; None when it is absent."""
    values = request.args.getlist(name)
    return [part for value in values for part in value.split(",") if part] if values else None


def uploaded_file() -> tuple[str, bytes]:
    """Return file name and content of the multipart part `file`."""
    part = request.files.get("file")
    if part is None:
        raise DSSError(f"{request.method} {request.path} expects a multipart body with a part named 'file'")
    return part.filename or "", part.read()
