"""Planning a replay: which design, on which rows of the training data, under which label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from champion_challenger.core.calendar import after, final_from, snapshot_of
from champion_challenger.core.replay.design import FrozenDesign, fingerprint, frozen_design
from champion_challenger.core.replay.log_entries import (
    data_changes,
    left_out,
    not_final,
    sampled_counts,
    training_base_rate,
)
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.replay.history import ReplayRequest, TrainingHistory
from champion_challenger.operations.replay.ports import Workshop
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import TrainedOn, TrainingFacts, Version, VersionLabel
from champion_challenger.records.runs import LogEntry, TrainingColumns, TrainingSummary


@dataclass(frozen=True)
class Replay:
    """One training to be done.

    Attributes
    ----------
    source
        What the champion was trained on.
    rate_before
        Base rate that the champion was trained on, as far as known.
    summary
        Rows of the window.
    warnings
        Partitions that the window leaves out, and rows whose outcomes are not final.
    """

    frozen: FrozenDesign
    partitions: list[str]
    label: VersionLabel
    source: TrainedOn
    rate_before: float | None
    summary: TrainingSummary
    warnings: tuple[LogEntry, ...]

    def data_changes(self, row_limit: int) -> tuple[LogEntry, ...]:
        """What is new in the rows; ``row_limit`` is the host's own, where the champion's is not known."""
        source = TrainedOn(rows=self.source.rows, row_limit=self.source.row_limit or row_limit)
        return data_changes(source, self.summary, (self.rate_before, self.label.facts.base_rate))


def plan_replay(champion: Version, request: ReplayRequest, workshop: Workshop) -> Replay:
    """Read the champion's design and count the training window of a cohort.

    Raises
    ------
    DataError
        When the window has no partition or no two classes, or the design cannot be read.
    """
    details, origin = workshop.champion_design(champion.version_id)
    frozen = frozen_design(details, origin)
    history = TrainingHistory(
        request, workshop, TrainingColumns(frozen.target, request.date_column, frozen.needed, request.zone)
    )
    window = history.window()
    partitions = list(window.partitions)
    summary = history.summary(partitions)
    # Before an analysis is made: DSS would fail later, with less to say.
    _check_rows(summary, frozen.target, request.training, partitions)
    mark = fingerprint(frozen, request.training, partitions, summary.counts, request.schema_policy)
    facts = TrainingFacts(
        dataset=request.training.name,
        partitions=f"{partitions[0]}/{partitions[-1]}" if partitions else "all",
        rows=summary.n_usable,
        base_rate=training_base_rate(summary.counts, request.positive_class),
        champion=champion.version_id,
        plugin_version=request.run.plugin_version,
        run_id=request.run.run_id,
    )
    source = workshop.training_rows(champion.version_id)
    return Replay(
        frozen,
        partitions,
        VersionLabel(_trained_until(summary, partitions, request), mark, facts),
        source,
        _rate_before(champion, details, source, history),
        summary,
        (*left_out(window.left_out), *_not_final(summary, partitions, request)),
    )


def _not_final(summary: TrainingSummary, partitions: list[str], request: ReplayRequest) -> list[LogEntry]:
    """Of data without partitions nothing can be left out."""
    if partitions or summary.latest is None:
        return []
    day = final_from(summary.latest, request.horizon, "last")
    return [not_final(summary.latest, day)] if day > request.today else []


def _rate_before(
    champion: Version, details: Mapping[str, Any], source: TrainedOn, history: TrainingHistory
) -> float | None:
    """Base rate of the rows that the champion was trained on; None when nobody counted just those.

    Its label says it, or the rows still exist; else the host may have counted them when it guessed the design.
    """
    positive_class = history.request.positive_class
    if champion.label and champion.label.facts.base_rate is not None:
        return champion.label.facts.base_rate
    summary = history.summary_of(source)
    if summary is not None:
        return training_base_rate(summary.counts, positive_class)
    sampled = sampled_counts((details.get("preprocessing") or {}).get("target_remapping") or [])
    # The guess counted a sample: only where it has as many rows as the training is it a count of the training.
    is_of_its_rows = not source.partitions and sum(sampled.values()) == source.rows
    return training_base_rate(sampled, positive_class) if is_of_its_rows else None


def _check_rows(summary: TrainingSummary, target: str, training: DatasetFacts, partitions: list[str]) -> None:
    labelled = [value for value, count in summary.counts.items() if value and count]
    if len(labelled) < 2:
        where = f"{partitions[0]} to {partitions[-1]} of {training.name}" if partitions else training.name
        msg = (
            f"{where} has {count_of(summary.n, 'row')} with {count_of(len(labelled), 'value')} of {target}; a "
            "training needs both classes"
        )
        raise DataError(msg)


def _trained_until(summary: TrainingSummary, partitions: list[str], request: ReplayRequest) -> date | None:
    if summary.latest is not None:
        return after(summary.latest, request.horizon)
    if not partitions:
        return None
    return after(snapshot_of(partitions[-1], request.snapshot_day), request.horizon)
