"""What can be refused before any work, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from champion_challenger.core.tables.storage_types import NUMBERS
from champion_challenger.errors import SettingsError
from champion_challenger.operations.dataset_checks import (
    column_problems,
    output_problems,
    partition_problems,
    partitioning_problems,
)
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.records.models import ModelFacts
from champion_challenger.records.runs import Flow


def guard(rules: CohortRules, score_columns: Sequence[str], flow: Flow, model: ModelFacts) -> None:
    """Refuse, with all reasons, what could not be evaluated or written.

    Raises
    ------
    SettingsError
        When the model, the flow around the recipe or the form does not fit.
    """
    problems = [
        *model_problems(model),
        *_outputs(flow),
        *_cohort(rules, flow),
        *_columns(rules, flow),
        *_score_columns(score_columns, flow),
        *_training(flow),
        *newest_problems(flow),
    ]
    if problems:
        raise SettingsError(problems)


def model_problems(model: ModelFacts) -> Iterator[str]:
    """Why a model cannot be compared at all."""
    if model.kind != "DSS_MANAGED":
        yield f"Model {model.name}: expected a model of DSS's visual ML, found {model.kind}, which is not supported."
    elif model.prediction_type != "BINARY_CLASSIFICATION":
        prediction = model.prediction_type.lower().replace("_", " ") or "an unknown type"
        yield f"Model {model.name}: expected a two-class (binary) classification, found {prediction}."
    if model.is_partitioned:
        yield f"Model {model.name}: it is a partitioned model; only models with one version for all rows are supported."


def _outputs(flow: Flow) -> Iterator[str]:
    performance = flow.outputs["performance"]
    yield from partitioning_problems(performance)
    # The other outputs are compared with its dimension: without one, each would add the same complaint.
    if not performance.dimensions:
        return
    for role, dataset in flow.outputs.items():
        yield from output_problems(role, dataset, performance)


def _cohort(rules: CohortRules, flow: Flow) -> Iterator[str]:
    if not flow.cohort.dimensions and not rules.snapshot_column and rules.snapshot_date is None:
        yield (
            f"Cohort {flow.cohort.name}: it is not partitioned, so its date has to come from a snapshot date column or "
            "from the snapshot date of the form (Advanced)."
        )
    yield from partition_problems("Cohort", flow.cohort, flow.partition)


def _columns(rules: CohortRules, flow: Flow) -> Iterator[str]:
    named = [
        ("Outcome column", rules.outcome_column),
        ("Customer id column", rules.customer_id_column),
        ("Snapshot date column", rules.snapshot_column),
        *(("Segment columns", name) for name in rules.segment_columns),
    ]
    for label, name in named:
        if name:
            yield from column_problems(label, name, flow.cohort)
    if "scores" in flow.outputs and not rules.customer_id_column:
        yield "Customer id column: it is empty, and the output scores needs it."


def _score_columns(names: Sequence[str], flow: Flow) -> Iterator[str]:
    for name in names:
        yield from column_problems("Score columns to compare", name, flow.cohort, NUMBERS)


def newest_problems(flow: Flow) -> Iterator[str]:
    """What is wrong with the dataset of the newest customers."""
    newest = flow.newest
    if newest is None:
        return
    if newest.name == flow.cohort.name:
        yield (
            f"Newest customers: {newest.name} is the cohort itself. Make a second dataset over the same files, so that "
            "each has its own partitions in a run."
        )
    if len(newest.partitions) > 1:
        yield (
            f"Newest customers {newest.name}: expected one partition, was handed {len(newest.partitions)}. Set the "
            "dependency to 'Latest available' in the recipe's Input/Output tab."
        )


def _training(flow: Flow) -> Iterator[str]:
    if flow.training_data is not None and flow.training_data.name == flow.cohort.name:
        yield (
            f"Fresh training data: {flow.training_data.name} is the cohort itself. Make a second dataset over the same "
            "files, so that each has its own partitions in a run."
        )
