"""Webapps of plugins, opened as a person opens one: the client refuses to make them, so each is made from its form."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dss_standin.datasets.definitions import require_project
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow import processes
from dss_standin.plugins import plugin_folder

_DRIVER = "from dataiku.customwebapp import _serve\n_serve({code!r}, {address!r})\n"
_START_SECONDS = 240.0


def opened(dss: DSS, project_key: str, plugin_id: str, folder: str, config: dict[str, Any]) -> str:
    """Start the backend in a process of its own, which ends with the server; return the link that opens the page.

    The link holds a key of this webapp alone, for which the browser gets a session, as DSS wants a person logged in.
    """
    require_project(dss, project_key)
    source = plugin_folder(dss, plugin_id)
    if not (source / "webapps" / folder / "webapp.json").is_file():
        raise DSSError(f"Plugin {plugin_id} has no webapp {folder}")
    key = secrets.token_urlsafe(24)
    task = {"projectKey": project_key, "webappId": folder, "config": config, "session": key}
    home = TemporaryDirectory(prefix="dss-webapp-")
    started: list[processes.Process] = []
    pool = ThreadPoolExecutor(1)
    work = pool.submit(_run, dss, source, task, Path(home.name), started)
    pool.shutdown(wait=False)

    def close() -> None:
        """End the backend, and delete its folder."""
        for process in started:
            processes.end(process)
        work.exception()
        home.cleanup()

    dss.closers.append(close)
    return f"{_address(Path(home.name) / 'address', work)}?key={key}"


def _run(dss: DSS, source: Path, task: dict[str, Any], home: Path, started: list[processes.Process]) -> None:
    with processes.process_folder() as root:
        processes.lay_out_plugin(dss, source, root / "plugin")
        script, code = root / "webapp.py", root / "plugin" / "webapps" / task["webappId"]
        script.write_text(_DRIVER.format(code=str(code), address=str(home / "address")), encoding="utf-8")
        child = processes.Child(task["projectKey"], script, task, "DKU_WEBAPP_FILE", task["webappId"])
        processes.execute(dss, child, root, home / "webapp.log", started.append)


def _address(file: Path, work: Future[None]) -> str:
    """Wait until the backend serves; raise what it broke with."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and not work.done():
        if file.exists() and file.read_text().endswith("\n"):
            return file.read_text().strip()
        time.sleep(0.05)
    cause = work.exception() if work.done() else None
    raise DSSError(f"The backend of the webapp did not start: {cause or 'it took too long'}")
