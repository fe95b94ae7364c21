"""The host of the macro, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

import pandas as pd

from champion_challenger.core.tables.frames import table
from champion_challenger.errors import HostError
from tests.unit.operations.activation.fake_log import FakeLog
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version

NOW = datetime(2019, 8, 20, 9, 30, tzinfo=timezone.utc)


def performance_row(version_id: str, cohort: str = "2019-06", **values: Any) -> dict[str, Any]:
    """A row at 5 %, scored out of time on a final cohort."""
    row = {
        "score_id": "Churn",
        "version_id": version_id,
        "is_champion": version_id == "v1",
        "cohort": cohort,
        "cohort_start": f"{cohort}-30",
        "cohort_status": "final",
        "targeting_rate": 0.05,
        "segment": "all",
        "lift": 2.0,
        "status": "scored",
        "out_of_time": "yes",
        "project_key": "TELCO",
        "model_id": "m1",
        "run_id": f"run-{cohort}",
        "computed_at": f"{cohort}-30T12:00:00+00:00",
        "verdict": "champion" if version_id == "v1" else "challenger_better",
    }
    return {**row, **values}


def performance(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows under the columns of the performance dataset."""
    return table(rows)


@dataclass
class FakeActivationHost:
    """A model with an active v1 and a v2, evaluated on two cohorts."""

    model: FakeModel
    log: FakeLog
    datasets: dict[str, pd.DataFrame]
    stays_put: bool = False
    lost: HostError | None = None  # raised after the activation
    falls_silent: HostError | None = None  # of the versions, from the activation on
    person: str = "ann"
    said: list[str] = field(default_factory=list)
    activated: list[str] = field(default_factory=list)

    def read(self, dataset: str) -> pd.DataFrame:
        """Return a dataset, or refuse."""
        if dataset not in self.datasets:
            raise HostError(f"DSS was asked for the rows of {dataset}, and answered: not allowed")
        return self.datasets[dataset]

    def scoring_recipes(self) -> list[str]:
        """One recipe."""
        return ["score_customers"]

    def activate(self, version_id: str) -> None:
        """Do as asked, unless arranged otherwise."""
        self.activated.append(version_id)
        if not self.stays_put:
            self.model.activate(version_id)
        self.model.refusal = self.falls_silent
        if self.lost:
            raise self.lost

    def user(self) -> str:
        """Return who runs the macro."""
        return self.person

    def now(self) -> datetime:
        """Return the time."""
        return NOW

    def tell(self, message: str) -> None:
        """Keep the words."""
        self.said.append(message)


def macro_host(*rows: dict[str, Any]) -> FakeActivationHost:
    """The host with these performance rows; by default v2 was better on the last cohort."""
    rows = rows or tuple(performance_row(v, c) for c in ("2019-05", "2019-06") for v in ("v1", "v2"))
    scorers: dict[str, FakeScorer | HostError] = {"v1": FakeScorer({"x": 1.0}), "v2": FakeScorer({"x": 1.0, "z": 1.0})}
    scorers["v3"] = scorers["v2"]
    model = FakeModel([version("v1", 1, active=True), version("v2", 2)], scorers)
    return FakeActivationHost(model, FakeLog(), {"TELCO.performance": performance(*rows)})


def deactivated(model: FakeModel) -> None:
    """No version is active."""
    model.listed = [replace(one, is_active=False) for one in model.listed]
