"""Step that fails, and asks for an error without frames."""

import sys


def probe_fails() -> None:
    """Raise an error, one frame below the step's own."""
    raise RuntimeError("PROBE FAILS")


sys.tracebacklimit = 0
probe_fails()
