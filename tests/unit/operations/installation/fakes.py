"""An instance in memory: what it holds, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.errors import AbsentError, HostError
from champion_challenger.records.datasets import Column, DatasetFacts, StoredTable
from champion_challenger.records.installation import ConnectionFacts, Instance, TrainingEnvironment
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version
from tests.unit.operations.fakes import MONTH, customers, dataset

INSTANCE = Instance(
    dss="14.7.5",
    client="14.7.5",
    plugin="0.1.0",
    python="3.11.4",
    environment="plugin_env",
    node_type="DESIGN",
    user="ann",
    packages={"numpy": "1.26.4", "pandas": "2.2.1", "scikit-learn": "1.5.2", "flask": "3.0.0"},
)


@dataclass
class FakeCheckedModel(FakeModel):
    """A saved model whose versions were trained as told here; without an entry, nothing is told."""

    environments: dict[str, TrainingEnvironment] = field(default_factory=dict)
    scikit_learn: dict[str, str] = field(default_factory=dict)
    tells: bool = True

    def training_environment(self, version_id: str) -> TrainingEnvironment:
        """Return what was told."""
        return self.environments.get(version_id, TrainingEnvironment())

    def other_scikit_learn(self, version_id: str) -> str:
        """Tell it of a version that was loaded."""
        return self.scikit_learn.get(version_id, "") if version_id in self.loaded else ""

    def tells_kept_columns(self, version_id: str) -> bool:
        """Tell all or nothing."""
        return self.tells

    def tells_hyperparameters(self, version_id: str) -> bool:
        """Tell all or nothing."""
        return self.tells

    def users(self) -> list[str]:
        """One recipe."""
        return ["evaluate"]


@dataclass
class FakeInstallation:
    """A host; what is in `refusals` by the name of a method is raised, and None stands for what is not told."""

    checked_model: FakeCheckedModel
    datasets: dict[str, StoredTable] = field(default_factory=dict)
    rows: pd.DataFrame = field(default_factory=customers)
    months: list[str] = field(default_factory=lambda: ["2019-05", "2019-06"])
    metrics: list[str] = field(default_factory=lambda: ["external:external:versions_failed"])
    analyses: Sequence[str | None] = ("one",)
    mail: list[str] = field(default_factory=lambda: ["team-mail"])
    writer: bool | None = True
    rules: tuple[bool | None, bool | None] = (True, True)
    instance: Instance = INSTANCE
    outputs: dict[str, DatasetFacts] = field(default_factory=dict)
    refusals: dict[str, HostError] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def model(self, reference: str) -> FakeCheckedModel:
        """Return the model."""
        return self.checked_model

    def dataset(self, name: str) -> StoredTable:
        """Return what is held."""
        if name not in self.datasets:
            raise AbsentError(f"dataset {name} does not exist")
        return self.datasets[name]

    def first_rows(self, name: str, n: int) -> pd.DataFrame:
        """Return some of the rows."""
        self._check("first_rows")
        return self.rows.head(n)

    def partitions(self, name: str) -> list[str]:
        """Return the months."""
        return self.months

    def outputs_with(self, performance: str) -> Mapping[str, DatasetFacts]:
        """Return the outputs of the one recipe."""
        self._check("outputs_with")
        return self.outputs

    def dataset_names(self, project_key: str) -> list[str]:
        """Name the datasets of any project."""
        self._check("dataset_names")
        return ["orders"]

    def may_write(self, project_key: str) -> bool | None:
        """Tell it, or not."""
        return self.writer

    def connection_names(self) -> list[str]:
        """Name one connection."""
        self._check("connection_names")
        return ["warehouse"]

    def connection(self, name: str) -> ConnectionFacts:
        """Tell its rules."""
        self._check("connection")
        return ConnectionFacts(name, *self.rules)

    def channels(self) -> list[str]:
        """Name the channels."""
        self._check("channels")
        return self.mail

    def analysis_names(self, project_key: str) -> Sequence[str | None]:
        """Tell the names, or not."""
        return self.analyses

    def metric_ids(self, dataset: str, partition: str) -> list[str]:
        """Name the metrics."""
        return self.metrics

    def tell(self, message: str) -> None:
        """Remember a line."""
        self.said.append(message)

    def _check(self, asked: str) -> None:
        if asked in self.refusals:
            raise self.refusals[asked]


def checked_model(**scorers: FakeScorer | HostError) -> FakeCheckedModel:
    """Champion v1 and challenger v2, which score by x; keyword arguments replace what loading them gives."""
    versions = [version("v1", 1, active=True), version("v2", 2)]
    return FakeCheckedModel(versions, {"v1": FakeScorer({"x": 1.0}), "v2": FakeScorer({"x": 2.0}), **scorers})


def installation(**changes: object) -> FakeInstallation:
    """A sound instance with a model, a monthly cohort and a performance dataset."""
    cohort = StoredTable(dataset("TELCO.customers", customers()), "files", "Filesystem")
    facts = DatasetFacts("TELCO.performance", tuple(Column(column.name, column.type) for column in COLUMNS), MONTH)
    tables = {"TELCO.customers": cohort, "TELCO.performance": StoredTable(facts, "warehouse", "PostgreSQL")}
    given = {"checked_model": checked_model(), "datasets": tables, **changes}
    return FakeInstallation(**given)  # type: ignore[arg-type]
