"""What the backend of a plugin's webapp asks about itself, and how its page and its routes are served."""

from __future__ import annotations

import json
import os
import runpy
from pathlib import Path
from typing import Any

from flask import Flask
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


def get_webapp_config() -> dict[str, Any]:
    """Return the settings of the webapp."""
    return dict(_told()["config"])


def _told() -> dict[str, Any]:
    file = os.environ.get("DKU_WEBAPP_FILE")
    if file is None:
        raise RuntimeError("dataiku.customwebapp works in the backend of a webapp only")
    return dict(json.loads(Path(file).read_text(encoding="utf-8")))


def _serve(code: str, address_file: str) -> None:
    """Run backend.py with `app` among its globals, and serve it below the page, on the loopback address."""
    told, folder, backend = _told(), Path(code), Flask("backend")
    runpy.run_path(str(folder / "backend.py"), init_globals={"app": backend}, run_name="backend")
    path = f"/web-apps-backends/{told['projectKey']}/{told['webappId']}"
    texts = {name.split(".")[0]: (folder / name).read_text("utf-8") for name in ("style.css", "body.html", "app.js")}
    config = json.dumps(told["config"]).replace("<", "\\u003c")
    page = _PAGE.format(backend=path, config=config, **texts)
    front = Flask("page")
    front.add_url_rule("/webapps/view", "page", lambda: page)
    served = DispatcherMiddleware(front, {path: backend})
    server = make_server("127.0.0.1", 0, served, threaded=True)
    Path(address_file).write_text(f"http://127.0.0.1:{server.server_port}/webapps/view\n")
    server.serve_forever()
