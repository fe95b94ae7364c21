"""A host whose database is a real DuckDB in memory; it keeps what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from champion_challenger.errors import HostError
from champion_challenger.operations.evaluate_stored_scores import evaluate_stored_scores, write
from champion_challenger.records.datasets import Column, DatasetFacts, StoredTable
from champion_challenger.records.runs import RunFacts, StoredFlow
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.form import Form
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version
from tests.unit.operations.fakes import MONTH

KINDS = {"f": "double", "i": "bigint", "b": "boolean", "M": "dateonly"}


def stored_scores(months: Sequence[str] = ("2019-05", "2019-06"), n: int = 300) -> pd.DataFrame:
    """Scores of two versions in each month, with the outcome."""
    random = np.random.default_rng(7)
    frames = []
    for month in months:
        score = random.random(n)
        outcome = (random.random(n) < score / 4).astype("int64")
        for name, noise in (("v1", 0.0), ("v2", 0.5)):
            scores = score + noise * random.random(n)
            ids = [f"{number:04d}" for number in range(n)]
            frames.append(
                pd.DataFrame(
                    {"customer_id": ids, "version_id": name, "score": scores, "outcome": outcome, "cohort": month}
                )
            )
    return pd.concat(frames, ignore_index=True)


@dataclass
class FakeStoredHost:
    """One run on the tables of a database, in the middle of August."""

    flow: StoredFlow
    database: duckdb.DuckDBPyConnection
    model: FakeModel | None = None
    run: RunFacts = RunFacts("run1", datetime(2019, 8, 15, tzinfo=timezone.utc), "0.1.0", "")
    performance: pd.DataFrame | None = None
    metrics: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failure: str = ""
    failures: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, dict[str, Any]] = field(default_factory=dict)

    def saved_metrics(self, role: str, partition: str) -> Mapping[str, Any]:
        """Figures of an earlier run on a partition."""
        return self.earlier.get(partition, {})

    def query(self, text: str) -> list[Mapping[str, Any]]:
        """Answer, or fail as arranged."""
        self.asked.append(text)
        if self.failure:
            raise HostError(self.failure)
        for part, message in self.failures.items():
            if part in text:
                raise HostError(message)
        frame = self.database.execute(text).df()
        broken = [name for name in frame if str(name).startswith("n_") and frame[name].isna().any()]
        if broken:  # whole numbers are read as such, and there is none for null
            raise HostError(f"Integer column has NA values: {broken}")
        texts = frame.select_dtypes(["object", "string"]).columns
        filled = frame.astype("object").assign(**{name: frame[name].fillna("") for name in texts})
        return list(filled.to_dict("records"))  # the client of the host has no null among texts

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Keep what was written."""
        self.performance = pd.concat(list(frames), ignore_index=True)

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Keep the figures, beside those of other names."""
        self.metrics = {**self.metrics, **metrics}

    def tell(self, message: str) -> None:
        """Keep the words."""
        self.said.append(message)


def stored_table(name: str, frame: pd.DataFrame, **facts: Any) -> StoredTable:
    """Facts of a table with the columns of a frame."""
    columns = tuple(Column(c, KINDS.get(frame[c].dtype.kind, "string")) for c in frame.columns)
    return StoredTable(DatasetFacts(f"TELCO.{name}", columns, is_sql=True, table=f'"{name}"', **facts), "duck", "JDBC")


def stored_host(
    scores: pd.DataFrame | None = None, outcomes: pd.DataFrame | None = None, partition: str = "2019-06"
) -> FakeStoredHost:
    """A host with the tables in a database of its own, and a champion v1."""
    tables = {"scores": stored_scores() if scores is None else scores, "outcomes": outcomes}
    database = duckdb.connect()
    known = {}
    for name, frame in tables.items():
        if frame is not None:
            database.register("incoming", frame)
            database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
            known[name] = stored_table(name, frame)
    performance = DatasetFacts("TELCO.performance", (), MONTH if partition else (), (partition,))
    model = FakeModel([version("v1", 1, active=True), version("v2", 2)], {"v1": FakeScorer({}), "v2": FakeScorer({})})
    return FakeStoredHost(StoredFlow(partition, known["scores"], known.get("outcomes"), performance), database, model)


def run_stored(host: FakeStoredHost, **form: Any) -> pd.DataFrame:
    """Run the recipe's operations, and return what was written."""
    settings = StoredSettings.from_form(Form({"dialect": "duckdb", **form}))
    write(evaluate_stored_scores(settings, host), host)
    assert host.performance is not None
    return host.performance
