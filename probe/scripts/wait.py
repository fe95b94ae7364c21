"""A step inside DSS: waits to be aborted, and says whether it was asked to end."""

import signal
import sys
import time

import dataiku


def leave(**values: object) -> None:
    """Leave something in the variables of the project."""
    project = dataiku.api_client().get_project(dataiku.default_project_key())
    variables = project.get_variables()
    variables["standard"].update(values)
    project.set_variables(variables)


def end(number: int, frame: object) -> None:
    """Say so in the log, which is quick, and in the variables, which may come too late."""
    print("PROBE WAS ASKED TO END", flush=True)
    leave(probe_signal="SIGTERM")
    sys.exit(1)


signal.signal(signal.SIGTERM, end)
leave(probe_waits="yes")
while True:
    time.sleep(0.2)
