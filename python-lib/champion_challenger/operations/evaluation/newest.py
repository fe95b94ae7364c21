"""The newest customers, whose outcomes nobody knows yet: their scores beside those of the evaluated cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.calendar import is_later
from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.monitoring import drift
from champion_challenger.core.monitoring.early_warnings import (
    MissingShare,
    histogram_text,
    missing_changes,
    missing_text,
    warning_codes,
)
from champion_challenger.core.tables.frames import cell_text
from champion_challenger.errors import DataError, HostError
from champion_challenger.languages.english.phrases import end_sentence
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.cohort import Cohort, check_customers
from champion_challenger.operations.evaluation.contest import ContestRules, models_scores
from champion_challenger.operations.evaluation.dates import CohortRules, newest_period, period_rows
from champion_challenger.operations.evaluation.identity import Row
from champion_challenger.operations.evaluation.score import Question, Scoring
from champion_challenger.operations.ports import Host
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import Version


@dataclass(frozen=True)
class Newest:
    """Scores of the newest customers.

    Attributes
    ----------
    name
        Their partition; without partitions, the newest period of their snapshot column, or the dataset's name.
    ids
        Customer ids; None without a customer id column.
    scores
        By version id, one per customer, NaN where there is none; a version that could not score has none.
    missing
        By version id, its features whose share of missing values is not that of the evaluated cohort: whichever version
        goes into production, its own are known.
    """

    name: str
    ids: pd.Series | None
    scores: Mapping[str, npt.NDArray[np.float64]]
    missing: Mapping[str, Sequence[MissingShare]]


@dataclass(frozen=True)
class WarningRules:
    """How the newest customers are scored, and compared with the evaluated cohort."""

    contest: ContestRules
    cohort: CohortRules
    rates_bp: tuple[int, ...]

    @property
    def customer_id_column(self) -> str:
        """Column that names the customers; "" for none."""
        return self.cohort.customer_id_column


@dataclass(frozen=True)
class _Customers:
    """The newest customers as they were read: their name, their rows, and their ids where they have some."""

    name: str
    rows: Chunks
    ids: pd.Series | None


def early_warnings(
    champion: Version, rules: WarningRules, scorings: Sequence[Scoring], cohort: Cohort, host: Host
) -> dict[str, dict[float, Row]]:
    """Columns of early warnings, by version and targeting rate, of each version that scored the cohort.

    Nothing without newest customers. What goes wrong with them never fails a run: the log says it, and nothing is
    known of early warnings.
    """
    if host.flow.newest is None:
        return {}
    try:
        customers = _read(rules, cohort, host.flow.newest, host)
    # A month of figures is not lost for a warning.
    except (DataError, HostError) as error:
        host.tell(f"WARN: no early warnings: {error}")
        return {}
    newest = _score(champion, rules, customers, cohort, host)
    places = _shared_customers(cohort, newest, rules.customer_id_column)
    return {
        scoring.contestant.version_id: _columns_of(scoring, newest, places, rules.rates_bp)
        for scoring in scorings
        if scoring.scores is not None
    }


def _read(rules: WarningRules, cohort: Cohort, facts: DatasetFacts, host: Host) -> _Customers:
    """Rows of the newest customers, with those columns that were read of the cohort, and their ids."""
    if facts.dimensions and not facts.partitions:
        raise DataError(f"{facts.name} has no partition yet.")
    names = cohort.rows.columns
    period = _period(rules, facts, host)
    dated = replace(host.flow, cohort=facts, partition=period)
    name = next(iter((*facts.partitions, *filter(None, [period]))), facts.name)
    # The same month beside itself would look alike, whatever became of the customers since.
    if not is_later(name, cohort.name):
        raise DataError(
            f"{facts.name}, {name}: these customers are not newer than the evaluated cohort {cohort.name}. Build a "
            "newer partition, and set the dependency to 'Latest available' in the recipe's Input/Output tab."
        )
    # Only the columns that were read of the cohort: the features of both are the same.
    rows = host.read_newest(
        lambda frames: Chunks(period_rows(frames, rules.cohort, dated) if period else frames),
        [name for name in facts.column_names if name in names],
    )
    n = sum(len(frame) for frame in rows)
    if n == 0:
        where = facts.name if name == facts.name else f"{facts.name}, {name}"
        raise DataError(f"{where}: it has no rows. Build it before the evaluation.")
    host.tell(f"Newest customers, {name}: {n:,} are scored for early warnings; their outcomes are not read.")
    column = rules.customer_id_column
    if not column or column not in rows.columns:
        host.tell(f"WARN: {facts.name} has no column {column or 'of customer ids'}: how lists changed is not known.")
        return _Customers(name, rows, None)
    ids = rows.column(column)
    check_customers(ids, column, facts.name)
    return _Customers(name, rows, ids)


def _period(rules: WarningRules, facts: DatasetFacts, host: Host) -> str:
    """Newest period of customers without partitions, chosen by a snapshot column as of a cohort; "" for all rows.

    The column is read first and alone: such a dataset may hold years.
    """
    column = rules.cohort.snapshot_column
    if facts.dimensions or column not in facts.types:
        return ""
    dated = replace(host.flow, cohort=facts)
    return host.read_newest(lambda frames: newest_period(frames, rules.cohort, dated), [column])


def _score(champion: Version, rules: WarningRules, customers: _Customers, cohort: Cohort, host: Host) -> Newest:
    facts, rows = host.flow.newest, customers.rows
    assert facts is not None
    types = {name: facts.types[name] for name in rows.columns}
    contest = replace(rules.contest, score_columns=tuple(c for c in rules.contest.score_columns if c in types))
    gives_all = cohort.was_read_whole
    question = Question(rows, types, contest.positive_class, contest.allows_missing, contest.threads, gives_all)
    scores = {}
    for scoring in models_scores(champion, contest, question, cohort, host):
        if scoring.scores is None:
            reason = end_sentence(scoring.reason)
            host.tell(f"WARN: version {scoring.contestant.version_id} cannot score {facts.name}: {reason}")
        else:
            scores[scoring.contestant.version_id] = scoring.scores
    return Newest(customers.name, customers.ids, scores, _missing(cohort.rows, rows, host))


def _columns_of(
    scoring: Scoring, newest: Newest, places: tuple[npt.NDArray[np.int64], ...] | None, rates_bp: Sequence[int]
) -> dict[float, Row]:
    version = scoring.contestant.version_id
    now = newest.scores.get(version)
    shared: Row = {"newest_cohort": newest.name, "missing_values": missing_text(newest.missing.get(version, ()))}
    changes: Sequence[float | None] = [None] * len(rates_bp)
    if now is not None and scoring.scores is not None:
        shared |= _drift(scoring.scores, now)
        changes = _changes(scoring.scores, now, places, rates_bp)
    return warning_columns(shared, changes, rates_bp)


def warning_columns(shared: Row, changes: Sequence[float | None], rates_bp: Sequence[int]) -> dict[float, Row]:
    """Columns of a version by targeting rate, from those that all rates share, and how each list changed."""
    codes = warning_codes(
        shared.get("score_psi"),
        shared.get("score_psi_limit"),
        is_unscored=not shared.get("n_newest"),
        has_missing=bool(shared.get("missing_values")),
    )
    columns = {**shared, "early_warnings": ", ".join(codes) or None}
    return {rate / BASIS_POINTS: {**columns, "list_changed": change} for rate, change in zip(rates_bp, changes)}


def drift_columns(parts: drift.Tenths, newest: Sequence[int], expected_positives: float | None) -> Row:
    """Columns about scores: customers of the newest cohort in the tenths of the evaluated one."""
    return {
        "n_newest": sum(newest),
        "newest_expected_positives": expected_positives,
        "score_psi": drift.stability_index(parts.counts, newest),
        "score_psi_limit": drift.stability_limit(parts.counts, newest),
        "score_histogram": histogram_text(parts.edges, parts.counts, newest),
    }


def _drift(before: npt.NDArray[np.float64], now: npt.NDArray[np.float64]) -> Row:
    known = now[np.isfinite(now)]
    parts = drift.tenths_of(before[np.isfinite(before)])
    return drift_columns(parts, drift.counts_between(known, parts.edges), drift.expected_positives(known))


def _changes(
    before: npt.NDArray[np.float64],
    now: npt.NDArray[np.float64],
    places: tuple[npt.NDArray[np.int64], ...] | None,
    rates_bp: Sequence[int],
) -> Sequence[float | None]:
    """Share of each target list that changed, among customers whom both cohorts have."""
    if places is None:
        return [None] * len(rates_bp)
    old, new = before[places[0]], now[places[1]]
    # A customer who lost the score left no list, and joined none.
    both = np.isfinite(old) & np.isfinite(new)
    return drift.list_change(old[both], new[both], rates_bp)


def _shared_customers(
    cohort: Cohort, newest: Newest, customer_id_column: str
) -> tuple[npt.NDArray[np.int64], ...] | None:
    """Places of customers of both cohorts in either one; None without ids."""
    if newest.ids is None or not customer_id_column:
        return None
    before, now = (ids.astype("object").map(cell_text) for ids in (cohort.rows.column(customer_id_column), newest.ids))
    # Texts of both sides, since the same id may be a number here and a text there.
    _, first, second = np.intersect1d(
        before.to_numpy(dtype=str), now.to_numpy(dtype=str), assume_unique=True, return_indices=True
    )
    return first, second


def _missing(cohort: Chunks, newest: Chunks, host: Host) -> dict[str, list[MissingShare]]:
    """Features whose share of missing values changed, by version of the model; each column is counted once."""
    columns = set(newest.columns)
    features = {version.version_id: _features(version.version_id, host) & columns for version in host.model.versions()}
    counted = sorted(set().union(*features.values()))
    before, now = (
        {name: sum(_n_missing(frame[name]) for frame in rows) for name in counted} for rows in (cohort, newest)
    )
    sizes = [sum(len(frame) for frame in rows) for rows in (cohort, newest)]
    return {
        version: missing_changes({name: before[name] for name in sorted(names)}, now, *sizes)
        for version, names in features.items()
    }


def _features(version_id: str, host: Host) -> frozenset[str]:
    try:
        design = host.model.design(version_id)
    except HostError:
        return frozenset()
    # Text features are left out: an empty text is no missing value for them.
    return design.numeric_features | design.category_features


def _n_missing(values: pd.Series) -> int:
    empty = values.isna()
    return int(
        empty.sum() if pd.api.types.is_numeric_dtype(values) else (empty | (values.astype("object") == "")).sum()
    )
