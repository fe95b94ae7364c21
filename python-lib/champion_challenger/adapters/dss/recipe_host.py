"""What every recipe of the plugin is given by DSS: its run, its roles, and outputs to write."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

import dataiku
import pandas as pd
from dataiku import customrecipe

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import output_facts, write_frames
from champion_challenger.adapters.dss.entry import flow_variables
from champion_challenger.adapters.dss.environment import environment
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.adapters.dss.metrics import DSSMetrics
from champion_challenger.errors import HostError
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.records.runs import RunFacts
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from champion_challenger.version import VERSION


class RecipeHost(JobLog):
    """A run of a recipe in DSS.

    Parameters
    ----------
    roles
        Roles of the recipe's outputs; the partition is that of the first one.

    Attributes
    ----------
    run
        Who runs, when, with what.
    outputs
        Role to dataset, for the outputs that are connected.
    partition
        The one to be written; "" without partitions.
    """

    def __init__(self, *roles: str) -> None:
        self.run = RunFacts(uuid.uuid4().hex[:12], datetime.now(timezone.utc), VERSION, environment())
        names = {role: customrecipe.get_output_names_for_role(role) for role in roles}
        self.outputs: Mapping[str, DatasetFacts] = {
            role: output_facts(connected[0], flow_variables()) for role, connected in names.items() if connected
        }
        self.partition = next(iter(self.outputs[roles[0]].partitions), "")
        # A refusal would otherwise be told for each of a dozen earlier months.
        self._has_told_of_figures = False

    def inputs(self, role: str) -> list[str]:
        """Return the full names of what is connected to a role."""
        names: list[str] = customrecipe.get_input_names_for_role(role)
        return names

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace the run's partition of an output, or all of an output without partitions."""
        write_frames(self.outputs[role], columns, frames)

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Save external metric values on what was written."""
        facts = self.outputs[role]
        with asking(f"to save metrics of {facts.name}"):
            dataset = dataiku.Dataset(facts.name)
            dataset.save_external_metric_values(dict(metrics), partition=next(iter(facts.partitions), ""))

    def saved_metrics(self, role: str, partition: str) -> Mapping[str, Any]:
        """Return the last external values of a partition; a host that does not answer, which is told once, has none."""
        facts = self.outputs[role]
        project_key, _, name = facts.name.partition(".")
        try:
            return DSSMetrics(dataiku.api_client()).external(Place(project_key, name, partition))
        except HostError as error:
            if not self._has_told_of_figures:
                self.tell(f"Figures of earlier runs are not known: {error}")
            self._has_told_of_figures = True
            return {}
