"""What can be refused before any work, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from champion_challenger.errors import SettingsError
from champion_challenger.operations.dataset_checks import (
    column_problems,
    output_problems,
    partition_problems,
    partitioning_problems,
    score_problems,
)
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.records.models import ModelFacts
from champion_challenger.records.runs import Flow


def guard(
    rules: CohortRules,
    score_columns: Sequence[str],
    flow: Flow,
    model: ModelFacts,
    classes: Sequence[str] = (),
    is_training: bool = True,
) -> None:
    """Refuse, with all reasons, what could not be evaluated or written.

    Parameters
    ----------
    classes
        Those of the model, where they are known already.
    is_training
        Whether the run retrains, where training data is connected.

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
        *class_problems(rules.positive_class, classes),
        *_score_columns(rules, score_columns, flow),
        *(_training(rules, flow) if is_training else ()),
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
        ("Contact column", rules.contact.column),
        *(("Segment columns", name) for name in rules.segment_columns),
    ]
    for label, name in named:
        if name:
            yield from column_problems(label, name, flow.cohort)
    if "scores" in flow.outputs and not rules.customer_id_column:
        yield "Customer id column: it is empty, and the output scores needs it."


def class_problems(positive_class: str, classes: Sequence[str]) -> Iterator[str]:
    """Why a positive class that the form names cannot be used."""
    if positive_class and classes and positive_class not in classes:
        known = " and ".join(repr(name) for name in classes)
        yield f"Positive class: expected one of the model's classes {known}, found {positive_class!r}."


def _score_columns(rules: CohortRules, names: Sequence[str], flow: Flow) -> Iterator[str]:
    roles = {
        rules.outcome_column: "the outcome column",
        rules.customer_id_column: "the customer id column",
        rules.snapshot_column: "the snapshot date column",
        rules.contact.column: "the contact column",
    }
    for name in names:
        yield from score_problems("Score columns to compare", name, flow.cohort, roles)


def newest_problems(flow: Flow) -> Iterator[str]:
    """What is wrong with the dataset of the newest customers."""
    newest = flow.newest
    if newest is None:
        return
    for role, other in (("cohort", flow.cohort), ("training data", flow.training_data)):
        if other is not None and newest.name == other.name:
            yield (
                f"Newest customers: {newest.name} is the {role} itself. Make a second dataset over the same files, so "
                "that each has its own partitions in a run."
            )
    if len(newest.partitions) > 1:
        yield (
            f"Newest customers {newest.name}: expected one partition, was handed {len(newest.partitions)}. Set the "
            "dependency to 'Latest available' in the recipe's Input/Output tab."
        )


def _training(rules: CohortRules, flow: Flow) -> Iterator[str]:
    if flow.training_data is None:
        return
    # Otherwise the host says so, after everything was evaluated. Of a wrong name, the cohort tells.
    if rules.outcome_column in flow.cohort.types:
        yield from column_problems("Fresh training data", rules.outcome_column, flow.training_data)
    if flow.training_data.name == flow.cohort.name:
        yield (
            f"Fresh training data: {flow.training_data.name} is the cohort itself. Make a second dataset over the same "
            "files, so that each has its own partitions in a run."
        )


def positive_class_of(chosen: str, classes: Sequence[str]) -> str:
    """Class that the score looks for: the chosen one, else the model's last.

    Raises
    ------
    SettingsError
        When the model has no such class.

    Examples
    --------
    >>> positive_class_of("", ("0", "1")), positive_class_of("no", ("no", "yes"))
    ('1', 'no')
    """
    problems = [*class_problems(chosen, classes)]
    if problems:
        raise SettingsError(problems)
    return chosen or (classes[-1] if classes else "")
