"""The activation log: a line is added by writing all lines, and looked for again afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from champion_challenger.core.activation import Activation, last_logged, log_row, missing
from champion_challenger.errors import HostError
from champion_challenger.operations.ports_activation import ActivationLog

_TRIES = 4
Rows = list[dict[str, Any]]


def logged(activation: Activation, log: ActivationLog) -> None:
    """Add a line to the log, and look whether it, and all that stood there, is still there.

    A dataset can only be replaced whole, so another run that read the log before and wrote it after loses our line.
    It is looked for twice, the second time after as long as another writer could need; what is lost is written again,
    together with what the other has written. Nothing that was seen is ever left out.

    Raises
    ------
    HostError
        When the line is still not there after several tries, or the log cannot be written.
    """
    row, seen = log_row(activation), log.rows()
    for _ in range(_TRIES):
        seen = [*seen, *missing(log.rows(), seen)]
        wanted = [*seen, *missing([row], seen)]
        log.replace(wanted)
        if _is_kept(wanted, log):
            return
        seen = wanted
    msg = (
        f"Activation log {log.name}: the line of {activation.to_version} was written {_TRIES} times and is not there. "
        "Another run or person writes this dataset all the time, or it is the output of a recipe: find out which."
    )
    raise HostError(msg)


def noticed(project_key: str, model_id: str, active: str, told: str, now: datetime, log: ActivationLog) -> str:
    """Log an activation that was made in DSS's own screens; return what was noticed, "" when nothing was.

    The log is its own memory: its last line on the model says which version it saw become active.
    """
    before = last_logged(log.rows(), project_key, model_id)
    if before == active:
        return ""
    log.open()
    reason = f"Found active by {told}" if before is None else f"Activated outside of the macro; noticed by {told}"
    logged(
        Activation(moment(now), "", project_key, model_id, before or "", active, reason, how="noticed"),
        log,
    )
    if before is None:
        return f"The activation log {log.name} begins: version {active} is active."
    return f"Version {active} was activated in DSS's own screens (before: {before}); the activation log says so now."


def moment(now: datetime) -> str:
    """Time of an activation as the log holds it.

    >>> moment(datetime(2019, 6, 30, 12))
    '2019-06-30T12:00:00Z'
    """
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_kept(wanted: Rows, log: ActivationLog) -> bool:
    if missing(wanted, log.rows()):
        return False
    log.pause()
    return not missing(wanted, log.rows())
