"""What the scenarios of a score look at and build, and in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from champion_challenger.core.score_project.names import names_of
from champion_challenger.languages import LANGUAGES
from champion_challenger.records.models import Horizon

IN_DATASETS = next(iter(LANGUAGES))
"""Language of values that the recipes save once."""

_WORDED = (
    "champion_evidence",
    "sentence",
    "outcomes_sentence",
    "early_warnings_sentence",
    "recommendation_sentence",
    "action_sentence",
    "verdict_subject",
)
"""Values that the recipes save in each language."""


@dataclass(frozen=True)
class ScoreFlow:
    """What the scenarios of a score look at and build.

    Attributes
    ----------
    customers, cohort
        Datasets that the score reads, as ``PROJECT.name``.
    scores
        Dataset that the scoring recipe writes, partitioned like the customers.
    customers_period, cohort_period
        Period of their time dimension; "" for a dataset without partitions.
    horizon, snapshot_day
        When the outcomes of a cohort are final: so long after the end of its ``last`` day, or the beginning of its
        ``first``.
    time_zone
        In which days begin; the recipe's.
    language
        Code of the language of names, of the steps' lines and alerts, and of the monthly report.
    """

    customers: str
    cohort: str
    scores: str
    customers_period: str = "DAY"
    cohort_period: str = "MONTH"
    horizon: Horizon = field(default_factory=lambda: Horizon(1, "month"))
    snapshot_day: str = "last"
    time_zone: str = "UTC"
    language: str = "en"

    @property
    def names(self) -> Mapping[str, str]:
        """Names in the flow's language, by their English name."""
        return names_of(self.language)

    def reading(self, name: str) -> dict[str, str]:
        """Id of a value in the flow's language, and the name of its variable where it is another one."""
        if self.language == IN_DATASETS or name not in _WORDED:
            return {"id": name}
        return {"id": f"{name}_{self.language}", "name": name}
