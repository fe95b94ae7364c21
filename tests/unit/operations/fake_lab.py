"""A lab in memory: analyses with claims in their names, and trainings that end at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from champion_challenger.errors import AbsentError, HostError
from champion_challenger.records.models import Thresholds, TrainedOn, TrainRecipe, VersionLabel
from champion_challenger.records.runs import Claim, TrainingColumns, TrainingSummary
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version

DETAILS: dict[str, Any] = {
    "modeling": {"algorithm": "LOGISTIC_REGRESSION", "logit_grid": {"C": {"gridMode": "EXPLICIT", "values": [0.1, 1]}}},
    "actualParams": {"resolved": {"algorithm": "LOGISTIC_REGRESSION", "logit": {"C": 0.1}}},
    "coreParams": {"target_variable": "churned", "prediction_type": "BINARY_CLASSIFICATION"},
    "preprocessing": {
        "per_feature": {"x": {"role": "INPUT", "type": "NUMERIC"}, "churned": {"role": "TARGET"}},
        "target_remapping": [{"sourceValue": "0", "mappedValue": 0}, {"sourceValue": "1", "mappedValue": 1}],
    },
}


@dataclass
class FakeQueue:
    """Analyses by id with a clock of its own; `meanwhile` is what the others do in a pause."""

    analyses: dict[str, Claim] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    discarded: list[str] = field(default_factory=list)
    time: datetime = datetime(2019, 8, 15, 12, tzinfo=timezone.utc)
    meanwhile: Callable[[], object] = bool
    said: list[str] = field(default_factory=list)
    is_alone: bool = False
    nameless: set[str] = field(default_factory=set)

    def claims(self) -> list[Claim]:
        """Return all claims."""
        return list(self.analyses.values())

    def claim(self, fingerprint: str, run_id: str) -> Claim:
        """Name analyses in the order of their making."""
        analysis_id = f"a{len(self.analyses) + len(self.discarded)}"
        self.analyses[analysis_id] = Claim(analysis_id, fingerprint, run_id)
        return self.renew(self.analyses[analysis_id])

    def find_unnamed(self) -> set[str]:
        """Return those of the test."""
        return set(self.nameless)

    def discard_unnamed(self, analyses: Set[str]) -> set[str]:
        """Delete and remember."""
        unnamed = self.nameless & set(analyses)
        self.nameless -= unnamed
        self.discarded.extend(sorted(unnamed))
        return unnamed

    def renew(self, claim: Claim) -> Claim:
        """Give a sign of life, now."""
        return self._write(replace(claim, renewed_at=self.time))

    def close(self, claim: Claim) -> None:
        """Mark as done."""
        self._write(replace(claim, place=0, renewed_at=None))

    def find_named(self, analyses: Set[str]) -> set[str]:
        """Return those that a version came from."""
        return set(analyses) & set(self.origins.values())

    def discard(self, claim: Claim) -> None:
        """Delete and remember."""
        if self.analyses.pop(claim.analysis_id, None):
            self.discarded.append(claim.analysis_id)

    def is_only_run(self) -> bool:
        """Return what the test says."""
        return self.is_alone

    def now(self) -> datetime:
        """Return the queue's own time."""
        return self.time

    def pause(self, seconds: float) -> None:
        """Let time pass, and the others act."""
        self.time += timedelta(seconds=seconds)
        self.meanwhile()

    def tell(self, message: str) -> None:
        """Keep the words."""
        self.said.append(message)

    def _write(self, claim: Claim) -> Claim:
        if claim.analysis_id not in self.analyses:
            raise AbsentError(f"there is no analysis {claim.analysis_id}")
        self.analyses[claim.analysis_id] = claim
        return claim


@dataclass
class FakeWorkshop(FakeQueue):
    """A lab that trains at once; a redeploy adds an inactive version."""

    model: FakeModel = field(default_factory=lambda: FakeModel([], {}))
    held: list[str] = field(default_factory=lambda: ["2019-03", "2019-04", "2019-05", "2019-06"])
    error: HostError | None = None
    trained: list[dict[str, Any]] = field(default_factory=list)
    preparation: bool = False
    source: TrainedOn = field(default_factory=TrainedOn)
    counts: dict[str, int] = field(default_factory=lambda: {"0": 900, "1": 100})
    by_partition: dict[str, TrainingSummary] = field(default_factory=dict)
    whole: TrainingSummary | None = None
    elsewhere: dict[str, TrainingSummary] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=lambda: DETAILS)
    lost: dict[str, VersionLabel] = field(default_factory=dict)
    thresholds: list[Thresholds] = field(default_factory=list)
    recipe: TrainRecipe | None = TrainRecipe("train_Churn", ("TELCO.history",), {"modeling": {"gridLength": 1}})

    def champion_design(self, version_id: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the details of a logistic regression."""
        return self.details, {"splitParams": {"ssdSeed": 1}}

    def has_preparation(self, version_id: str) -> bool:
        """As arranged."""
        return self.preparation

    def training_rows(self, version_id: str) -> TrainedOn:
        """As arranged."""
        return self.source

    def partitions(self) -> list[str]:
        """As arranged."""
        return self.held

    def summary(self, partitions: Sequence[str], columns: TrainingColumns, dataset: str = "") -> TrainingSummary:
        """As arranged; a partition has a third of it, where it has nothing of its own."""
        if dataset:
            return self._elsewhere(dataset)
        if not partitions:
            return self.whole or TrainingSummary(self.counts)
        (name,) = partitions
        place = self.held.index(name) % 3
        thirds = {value: count // 3 + (place < count % 3) for value, count in self.counts.items()}
        return self.by_partition.get(name, TrainingSummary(thirds))

    def _elsewhere(self, dataset: str) -> TrainingSummary:
        if dataset not in self.elsewhere:
            raise AbsentError(f"there is no dataset {dataset}")
        return self.elsewhere[dataset]

    def open_task(self, claim: Claim, target: str) -> str:
        """Name the task after its analysis."""
        return f"{claim.analysis_id}/t"

    def settings(self, task: str) -> dict[str, Any]:
        """A guess with one feature more than the champion knows."""
        return {
            "modeling": {"logistic_regression": {"enabled": False, "C": {"values": [1]}}, "knn": {"enabled": True}},
            "preprocessing": {
                "per_feature": {
                    "x": {"role": "INPUT", "type": "NUMERIC"},
                    "z": {"role": "INPUT", "type": "NUMERIC"},
                    "churned": {"role": "TARGET"},
                },
                "target_remapping": [{"sourceValue": "0", "mappedValue": 0}, {"sourceValue": "1", "mappedValue": 1}],
            },
            "splitParams": {"ssdSelection": {"samplingMethod": "HEAD_SEQUENTIAL", "maxRecords": 100000}},
        }

    def save(self, task: str, settings: Mapping[str, Any]) -> None:
        """Remember the settings."""
        self.trained.append(dict(settings))

    def train(self, claim: Claim, task: str, name: str, seconds: float) -> str:
        """Train, or fail as arranged."""
        if self.error:
            raise self.error
        return "A-TELCO-a-t-s1-pp1-m1"

    def model_details(self, task: str, model: str) -> Mapping[str, Any]:
        """Return the champion's details, with the features as they were saved."""
        return {**self.details, "preprocessing": self.trained[-1]["preprocessing"]}

    def label(self, task: str, model: str, label: VersionLabel) -> None:
        """Nothing to keep: the version carries the label."""

    def redeploy(self, task: str, model: str, label: VersionLabel, thresholds: Thresholds) -> str:
        """Add an inactive version."""
        version_id = f"r{len(self.model.listed)}"
        self.model.listed.append(version(version_id, 20, label=label))
        self.model.scorers[version_id] = FakeScorer({"x": 2.0})
        self.origins[version_id] = task.partition("/")[0]
        self.thresholds.append(thresholds)
        return version_id

    def train_recipe(self) -> TrainRecipe | None:
        """As arranged."""
        return self.recipe

    def lost_labels(self) -> dict[str, VersionLabel]:
        """As arranged, until restored."""
        unlabelled = {v.version_id for v in self.model.listed if v.label is None}
        return {version_id: label for version_id, label in self.lost.items() if version_id in unlabelled}

    def restore_label(self, version_id: str, label: VersionLabel) -> None:
        """Label a version."""
        self.model.listed = [replace(v, label=label) if v.version_id == version_id else v for v in self.model.listed]
