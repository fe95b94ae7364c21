"""Which figures of performance rows are evidence: none of outcomes that are not joined, or that were trained on."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.verdicts.cohort_dates import is_without_outcomes

_STARTS = ("lift", "auc", "precision", "sensitivity", "accuracy", "true_positives", "p_", "incremental_")
_NAMES = (
    *("gini", "ks", "average_precision", "n", "n_positive", "base_rate", "n_targeted", "target_overlap"),
    *("extra_positives", "expected_positives", "n_contacted", "n_control"),
)
"""Columns that are counted over the customers who have an outcome."""


def waiting_cohorts(rows: pd.DataFrame) -> frozenset[str]:
    """Cohorts whose outcomes were not joined yet when they were last evaluated."""
    reasons = rows[["cohort", "reason_codes", "reason"]].drop_duplicates()
    return frozenset(
        str(cohort)
        for cohort, codes, sentence in reasons.itertuples(index=False)
        if is_without_outcomes(codes, sentence)
    )


def without_early_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows without the figures, and the verdict, of cohorts whose outcomes are not joined yet.

    They are counted over the few customers who have an outcome already, or over none: no such figure is evidence.
    """
    is_waiting = rows["cohort"].isin(waiting_cohorts(rows))
    if not is_waiting.any():
        return rows
    names = [name for name in rows.columns if name.startswith(_STARTS) or name in _NAMES]
    cleared = {name: rows[name].where(~is_waiting) for name in names}
    frame: pd.DataFrame = rows.assign(**cleared, verdict=rows["verdict"].where(~is_waiting, ""))
    return frame


def is_in_sample(rows: pd.DataFrame) -> pd.Series:
    """Whether the version of each row was trained on outcomes of its cohort: its figures look better than they are."""
    flags: pd.Series = rows["out_of_time"].eq("no").fillna(value=False).astype("bool")
    return flags


def with_fair_extra(rows: pd.DataFrame, champion: str) -> pd.DataFrame:
    """Rows without the extra positives that a version, or the model compared with, owes to outcomes it was trained on.

    Parameters
    ----------
    rows
        With the ``key`` of their version.
    champion
        Key of the model in production.
    """
    in_sample = is_in_sample(rows)
    cohorts = set(rows.loc[in_sample & rows["key"].eq(champion), "cohort"])
    frame: pd.DataFrame = rows.assign(
        extra_positives=rows["extra_positives"].where(~(in_sample | rows["cohort"].isin(cohorts)))
    )
    return frame
