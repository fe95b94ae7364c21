"""The life of a score as counts: how many positives each version reached on each cohort, and who was in production.

All columns are computed from these counts, so that every sentence of a page can be checked against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from champion_challenger.core.tables.frames import table
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.summarise_performance import SummarySettings
from tests.unit.operations.test_summarise_performance import FakeSummaryHost
from tests.unit.operations.test_summarise_performance import run as summarise
from tests.unit.performance_rows import BASE, N, row

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Life:
    """A score of model ``TELCO.m1``.

    Attributes
    ----------
    hits
        By cohort and version: positives among the targeted, of whom a random list would hold `rate` x 400.
    champions
        By cohort: the version that was in production when it was evaluated.
    active
        The version that is in production now.
    activations
        Day, from and to of each activation.
    error
        Standard error of each difference in lift.
    """

    hits: Counts
    champions: Mapping[str, str]
    active: str
    activations: tuple[tuple[str, str, str], ...] = ()
    rates: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    error: float = 0.1

    def rows(self) -> list[dict[str, Any]]:
        """Rows of the performance dataset."""
        return [
            self._row(version, cohort, rate)
            for cohort, hits in self.hits.items()
            for version in hits
            for rate in self.rates.get(cohort, (0.05,))
        ]

    def performance(self) -> pd.DataFrame:
        """The performance dataset."""
        return table(self.rows())

    def summary(self, active: str = "", policy: Policy | None = None) -> FakeSummaryHost:
        """The host after a run of Summarise performance, while a version is active."""
        given = FakeSummaryHost({"performance": self.performance()}, {"TELCO.m1": active or self.active})
        summarise(given, SummarySettings(policy=policy or Policy()))
        return given

    def log(self) -> pd.DataFrame:
        """The activation log."""
        model = {"project_key": "TELCO", "model_id": "m1", "by": "ann", "reason": "better", "how": "macro"}
        return pd.DataFrame(
            [
                {**model, "activated_at": f"{day}T09:00:00Z", "from_version": before, "to_version": after}
                for day, before, after in self.activations
            ]
        )

    def _row(self, version: str, cohort: str, rate: float) -> dict[str, Any]:
        champion = self.champions[cohort]
        hits, extra = self.hits[cohort][version], self.hits[cohort][version] - self.hits[cohort][champion]
        expected = N * rate * BASE
        is_champion = version == champion
        return row(
            version,
            cohort,
            None if is_champion else extra / expected,
            self.error,
            score_id="Churn",
            targeting_rate=rate,
            n_targeted=int(N * rate),
            lift=hits / expected,
            true_positives=float(hits),
            extra_positives=None if is_champion else float(extra),
            target_overlap=None if is_champion else 0.8,
            is_champion=is_champion,
            verdict="champion" if is_champion else "challenger_better" if extra > 0 else "champion_better",
            verdict_rate=0.05,
            verdict_figure="lift",
            computed_at=f"{cohort}-28T12:00:00Z",
            run_id=f"run-{cohort}",
        )


MONTHS = ("2019-03", "2019-04", "2019-05", "2019-06")


def one_activation() -> Life:
    """v1 was activated in July; until then v0 was the champion. v2 reaches 38 more than v0, and 1 more than v1."""
    hits = {month: {"v0": 60, "v1": 97, "v2": 98} for month in MONTHS}
    return Life(hits, dict.fromkeys(MONTHS, "v0"), "v1", (("2019-07-10", "v0", "v1"),))


def two_activations() -> Life:
    """v0, then v1 before May was drawn, then v2 after June; v3 was left behind in April."""
    early = {"v0": 60, "v1": 70, "v2": 90, "v3": 120}
    late = {"v0": 60, "v1": 70, "v2": 90}
    hits = {"2019-03": early, "2019-04": early, "2019-05": late, "2019-06": late}
    champions = {"2019-03": "v0", "2019-04": "v0", "2019-05": "v1", "2019-06": "v1"}
    log = (("2019-05-10", "v0", "v1"), ("2019-07-20", "v1", "v2"))
    return Life(hits, champions, "v2", log)
