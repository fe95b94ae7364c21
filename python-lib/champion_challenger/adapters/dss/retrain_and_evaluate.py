"""The host of retrain-and-evaluate: what a recipe of DSS is given, behind the operation's port."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.activation_log import DSSActivationLog
from champion_challenger.adapters.dss.datasets import input_facts, read_again
from champion_challenger.adapters.dss.lab import Lab
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.adapters.dss.recipe_host import RecipeHost
from champion_challenger.adapters.machine import LocalMachine
from champion_challenger.errors import HostError
from champion_challenger.records.runs import Flow

T = TypeVar("T")


class RetrainAndEvaluateHost(RecipeHost):
    """A run of the recipe in DSS."""

    def __init__(self) -> None:
        super().__init__("performance", "gains_curves", "retraining_log", "scores")
        self._client = dataiku.api_client()
        training, newest = self.inputs("training_data"), self.inputs("newest_customers")
        self.flow = Flow(
            partition=self.partition,
            cohort=input_facts(self.inputs("cohort")[0]),
            training_data=input_facts(training[0]) if training else None,
            outputs=self.outputs,
            newest=input_facts(newest[0]) if newest else None,
        )
        self.machine = LocalMachine()
        self.model = DSSSavedModel(self._client, self.inputs("model")[0])
        self.other_models: Sequence[DSSSavedModel] = [
            DSSSavedModel(self._client, reference) for reference in self.inputs("other_models")
        ]

    def read_cohort(self, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str] | None = None) -> T:
        """Hand all rows to a reader, again from the first where DSS breaks off for a moment."""
        return read_again(self.flow.cohort.name, reader, columns)

    def read_newest(self, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str]) -> T:
        """Hand some columns of all rows to a reader, again from the first where DSS breaks off for a moment."""
        if self.flow.newest is None:
            raise HostError("no newest customers are connected to the recipe")
        return read_again(self.flow.newest.name, reader, columns)

    def labels(self) -> Lab:
        """Open the lab of the model's project, without training data."""
        return Lab(self._client, self.model, "", self.model.project_key)

    def workshop(self) -> Lab:
        """Open the workshop on the training data."""
        if self.flow.training_data is None:
            raise HostError("no fresh training data is connected to the recipe")
        return Lab(self._client, self.model, self.flow.training_data.name, dataiku.default_project_key())

    def activation_log(self, name: str) -> DSSActivationLog:
        """Return the activation log, which is no output of the recipe: it has no partitions."""
        full_name = name if "." in name else f"{dataiku.default_project_key()}.{name}"
        return DSSActivationLog(self._client, full_name, beside=self.outputs["performance"].name)
