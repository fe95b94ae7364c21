"""What can be refused before any work, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable

from champion_challenger.core.calendar import DATE_PARTS
from champion_challenger.core.replay.design import NUMBERS
from champion_challenger.core.tables.columns import COLUMNS, GAINS_CURVES, RETRAINING_LOG, SCORES
from champion_challenger.errors import SettingsError
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import ModelFacts
from champion_challenger.records.runs import Flow
from champion_challenger.settings.retrain_and_evaluate import Settings

_SQL_TYPES = {"string": "VARCHAR(500)", "double": "DOUBLE PRECISION", "bigint": "BIGINT", "boolean": "BOOLEAN"}
_PERIODS = ("YEAR", "MONTH", "DAY", "HOUR")
_COLUMNS = {"performance": COLUMNS, "retraining_log": RETRAINING_LOG, "scores": SCORES, "gains_curves": GAINS_CURVES}
_OURS = {column.name for columns in _COLUMNS.values() for column in columns}


def guard(settings: Settings, flow: Flow, model: ModelFacts) -> None:
    """Refuse, with all reasons, what could not be evaluated or written.

    Raises
    ------
    SettingsError
        When the model, the flow around the recipe or the form does not fit.
    """
    problems = [*_model(model), *_outputs(flow)]
    problems += [*_cohort(settings, flow), *_columns(settings, flow, model), *_training(settings, flow)]
    if problems:
        raise SettingsError(problems)


def performance_to_create(dimension: str = "month") -> str:
    """How the partitioned dataset that the recipe needs is made, in a sentence."""
    return (
        f"Create a managed dataset with one time dimension, such as '{dimension}' by month (Settings > Partitioning > "
        f"Activate partitioning > Add time dimension: name {dimension}, period MONTH, pattern %Y-%M/.*), and choose it "
        "as the output"
    )


def _model(model: ModelFacts) -> Iterable[str]:
    if model.kind != "DSS_MANAGED":
        yield f"Model {model.name}: expected a model of DSS's visual ML, found {model.kind}, which is not supported."
    elif model.prediction_type != "BINARY_CLASSIFICATION":
        found = model.prediction_type.lower().replace("_", " ") or "an unknown type"
        yield f"Model {model.name}: expected a two-class (binary) classification, found {found}."
    if model.is_partitioned:
        yield f"Model {model.name}: it is a partitioned model; only models with one version for all rows are supported."


def _outputs(flow: Flow) -> Iterable[str]:
    performance = flow.outputs["performance"]
    if not performance.dimensions:
        yield f"Output performance: {performance.name} is not partitioned. {performance_to_create()}."
        return
    yield from dimension_problems(performance)
    for role, dataset in flow.outputs.items():
        if dataset.dimensions != performance.dimensions:
            yield (
                f"Output {role}: expected the partitioning of performance ({_described(performance)}), "
                f"found {_described(dataset)} on {dataset.name}."
            )
        if dataset.is_appending:
            yield (
                f"Output {role}: {dataset.name} is in append mode, which would double the rows of a month that is run "
                "again. Untick 'Append instead of overwrite' in the recipe's Input/Output tab."
            )
        yield from table_problems(role, dataset)


def dimension_problems(performance: DatasetFacts) -> Iterable[str]:
    """Why a partitioned output is not partitioned as a performance dataset is."""
    if len(performance.dimensions) > 1:
        yield f"Output performance: expected one time dimension, found {_described(performance)}."
        return
    name, period = performance.dimensions[0]
    if period not in _PERIODS:
        yield f"Output performance: expected a time dimension, found {_described(performance)}."
    if name in DATE_PARTS:
        yield (
            f"Output performance: the dimension is named {name}, and DSS keeps DKU_DST_{name} for a part of the date, "
            f"so that the partition to write is not known. Rename it '{name.lower()}' (Settings > Partitioning)."
        )
    if name in _OURS:
        yield (
            f"Output performance: the dimension is named {name}, which is a column of ours; call it 'month' or "
            "another name."
        )


def table_problems(role: str, dataset: DatasetFacts) -> Iterable[str]:
    """A table made by an older version of the plugin lacks columns; it is never dropped for them."""
    columns = _COLUMNS.get(role, ())
    missing = [column for column in columns if column.name not in dataset.types]
    if dataset.is_sql and missing and len(missing) < len(columns):
        additions = ", ".join(f'ADD "{column.name}" {_SQL_TYPES[column.type]}' for column in missing)
        names = ", ".join(column.name for column in missing)
        yield (
            f"Output {role}: the table of {dataset.name} lacks the columns {names}. Have them added (types as your "
            f"database spells them), then reload the schema: ALTER TABLE {dataset.table or dataset.name} {additions}"
        )


def _cohort(settings: Settings, flow: Flow) -> Iterable[str]:
    cohort = flow.cohort
    if not cohort.dimensions:
        if not settings.snapshot_column and settings.snapshot_date is None:
            yield (
                f"Cohort {cohort.name}: it is not partitioned, so its date has to come from a snapshot date column or "
                "from the snapshot date of the form (Advanced)."
            )
    elif flow.partition and cohort.partitions != (flow.partition,):
        found = ", ".join(cohort.partitions[:5]) or "none"
        more = f" and {len(cohort.partitions) - 5} more" if len(cohort.partitions) > 5 else ""
        yield (
            f"Cohort {cohort.name}: expected its partition {flow.partition}, was handed {found}{more}. Set the "
            "dependency to 'Equals' in the recipe's Input/Output tab, and check that the partition exists."
        )


def _columns(settings: Settings, flow: Flow, model: ModelFacts) -> Iterable[str]:
    cohort = flow.cohort
    wanted = {
        "Outcome column": settings.outcome_column or model.target,
        "Customer id column": settings.customer_id_column,
        "Snapshot date column": settings.snapshot_column,
    }
    missing = {label: name for label, name in wanted.items() if name and name not in cohort.types}
    for label, name in missing.items():
        yield f"{label}: cohort {cohort.name} has no column {name!r}; it has {', '.join(cohort.column_names)}."
    for name in settings.segment_columns:
        if name not in cohort.types:
            yield f"Segments: cohort {cohort.name} has no column {name!r}; it has {', '.join(cohort.column_names)}."
    for name in settings.score_columns:
        if cohort.types.get(name) not in NUMBERS:
            found = cohort.types.get(name, "no such column")
            yield f"Score columns to compare: expected numbers in column {name!r} of {cohort.name}, found {found}."
    if "scores" in flow.outputs and not settings.customer_id_column:
        yield "Customer id column: it is empty, and the output scores needs it."


def _training(settings: Settings, flow: Flow) -> Iterable[str]:
    training = flow.training_data
    if settings.retrain and training is not None and training.name == flow.cohort.name:
        yield (
            f"Fresh training data: {training.name} is the cohort itself. Make a second dataset over the same files, so "
            "that each has its own partitions in a run."
        )


def _described(dataset: DatasetFacts) -> str:
    return ", ".join(f"{name} ({period})" for name, period in dataset.dimensions) or "no partitioning"
