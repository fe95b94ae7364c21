"""Runs scripts in processes of their own, forked from one that has the heavy packages loaded.

`launcher.py SOCKET FOLDER` serves a host over a socket; it knows nothing of the stand-in. FOLDER has the client that
all scripts use, which is loaded too. A request is a JSON object with the file to write to behind it; answers are JSON
too: which request became which process, and how each process ended. A script meets what it would meet in a new
interpreter: its own folder, environment, import path and log. What it does not meet is the time that loading pandas,
scikit-learn and the client takes.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import json
import os
import runpy
import select
import signal
import site
import socket
import sys
import threading
import time
import traceback
from datetime import datetime, timedelta, timezone
from types import TracebackType
from typing import Any

PRELOADED = (
    *("numpy", "pandas", "scipy.stats", "scipy.special", "sklearn.ensemble", "sklearn.linear_model", "requests"),
    "time_machine",
)
CLIENT = "dataikuapi"
_LARGEST = 1 << 20


def serve(descriptor: int, folder: str) -> None:
    """Fork a process for each request until the host closes its end."""
    host = socket.socket(fileno=descriptor)
    _load(folder)
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    watched: list[Any] = [host, wake]
    while True:
        ready: list[Any] = select.select(watched, [], [])[0]
        if wake in ready:
            os.read(wake, 1024)
            _report_ended(host)
        if host in ready:
            text, files, _, _ = socket.recv_fds(host, _LARGEST, 1)
            if not text:
                return
            _fork(host, json.loads(text), files[0])


def _load(folder: str) -> None:
    sys.path.insert(0, folder)
    for name in (CLIENT, *PRELOADED):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    sys.path.remove(folder)
    _load_readers_of_frames()


def _load_readers_of_frames() -> None:
    """Have scikit-learn look at a frame: only then it loads what it reads the names of columns with."""
    pandas, preprocessing = sys.modules.get("pandas"), sys.modules.get("sklearn.preprocessing")
    if pandas and preprocessing:
        preprocessing.StandardScaler().fit(pandas.DataFrame({"x": [0.0, 1.0]}))


def _fork(host: socket.socket, request: dict[str, Any], output: int) -> None:
    pid = os.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        parent = os.getppid()
        host.close()
        _become(request, output, parent)
    os.close(output)
    _answer(host, {"request": request["id"], "pid": pid})


def _report_ended(host: socket.socket) -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            _answer(host, {"pid": pid, "status": os.waitstatus_to_exitcode(status)})


def _answer(host: socket.socket, message: dict[str, Any]) -> None:
    host.send(json.dumps(message).encode())


def _become(request: dict[str, Any], output: int, parent: int) -> None:
    """Turn the forked process into one that knows only what the request says, and run its script to the end."""
    status = 1
    try:
        os.setsid()
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(n, "w"), "utf-8", write_through=True) for n in (1, 2))
        paths = request["environment"].get("PYTHONPATH", "").split(os.pathsep)
        sys.path[:] = [*(path for path in paths if path), *sys.path[1:]]
        sys.argv = [request["script"]]
        sys.dont_write_bytecode = True
        importlib.invalidate_caches()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        _follow_clock(os.environ.get("DSS_STANDIN_CLOCK"))
        site.execsitecustomize()
        threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
        status = _run(request["script"], request["error_file"])
    finally:
        os._exit(status)


def _follow_clock(offset: str | None) -> None:
    """Move this process's clock as far as the host's: every way to ask for the time follows, and it goes on."""
    if offset is not None:
        moment = datetime.now(timezone.utc) + timedelta(seconds=float(offset))
        importlib.import_module("time_machine").travel(moment, tick=True).start()


def _run(script: str, error_file: str) -> int:
    """Run a script as `__main__`; leave the class and message of what it raises in a file; return its exit status."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Print the error as DSS does, and leave it in the file."""
        while trace is not None and trace.tb_frame.f_code.co_filename != script:
            trace = trace.tb_next
        if os.environ.get("DKU_STANDIN_TRACEBACK") == "whole":
            vars(sys).pop("tracebacklimit", None)
        traceback.print_exception(kind, error, trace)
        with open(error_file, "w", encoding="utf-8") as stream:
            json.dump({"type": kind.__name__, "message": str(error)}, stream)

    sys.excepthook = report
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 -- whatever the script raises is reported as an interpreter would
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        threading._shutdown()  # type: ignore[attr-defined]  # as an interpreter does at its end
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    return 0


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
