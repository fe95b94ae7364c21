"""The stand-in inside this process: a threaded server on the loopback address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import dataikuapi
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from dss_standin import webapps
from dss_standin.dss import DSS
from dss_standin.scenarios import timetable
from dss_standin.server.app import create_app
from dss_standin.switches import Switches


class _QuietHandler(WSGIRequestHandler):
    """No line a request on the console; small answers leave at once."""

    disable_nagle_algorithm = True

    def log_request(self, *args: Any) -> None:
        """Say nothing: the workspace has its own request log."""


def bound_server(dss: DSS, port: int = 0) -> BaseWSGIServer:
    """Return a server bound to 127.0.0.1 that is not serving yet; port 0 takes a free one."""
    server = make_server("127.0.0.1", port, create_app(dss), threaded=True, request_handler=_QuietHandler)
    dss.url = f"http://127.0.0.1:{server.server_port}"
    return server


class Running:
    """A stand-in that serves from a thread of this process."""

    def __init__(self, dss: DSS, server: BaseWSGIServer) -> None:
        self.dss = dss
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Address for the official client."""
        return self.dss.url

    @property
    def key(self) -> str:
        """API key for the official client."""
        return self.dss.api_key

    def client(self) -> dataikuapi.DSSClient:
        """Return a new official client."""
        return dataikuapi.DSSClient(self.url, self.key)

    def webapp(self, project_key: str, plugin_id: str, folder: str, config: dict[str, Any]) -> str:
        """Open a webapp of a plugin, as made by hand from its form; return the address of its page."""
        return webapps.opened(self.dss, project_key, plugin_id, folder, config)

    def play_until(self, moment: datetime) -> None:
        """Let the time pass until a moment: scenarios run when their triggers say, one after the other."""
        timetable.play(self.dss, moment)

    def stop(self) -> None:
        """End the children, then the server."""
        self.dss.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def running(workspace: Path | str, switches: Switches | None = None, port: int = 0) -> Iterator[Running]:
    """Serve a workspace while the block runs."""
    dss = DSS.open(workspace, switches)
    served = Running(dss, bound_server(dss, port))
    try:
        yield served
    finally:
        served.stop()
