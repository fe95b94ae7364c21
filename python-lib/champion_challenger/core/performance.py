"""The performance dataset: its columns, which never change their names or types, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from champion_challenger.records import Column

VERDICTS = (
    "champion",
    "challenger_better",
    "champion_better",
    "not_distinguishable",
    "not_comparable",
    "not_enough_data",
)
"""Words of the columns ``verdict`` and ``pooled_verdict``."""

COLUMNS: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column("version_id", "string", "Version of the model, or column:NAME for an existing score column"),
    Column("version_label", "string", "YYYYMMDD of training, or the score column's name"),
    Column("is_champion", "boolean", "The version was the active one when this row was computed"),
    Column("cohort", "string", "Partition of the customers evaluated"),
    Column("cohort_start", "string", "Snapshot date of the cohort, YYYY-MM-DD"),
    Column("cohort_status", "string", "final when the horizon after the snapshot is past, else provisional"),
    Column("targeting_rate", "double", "Share of the customers targeted, highest scores first, in (0, 1]"),
    Column("lift", "double", "Precision divided by the base rate; higher is better, 1 is chance"),
    Column("auc", "double", "Area under the ROC curve, ties count one half; in [0, 1], 0.5 is chance"),
    Column("precision", "double", "Share of the targeted customers who are positive, in [0, 1]"),
    Column("sensitivity", "double", "Share of the positive customers who are targeted, in [0, 1]"),
    Column("accuracy", "double", "Share of the customers classified rightly, in [0, 1]"),
    Column("gini", "double", "2 AUC - 1, in [-1, 1]"),
    Column("ks", "double", "Largest distance between the score distributions of the two classes, in [0, 1]"),
    Column("lift_low", "double", "Lower 95 % bound of lift"),
    Column("lift_high", "double", "Upper 95 % bound of lift"),
    Column("auc_low", "double", "Lower 95 % bound of AUC"),
    Column("auc_high", "double", "Upper 95 % bound of AUC"),
    Column("precision_low", "double", "Lower 95 % bound of precision"),
    Column("precision_high", "double", "Upper 95 % bound of precision"),
    Column("sensitivity_low", "double", "Lower 95 % bound of sensitivity"),
    Column("sensitivity_high", "double", "Upper 95 % bound of sensitivity"),
    Column("segment", "string", "all, or column=value"),
    Column("n", "bigint", "Customers with an outcome and a score"),
    Column("n_positive", "bigint", "Positive customers among them"),
    Column("base_rate", "double", "n_positive / n"),
    Column("n_targeted", "bigint", "Customers targeted: targeting_rate x n, rounded up"),
    Column("cutoff_score", "double", "Lowest score still targeted"),
    Column("true_positives", "double", "Positive customers targeted; ties at the cut-off are shared in proportion"),
    Column("true_positives_worst", "bigint", "The fewest that a choice among the ties could reach"),
    Column("true_positives_best", "bigint", "The most that a choice among the ties could reach"),
    Column("n_unlabelled", "bigint", "Customers left out because their outcome is unknown"),
    Column("n_unscored", "bigint", "Customers left out because this version gave them no score"),
    Column("lift_delta", "double", "Lift minus the champion's, on the customers that both scored"),
    Column("lift_delta_low", "double", "Lower 95 % bound of lift_delta"),
    Column("lift_delta_high", "double", "Upper 95 % bound of lift_delta"),
    Column("auc_delta", "double", "AUC minus the champion's, on the customers that both scored"),
    Column("auc_delta_low", "double", "Lower 95 % bound of auc_delta"),
    Column("auc_delta_high", "double", "Upper 95 % bound of auc_delta"),
    Column("p_value", "double", "Two-sided, of the primary figure at the primary rate against the champion"),
    Column("p_adjusted", "double", "p_value after Holm over the versions compared in the run"),
    Column("target_overlap", "double", "Share of the champion's target list that this version targets too"),
    Column("extra_positives", "double", "Positives reached beyond the champion's among as many contacts"),
    Column("verdict", "string", "Of this cohort alone"),
    Column("trained_until", "string", "Day on which the last training outcome was final, YYYY-MM-DD"),
    Column("out_of_time", "string", "yes when the cohort starts on or after trained_until; no; unknown"),
    Column("model_age_days", "bigint", "Days from the end of training to the snapshot"),
    Column("project_key", "string", "Project of the model"),
    Column("model_id", "string", "Saved model"),
    Column("algorithm", "string", "Algorithm of the version"),
    Column("status", "string", "scored, scored_with_missing_features, not_scorable, not_enough_data"),
    Column("reason", "string", "Why a figure is missing, or what to beware of"),
    Column("scoring_seconds", "double", "Seconds that scoring the cohort took"),
    Column("run_id", "string", "Run that wrote the row"),
    Column("computed_at", "string", "When, in UTC"),
    Column("plugin_version", "string", "Version of the plugin"),
)

RETRAINING_LOG: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column("cohort", "string", "Cohort of the run"),
    Column("run_id", "string", "Run that wrote the row"),
    Column("version_id", "string", "Version made or found"),
    Column("change", "string", "What was met"),
    Column("feature", "string", "Feature concerned"),
    Column("before", "string", "As in the champion's design"),
    Column("after", "string", "As found in the fresh data"),
    Column("action", "string", "What was done about it"),
)

SCORES: tuple[Column, ...] = (
    Column("customer_id", "string", "Customer, as in the cohort"),
    Column("version_id", "string", "Version of the model, or column:NAME"),
    Column("score", "double", "Probability of the positive class, or the score column's value"),
    Column("outcome", "bigint", "1 when the customer is positive, else 0"),
    Column("cohort", "string", "Partition of the customers evaluated"),
)

GAINS_CURVES: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column("version_id", "string", "Version of the model, or column:NAME"),
    Column("cohort", "string", "Partition of the customers evaluated"),
    Column("segment", "string", "all, or column=value"),
    Column("percent", "bigint", "Share of the customers targeted, in percent, 1 to 100"),
    Column("n_targeted", "bigint", "Customers targeted"),
    Column("cutoff_score", "double", "Lowest score still targeted"),
    Column("true_positives", "double", "Positive customers targeted; ties at the cut-off are shared in proportion"),
)

_DTYPES: dict[str, Any] = {"string": "object", "double": "float64", "bigint": "Int64", "boolean": "bool"}


def table(rows: Iterable[Mapping[str, Any]], columns: tuple[Column, ...] = COLUMNS) -> pd.DataFrame:
    """Rows as a frame with exactly these columns, in this order, with fixed types.

    Parameters
    ----------
    rows
        Column name to value; what is missing is null.

    Returns
    -------
    DataFrame
        string as object, double as float64, bigint as Int64, boolean as bool (without nulls).

    Raises
    ------
    KeyError
        When a row has a column that the dataset has not.

    Examples
    --------
    >>> frame = table([{"score_id": "churn", "lift": 2.0, "n": 10}])
    >>> frame.loc[0, "score_id"], float(frame.loc[0, "lift"]), int(frame.loc[0, "n"]), bool(frame.loc[0, "is_champion"])
    ('churn', 2.0, 10, False)
    """
    listed = [dict(row) for row in rows]
    unknown = {name for row in listed for name in row} - {column.name for column in columns}
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    frame: pd.DataFrame = pd.DataFrame({column.name: _series(listed, column) for column in columns})
    return frame


def _series(rows: list[dict[str, Any]], column: Column) -> pd.Series:
    values: list[Any] = [row.get(column.name) for row in rows]
    if column.type == "boolean":
        values = [bool(value) for value in values]
    if column.type == "string":
        values = [None if value is None else str(value) for value in values]
    series: pd.Series = pd.Series(values, dtype=_DTYPES[column.type])
    return series


def following(existing: Sequence[Column], wanted: Sequence[Column]) -> tuple[Column, ...]:
    """Wanted columns in the order of a table that is there already: new ones come last, and none is lost.

    Files without a header are read by position, so the columns of partitions that an older version of the plugin wrote
    must keep their places. A table that lacks the first wanted column is not one of ours: its schema is replaced.

    Examples
    --------
    >>> old, new = [Column("score_id", "string"), Column("lift", "double")], Column("auc", "double")
    >>> [column.name for column in following(old, [old[0], new, old[1]])]
    ['score_id', 'lift', 'auc']
    >>> [column.name for column in following([Column("customer", "string")], old)]
    ['score_id', 'lift']
    """
    if wanted[0].name not in {column.name for column in existing}:
        return tuple(wanted)
    ours = {column.name: column for column in wanted}
    kept = {column.name: ours.get(column.name, column) for column in existing}
    return (*kept.values(), *(column for name, column in ours.items() if name not in kept))
