"""The summary of all cohorts and scores: its columns, and performance rows of any plugin version brought under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from champion_challenger.core.decision_rules import Month
from champion_challenger.core.history import BASIS_POINTS, version_key
from champion_challenger.core.performance import COLUMNS
from champion_challenger.core.pooling import Pooled
from champion_challenger.core.uncertainty import Z95
from champion_challenger.records import Column

POOLED: tuple[Column, ...] = (
    Column("is_champion_now", "boolean", "The version was the active one when the summary was computed"),
    Column("pooled_verdict", "string", "Of the version over several cohorts, all customers; a recommendation"),
    Column("pooled_reason", "string", "Why there is no clear verdict"),
    Column("pooled_cohorts", "string", "Cohorts pooled: final, out of time, without overlap"),
    Column("pooled_targeting_rate", "double", "Primary rate, at which the cohorts are pooled"),
    Column("pooled_lift_delta", "double", "Pooled lift minus that of the model in production now"),
    Column("pooled_lift_delta_low", "double", "Lower 95 % bound of pooled_lift_delta"),
    Column("pooled_lift_delta_high", "double", "Upper 95 % bound of pooled_lift_delta"),
    Column("pooled_auc_delta", "double", "Pooled AUC minus that of the model in production now"),
    Column("pooled_auc_delta_low", "double", "Lower 95 % bound of pooled_auc_delta"),
    Column("pooled_auc_delta_high", "double", "Upper 95 % bound of pooled_auc_delta"),
    Column("pooled_p_value", "double", "Two-sided, of the pooled primary figure"),
    Column("pooled_p_adjusted", "double", "pooled_p_value after Holm over the score's challengers"),
    Column("cohorts_to_settle", "bigint", "About how many more cohorts would settle an open challenger"),
)

SUMMARY: tuple[Column, ...] = (*COLUMNS, *POOLED)

DECISION_RULES: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column("rule", "string", "keep_the_champion, always_the_newest, best_figure_of_last_month, our_verdict"),
    Column("cohort", "string", "Cohort that was targeted"),
    Column("cohort_start", "string", "Snapshot date of the cohort, YYYY-MM-DD"),
    Column("targeting_rate", "double", "Primary rate: share of the customers targeted"),
    Column("version_id", "string", "Version that the rule would have used"),
    Column("version_label", "string", "Its label"),
    Column("n_known_cohorts", "bigint", "Cohorts whose outcomes were final when the rule chose"),
    Column("n_targeted", "bigint", "Customers targeted"),
    Column("positives", "double", "Positive customers reached"),
    Column("extra_positives", "double", "Beyond those that keeping the champion reached"),
    Column("extra_positives_low", "double", "Lower 95 % bound of extra_positives"),
    Column("extra_positives_high", "double", "Upper 95 % bound of extra_positives"),
    Column("total_positives", "double", "Positive customers reached from the first cohort on"),
    Column(
        "total_extra_positives", "double", "Beyond those that keeping the champion reached, from the first cohort on"
    ),
    Column("total_extra_positives_low", "double", "Lower 95 % bound of total_extra_positives"),
    Column("total_extra_positives_high", "double", "Upper 95 % bound of total_extra_positives"),
)

_DTYPES: Mapping[str, Any] = {"string": "object", "double": "float64", "bigint": "Int64", "boolean": "bool"}
_IDENTITY = ["score_id", "project_key", "model_id", "version_id", "cohort", "segment", "targeting_rate"]


@dataclass(frozen=True)
class Judged:
    """What the summary adds to the rows of one score.

    Attributes
    ----------
    champion_now
        Version that is active now; "" when none is known.
    verdicts
        By version.
    rate_bp
        Primary rate, in basis points.
    """

    champion_now: str
    verdicts: Mapping[str, Pooled]
    rate_bp: int


def conformed(frame: pd.DataFrame, score_id: str) -> pd.DataFrame:
    """Rows under exactly the columns of performance, whatever version of the plugin wrote them.

    Parameters
    ----------
    frame
        Rows as a host delivers them: columns may be missing (they become null) or unknown (they are left out).
    score_id
        Name for rows that bear none.

    Returns
    -------
    DataFrame
        string as object, double as float64 without infinities, bigint as Int64, boolean as bool.
    """
    columns = {column.name: typed(frame, column) for column in COLUMNS}
    rows: pd.DataFrame = pd.DataFrame(columns, index=frame.index)
    rows["score_id"] = rows["score_id"].where(rows["score_id"].notna(), score_id)
    rows["segment"] = rows["segment"].where(rows["segment"].notna(), "all")
    return rows


def unknown_columns(names: Sequence[str]) -> list[str]:
    """Names that are no column of performance."""
    known = {column.name for column in COLUMNS}
    return [name for name in names if name not in known]


def without_repeats(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each version, cohort, segment and rate: the one computed last."""
    ordered = rows.sort_values("computed_at", kind="stable", na_position="first")
    kept: pd.DataFrame = ordered.drop_duplicates(_IDENTITY, keep="last").sort_index()
    return kept


def version_keys(rows: pd.DataFrame) -> pd.Series:
    """Version that each row is about, as `version_key` names it."""
    parts = zip(rows["project_key"], rows["model_id"], rows["version_id"])
    return pd.Series([version_key(*part) for part in parts], index=rows.index, dtype="object")


def summarised(rows: pd.DataFrame, judged: Judged) -> pd.DataFrame:
    """Rows of one score with what is known of their versions over all cohorts."""
    keys = version_keys(rows)
    nothing = Pooled("not_comparable", "no row at the primary rate over all customers")
    rate = {"pooled_targeting_rate": judged.rate_bp / BASIS_POINTS}
    pooled = {key: {**rate, **_pooled_values(judged.verdicts.get(key, nothing))} for key in keys.unique()}
    added = {
        column.name: _series([pooled[key].get(column.name) for key in keys], column, rows.index) for column in POOLED
    }
    added["is_champion_now"] = keys == judged.champion_now
    wide: pd.DataFrame = pd.concat([rows, pd.DataFrame(added, index=rows.index)], axis=1)
    ordered: pd.DataFrame = wide[[column.name for column in SUMMARY]]
    return ordered


def decision_row(score_id: str, rate_bp: int, month: Month) -> dict[str, Any]:
    """One month of one rule as a row of the decision rules dataset."""
    spans = (("extra_positives", month.extra), ("total_extra_positives", month.total_extra))
    bounds = {
        f"{name}{end}": found.value + sign * Z95 * found.error
        for name, found in spans
        for end, sign in (("", 0), ("_low", -1), ("_high", 1))
    }
    return {
        "score_id": score_id,
        "rule": month.rule,
        "cohort": month.cohort.name,
        "cohort_start": month.cohort.start.isoformat(),
        "targeting_rate": rate_bp / BASIS_POINTS,
        "version_id": month.look.version_id,
        "version_label": month.look.label,
        "n_known_cohorts": month.n_known,
        "n_targeted": month.look.n_targeted,
        "positives": month.look.hits,
        "total_positives": month.total_positives,
        **bounds,
    }


def _pooled_values(found: Pooled) -> dict[str, Any]:
    return {
        "pooled_verdict": found.verdict,
        "pooled_reason": found.reason or None,
        "pooled_cohorts": ", ".join(found.cohorts) or None,
        "pooled_lift_delta": found.lift.delta,
        "pooled_lift_delta_low": found.lift.bounds.low,
        "pooled_lift_delta_high": found.lift.bounds.high,
        "pooled_auc_delta": found.auc.delta,
        "pooled_auc_delta_low": found.auc.bounds.low,
        "pooled_auc_delta_high": found.auc.bounds.high,
        "pooled_p_value": found.p_value,
        "pooled_p_adjusted": found.p_adjusted,
        "cohorts_to_settle": found.cohorts_to_settle,
    }


def _series(values: Any, column: Column, index: pd.Index) -> pd.Series:
    series: pd.Series = pd.Series(values, index=index, dtype=_DTYPES[column.type])
    return series


def typed(frame: pd.DataFrame, column: Column) -> pd.Series:
    """Values under a column's type; null for what is missing or is not of this type."""
    values = frame[column.name] if column.name in frame else pd.Series(None, index=frame.index, dtype="object")
    if column.type == "string":
        texts = [None if pd.isna(value) or value == "" else str(value) for value in values]
        return _series(texts, column, frame.index)
    if column.type == "boolean":
        flags = [str(value).lower() in ("true", "1", "1.0") for value in values]
        return _series(flags, column, frame.index)
    numbers = pd.to_numeric(values, errors="coerce").astype("float64").replace([np.inf, -np.inf], np.nan)
    return _series(numbers.round() if column.type == "bigint" else numbers, column, frame.index)
