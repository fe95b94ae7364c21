"""Saved models in memory: versions that score by a weighted sum, or refuse as arranged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.outcomes import class_text
from champion_challenger.errors import AbsentError, HostError
from champion_challenger.records.models import ModelFacts, Version, VersionDesign, VersionLabel

FACTS = ModelFacts("TELCO", "m1", "Churn", "churned", "BINARY_CLASSIFICATION", "DSS_MANAGED", False)


def version(version_id: str, day: int = 1, *, active: bool = False, label: VersionLabel | None = None) -> Version:
    """A version trained on a day of January 2019."""
    trained = datetime(2019, 1, day, tzinfo=timezone.utc)
    return Version(version_id, "TELCO", "m1", "Churn", "LOGISTIC_REGRESSION", trained, active, label)


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
