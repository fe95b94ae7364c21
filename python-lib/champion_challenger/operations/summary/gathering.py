"""The rows that a summary is made from: those of all performance datasets, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from champion_challenger.core.tables.columns import COLUMNS, POOLED
from champion_challenger.core.tables.frames import other_dataset, performance_rows, unknown_columns
from champion_challenger.core.tables.reading import latest_rows
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.languages.english.phrases import count_of, nearest
from champion_challenger.operations.dataset_checks import append_problems
from champion_challenger.operations.ports import SummaryHost
from champion_challenger.operations.summary.clusters import scores_problems
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.settings.parsing import quote
from champion_challenger.settings.summarise_performance import OTHER_HORIZONS


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


@dataclass(frozen=True)
class Gathered:
    """Rows of all inputs.

    Attributes
    ----------
    empty
        Inputs without a row, each with the reason.
    """

    rows: pd.DataFrame
    empty: Sequence[str] = ()


def gather_rows(host: SummaryHost) -> Gathered:
    """Rows of all inputs under one set of columns, each once.

    Raises
    ------
    DataError
        When there is none: an empty summary would replace a good one, and nobody be told.
    """
    frames, empty = [], []
    for dataset in host.performance:
        parts = [frame for frame in _read(dataset, host) if len(frame)]
        frames += parts
        empty += [] if parts else [f"{dataset.name} {_why_empty(dataset)}"]
    if not frames:
        why = "; ".join(empty) or "no dataset is connected"
        msg = (
            f"Input performance: {why}, so there is nothing to summarise. Nothing was written, and a summary "
            "that is there is kept. Run Retrain and evaluate, or Evaluate stored scores, and then this recipe again."
        )
        raise DataError(msg)
    rows = _each_once(pd.concat(frames, ignore_index=True), host)
    if rows.empty:
        names = ", ".join(dataset.name for dataset in host.performance)
        msg = f"Input performance: no row of {names} has a version and a cohort. Nothing was written. Build it again."
        raise DataError(msg)
    return Gathered(rows, empty)


def check_horizons(names: Iterable[str], gathered: Gathered, host: SummaryHost) -> None:
    """Refuse horizons of scores that the rows do not have: each would be ignored.

    The score may be one of an input that has no row yet; then the log says it.

    Raises
    ------
    SettingsError
        With the nearest names.
    """
    scores = sorted(map(str, gathered.rows["score_id"].unique()))
    problems = [
        f"{OTHER_HORIZONS}: no score is called {quote(name)}; there {'is' if len(scores) == 1 else 'are'} "
        f"{nearest(name, scores)}. Write the name as it is there, or remove it."
        for name in names
        if name not in scores
    ]
    if problems and not gathered.empty:
        raise SettingsError(problems)
    for problem in problems:
        host.tell(f"WARN: {problem} It may be one of an input without rows: {'; '.join(gathered.empty)}.")


def _why_empty(dataset: DatasetFacts) -> str:
    if not dataset.columns:
        return "was never built"
    if dataset.dimensions and not dataset.partitions:
        return "has no partition"
    return "has no row in the partitions of this run" if dataset.dimensions else "has no row"


def _each_once(rows: pd.DataFrame, host: SummaryHost) -> pd.DataFrame:
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
