"""The main job: replay the champion's design, evaluate every version on what customers did, write, tell."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.columns import COLUMNS, GAINS_CURVES, RETRAINING_LOG, SCORES
from champion_challenger.core.tables.frames import table
from champion_challenger.core.versions import missing_version_ids, select_versions
from champion_challenger.errors import HostError, IncompleteRunError, SettingsError
from champion_challenger.operations.activation.log import notice_activation
from champion_challenger.operations.evaluation.checks import guard
from champion_challenger.operations.evaluation.cohort import Cohort, cohort_sentence, read_cohort
from champion_challenger.operations.evaluation.messages import comparison_table, metrics
from champion_challenger.operations.evaluation.rows import evaluate, gains_rows, scores_frames
from champion_challenger.operations.evaluation.score import (
    Question,
    Scoring,
    contestant,
    score_column,
    score_version,
    without,
)
from champion_challenger.operations.ports import Host
from champion_challenger.operations.replay.plan import Context
from champion_challenger.operations.replay.ports import Workshop
from champion_challenger.operations.replay.retrain import Retraining, retrain
from champion_challenger.records.datasets import Column
from champion_challenger.records.models import Version
from champion_challenger.settings.retrain_and_evaluate import Settings


@dataclass(frozen=True)
class Result:
    """All that a run found; nothing of it is written yet.

    Attributes
    ----------
    failures
        What could not be done, one sentence each.
    """

    performance: pd.DataFrame
    retraining: Retraining
    scorings: list[Scoring]
    cohort: Cohort
    settings: Settings
    failures: list[str]
    seconds: float


def retrain_and_evaluate(settings: Settings, host: Host) -> Result:
    """Replay the champion's design and evaluate the champion and its challengers on the cohort.

    The active version is never changed here. Nothing is written: `write` does that, after all work.

    Raises
    ------
    SettingsError
        When the form, the model or the flow does not fit; nothing was done.
    DataError
        When the cohort cannot be evaluated; nothing was done.
    HostError
        When no version at all could be loaded.
    """
    started = time.perf_counter()
    guard(settings, host.flow, host.model.facts)
    champion = active_version(host.model.versions(), host.model.facts.name)
    classes = host.model.design(champion.version_id).classes
    settings = with_model_defaults(settings, host, classes)
    workshop = _workshop(champion, settings, host)
    cohort = read_cohort(host.read_cohort(), settings, host.flow, classes, host.run.started_at.date())
    host.tell(cohort_sentence(cohort))
    retraining = _retrained(champion, workshop, settings, host)
    scorings = _scored(champion, settings, host, cohort)
    rows = evaluate(scorings, cohort, settings, host.run)
    failures = [
        *([retraining.failure] if retraining.failure else []),
        *_failures(scorings),
        *_moved(champion, retraining, host),
        *notice_activation(champion, cohort.partition, settings.activation_log, host),
    ]
    seconds = time.perf_counter() - started
    return Result(table(rows), retraining, scorings, cohort, settings, failures, seconds)


def write(result: Result, host: Host) -> None:
    """Write each connected output once, performance last, and attach the figures that scenarios act on.

    A run killed before leaves the former partition; a run again replaces it.
    """
    connected = host.flow.outputs
    if "retraining_log" in connected:
        host.write("retraining_log", RETRAINING_LOG, iter([_log_table(result, host)]))
    if "gains_curves" in connected:
        gains = gains_rows(result.scorings, result.cohort, result.settings)
        host.write("gains_curves", GAINS_CURVES, iter([table(gains, GAINS_CURVES)]))
    if "scores" in connected:
        frames = scores_frames(result.scorings, result.cohort, result.settings)
        host.write("scores", _score_columns(result, host), frames)
    host.write("performance", COLUMNS, iter([result.performance]))
    rate = result.settings.primary_rate_bp / BASIS_POINTS
    found = {
        **metrics(result.performance, rate),
        "versions_failed": len(result.failures),
        "seconds": round(result.seconds, 1),
    }
    host.save_metrics("performance", found)
    host.tell(comparison_table(result.performance, rate))


def raise_failures(result: Result) -> None:
    """Fail the run, after everything good was written, when something could not be done.

    Raises
    ------
    IncompleteRunError
        With all failures.
    """
    if result.failures:
        raise IncompleteRunError(result.failures)


def active_version(versions: Sequence[Version], model_name: str) -> Version:
    """Find the champion.

    Raises
    ------
    SettingsError
        When no version is active.
    """
    for version in versions:
        if version.is_active:
            return version
    raise SettingsError(
        [f"Model {model_name}: it has no active version, so there is no champion. Activate one in DSS."]
    )


def with_model_defaults(settings: Settings, host: Host, classes: tuple[str, ...]) -> Settings:
    """Fill in what the form left to the model: outcome column, positive class, name of the score."""
    positive = settings.positive_class or (classes[-1] if classes else "")
    if classes and positive not in classes:
        known = " and ".join(repr(name) for name in classes)
        raise SettingsError([f"Positive class: expected one of the model's classes {known}, found {positive!r}."])
    return replace(
        settings,
        outcome_column=settings.outcome_column or host.model.facts.target,
        positive_class=positive,
        score_id=settings.score_id or host.model.facts.name,
    )


def _workshop(champion: Version, settings: Settings, host: Host) -> Workshop | None:
    if not settings.retrain or host.flow.training_data is None:
        return None
    workshop = host.workshop()
    if workshop.has_preparation(champion.version_id):
        msg = (
            f"Champion {champion.version_id}: its analysis holds preparation steps, which neither a replay nor a "
            "predictor applies. Move them to a Prepare recipe before the training data and the cohort, and deploy the "
            "model anew; or untick the retraining."
        )
        raise SettingsError([msg])
    return workshop


def _retrained(champion: Version, workshop: Workshop | None, settings: Settings, host: Host) -> Retraining:
    training = host.flow.training_data
    if workshop is None or training is None:
        return Retraining()
    host.tell(f"Retraining {champion.algorithm} as in champion {champion.version_id}, on {training.name}.")
    started = time.perf_counter()
    retraining = retrain(champion, host.flow.partition, training, host.model, workshop, Context(settings, host.run))
    host.tell(f"Retraining: {retraining.failure or retraining.outcome} ({time.perf_counter() - started:.0f} s).")
    return retraining


def _scored(champion: Version, settings: Settings, host: Host, cohort: Cohort) -> list[Scoring]:
    allows_missing = settings.scores_with_missing_features
    types, threads = host.flow.cohort.types, settings.scoring_threads
    question = Question(cohort.rows, types, settings.positive_class, allows_missing, threads)
    versions = [replace(v, is_active=v.version_id == champion.version_id) for v in host.model.versions()]
    scorings = []
    for version in select_versions(versions, settings.versions):
        entrant = contestant(version, cohort.start)
        scorings.append(_reported(score_version(version, entrant, host.model, question), host))
    scorings += [_reported(scoring, host) for scoring in _rivals(host, cohort, question)]
    scorings += [score_column(name, question) for name in settings.score_columns]
    if all(scoring.scores is None for scoring in scorings):
        reasons = "; ".join(f"{scoring.contestant.version_id}: {scoring.reason}" for scoring in scorings)
        msg = f"No version could score the cohort in {host.run.environment}. {reasons}"
        raise HostError(msg)
    lost = missing_version_ids(versions, settings.versions)
    return scorings + [without(name, Reason("no_longer_in_model")) for name in lost]


def _rivals(host: Host, cohort: Cohort, question: Question) -> Iterator[Scoring]:
    for model in host.other_models:
        active = active_version(model.versions(), model.facts.name)
        yield score_version(active, contestant(active, cohort.start, is_rival=True), model, question)


def _reported(scoring: Scoring, host: Host) -> Scoring:
    entrant = scoring.contestant
    mark = " (champion)" if entrant.is_champion else ""
    said = f"not scored: {scoring.reason}" if scoring.scores is None else f"scored in {scoring.seconds:.1f} s"
    host.tell(f"Version {entrant.version_label}, {entrant.version_id}{mark}: {said}.")
    return scoring


def _failures(scorings: Sequence[Scoring]) -> list[str]:
    failed = [s for s in scorings if s.is_failure or (s.scores is None and s.contestant.is_champion)]
    return [f"Version {scoring.contestant.version_id}: {scoring.reason}." for scoring in failed]


def _moved(champion: Version, retraining: Retraining, host: Host) -> list[str]:
    """Say it when somebody activated another version meanwhile; it is a failure only when DSS activated ours."""
    active = next((version.version_id for version in host.model.versions() if version.is_active), "none")
    if active == champion.version_id:
        return []
    if active == retraining.version_id:
        return [
            f"DSS activated the new version {active}, though it was asked not to. "
            f"Activate {champion.version_id} again on the model's page, and do not retrain until this is understood."
        ]
    host.tell(
        f"The active version was {champion.version_id} when the run began and is {active} now: somebody activated it "
        f"meanwhile (this recipe never does). The figures call {champion.version_id} the champion."
    )
    return []


def _log_table(result: Result, host: Host) -> pd.DataFrame:
    shared = {"score_id": result.settings.score_id, "cohort": result.cohort.partition, "run_id": host.run.run_id}
    rows: list[dict[str, Any]] = [{**asdict(entry), **shared} for entry in result.retraining.log]
    return table(rows, RETRAINING_LOG)


def _score_columns(result: Result, host: Host) -> tuple[Column, ...]:
    """The customer id keeps the type it has in the cohort."""
    id_type = host.flow.cohort.types.get(result.settings.customer_id_column, "string")
    return tuple(replace(column, type=id_type) if column.name == "customer_id" else column for column in SCORES)
