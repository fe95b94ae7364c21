"""What can be wrong with a dataset of the flow, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from champion_challenger.core.calendar import DATE_PARTS, PERIODS
from champion_challenger.core.tables.columns import COLUMNS, GAINS_CURVES, RETRAINING_LOG, SCORES
from champion_challenger.core.tables.storage_types import DECIMALS, NUMBERS, SQL_TYPES, kind_of
from champion_challenger.languages.english.phrases import nearest
from champion_challenger.records.datasets import DatasetFacts

_COLUMNS = {"performance": COLUMNS, "retraining_log": RETRAINING_LOG, "scores": SCORES, "gains_curves": GAINS_CURVES}
_OURS = {column.name for columns in _COLUMNS.values() for column in columns}
_MOST_COLUMNS = 30
_MOST_EXAMPLES = 5
_PERFORMANCE_TO_CREATE = (
    "Create a managed dataset with one time dimension, such as 'month' by month (Settings > Partitioning > Activate "
    "partitioning > Add time dimension: name month, period MONTH, pattern %Y-%M/.*), and choose it as the output."
)


def dimensions_text(dataset: DatasetFacts) -> str:
    """Partitioning of a dataset, for people."""
    return ", ".join(f"{name} ({period})" for name, period in dataset.dimensions) or "no partitioning"


def column_problems(label: str, name: str, dataset: DatasetFacts, types: Sequence[str] = ()) -> Iterator[str]:
    """Why a column that a field names cannot be used: it is missing, or has none of these types (() for any)."""
    storage_type = dataset.types.get(name)
    if storage_type is None:
        columns = nearest(name, dataset.column_names, _MOST_COLUMNS)
        yield f"{label}: {dataset.name} has no column {name!r}; it has {columns}."
    elif types and storage_type not in types:
        yield (
            f"{label}: expected {_kinds(types)} in column {name!r} of {dataset.name}, found {storage_type}. "
            "Convert it in a SQL or Prepare recipe, or choose another column."
        )


def _kinds(types: Sequence[str]) -> str:
    """Types in words; a column that takes no decimals says so."""
    numbers = "numbers" if any(allowed in DECIMALS for allowed in types) else "whole numbers"
    kinds = {"numbers": numbers}
    return " or ".join(dict.fromkeys(kinds.get(kind_of(allowed), kind_of(allowed)) for allowed in types))


def score_problems(label: str, name: str, dataset: DatasetFacts, roles: Mapping[str, str]) -> Iterator[str]:
    """Why a column cannot hold scores: besides the type, it may have another role, by its name.

    The outcome itself would be the best of all scores.
    """
    if name in roles:
        yield f"{label}: {name!r} is {roles[name]}. Choose a column that holds scores."
    else:
        yield from column_problems(label, name, dataset, NUMBERS)


def partition_problems(label: str, dataset: DatasetFacts, partition: str) -> Iterator[str]:
    """Why the partitions that the host handed to the run are not the one that is written."""
    if dataset.dimensions and partition and dataset.partitions != (partition,):
        others = len(dataset.partitions) - _MOST_EXAMPLES
        listed = ", ".join(dataset.partitions[:_MOST_EXAMPLES]) or "none"
        yield (
            f"{label} {dataset.name}: expected its partition {partition}, was handed {listed}"
            f"{f' and {others} more' if others > 0 else ''}. Set the dependency to 'Equals' in the recipe's "
            "Input/Output tab, and check that the partition exists."
        )


def output_problems(role: str, dataset: DatasetFacts, performance: DatasetFacts) -> Iterator[str]:
    """Why an output cannot be written beside a performance dataset that is partitioned as it should be."""
    if dataset.dimensions != performance.dimensions:
        yield (
            f"Output {role}: expected the partitioning of performance ({dimensions_text(performance)}), "
            f"found {dimensions_text(dataset)} on {dataset.name}."
        )
    yield from append_problems(role, dataset)
    yield from table_problems(role, dataset)


def append_problems(role: str, dataset: DatasetFacts) -> Iterator[str]:
    """Why an output in append mode cannot be written."""
    if dataset.is_appending:
        yield (
            f"Output {role}: {dataset.name} is in append mode, so a second run would double its rows. "
            "Untick 'Append instead of overwrite' in the recipe's Input/Output tab."
        )


def partitioning_problems(performance: DatasetFacts) -> Iterator[str]:
    """Why an output is not partitioned as a performance dataset is, or not at all."""
    if performance.dimensions:
        yield from dimension_problems(performance)
    else:
        yield f"Output performance: {performance.name} is not partitioned. {_PERFORMANCE_TO_CREATE}"


def dimension_problems(performance: DatasetFacts) -> Iterator[str]:
    """Why a partitioned output is not partitioned as a performance dataset is."""
    if len(performance.dimensions) > 1:
        yield f"Output performance: expected one time dimension, found {dimensions_text(performance)}."
        return
    name, period = performance.dimensions[0]
    if period not in PERIODS:
        yield f"Output performance: expected a time dimension, found {dimensions_text(performance)}."
    if name in DATE_PARTS:
        yield (
            f"Output performance: the dimension is named {name}, and DSS keeps DKU_DST_{name} for a part of the date, "
            f"so that the partition to write is not known. Rename it '{name.lower()}' (Settings > Partitioning)."
        )
    if name in _OURS:
        yield (
            f"Output performance: the dimension is named {name}, which is a column of the plugin. Name it 'month', or "
            "otherwise."
        )


def table_problems(role: str, dataset: DatasetFacts) -> Iterator[str]:
    """Columns that the table of an older version of the plugin lacks; it is never dropped for them."""
    columns = _COLUMNS.get(role, ())
    missing = [column for column in columns if column.name not in dataset.types]
    if dataset.is_sql and missing and len(missing) < len(columns):
        additions = ", ".join(f'ADD "{column.name}" {SQL_TYPES[column.type]}' for column in missing)
        names = ", ".join(column.name for column in missing)
        yield (
            f"Output {role}: the table of {dataset.name} lacks the columns {names}. Have them added (types as your "
            f"database spells them), then reload the schema: ALTER TABLE {dataset.table or dataset.name} {additions}"
        )
