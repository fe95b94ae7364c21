"""Replaying the champion's frozen design on fresh data, without activating the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from champion_challenger.core.calendar import after, first_day, last_day, previous, training_window
from champion_challenger.core.design import (
    FrozenDesign,
    fingerprint,
    frozen_design,
    overlay,
    resolved_hyperparameters,
    with_selection,
)
from champion_challenger.errors import DataError, HostError
from champion_challenger.operations.ports import SavedModel, Workshop
from champion_challenger.records import (
    DatasetFacts,
    LogEntry,
    RunFacts,
    TrainingSummary,
    Version,
    VersionLabel,
)
from champion_challenger.settings import Settings


@dataclass(frozen=True)
class Retraining:
    """What a retraining came to.

    Attributes
    ----------
    version_id
        Version made, or found to exist already; "" when there is none.
    failure
        Why there is none, in a sentence; "" when all went well.
    """

    version_id: str = ""
    log: list[LogEntry] = field(default_factory=list)
    failure: str = ""

    @property
    def outcome(self) -> str:
        """The last line of the log, for people."""
        return self.log[-1].change if self.log else "not asked for"


@dataclass(frozen=True)
class Replay:
    """One training to be done: which design, on what, under which label."""

    frozen: FrozenDesign
    partitions: list[str]
    label: VersionLabel


@dataclass(frozen=True)
class Context:
    """The settings of the run and who runs it."""

    settings: Settings
    run: RunFacts


def retrain(
    champion: Version, partition: str, training: DatasetFacts, model: SavedModel, workshop: Workshop, context: Context
) -> Retraining:
    """Replay the champion's design on the training window of a cohort.

    A version with the same design, window and data exists already: nothing is trained. What fails is told in the
    result and never raised, since the evaluation goes on without the new version.
    """
    try:
        replay = _planned(champion, partition, training, workshop, context)
        existing = _existing(replay, champion, training, model, workshop)
        if existing:
            return Retraining(existing, [LogEntry(f"already trained as {existing}", version_id=existing)])
        return _trained(replay, training, model, workshop, context)
    except (HostError, DataError) as error:
        return Retraining(log=[LogEntry("retraining failed", action=str(error))], failure=f"Retraining: {error}")


def _planned(champion: Version, partition: str, training: DatasetFacts, workshop: Workshop, context: Context) -> Replay:
    details, origin = workshop.champion_design(champion.version_id)
    frozen = frozen_design(details, origin)
    partitions = _window(partition, training, workshop, context.settings)
    date_column = context.settings.snapshot_column
    summary = workshop.summary(partitions, frozen.target, date_column if date_column in training.types else "")
    _check_rows(summary, frozen, training, partitions)
    until = _trained_until(summary, partitions, context.settings)
    facts = {
        "dataset": training.name,
        "partitions": f"{partitions[0]}/{partitions[-1]}" if partitions else "all",
        "rows": summary.n,
        "champion": champion.version_id,
        "plugin_version": context.run.plugin_version,
        "run_id": context.run.run_id,
    }
    mark = fingerprint(frozen, training.name, partitions, summary.counts)
    return Replay(frozen, partitions, VersionLabel(until, mark, facts))


def _window(partition: str, training: DatasetFacts, workshop: Workshop, settings: Settings) -> list[str]:
    if not training.dimensions:
        return []
    last = previous(partition) if settings.training_window_end == "before_cohort" else partition
    available = workshop.partitions()
    window = training_window(available, last, settings.training_periods)
    if not window:
        held = f"{min(available)} to {max(available)}" if available else "none"
        msg = (
            f"{training.name} has no partition among the {settings.training_periods} periods up to {last} "
            f"(it holds {held}). Build the missing ones, or train with a longer window."
        )
        raise DataError(msg)
    return window


def _check_rows(summary: TrainingSummary, frozen: FrozenDesign, training: DatasetFacts, partitions: list[str]) -> None:
    labelled = [value for value, count in summary.counts.items() if value and count]
    if len(labelled) < 2:
        where = f"{partitions[0]} to {partitions[-1]} of {training.name}" if partitions else training.name
        msg = (
            f"{where} holds {summary.n:,} rows with {len(labelled)} value(s) of {frozen.target}; a training needs both "
            "classes"
        )
        raise DataError(msg)


def _trained_until(summary: TrainingSummary, partitions: list[str], settings: Settings) -> date | None:
    if summary.latest is not None:
        return after(summary.latest, settings.horizon)
    if not partitions:
        return None
    snapshot = (last_day if settings.snapshot_day == "last" else first_day)(partitions[-1])
    return after(snapshot, settings.horizon)


def _existing(replay: Replay, champion: Version, training: DatasetFacts, model: SavedModel, workshop: Workshop) -> str:
    for version in model.versions():
        if version.label and version.label.fingerprint == replay.label.fingerprint:
            return version.version_id
    source = workshop.training_rows(champion.version_id)
    same_rows = source.rows == replay.label.facts["rows"] and sorted(source.partitions) == replay.partitions
    return champion.version_id if same_rows and source.dataset == training.name else ""


def _trained(
    replay: Replay, training: DatasetFacts, model: SavedModel, workshop: Workshop, context: Context
) -> Retraining:
    task = workshop.open_task(replay.frozen.target, replay.label.fingerprint)
    try:
        settings, changes = overlay(replay.frozen, workshop.settings(task), training.types)
        workshop.save(task, with_selection(settings, replay.partitions))
        name = f"Replay until {replay.label.trained_until}"
        trained = workshop.train(task, name, context.settings.training_deadline_minutes * 60)
        _check_hyperparameters(replay.frozen, workshop.model_details(task, trained))
        workshop.label(task, trained, replay.label)
        made_meanwhile = _labelled(model.versions(), replay.label.fingerprint)
        if made_meanwhile:
            workshop.discard(task)
            entry = LogEntry(f"already trained as {made_meanwhile}", version_id=made_meanwhile)
            return Retraining(made_meanwhile, [entry])
        version_id = workshop.redeploy(task, trained, replay.label)
    except (HostError, DataError):
        workshop.discard(task)
        raise
    log = [replace(change, version_id=version_id) for change in changes]
    return Retraining(version_id, [*log, _done(version_id, replay)])


def _labelled(versions: Sequence[Version], mark: str) -> str:
    return next((v.version_id for v in versions if v.label and v.label.fingerprint == mark), "")


def _check_hyperparameters(frozen: FrozenDesign, details: Mapping[str, Any]) -> None:
    trained = resolved_hyperparameters(details)
    moved = [
        f"{name} {value!r} became {trained.get(name)!r}"
        for name, value in frozen.resolved.items()
        if trained.get(name) != value
    ]
    if moved:
        msg = f"the new model's hyperparameters are not the champion's ({'; '.join(moved)}), so it was not deployed"
        raise HostError(msg)


def _done(version_id: str, replay: Replay) -> LogEntry:
    facts = replay.label.facts
    return LogEntry(
        "trained",
        before=f"champion {facts['champion']}",
        after=f"version {version_id}: {facts['rows']:,} rows, {facts['partitions']}",
        action="deployed, not activated",
        version_id=version_id,
    )
