"""The rows that a summary is made from: those of all performance datasets, each once."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from champion_challenger.core.tables.columns import COLUMNS, POOLED
from champion_challenger.core.tables.frames import other_dataset, performance_rows, table, unknown_columns
from champion_challenger.core.tables.reading import latest_rows
from champion_challenger.errors import SettingsError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.dataset_checks import append_problems
from champion_challenger.operations.ports import SummaryHost
from champion_challenger.operations.summary.clusters import scores_problems
from champion_challenger.records.datasets import DatasetFacts


def guard(host: SummaryHost) -> None:
    """Refuse a flow that does not fit.

    Raises
    ------
    SettingsError
        With all that does not.
    """
    problems = [*_outputs(host)]
    # A summary of summaries would count every row twice.
    added = {column.name for column in POOLED}
    for dataset in host.performance:
        if added & set(dataset.column_names):
            problems.append(f"Input {dataset.name}: it is a summary. Choose the performance datasets themselves.")
        other = other_dataset(dataset.name, "performance", dataset.column_names) if dataset.columns else ""
        problems += [f"Input performance: {other}"] if other else []
    problems += scores_problems(host.scores)
    if problems:
        raise SettingsError(problems)


def _outputs(host: SummaryHost) -> Iterator[str]:
    for role, dataset in host.outputs.items():
        if dataset.dimensions:
            yield (
                f"Output {role}: {dataset.name} is partitioned, but it holds all cohorts at once. "
                "Remove its partitioning (Settings > Partitioning), or choose another dataset."
            )
        yield from append_problems(role, dataset)


def gather_rows(host: SummaryHost) -> pd.DataFrame:
    """Rows of all inputs under one set of columns, each once."""
    frames = [frame for dataset in host.performance for frame in _read(dataset, host) if len(frame)]
    if not frames:
        host.tell("No performance row was found: the summary is empty. Run Retrain and evaluate first.")
        return table([])
    rows = pd.concat(frames, ignore_index=True)
    # Rows that are about nothing, such as those of another tool.
    named = rows[rows["version_id"].notna() & rows["cohort"].notna()]
    kept = latest_rows(named)
    _tell_count(host, len(rows) - len(named), "without version or cohort were left out.")
    _tell_count(host, len(named) - len(kept), "came twice; those computed last were kept.")
    return kept


def _read(dataset: DatasetFacts, host: SummaryHost) -> Iterator[pd.DataFrame]:
    if not dataset.columns:
        host.tell(f"{dataset.name}: not built yet, left out.")
        return
    dimensions = [name for name, _ in dataset.dimensions]
    strange = [name for name in unknown_columns(dataset.column_names) if name not in dimensions]
    missing = [column.name for column in COLUMNS if column.name not in dataset.column_names]
    if strange:
        host.tell(f"{dataset.name}: columns that this version of the plugin does not know: {', '.join(strange)}.")
    if missing:
        host.tell(
            f"{dataset.name}: columns that it lacks, null here: {', '.join(missing)}. Build it again to have them."
        )
    _tell_left_out(dataset, host)
    for frame in host.read(dataset):
        # Rows without the name of a score take the dataset's, so that two scores are never joined.
        yield performance_rows(frame, dataset.name.rpartition(".")[2])


def _tell_left_out(dataset: DatasetFacts, host: SummaryHost) -> None:
    left_out = sorted(set(host.existing_partitions(dataset)) - set(dataset.partitions))
    if left_out:
        host.tell(
            f"{dataset.name}: {len(left_out)} of its partitions were not handed to this run ({', '.join(left_out[:5])}"
            f"{', …' if len(left_out) > 5 else ''}). In the recipe's Input/Output tab, set the partition dependency to "
            "'All available'."
        )


def _tell_count(host: SummaryHost, count: int, what: str) -> None:
    if count:
        host.tell(f"{count_of(count, 'row')} {what}")
