"""Planning a replay: which design, on which rows of the training data, under which label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from champion_challenger.core.calendar import after, first_day, last_day, previous, training_window
from champion_challenger.core.replay.design import FrozenDesign, fingerprint, frozen_design
from champion_challenger.core.replay.log_entries import data_changes, sampled_counts, training_base_rate
from champion_challenger.errors import DataError
from champion_challenger.operations.replay.ports import Workshop
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import TrainedOn, Version, VersionLabel
from champion_challenger.records.runs import LogEntry, RunFacts, TrainingSummary
from champion_challenger.settings.retrain_and_evaluate import Settings


@dataclass(frozen=True)
class Context:
    """The settings of the run and who runs it."""

    settings: Settings
    run: RunFacts


@dataclass(frozen=True)
class Replay:
    """One training to be done.

    Attributes
    ----------
    source
        What the champion was trained on.
    rate_before
        Base rate that the champion was trained on, as far as known.
    labelled
        Rows of the window with an outcome.
    """

    frozen: FrozenDesign
    partitions: list[str]
    label: VersionLabel
    source: TrainedOn
    rate_before: float | None
    labelled: int

    def data_changes(self, row_limit: int) -> tuple[LogEntry, ...]:
        """What is new in the rows; ``row_limit`` is the host's own, where the champion's is not told."""
        facts = self.label.facts
        source = TrainedOn(rows=self.source.rows, row_limit=self.source.row_limit or row_limit)
        return data_changes(source, facts["rows"], self.rate_before, facts["base_rate"])


def plan_replay(
    champion: Version, partition: str, training: DatasetFacts, workshop: Workshop, context: Context
) -> Replay:
    """Read the champion's design and count the training window of a cohort.

    Raises
    ------
    DataError
        When the window has no partition or no two classes, or the design cannot be read.
    """
    settings = context.settings
    details, origin = workshop.champion_design(champion.version_id)
    frozen = frozen_design(details, origin)
    partitions = _window(partition, training, workshop, settings)
    dated = settings.snapshot_column if settings.snapshot_column in training.types else ""
    summary = workshop.summary(partitions, frozen.target, dated)
    _check_rows(summary, frozen, training, partitions)
    mark = fingerprint(frozen, training, partitions, summary.counts, settings.schema_policy)
    facts = {
        "dataset": training.name,
        "partitions": f"{partitions[0]}/{partitions[-1]}" if partitions else "all",
        "rows": summary.n,
        "base_rate": training_base_rate(summary.counts, settings.positive_class),
        "champion": champion.version_id,
        "plugin_version": context.run.plugin_version,
        "run_id": context.run.run_id,
    }
    return Replay(
        frozen,
        partitions,
        VersionLabel(_trained_until(summary, partitions, settings), mark, facts),
        workshop.training_rows(champion.version_id),
        _rate_before(champion, details, settings),
        sum(count for value, count in summary.counts.items() if value),
    )


def _rate_before(champion: Version, details: Mapping[str, Any], settings: Settings) -> float | None:
    """As the champion's label says, else as the host counted when it was designed."""
    if champion.label and champion.label.facts.get("base_rate") is not None:
        return float(champion.label.facts["base_rate"])
    remapping = (details.get("preprocessing") or {}).get("target_remapping") or []
    return training_base_rate(sampled_counts(remapping), settings.positive_class)


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
