"""The host of retrain-and-evaluate: what a recipe of DSS is given, behind the operation's port."""

from __future__ import annotations

import logging
import platform
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import dataiku
import pandas as pd
import sklearn
from dataiku import customrecipe

from champion_challenger.adapters.dss.activation_log import DSSActivationLog
from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import input_facts, output_facts, read_frames, write_frames
from champion_challenger.adapters.dss.entry import flow_variables
from champion_challenger.adapters.dss.lab import Lab
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.errors import HostError
from champion_challenger.records.datasets import Column
from champion_challenger.records.runs import Flow, RunFacts
from champion_challenger.version import VERSION

_OUTPUTS = ("performance", "gains_curves", "retraining_log", "scores")
logger = logging.getLogger("champion_challenger")


class RetrainAndEvaluateHost:
    """A run of the recipe in DSS."""

    def __init__(self) -> None:
        self._client = dataiku.api_client()
        self.flow = _flow(flow_variables())
        self.run = RunFacts(uuid.uuid4().hex[:12], datetime.now(timezone.utc), VERSION, _environment())
        self.model = DSSSavedModel(self._client, _role("model")[0])
        self.other_models: Sequence[DSSSavedModel] = [
            DSSSavedModel(self._client, reference) for reference in _role("other_models")
        ]

    def read_cohort(self) -> Iterator[pd.DataFrame]:
        """Yield the rows of the cohort."""
        return read_frames(self.flow.cohort.name)

    def workshop(self) -> Lab:
        """Open the workshop on the training data."""
        if self.flow.training_data is None:
            raise HostError("no fresh training data is connected to the recipe")
        project_key = dataiku.default_project_key()
        return Lab(self._client, self.model, self.flow.training_data.name, project_key)

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace the run's partition of an output."""
        write_frames(self.flow.outputs[role], columns, self.flow.dimension, frames)

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Save external metric values on the run's partition of an output."""
        dataset = dataiku.Dataset(self.flow.outputs[role].name)
        with asking(f"to save metrics of {dataset.name}"):
            dataset.save_external_metric_values(dict(metrics), partition=self.flow.partition)

    def activation_log(self, name: str) -> DSSActivationLog:
        """Return the activation log, which is no output of the recipe: it has no partitions."""
        full_name = name if "." in name else f"{dataiku.default_project_key()}.{name}"
        return DSSActivationLog(self._client, full_name, beside=self.flow.outputs["performance"].name)

    def tell(self, message: str) -> None:
        """Log a line."""
        logger.info(message)


def _flow(run_variables: Mapping[str, Any]) -> Flow:
    names = {role: _role(role) for role in _OUTPUTS}
    targets = {key[len("DKU_DST_") :]: str(value) for key, value in run_variables.items() if key.startswith("DKU_DST_")}
    training = _role("training_data")
    performance = output_facts(names["performance"][0], "")
    dimension = performance.dimensions[0][0] if performance.dimensions else ""
    partition = targets.get(dimension, "")
    return Flow(
        dimension=dimension,
        partition=partition,
        cohort=input_facts(_role("cohort")[0]),
        training_data=input_facts(training[0]) if training else None,
        outputs={role: output_facts(found[0], partition) for role, found in names.items() if found},
    )


def _role(name: str) -> list[str]:
    inputs: list[str] = customrecipe.get_input_names_for_role(name)
    outputs: list[str] = customrecipe.get_output_names_for_role(name)
    return inputs + outputs


def _environment() -> str:
    return f"code env {Path(sys.prefix).name} (Python {platform.python_version()}, scikit-learn {sklearn.__version__})"
