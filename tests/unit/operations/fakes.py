"""A host in memory: it keeps what was written and remembers what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.records.runs import Flow, RunFacts
from tests.unit.operations.activation.fake_log import FakeLog
from tests.unit.operations.fake_lab import FakeWorkshop
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version

T = TypeVar("T")
MONTH = (("month", "MONTH"),)


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
