"""Processes that are forked from one launcher, which has loaded the packages that every recipe loads."""

from __future__ import annotations

import compileall
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import dataikuapi

import dss_standin

_LAUNCHER = Path(__file__).with_name("launcher.py")
_SCRIPTS_PACKAGE = Path(dss_standin.__file__).with_name("dataiku")
_CLIENT = Path(dataikuapi.__file__).resolve().parent
_KILLED = -9
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "OMP_NUM_THREADS", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


@dataclass
class Process:
    """A process, held as `subprocess` holds one."""

    pid: int = 0
    returncode: int | None = None
    _started: threading.Event = field(default_factory=threading.Event, repr=False)
    _ended: threading.Event = field(default_factory=threading.Event, repr=False)

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal; None while it runs."""
        return self.returncode

    def wait(self, seconds: float | None = None) -> int:
        """Return the exit status once it ended; raise TimeoutExpired when that takes longer."""
        if not self._ended.wait(seconds):
            raise subprocess.TimeoutExpired(f"process {self.pid}", seconds or 0.0)
        return self.returncode or 0

    def has_started(self, pid: int) -> None:
        """Note its id."""
        self.pid = pid
        self._started.set()

    def has_ended(self, status: int) -> None:
        """Note how it ended."""
        self.returncode = status
        self._started.set()
        self._ended.set()

    def wait_for_start(self) -> None:
        """Return once its id is known."""
        self._started.wait()


class Children:
    """Processes by way of a launcher, which starts with the first, again where it was killed, and ends with us."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._host: socket.socket | None = None
        self._launcher: subprocess.Popen[bytes] | None = None
        self._processes: dict[int, Process] = {}
        self._requests: dict[int, Process] = {}
        self._made = 0

    def spawn(self, request: dict[str, Any], output: IO[bytes]) -> Process:
        """Start a process: `script`, `error_file`, `folder` and `environment` say what it is; `output` is its log."""
        process = Process()
        with self._lock:
            if self._launcher is None or self._launcher.poll() is not None:
                self._launch()
            assert self._host is not None
            self._made += 1
            self._requests[self._made] = process
            text = json.dumps({**request, "id": self._made}).encode()
            socket.send_fds(self._host, [text], [output.fileno()])
        process.wait_for_start()
        return process

    def _launch(self) -> None:
        # No process writes bytecode: each one would compile the package again.
        compileall.compile_dir(_SCRIPTS_PACKAGE, quiet=2)
        self._host, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        command = [sys.executable, str(_LAUNCHER), str(theirs.fileno()), str(_CLIENT.parent)]
        self._launcher = subprocess.Popen(command, env=environment, pass_fds=[theirs.fileno()], start_new_session=True)
        theirs.close()
        threading.Thread(target=self._listen, args=(self._host,), daemon=True).start()

    def _listen(self, host: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while answer := host.recv(65536):
                self._note(json.loads(answer))
        host.close()
        for process in [*self._requests.values(), *self._processes.values()]:
            process.has_ended(_KILLED)
        self._requests.clear()
        self._processes.clear()

    def _note(self, answer: dict[str, Any]) -> None:
        if "request" in answer:
            process = self._requests.pop(answer["request"])
            self._processes[answer["pid"]] = process
            process.has_started(answer["pid"])
        elif answer["pid"] in self._processes:
            self._processes.pop(answer["pid"]).has_ended(answer["status"])


LAUNCHER = Children()
"""One for all hosts of this process: it takes a second to start."""
