"""The host of summarise-performance: performance datasets of many scores, and outputs without partitions."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import dataiku
import pandas as pd
from dataiku import customrecipe

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import input_facts, output_facts, read_frames, write_frames
from champion_challenger.records.datasets import Column, DatasetFacts

_OUTPUTS = ("performance_summary", "decision_rules")
logger = logging.getLogger("champion_challenger")


class SummarisePerformanceHost:
    """A run of the recipe in DSS."""

    def __init__(self) -> None:
        self._client = dataiku.api_client()
        self.performance: Sequence[DatasetFacts] = [
            input_facts(name) for name in customrecipe.get_input_names_for_role("performance")
        ]
        outputs = {role: customrecipe.get_output_names_for_role(role) for role in _OUTPUTS}
        self.outputs: Mapping[str, DatasetFacts] = {
            role: output_facts(names[0], "") for role, names in outputs.items() if names
        }

    def read(self, dataset: DatasetFacts) -> Iterator[pd.DataFrame]:
        """Yield the rows of the partitions that the run was handed."""
        return read_frames(dataset.name)

    def existing_partitions(self, dataset: DatasetFacts) -> list[str]:
        """Return all partitions of an input."""
        if not dataset.dimensions:
            return []
        with asking(f"for the partitions of {dataset.name}"):
            return [str(name) for name in dataiku.Dataset(dataset.name).list_partitions(raise_if_empty=False)]

    def active_version(self, project_key: str, model_id: str) -> str:
        """Return the id of the active version of a saved model, "" when none is."""
        with asking(f"for the versions of saved model {project_key}.{model_id}"):
            listed = self._client.get_project(project_key).get_saved_model(model_id).list_versions()
        return next((str(version["id"]) for version in listed if version.get("active")), "")

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace an output."""
        # Without partitions a table has no column for them: SQL and files are written alike.
        whole = replace(self.outputs[role], is_sql=False, partitions=("",))
        write_frames(whole, columns, "", frames)

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Save external metric values on an output."""
        dataset = dataiku.Dataset(self.outputs[role].name)
        with asking(f"to save metrics of {dataset.name}"):
            dataset.save_external_metric_values(dict(metrics))

    def tell(self, message: str) -> None:
        """Log a line."""
        logger.info(message)
