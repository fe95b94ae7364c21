"""Waiting for one's turn, so that two runs of the same replay at once give one version; and tidying after dead ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import datetime

from champion_challenger.core.replay.turns import SILENCE, ahead, is_alive, rivals
from champion_challenger.errors import ForbiddenError, HostError
from champion_challenger.languages.english.phrases import count_of, end_sentence
from champion_challenger.operations.ports import Host
from champion_challenger.operations.replay.ports import Labels, Queue, Workshop
from champion_challenger.records.models import Version
from champion_challenger.records.runs import Claim, LogEntry

_POLL_SECONDS = 3.0
_TELL_SECONDS = 60.0
_ASK_SECONDS = 30.0
"""How often the host is asked whether the run ahead is dead: each time costs a request for every running job."""


def take_turn(claim: Claim, queue: Queue, existing_version: Callable[[], str], seconds: float) -> tuple[Claim, str]:
    """Wait until nobody alive replays the same design ahead of this claim, or until the version is there.

    A dead run is passed over at once where the host says that no other one goes on, else when it has been silent.

    Parameters
    ----------
    claim
        A claim without a place.
    existing_version
        Gives the id of the version that the replay would make, once another run has made it; "" before.
    seconds
        How long to wait at most.

    Returns
    -------
    claim
        The claim with its place.
    version_id
        What another run made; "" when the turn has come.

    Raises
    ------
    HostError
        When the runs ahead neither finish nor fall silent in time.
    """
    # Behind everybody that is seen; whoever is not seen yet sees this claim, which is named already.
    place = 1 + max((rival.place for rival in rivals(claim, queue.claims(), queue.now())), default=0)
    claim = queue.renew(replace(claim, place=place))
    waited = 0.0
    while not existing_version():
        first = ahead(claim, queue.claims(), queue.now())
        if not first:
            break
        # waited is a sum of whole pauses, so that its remainders are exact.
        if waited % _ASK_SECONDS == 0 and queue.is_only_run():
            queue.tell(f"Run {first[0].run_id} is dead: no other run of this recipe goes on in the project.")
            break
        if waited > seconds:
            msg = (
                f"run {first[0].run_id} trains the same version, and did not end within "
                f"{count_of(seconds / 60, 'minute')}"
            )
            raise HostError(msg)
        if waited % _TELL_SECONDS == 0:
            queue.tell(_waiting(first[0], queue.now()))
        queue.pause(_POLL_SECONDS)
        waited += _POLL_SECONDS
        # Fails where another run took this one for dead and deleted its analysis: then there is nothing to wait for.
        claim = queue.renew(claim)
    # Asked once more: the run ahead may have ended between the two questions of the loop.
    return claim, existing_version()


def _waiting(first: Claim, now: datetime) -> str:
    """For whom a run waits, and when it stops to."""
    silent = (now - first.renewed_at).total_seconds() if first.renewed_at else 0.0
    left = max(SILENCE.total_seconds() - silent, 0.0)
    return (
        f"Waiting for run {first.run_id}, which trains the same version; its last sign of life is {silent:.0f} s old. "
        f"If it is dead, this run goes on in {left:.0f} s."
    )


def tidy(versions: Sequence[Version], workshop: Workshop) -> list[LogEntry]:
    """Clear up after dead runs: versions without their label get it back, analyses without a version are deleted.

    An analysis of a run that is alive is kept, and so is every one that a version or a saved model names, and every
    one of a user. What cannot be cleared up is logged and left to the next run.
    """
    try:
        return restore_labels(workshop) + _swept(versions, workshop)
    except HostError as error:
        return [LogEntry("leftovers could not be tidied", action=str(error))]


def find_labels(host: Host) -> None:
    """Give versions of ours their label back before a run without retraining, which would not know their training.

    Whoever may not look into the project of the model evaluates them as they are.
    """
    try:
        if any(version.label is None for version in host.model.versions()):
            for entry in restore_labels(host.labels()):
                host.tell(f"Version {entry.version_id} had no label: {entry.before}. It is {entry.action}.")
    # Evaluating a shared model takes no right to its project.
    except ForbiddenError:
        return
    except HostError as error:
        host.tell(f"WARN: labels of versions without one were not found: {end_sentence(error)}")


def restore_labels(workshop: Labels) -> list[LogEntry]:
    """Give versions of ours their label back: a run was killed between their deployment and their labelling."""
    entries = []
    for version_id, label in workshop.lost_labels().items():
        workshop.restore_label(version_id, label)
        origin = f"made by run {label.facts.run_id}, which did not end"
        action = "labelled as its model in the lab is"
        entries.append(LogEntry("unlabelled version found", before=origin, action=action, version_id=version_id))
    return entries


def unnamed_analyses(queue: Queue) -> set[str]:
    """Analyses of ours without a name; none where the host does not answer."""
    try:
        return queue.find_unnamed()
    except HostError:
        return set()


def sweep_unnamed(seen: Set[str], queue: Queue) -> list[LogEntry]:
    """Delete analyses that had no name before a training, and have none after it: no run alive takes that long."""
    try:
        deleted = queue.discard_unnamed(seen) if seen else set()
    except HostError as error:
        return [LogEntry("leftovers could not be tidied", action=str(error))]
    action = "deleted: its run ended before it named it"
    return [LogEntry("leftover found", before=f"analysis {name}", action=action) for name in sorted(deleted)]


def abandon(claim: Claim, queue: Queue) -> None:
    """Delete the analysis of a replay that failed, unless a version came from it after all."""
    # The deployment may have succeeded although its answer was lost.
    if not queue.find_named({claim.analysis_id}):
        queue.discard(claim)


def _swept(versions: Sequence[Version], workshop: Workshop) -> list[LogEntry]:
    # A run whose version exists is no suspect, which saves a look at every version's origin.
    finished = {version.label.facts.run_id for version in versions if version.label}
    dead = [claim for claim in workshop.claims() if not is_alive(claim, workshop.now())]
    suspects = [claim for claim in dead if claim.run_id not in finished]
    named = workshop.find_named({claim.analysis_id for claim in suspects}) if suspects else set()
    leftovers = [claim for claim in suspects if claim.analysis_id not in named]
    for claim in leftovers:
        workshop.discard(claim)
    return [_leftover(claim) for claim in leftovers]


def _leftover(claim: Claim) -> LogEntry:
    """A closed claim had its version; of another one only the versions of now are known."""
    is_done = claim.renewed_at is None
    action = "deleted: its version does not exist any more" if is_done else "deleted: no version comes from it"
    return LogEntry("leftover found", before=f"analysis {claim.analysis_id} of run {claim.run_id}", action=action)
