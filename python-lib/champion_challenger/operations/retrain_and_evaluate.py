"""The main job: replay the champion's design, evaluate every version on what customers did, write, report."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import pandas as pd

from champion_challenger.core.arrival import arrival_metrics
from champion_challenger.core.replay.log_entries import WARNINGS
from champion_challenger.core.tables.columns import COLUMNS, GAINS_CURVES, RETRAINING_LOG
from champion_challenger.core.tables.frames import table
from champion_challenger.core.tables.reading import primary_rate_bp
from champion_challenger.core.versions import active_version
from champion_challenger.errors import HostError, IncompleteRunError, SettingsError
from champion_challenger.operations.activation.log import notice_activation
from champion_challenger.operations.evaluation.arrival import load_cohort, reload_cohort
from champion_challenger.operations.evaluation.champion import as_labelled_now, changed_champion
from champion_challenger.operations.evaluation.checks import guard, model_problems, positive_class_of
from champion_challenger.operations.evaluation.cohort import Cohort
from champion_challenger.operations.evaluation.compare import ComparisonRules
from champion_challenger.operations.evaluation.contest import ContestRules, at_once, score_contestants, scoring_failures
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.operations.evaluation.messages import comparison_table, metrics
from champion_challenger.operations.evaluation.needed import UnreadColumnsError, Use, needed_columns
from champion_challenger.operations.evaluation.newest import WarningRules, early_warnings
from champion_challenger.operations.evaluation.rows import evaluate, gains_rows, score_columns, scores_frames
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.operations.evaluation.unfinished import mark_unfinished
from champion_challenger.operations.ports import Host, SavedModel
from champion_challenger.operations.replay.history import ReplayRequest
from champion_challenger.operations.replay.ports import Workshop
from champion_challenger.operations.replay.retrain import Retraining, retrain
from champion_challenger.operations.replay.turns import find_labels
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import ModelFacts, Version
from champion_challenger.settings.retrain_and_evaluate import Settings
from champion_challenger.settings.understood import training_window, understood, verdict_rate


@dataclass(frozen=True)
class Result:
    """All that a run computed; of it, only the retraining log is written yet.

    Attributes
    ----------
    customer_id_column
        Column of the cohort that names the customers; "" for none.
    score_decimals
        Decimals of the scores that are written; None leaves them as they are.
    failures
        What could not be done, one sentence each.
    """

    performance: pd.DataFrame
    retraining: Retraining
    scorings: list[Scoring]
    cohort: Cohort
    score_id: str
    customer_id_column: str
    score_decimals: int | None
    failures: list[str]
    seconds: float


def retrain_and_evaluate(settings: Settings, host: Host) -> Result:
    """Replay the champion's design and evaluate the champion and its challengers on the cohort.

    The active version is never changed here. Only the retraining log is written: `write` does the rest, after all work.

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
    # Everything below asks the flow alone whether to retrain.
    flow = host.flow if settings.retrain else replace(host.flow, training_data=None)
    settings = with_model_defaults(settings, host.model.facts)
    known = _known_classes(settings, host.model)
    guard(_cohort_rules(settings), settings.score_columns, host.flow, host.model.facts, known, settings.retrain)
    # A replay looks for labels that a killed run left; without one, somebody else has to.
    if flow.training_data is None:
        find_labels(host)
    champion = active_version(host.model.versions(), host.model.facts.name)
    classes = host.model.design(champion.version_id).classes
    settings = replace(settings, positive_class=positive_class_of(settings.positive_class, classes))
    rules, contest = _cohort_rules(settings), _contest_rules(settings)
    workshop = _workshop(champion, host) if flow.training_data else None
    host.tell(_understood(settings, flow.training_data is not None, host))
    request = _replay_request(settings, flow.training_data, host) if flow.training_data else None
    # After the workshop has looked at the champion: a run that cannot retrain is refused before anything is read.
    columns = needed_columns(champion, rules, _use(settings, flow.training_data), host)
    cohort = load_cohort(rules, classes, columns, host)
    # Before the scoring, so that the new version is among those compared; its failure is raised at the very end.
    retraining = _retrain(champion, workshop, request, host)
    _write_log(retraining, settings.score_id, cohort.name, host)
    # The replay may have restored its label, by which its rows are out of time or not.
    champion = as_labelled_now(champion, host)
    scorings, cohort = _score(champion, contest, rules, classes, cohort, host)
    warned = early_warnings(champion, WarningRules(contest, rules, settings.rates_bp), scorings, cohort, host)
    comparison = ComparisonRules(settings.rates_bp, settings.policy, at_once(len(scorings), cohort.n, contest, host))
    rows = evaluate(scorings, cohort, comparison, settings.score_id, host.run, warned)
    failures = [
        *([f"Retraining: {retraining.failure}"] if retraining.failure else []),
        *scoring_failures(scorings),
        *changed_champion(champion, retraining.version_id, host),
        *notice_activation(champion, cohort.name, settings.activation_log, host),
    ]
    return Result(
        performance=table(rows),
        retraining=retraining,
        scorings=scorings,
        cohort=cohort,
        score_id=settings.score_id,
        customer_id_column=settings.customer_id_column,
        score_decimals=settings.score_decimals,
        failures=failures,
        seconds=time.perf_counter() - started,
    )


def write(result: Result, host: Host) -> None:
    """Write each other output once, performance last, and attach the figures that scenarios act on.

    When a run is killed before that, the previous partition is kept, and the cohort is provisional; the next run
    replaces it.
    """
    # First of all: a run that is killed below leaves a cohort that the next scenario evaluates again.
    mark_unfinished(host.save_metrics, host.tell)
    outputs = host.flow.outputs
    if "gains_curves" in outputs:
        gains = gains_rows(result.scorings, result.cohort, result.score_id)
        host.write("gains_curves", GAINS_CURVES, iter([table(gains, GAINS_CURVES)]))
    if "scores" in outputs:
        frames = scores_frames(result.scorings, result.cohort, result.customer_id_column, result.score_decimals)
        host.write("scores", score_columns(result.customer_id_column, host.flow.cohort), frames)
    # Last of the datasets: whoever sees its rows finds all others.
    host.write("performance", COLUMNS, iter([result.performance]))
    # After the rows, which they describe; until then the mark above stands.
    figures = {
        **metrics(result.performance),
        "cohort_status": result.cohort.status,
        **arrival_metrics(result.cohort.counts, result.cohort.late),
        "versions_failed": len(result.failures),
        "seconds": round(result.seconds, 1),
    }
    host.save_metrics("performance", figures)
    host.tell(comparison_table(result.performance))


def raise_failures(result: Result) -> None:
    """Fail the run, after everything good was written, when something could not be done.

    Raises
    ------
    IncompleteRunError
        With all failures.
    """
    if result.failures:
        raise IncompleteRunError(result.failures)


def with_model_defaults(settings: Settings, model: ModelFacts) -> Settings:
    """Fill in what the form left to the model: outcome column and name of the score."""
    outcome_column, score_id = settings.outcome_column or model.target, settings.score_id or model.name
    return replace(settings, outcome_column=outcome_column, score_id=score_id)


def _known_classes(settings: Settings, model: SavedModel) -> tuple[str, ...]:
    """Classes of the model where the form names one, so that a wrong one is refused with all else; () otherwise."""
    if not settings.positive_class or any(model_problems(model.facts)):
        return ()
    try:
        return model.design(active_version(model.versions(), model.facts.name).version_id).classes
    # What is wrong is said where the classes are needed.
    except (HostError, SettingsError):
        return ()


def _score(
    champion: Version, contest: ContestRules, rules: CohortRules, classes: tuple[str, ...], cohort: Cohort, host: Host
) -> tuple[list[Scoring], Cohort]:
    """Score the cohort with every contestant; once more with all its columns, where a version asks for others."""
    try:
        return score_contestants(champion, contest, cohort, host), cohort
    except UnreadColumnsError as error:
        cohort = reload_cohort(cohort, rules, classes, str(error), host)
        return score_contestants(champion, contest, cohort, host), cohort


def _use(settings: Settings, training: DatasetFacts | None) -> Use:
    takes_new = training is not None and settings.schema_policy == "adapt"
    return Use(settings.versions, settings.score_columns, training.column_names if training and takes_new else ())


def _understood(settings: Settings, is_training: bool, host: Host) -> str:
    window = training_window(settings.training_periods, settings.training_window_end) if is_training else ""
    now = host.run.started_at.astimezone(settings.zone)
    rate = verdict_rate(settings.policy.rate_bp, primary_rate_bp(settings.rates_bp, settings.policy))
    snapshot = settings.snapshot_column or settings.snapshot_day
    return understood(settings.rates_bp, settings.horizon, snapshot, window, now, rate)


def _cohort_rules(settings: Settings) -> CohortRules:
    return CohortRules(
        outcome_column=settings.outcome_column,
        customer_id_column=settings.customer_id_column,
        horizon=settings.horizon,
        positive_class=settings.positive_class,
        snapshot_column=settings.snapshot_column,
        snapshot_date=settings.snapshot_date,
        snapshot_day=settings.snapshot_day,
        segment_columns=settings.segment_columns,
        zone=settings.zone,
        contact=settings.contact,
    )


def _contest_rules(settings: Settings) -> ContestRules:
    return ContestRules(
        versions=settings.versions,
        score_columns=settings.score_columns,
        positive_class=settings.positive_class,
        allows_missing=settings.scores_with_missing_features,
        threads=settings.scoring_threads,
        processes=settings.scoring_processes,
    )


def _replay_request(settings: Settings, training: DatasetFacts, host: Host) -> ReplayRequest:
    return ReplayRequest(
        training=training,
        partition=host.flow.partition,
        run=host.run,
        positive_class=settings.positive_class,
        horizon=settings.horizon,
        snapshot_column=settings.snapshot_column,
        snapshot_day=settings.snapshot_day,
        periods=settings.training_periods,
        window_end=settings.training_window_end,
        deadline_minutes=settings.training_deadline_minutes,
        schema_policy=settings.schema_policy,
        zone=settings.zone,
    )


def _workshop(champion: Version, host: Host) -> Workshop:
    workshop = host.workshop()
    if workshop.has_preparation(champion.version_id):
        msg = (
            f"Champion {champion.version_id}: its analysis has preparation steps, which neither a replay nor a "
            "predictor applies. Move them to a Prepare recipe before the training data and the cohort, and deploy the "
            "model again; or clear the retraining."
        )
        raise SettingsError([msg])
    return workshop


def _retrain(champion: Version, workshop: Workshop | None, request: ReplayRequest | None, host: Host) -> Retraining:
    if workshop is None or request is None:
        return Retraining()
    training = request.training.name
    host.tell(f"Retraining {champion.algorithm} as in champion {champion.version_id}, on {training}.")
    started = time.perf_counter()
    retraining = retrain(champion, request, host.model, workshop)
    for entry in retraining.log:
        if entry.change in WARNINGS:
            host.tell(f"WARN: training data {training}, {entry.change}: {entry.before}: {entry.action}.")
    host.tell(f"Retraining: {retraining.failure or retraining.outcome} ({time.perf_counter() - started:.0f} s).")
    return retraining


def _write_log(retraining: Retraining, score_id: str, cohort: str, host: Host) -> None:
    """Write what the retraining did as soon as it is done: no failure of the evaluation hides a deployment."""
    if "retraining_log" in host.flow.outputs:
        rows = table(retraining.rows(score_id, cohort, host.run.run_id), RETRAINING_LOG)
        host.write("retraining_log", RETRAINING_LOG, iter([rows]))
