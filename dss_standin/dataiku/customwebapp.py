"""What the backend of a plugin's webapp asks about itself, and how its page and its routes are served."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import runpy
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Callable

from flask import Flask, Request, Response, redirect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><style>{style}</style>
<script>
function getWebAppBackendUrl(path) {{ return "{backend}/" + path.replace(/^[/]/, ""); }}
var dataiku = {{ getWebAppConfig: function () {{ return {config}; }} }};
</script></head><body>{body}<script>{app}</script></body></html>
"""


class _Door:
    """Lets a browser in that has a session, and gives one to whoever has the key of the link; DSS wants a login."""

    def __init__(self, served: Callable[..., Iterable[bytes]], key: str) -> None:
        self._served, self._key = served, key
        # Cookies do not know ports: two webapps on this address would take each other's.
        self._cookie = f"dss-session-{hashlib.sha256(key.encode()).hexdigest()[:12]}"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        if self._is_key(request.cookies.get(self._cookie, "")):
            return self._served(environ, start_response)
        if self._is_key(request.args.get("key", "")):
            entered = redirect(request.path)
            entered.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict")
            return entered(environ, start_response)
        refused = Response("This webapp wants a session: open it by the link that was printed.\n", 401)
        refused.mimetype = "text/plain"
        return refused(environ, start_response)

    def _is_key(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._key.encode())


def get_webapp_config() -> dict[str, Any]:
    """Return the settings of the webapp."""
    return dict(_webapp_facts()["config"])


def _webapp_facts() -> dict[str, Any]:
    file = os.environ.get("DKU_WEBAPP_FILE")
    if file is None:
        raise RuntimeError("dataiku.customwebapp works in the backend of a webapp only")
    return dict(json.loads(Path(file).read_text(encoding="utf-8")))


def _serve(code: str, address_file: str) -> None:
    """Run backend.py with `app` among its globals, and serve it below the page, on the loopback address."""
    webapp, folder, backend = _webapp_facts(), Path(code), Flask("backend")
    runpy.run_path(str(folder / "backend.py"), init_globals={"app": backend}, run_name="backend")
    path = f"/web-apps-backends/{webapp['projectKey']}/{webapp['webappId']}"
    texts = {name.split(".")[0]: (folder / name).read_text("utf-8") for name in ("style.css", "body.html", "app.js")}
    config = json.dumps(webapp["config"]).replace("<", "\\u003c")
    page = _PAGE.format(backend=path, config=config, **texts)
    front = Flask("page")
    front.add_url_rule("/webapps/view", "page", lambda: page)
    served = DispatcherMiddleware(front, {path: backend})
    server = make_server("127.0.0.1", 0, _Door(served, webapp["session"]), threaded=True)
    Path(address_file).write_text(f"http://127.0.0.1:{server.server_port}/webapps/view\n")
    server.serve_forever()
