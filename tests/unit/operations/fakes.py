"""A host in memory: it keeps what was written and remembers what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.outcomes import class_text
from champion_challenger.errors import AbsentError, HostError
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.records.models import (
    ModelFacts,
    Thresholds,
    TrainedOn,
    TrainRecipe,
    Version,
    VersionDesign,
    VersionLabel,
)
from champion_challenger.records.runs import Claim, Flow, RunFacts, TrainingColumns, TrainingSummary
from tests.unit.operations.activation.fake_log import FakeLog

T = TypeVar("T")
MONTH = (("month", "MONTH"),)
FACTS = ModelFacts("TELCO", "m1", "Churn", "churned", "BINARY_CLASSIFICATION", "DSS_MANAGED", False)


def version(version_id: str, day: int = 1, *, active: bool = False, label: VersionLabel | None = None) -> Version:
    """A version trained on a day of January 2019."""
    trained = datetime(2019, 1, day, tzinfo=timezone.utc)
    return Version(version_id, "TELCO", "m1", "Churn", "LOGISTIC_REGRESSION", trained, active, label)


def customers(n: int = 200, seed: int = 0) -> pd.DataFrame:
    """Customers with two features, the first of which tells something about churn."""
    random = np.random.default_rng(seed)
    x = random.normal(size=n)
    churned = (random.normal(size=n) < x - 1).astype("int64")
    ids = [f"{number:05d}" for number in range(n)]
    return pd.DataFrame({"customer": ids, "x": x, "z": random.normal(size=n), "churned": churned})


def dataset(name: str, frame: pd.DataFrame, partitions: tuple[str, ...] = ("2019-06",)) -> DatasetFacts:
    """Facts of a partitioned dataset with the columns of a frame."""
    kinds = {"f": "double", "i": "bigint", "b": "boolean"}
    columns = tuple(Column(c, kinds.get(frame[c].dtype.kind, "string")) for c in frame.columns)
    return DatasetFacts(name, columns, MONTH, partitions)


@dataclass
class FakeScorer:
    """A version that scores by a weighted sum of its features."""

    weights: Mapping[str, float]
    other_scikit_learn: tuple[str, str] | None = None

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the weighted columns."""
        return tuple(self.weights)

    def scores(self, frame: pd.DataFrame, positive_class: str) -> npt.NDArray[np.float64]:
        """Logistic function of the weighted sum, for class 1."""
        if class_text(positive_class) not in ("0", "1"):
            raise HostError(f"this version knows the classes 0, 1, not {positive_class!r}")
        lacking = [name for name in self.weights if name not in frame]
        if lacking:
            raise HostError(f"the data lacks {', '.join(lacking)}")
        total = sum(weight * frame[name].to_numpy(dtype="float64") for name, weight in self.weights.items())
        scores = 1 / (1 + np.exp(-total))
        return np.asarray(scores if class_text(positive_class) == "1" else 1 - scores)


@dataclass
class FakeModel:
    """A saved model; `scorers` may hold an error to be raised instead."""

    listed: list[Version]
    scorers: dict[str, FakeScorer | HostError]
    facts: ModelFacts = FACTS
    loaded: list[str] = field(default_factory=list)
    refusal: HostError | None = None
    told: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Project and id."""
        return f"{self.facts.project_key}.{self.facts.model_id}"

    def versions(self) -> list[Version]:
        """Return the versions, or refuse."""
        if self.refusal:
            raise self.refusal
        return list(self.listed)

    def design(self, version_id: str) -> VersionDesign:
        """All features are numbers, as the version itself names them, or as the test says."""
        scorer = self._scorer(version_id)
        named = frozenset(() if isinstance(scorer, HostError) else scorer.features)
        features = self.told.get(version_id, named)
        return VersionDesign(("0", "1"), named, features=features, known_columns=features | {self.facts.target})

    def load(self, version_id: str) -> FakeScorer:
        """Return the scorer, or raise what stands in its place."""
        self.loaded.append(version_id)
        scorer = self._scorer(version_id)
        if isinstance(scorer, HostError):
            raise scorer
        return scorer

    def activate(self, version_id: str) -> None:
        """What a person would do in DSS."""
        self.listed = [replace(v, is_active=v.version_id == version_id) for v in self.listed]

    def _scorer(self, version_id: str) -> FakeScorer | HostError:
        if version_id not in self.scorers:
            raise AbsentError(f"there is no version {version_id}")
        return self.scorers[version_id]


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
        found = self.nameless & set(analyses)
        self.nameless -= found
        self.discarded.extend(sorted(found))
        return found

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


@dataclass
class FakeMachine:
    """One core, where nothing is forked, unless the test says otherwise."""

    cores: int = 1
    free: int | None = None
    can_fork: bool = True

    def free_memory(self) -> int | None:
        """As arranged."""
        return self.free

    def resident_memory(self, pid: int) -> int:
        """Nothing is known."""
        return 0

    def busy_seconds(self, pid: int) -> float:
        """Nobody is seen to compute."""
        return 0.0


@dataclass
class FakeHost:
    """One run on the cohort of 2019-06, in the middle of August."""

    model: FakeModel
    frame: pd.DataFrame
    flow: Flow
    lab: FakeWorkshop
    other_models: Sequence[FakeModel] = ()
    run: RunFacts = RunFacts("run1", datetime(2019, 8, 15, tzinfo=timezone.utc), "0.1.0", "code env test")
    written: dict[str, pd.DataFrame] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    reads: int = 0
    columns_read: tuple[str, ...] | None = None
    newest: pd.DataFrame = field(default_factory=pd.DataFrame)
    machine: FakeMachine = field(default_factory=FakeMachine)
    log: FakeLog = field(default_factory=FakeLog)
    earlier: dict[str, dict[str, Any]] = field(default_factory=dict)

    def saved_metrics(self, role: str, partition: str) -> Mapping[str, Any]:
        """Figures of an earlier run on a partition."""
        return self.earlier.get(partition, {})

    def read_cohort(self, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str] | None = None) -> T:
        """Hand over all chunks, once, with the columns that were asked for."""
        self.reads += 1
        self.columns_read = None if columns is None else tuple(columns)
        return reader(frame if columns is None else frame[list(columns)] for frame in self.chunks())

    def read_newest(self, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str]) -> T:
        """Hand over these columns of the newest customers."""
        return reader(iter([self.newest[list(columns)]]))

    def chunks(self) -> Iterator[pd.DataFrame]:
        """Yield the frame in two chunks."""
        half = len(self.frame) // 2
        yield from (self.frame.iloc[:half], self.frame.iloc[half:])

    def labels(self) -> FakeWorkshop:
        """Return the lab."""
        return self.lab

    def workshop(self) -> FakeWorkshop:
        """Return the lab."""
        return self.lab

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Keep what was written, in the order of writing."""
        self.written[role] = pd.concat(list(frames), ignore_index=True)

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Keep the figures, beside those of other names."""
        self.metrics = {**self.metrics, **metrics}

    def activation_log(self, name: str) -> FakeLog:
        """Return the one log."""
        return self.log

    def tell(self, message: str) -> None:
        """Keep the words."""
        self.said.append(message)


def host(frame: pd.DataFrame | None = None, **flow: Any) -> FakeHost:
    """A champion v1, a challenger v2, and customers; keyword arguments replace parts of the flow."""
    frame = customers() if frame is None else frame
    model = FakeModel([version("v1", 1, active=True), version("v2", 2)], {})
    model.scorers = {"v1": FakeScorer({"x": 1.0}), "v2": FakeScorer({"x": 1.0, "z": 1.0})}
    outputs = {role: DatasetFacts(f"TELCO.{role}", (), MONTH, ("2019-06",)) for role in ("performance", "scores")}
    training = dataset("TELCO.history", frame)
    facts = Flow("2019-06", dataset("TELCO.customers", frame), training, outputs)
    return FakeHost(model, frame, replace(facts, **flow), FakeWorkshop(model=model))


SNAPSHOT = date(2019, 6, 30)
