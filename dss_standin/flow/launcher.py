"""Runs one recipe script in its own process: `launcher.py SCRIPT ERROR_FILE`. Knows nothing of the stand-in."""

from __future__ import annotations

import json
import os
import runpy
import signal
import sys
import threading
import time
import traceback
from types import TracebackType


def main(script: str, error_file: str) -> None:
    """Run a script as `__main__`; leave the class and message of what it raises in a file."""
    del sys.path[0]  # the folder of this file is no business of the recipe
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        while trace is not None and trace.tb_frame.f_code.co_filename != script:
            trace = trace.tb_next
        traceback.print_exception(kind, error, trace)
        with open(error_file, "w", encoding="utf-8") as stream:
            json.dump({"type": kind.__name__, "message": str(error)}, stream)

    sys.excepthook = report
    runpy.run_path(script, run_name="__main__")


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
