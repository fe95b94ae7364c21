"""The figures of stored scores, counted where the scores are: query, compute, write, report."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pandas as pd

from champion_challenger.core.arrival import arrival_metrics
from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.core.tables.frames import table
from champion_challenger.core.tables.reading import primary_rate_bp
from champion_challenger.errors import DataError, HostError, SettingsError
from champion_challenger.languages.english.phrases import end_sentence
from champion_challenger.operations.evaluation.compare import ComparisonRules
from champion_challenger.operations.evaluation.dates import Snapshot, convention_warning, moments_sentence
from champion_challenger.operations.evaluation.messages import comparison_table, metrics
from champion_challenger.operations.evaluation.score import COLUMN, column_contestant, contestant
from champion_challenger.operations.evaluation.unfinished import mark_unfinished
from champion_challenger.operations.ports import SavedModel
from champion_challenger.operations.stored_scores.arrival import with_arrivals
from champion_challenger.operations.stored_scores.campaigns import StoredCampaign, stored_campaigns
from champion_challenger.operations.stored_scores.cohorts import (
    CountedVersion,
    CountRules,
    StoredCohort,
    stored_cohorts,
)
from champion_challenger.operations.stored_scores.newest import StoredWarnings, stored_warnings
from champion_challenger.operations.stored_scores.pairs import PairCounter
from champion_challenger.operations.stored_scores.plan import plan_queries
from champion_challenger.operations.stored_scores.rows import segment_rows
from champion_challenger.operations.stored_scores.segments import CountedSegment, stored_segments
from champion_challenger.operations.stored_scores.verdicts import StoredSegment, judge_segments
from champion_challenger.records.datasets import Column
from champion_challenger.records.models import Contestant, Version
from champion_challenger.records.runs import RunFacts, StoredFlow
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.understood import understood, verdict_rate


class StoredHost(Protocol):
    """All that a run of evaluate-stored-scores is given."""

    @property
    def flow(self) -> StoredFlow:
        """Tables, output and partition of the run."""

    @property
    def run(self) -> RunFacts:
        """Who runs, when, with what."""

    @property
    def model(self) -> SavedModel | None:
        """The saved model behind the scores; None when none is connected."""

    def saved_metrics(self, role: str, partition: str) -> Mapping[str, Any]:
        """Figures that earlier runs attached to a partition of an output, by name; none where there are none."""

    def query(self, text: str) -> list[Mapping[str, Any]]:
        """Rows of a query on the connection of the stored scores, whole numbers unrounded; null is None, NaN or "".

        Raises HostError in the database's words.
        """

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace the run's partition of an output, or all of it without partitions; on an error nothing is written."""

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Attach figures to what was written, for scenarios to act on."""

    def tell(self, message: str) -> None:
        """Write a line to the job's log."""


ADVICE = (
    "Nothing was written: the previous rows of performance are kept. If the database ended the query because of space "
    "or time: partition the output, so that one cohort is read at a time; round the scores (Advanced), since the cost "
    "grows with the number of distinct scores; or have the limits of the connection's user raised. If it did not "
    "understand the query: check the SQL dialect (Advanced)."
)


@dataclass(frozen=True)
class StoredResult:
    """All that a run computed; nothing of it is written yet."""

    performance: pd.DataFrame
    cohorts: Sequence[StoredCohort]
    seconds: float


def evaluate_stored_scores(settings: StoredSettings, host: StoredHost) -> StoredResult:
    """Have the database count, and compute the figures of every version and cohort from the counts.

    Nothing is written: `write` does that.

    Raises
    ------
    SettingsError
        When the form or the flow does not fit; nothing was asked of the database.
    DataError
        When the rows cannot be evaluated.
    HostError
        When the database did not answer.
    """
    started = time.perf_counter()
    now = host.run.started_at.astimezone(settings.zone)
    plan = plan_queries(settings, host.flow)
    column = plan.scores.snapshot
    rate = verdict_rate(settings.policy.rate_bp, primary_rate_bp(settings.rates_bp, settings.policy))
    host.tell(understood(settings.rates_bp, settings.horizon, column or settings.snapshot_day, "", now, rate))
    versions = _versions(settings, host)
    host.tell(f"Counting in {plan.dialect.title}, connection {host.flow.scores.connection}.")
    if not plan.dialect.is_tested:
        host.tell(f"The query for {plan.dialect.title} was never tested on {host.flow.scores.host_type}.")
    rules = CountRules(settings.rates_bp, settings.horizon, settings.snapshot_day, settings.zone)
    today = host.run.started_at.astimezone(settings.zone).date()
    cohorts = stored_cohorts(plan, rules, host.flow, today, lambda text: _ask(text, host))
    for cohort in cohorts:
        host.tell(f"Cohort {cohort.name}: {moments_sentence(cohort, rules.horizon, cohort.snapshot_day, rules.zone)}")
        snapshot = Snapshot(cohort.start, cohort.snapshot_day)
        warning = convention_warning(cohort.name, column, snapshot, rules.snapshot_day)
        if warning:
            host.tell(warning)
    cohorts = with_arrivals(cohorts, host)
    champions = [(cohort, _champion(cohort, versions, settings, host)) for cohort in cohorts]
    campaigns = stored_campaigns(champions, plan, rules, host.flow, lambda text: _ask(text, host))
    _tell_campaigns(campaigns, settings, host)
    of_columns = stored_segments(cohorts, plan, rules, host.flow, lambda text: _ask(text, host))
    segments = [
        segment
        for cohort, champion in champions
        for segment in _segments(cohort, champion, of_columns[cohort.name], _of(cohort, campaigns), versions)
    ]
    counter = PairCounter(plan, rules, host.flow, lambda text: _ask(text, host))
    judged = judge_segments(segments, ComparisonRules(settings.rates_bp, settings.policy), counter)
    warned = stored_warnings(cohorts, plan, settings, host.flow, host.query, host.tell)
    seconds = time.perf_counter() - started
    settings = replace(settings, score_id=settings.score_id or _score_name(host))
    by_name = {cohort.name: (cohort, _of(cohort, campaigns)) for cohort in cohorts}
    rows = [
        warned.get(segment.cohort, StoredWarnings()).row(row)
        for segment, compared in zip(segments, judged)
        for row in segment_rows(segment, compared, *by_name[segment.cohort], settings, host.run)
    ]
    return StoredResult(table(rows), cohorts, seconds)


def write(result: StoredResult, host: StoredHost) -> None:
    """Replace the output's partition (all of it without partitions), and attach the newest cohort's figures."""
    mark_unfinished(host.save_metrics, host.tell)
    host.write("performance", COLUMNS, iter([result.performance]))
    newest = result.performance[result.performance["cohort"] == result.cohorts[-1].name]
    last = result.cohorts[-1]
    figures = {"cohort_status": last.status, **arrival_metrics(last.counts, last.late)}
    host.save_metrics("performance", {**metrics(newest), **figures, "seconds": round(result.seconds, 1)})
    for cohort in result.cohorts:
        rows = result.performance[result.performance["cohort"] == cohort.name]
        host.tell(f"Cohort {cohort.name}, snapshot {cohort.start}, {cohort.status}. {comparison_table(rows)}")


def _ask(text: str, host: StoredHost) -> Sequence[Mapping[str, Any]]:
    try:
        return host.query(text)
    except HostError as error:
        msg = f"{error} {ADVICE}"
        raise HostError(msg) from error


def _versions(settings: StoredSettings, host: StoredHost) -> dict[str, Version]:
    """Versions of the saved model by id, none without one; somebody has to say which is the champion."""
    if host.model is None:
        if not settings.champion_version and not settings.champion_column:
            raise SettingsError(
                [
                    "Champion: nothing says which version it is. Connect the saved model, or name the version or a "
                    "column that is 1 on its rows (Advanced)."
                ]
            )
        return {}
    return {version.version_id: version for version in host.model.versions()}


def _tell_campaigns(campaigns: Mapping[str, StoredCampaign], settings: StoredSettings, host: StoredHost) -> None:
    for name, campaign in campaigns.items():
        for absent in campaign.absent:
            host.tell(f"WARN: Cohort {name}: {end_sentence(absent)}")
    if settings.contact.control:
        host.tell("Populations: all, control, and uncontacted (weighted where the contacted list is known).")


def _of(cohort: StoredCohort, campaigns: Mapping[str, StoredCampaign]) -> StoredCampaign:
    return campaigns.get(cohort.name, StoredCampaign())


def _segments(
    cohort: StoredCohort,
    champion: str,
    of_columns: Sequence[CountedSegment],
    campaign: StoredCampaign,
    versions: Mapping[str, Version],
) -> Iterator[StoredSegment]:
    """All customers of a cohort, the values of segment columns, and where a control group is named, both populations.

    The champion is the first of each.
    """
    entrants = {
        counted.version_id: _contestant(counted, cohort, versions, counted.version_id == champion)
        for counted in cohort.versions
    }

    def in_order(members: Sequence[CountedVersion]) -> tuple[CountedVersion, ...]:
        """Put the champion first."""
        return tuple(sorted(members, key=lambda counted: counted.version_id != champion))

    everyone = StoredSegment(
        cohort.name, "all", champion, in_order(cohort.versions), entrants, knows_training=bool(versions)
    )
    yield everyone
    for part in of_columns:
        members = in_order(part.versions)
        yield replace(everyone, name=part.name, members=members, column=part.column, value=part.value)
    if campaign.control:
        yield replace(
            everyone,
            name="control",
            members=in_order(campaign.control),
            obstacle=campaign.control_obstacle(champion),
            is_short=campaign.control_shortage(champion) is not None,
        )
    if campaign.uncontacted:
        yield replace(
            everyone,
            name="uncontacted",
            members=in_order(campaign.uncontacted),
            obstacle=campaign.listed.obstacle,
            is_short=campaign.listed.shortage is not None,
            listed=campaign.listed.members,
        )


def _champion(cohort: StoredCohort, versions: Mapping[str, Version], settings: StoredSettings, host: StoredHost) -> str:
    """Id of the champion: what the form names, else what the column marks, else the model's active version."""
    if settings.champion_column and not settings.champion_version:
        marked = [counted.version_id for counted in cohort.versions if counted.marked_champion]
        if len(marked) != 1:
            msg = (
                f"Champion column {settings.champion_column}, cohort {cohort.name}: expected 1 on all rows of exactly "
                f"one version, found it on {', '.join(marked) or 'none'}. Correct the column, or name the champion's "
                "version in the form."
            )
            raise DataError(msg)
        return marked[0]
    active = next((name for name, version in versions.items() if version.is_active), "")
    champion = settings.champion_version or active
    stored = [counted.version_id for counted in cohort.versions]
    if champion not in stored:
        host.tell(
            f"Cohort {cohort.name}: the champion {champion or '(no version is active)'} has no stored scores, so no "
            f"row is marked; there are {', '.join(stored[:10])}."
        )
    return champion


def _contestant(
    counted: CountedVersion, cohort: StoredCohort, versions: Mapping[str, Version], is_champion: bool
) -> Contestant:
    version = versions.get(counted.version_id)
    if version is None and counted.version_id.startswith(COLUMN):
        return column_contestant(counted.version_id[len(COLUMN) :], is_champion=is_champion)
    if version is None:
        return Contestant(counted.version_id, counted.version_id, is_champion)
    return replace(contestant(version, cohort.start), is_champion=is_champion)


def _score_name(host: StoredHost) -> str:
    return host.model.facts.name if host.model is not None else host.flow.scores.facts.name.rpartition(".")[2]
