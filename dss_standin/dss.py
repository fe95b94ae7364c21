"""One opened workspace: what every room of the stand-in shares."""

from __future__ import annotations

import os
import secrets
import threading
from pathlib import Path
from typing import Any, Callable

from dss_standin.connections import Connections
from dss_standin.errors import DSSError
from dss_standin.futures import Futures
from dss_standin.store import Store
from dss_standin.switches import Switches


class DSS:
    """The state behind a running stand-in; everything but running work is kept in the workspace."""

    def __init__(self, workspace: Path, switches: Switches, api_key: str) -> None:
        self.workspace = workspace
        self.switches = switches
        self.api_key = api_key
        self.url = ""
        self.store = Store(workspace)
        self.connections = Connections(workspace)
        self.futures = Futures(switches)
        self.jobs: dict[str, Any] = {}
        """Running jobs by id, kept by the flow."""
        self.scenario_runs: dict[str, Any] = {}
        """Running scenarios by `PROJECT.id`: one run at a time."""
        self.macro_runs: dict[str, Any] = {}
        """Runs of macros by id, until their result is fetched."""
        self.lab_runs: dict[str, str] = {}
        """Keys of the ML tasks at work, with what they do: guessing or training."""
        self.late_flags: dict[str, threading.Event] = {}
        """Trainings whose flag is not up yet, by the key of their task: set when their status has been asked."""
        self.queries: dict[str, Any] = {}
        """Answers of SQL queries that are not streamed yet, by query id."""
        self.tickets: dict[str, Any] = {}
        """Tickets of running recipes, with what each may know of its activity."""
        self.snapshots: dict[Any, Path] = {}
        """Copies of plugins for the processes that run their code, by the state of the plugin's folders."""
        self.read_failures: dict[str, DSSError] = {}
        """What broke while rows were streamed, by read session, until the client asks."""
        self.closers: list[Callable[[], None]] = []
        """Called once when the server ends: children are ended here."""
        self.is_broken: Callable[[str, str], bool] = lambda method, path: False
        """Whether a request of a running recipe, by method and path, is answered with a broken server; for tests."""
        self.is_lost: Callable[[str, str], bool] = lambda method, path: False
        """Whether the answer to a request of a running recipe, which was done, does not arrive; for tests."""
        self.request_log: list[tuple[str, str, str, str, int]] = []
        """(method, path, query, start of the body, status) of every request."""

    @classmethod
    def open(cls, workspace: Path | str, switches: Switches | None = None) -> DSS:
        """Open a workspace folder, making it and its API key on first use."""
        folder = Path(workspace).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, switches or Switches(), _kept_key(folder / "api-key"))

    def accepts(self, credential: str) -> bool:
        """Tell whether an API key or the ticket of a running recipe is known."""
        return credential in self.tickets or secrets.compare_digest(credential.encode(), self.api_key.encode())

    def issue_ticket(self, activity: Any = None) -> str:
        """Return a new ticket for a child process."""
        ticket = secrets.token_urlsafe(16)
        self.tickets[ticket] = activity
        return ticket

    def revoke_ticket(self, ticket: str) -> None:
        """Forget a ticket; an unknown one is no error."""
        self.tickets.pop(ticket, None)

    def close(self) -> None:
        """End what still runs."""
        while self.closers:
            self.closers.pop()()
        self.futures.close()
        self.connections.close()


def _kept_key(file: Path) -> str:
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write("dkuaps-" + secrets.token_urlsafe(24))
    return file.read_text().strip()
