"""Replaying the champion's frozen design on fresh data, without activating the result."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from champion_challenger.core.replay.log_entries import (
    build_warning,
    order_change,
    recipe_changes,
    unused_rows,
)
from champion_challenger.core.replay.overlay import SCHEMA_CHANGES, overlay, with_selection
from champion_challenger.core.replay.same_design import differences
from champion_challenger.errors import DataError, HostError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.ports import SavedModel
from champion_challenger.operations.replay.history import ReplayRequest
from champion_challenger.operations.replay.plan import Replay, plan_replay
from champion_challenger.operations.replay.ports import Workshop
from champion_challenger.operations.replay.turns import (
    abandon,
    restore_labels,
    sweep_unnamed,
    take_turn,
    tidy,
    unnamed_analyses,
)
from champion_challenger.records.models import Thresholds, TrainedOn, TrainRecipe, Version
from champion_challenger.records.runs import Claim, LogEntry


@dataclass(frozen=True)
class Retraining:
    """Result of a retraining.

    Attributes
    ----------
    version_id
        New version, or the one that existed already; "" when there is none.
    log
        What was observed and what was done about it; the last entry is the outcome, with its seconds.
    failure
        Why there is none; "" when all went well.
    """

    version_id: str = ""
    log: list[LogEntry] = field(default_factory=list)
    failure: str = ""

    @property
    def outcome(self) -> str:
        """The last line of the log, for people."""
        return self.log[-1].change if self.log else "not asked for"

    def rows(self, score_id: str, cohort: str, run_id: str) -> list[dict[str, str]]:
        """Rows of the retraining log."""
        shared = {"score_id": score_id, "cohort": cohort, "run_id": run_id}
        return [{**asdict(entry), **shared} for entry in self.log]


@dataclass(frozen=True)
class Bench:
    """What a retraining works with, and the log that it fills."""

    champion: Version
    request: ReplayRequest
    model: SavedModel
    workshop: Workshop
    log: list[LogEntry] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long a training, or another run's training, is waited for."""
        return self.request.deadline_minutes * 60


def retrain(champion: Version, request: ReplayRequest, model: SavedModel, workshop: Workshop) -> Retraining:
    """Replay the champion's design on the training window of a cohort.

    When a version with the same design, window and data exists already, or another run makes it meanwhile, nothing is
    trained. A failure is part of the result and never raised, since the evaluation goes on without the new version.
    """
    started = time.perf_counter()
    bench = Bench(champion, request, model, workshop)
    try:
        outcome = _replay(bench)
    # Only these: a fault of ours is not a failed training, and has to be seen.
    except (HostError, DataError) as error:
        outcome = LogEntry("retraining failed", action=str(error))
    action = "; ".join(filter(None, [outcome.action, f"{time.perf_counter() - started:.1f} s"]))
    log = [replace(entry, version_id=entry.version_id or outcome.version_id) for entry in bench.log]
    failure = "" if outcome.version_id else outcome.action
    return Retraining(outcome.version_id, [*log, replace(outcome, action=action)], failure)


def _replay(bench: Bench) -> LogEntry:
    # Before the plan: a version that gets its label back may be the one that is asked for.
    bench.log.extend(tidy(bench.model.versions(), bench.workshop))
    replay = plan_replay(bench.champion, bench.request, bench.workshop)
    bench.log.extend(replay.warnings)
    existing = _label(bench.model.versions(), replay) or _champion_itself(replay, bench)
    if existing:
        return _already(existing)
    claim = bench.workshop.claim(replay.label.fingerprint, bench.request.run.run_id)
    # Seen now and again after the training, so that an analysis which another run is about to name is not deleted.
    unnamed = unnamed_analyses(bench.workshop)
    with _abandoning(claim, bench.workshop):
        claim, existing = take_turn(claim, bench.workshop, lambda: _version_of_others(replay, bench), bench.seconds)
        # Its analysis has nothing in it.
        if existing:
            bench.workshop.discard(claim)
            return _already(existing)
        version_id = _train(replay, claim, bench)
    bench.log.extend(sweep_unnamed(unnamed, bench.workshop))
    # The version is there: an analysis that stays open in its name only is tidied by the next run.
    with contextlib.suppress(HostError):
        bench.workshop.close(claim)
    return _done(version_id, replay)


@contextlib.contextmanager
def _abandoning(claim: Claim, workshop: Workshop) -> Iterator[None]:
    """Leave nothing behind when the replay fails; what cannot be deleted now is found by the next run."""
    try:
        yield
    except (HostError, DataError):
        with contextlib.suppress(HostError):
            abandon(claim, workshop)
        raise


def _train(replay: Replay, claim: Claim, bench: Bench) -> str:
    workshop = bench.workshop
    task = workshop.open_task(claim, replay.frozen.target)
    settings = _settings(replay, workshop.settings(task), bench)
    workshop.save(task, settings)
    name = f"Replay until {replay.label.trained_until}"
    trained = workshop.train(claim, task, name, bench.seconds)
    details = workshop.model_details(task, trained)
    # Before the deployment: a version that is not the design would be there for good.
    _check(replay, settings, details)
    bench.log.extend(unused_rows(replay.summary.n - replay.summary.n_unlabelled, _rows(details, settings)))
    # On the model first: a run that dies after the deployment leaves a version whose label can be found there.
    workshop.label(task, trained, replay.label)
    # What the recipe was like is gone after the deployment.
    before = workshop.train_recipe()
    workshop.renew(claim)  # fails when another run took this one for dead and deleted its analysis
    thresholds = Thresholds(replay.frozen.threshold, _forced_threshold(before))
    version_id = workshop.redeploy(task, trained, replay.label, thresholds)
    bench.log.extend(recipe_changes(before, workshop.train_recipe(), bench.request.training.name))
    bench.log.extend(build_warning(bench.model.facts))
    return version_id


def _settings(replay: Replay, guessed: Mapping[str, Any], bench: Bench) -> dict[str, Any]:
    policy = bench.request.schema_policy
    takes_new = policy != "keep_features"
    settings, changes = overlay(replay.frozen, guessed, bench.request.training.types, takes_new_features=takes_new)
    refused = [change for change in changes if change.change in SCHEMA_CHANGES] if policy == "refuse" else []
    selection = guessed["splitParams"].get("ssdSelection") or {}
    limit = 0 if selection.get("samplingMethod") == "FULL" else int(selection.get("maxRecords") or 0)
    # Logged before the refusal is raised: the log is what tells a person which columns changed.
    bench.log.extend(replace(c, action="refused: nothing was trained") if c in refused else c for c in changes)
    bench.log.extend(order_change(replay.frozen.features, settings["preprocessing"]["per_feature"]))
    bench.log.extend(replay.data_changes(limit))
    if refused:
        listed = ", ".join(f"{change.change} {change.feature}" for change in refused)
        msg = f"the training data's columns changed ({listed}), and the form refuses any change"
        raise DataError(msg)
    return with_selection(settings, replay.partitions)


def _check(replay: Replay, settings: Mapping[str, Any], details: Mapping[str, Any]) -> None:
    deviations = differences(replay.frozen, settings, details)
    if deviations:
        msg = f"the new model is not the champion's design ({'; '.join(deviations)}), so it was not deployed"
        raise HostError(msg)


def _rows(details: Mapping[str, Any], settings: Mapping[str, Any]) -> int:
    """Rows that a model was trained and tested on; under k-fold each row is in both."""
    split = details.get("splitDesc") or {}
    tested = 0 if settings["splitParams"].get("kfold") else split.get("testRows") or 0
    return int((split.get("trainRows") or 0) + tested)


def _forced_threshold(recipe: TrainRecipe | None) -> float | None:
    policy = recipe.payload.get("modeling", {}) if recipe else {}
    # Forced thresholds are the exception: a recipe that says nothing searches for its own.
    return None if policy.get("autoOptimizeThreshold", True) else float(policy.get("forcedClassifierThreshold", 0.5))


def _version_of_others(replay: Replay, bench: Bench) -> str:
    """Version that another run made; one killed before it could label its version counts too."""
    version_id = _label(bench.model.versions(), replay)
    if not version_id:
        restored = restore_labels(bench.workshop)
        bench.log.extend(restored)
        version_id = _label(bench.model.versions(), replay) if restored else ""
    return version_id


def _label(versions: Sequence[Version], replay: Replay) -> str:
    mark = replay.label.fingerprint
    return next((v.version_id for v in versions if v.label and v.label.fingerprint == mark), "")


def _champion_itself(replay: Replay, bench: Bench) -> str:
    """The champion, when it was trained on this very window: a replay would be the same model again."""
    source: TrainedOn = replay.source
    same_rows = source.rows == replay.label.facts.rows and sorted(source.partitions) == replay.partitions
    # A new column would be taken up by a replay, so that it would be another model.
    same_columns = set(replay.frozen.features) == set(bench.request.training.types)
    is_same = same_rows and same_columns and source.dataset == bench.request.training.name
    return bench.champion.version_id if is_same else ""


def _already(version_id: str) -> LogEntry:
    return LogEntry(f"already trained as {version_id}", version_id=version_id)


def _done(version_id: str, replay: Replay) -> LogEntry:
    facts = replay.label.facts
    return LogEntry(
        "trained",
        before=f"champion {facts.champion}",
        after=f"version {version_id}: {count_of(facts.rows, 'row')}, {facts.partitions}",
        action="deployed, not activated",
        version_id=version_id,
    )
