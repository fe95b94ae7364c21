"""The host of summarise-performance: performance datasets of many scores, and outputs without partitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.active_version import active_version, version_ids
from champion_challenger.adapters.dss.asking import answer_to
from champion_challenger.adapters.dss.datasets import input_facts, read_again
from champion_challenger.adapters.dss.recipe_host import RecipeHost
from champion_challenger.records.datasets import DatasetFacts

T = TypeVar("T")


class SummarisePerformanceHost(RecipeHost):
    """A run of the recipe in DSS."""

    def __init__(self) -> None:
        super().__init__("performance_summary", "decision_rules")
        self.performance: Sequence[DatasetFacts] = [input_facts(name) for name in self.inputs("performance")]
        self.scores: Sequence[DatasetFacts] = [input_facts(name) for name in self.inputs("scores")]

    def read(self, dataset: DatasetFacts) -> Iterator[pd.DataFrame]:
        """Yield the rows of the partitions that the run was handed."""
        return iter(read_again(dataset.name, list))

    def read_columns(
        self, dataset: DatasetFacts, columns: Sequence[str], reader: Callable[[Iterator[pd.DataFrame]], T]
    ) -> T:
        """Hand some columns of these rows to a reader, chunk by chunk."""
        return read_again(dataset.name, reader, columns)

    def existing_partitions(self, dataset: DatasetFacts) -> list[str]:
        """Return all partitions of an input."""
        # A dataset without partitions is not asked for any: DSS would name one that stands for all of it.
        if not dataset.dimensions:
            return []
        listed = answer_to(
            f"for the partitions of {dataset.name}",
            lambda: dataiku.Dataset(dataset.name).list_partitions(raise_if_empty=False),
        )
        return [str(name) for name in listed]

    def active_version(self, project_key: str, model_id: str) -> str:
        """Return the id of the active version of a saved model, "" when none is."""
        return active_version(project_key, model_id)

    def version_ids(self, project_key: str, model_id: str) -> set[str]:
        """Return the ids of the versions of a saved model."""
        return version_ids(project_key, model_id)
