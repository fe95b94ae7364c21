"""The activation log: a line is added by writing all lines, and looked for again afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from champion_challenger.core.activation.log import Activation, first_of, last_logged_version, log_row, missing
from champion_challenger.errors import HostError, SettingsError
from champion_challenger.operations.activation.ports import ActivationLog
from champion_challenger.records.models import Version
from champion_challenger.records.runs import RunFacts

# More writers at a time than are likely.
_TRIES = 4
Rows = list[dict[str, Any]]


def log_activation(activation: Activation, log: ActivationLog) -> None:
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
        # What was ever seen is kept: another writer may have read the log before those lines were there.
        seen = [*seen, *missing(log.rows(), seen)]
        if _is_noticed_already(activation, seen):
            return
        wanted = [*seen, *missing([row], seen)]
        log.replace(wanted)
        if _is_kept(wanted, log):
            return
        seen = wanted
    msg = (
        f"Activation log {log.name}: the line of {activation.to_version} was written {_TRIES} times and is not there. "
        "Another run or person writes this dataset all the time, it is the output of a recipe, or a column of its "
        "table is too short: find out which."
    )
    raise HostError(msg)


def claim_activation(activation: Activation, known: Rows, log: ActivationLog) -> None:
    """Log an activation before it is made, so that of several at once one is made.

    Parameters
    ----------
    known
        Lines of the log when the evidence was looked at.

    Raises
    ------
    SettingsError
        Somebody else activates a version of this model at the same time, and came first; the line is withdrawn.
    HostError
        As in `log_activation`; no version may be activated then.
    """
    row = log_row(activation)
    earlier = _rivals(activation, known, log.rows())
    if not earlier:
        log_activation(activation, log)
        # Looked at again after our line is there: both of two at once see each other now, and agree who came first.
        earlier = _rivals(activation, known, log.rows())
        if not earlier or first_of([row, *earlier]) == row:
            return
        withdraw_activation(activation, log)
    other = first_of(earlier)
    msg = (
        f"Version: {other['by'] or 'somebody'} activates {other['to_version']} at this moment, and came first. "
        "This run changed nothing. Look at the evidence again."
    )
    raise SettingsError([msg])


def withdraw_activation(activation: Activation, log: ActivationLog) -> None:
    """Take the line of an activation that was not made out of the log."""
    row = log_row(activation)
    for _ in range(_TRIES):
        rows = log.rows()
        if row not in rows:
            return
        log.replace([line for line in rows if line != row])
        log.pause()


def _rivals(activation: Activation, known: Rows, rows: Rows) -> Rows:
    """Other activations of the model by the macro that the log did not know."""
    mine, model = log_row(activation), (activation.project_key, activation.model_id)
    new = [row for row in missing(rows, known) if row != mine]
    return [row for row in new if row["how"] == "macro" and (row["project_key"], row["model_id"]) == model]


class NoticingHost(Protocol):
    """What a run needs to notice an activation."""

    @property
    def run(self) -> RunFacts:
        """Who runs, when, with what."""

    def activation_log(self, name: str) -> ActivationLog:
        """Return the activation log of that name."""

    def tell(self, message: str) -> None:
        """Write a line to the job's log."""


def notice_activation(champion: Version, cohort: str, log_name: str, host: NoticingHost) -> list[str]:
    """Log the champion of a run when the log does not know that it is active; return what failed, in sentences."""
    if not log_name:
        return []
    source, log = f"the evaluation of cohort {cohort}, run {host.run.run_id}", host.activation_log(log_name)
    try:
        notice = log_noticed_activation(champion, source, host.run.started_at, log)
    except HostError as error:
        return [f"The activation log {log.name} could not be kept: {error}"]
    if notice:
        host.tell(notice)
    return []


def log_noticed_activation(champion: Version, source: str, now: datetime, log: ActivationLog) -> str:
    """Log an activation that was made in DSS's own screens; return what was noticed, "" when nothing was.

    The log is its own memory: its last line on the model says which version it saw become active.
    """
    project_key, model_id, active = champion.project_key, champion.model_id, champion.version_id
    before = last_logged_version(log.rows(), project_key, model_id)
    if before == active:
        return ""
    # Only when there is something to write: a score without activations needs no log.
    log.open()
    reason = f"Found active by {source}" if before is None else f"Activated outside of the macro; noticed by {source}"
    log_activation(
        Activation(moment(now), "", project_key, model_id, before or "", active, reason, how="noticed"),
        log,
    )
    if before is None:
        return f"The activation log {log.name} begins: version {active} is active."
    return f"Version {active} was activated in DSS's own screens (before: {before}); the activation log says so now."


def moment(now: datetime) -> str:
    """Time of an activation as the log holds it.

    Fractions of a second tell two activations apart that were asked for at once.

    >>> moment(datetime(2019, 6, 30, 12)), moment(datetime(2019, 6, 30, 12, 0, 0, 250_000))
    ('2019-06-30T12:00:00Z', '2019-06-30T12:00:00.250000Z')
    """
    return f"{now.replace(tzinfo=None).isoformat()}Z"


def _is_noticed_already(activation: Activation, seen: Rows) -> bool:
    """Runs side by side notice the same activation; one line is enough."""
    known = last_logged_version(seen, activation.project_key, activation.model_id) == activation.to_version
    return activation.how == "noticed" and known and log_row(activation) not in seen


def _is_kept(wanted: Rows, log: ActivationLog) -> bool:
    if missing(wanted, log.rows()):
        return False
    # A writer that had read before our line replaces it after this look: a second one sees that.
    log.pause()
    return not missing(wanted, log.rows())
