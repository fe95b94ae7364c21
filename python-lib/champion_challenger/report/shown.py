"""What the report shows, chosen from performance rows: one score, all cohorts, all targeting rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.errors import DataError

PREFERRED_RATE = 0.05
SCORE_COLUMN = "column:"


@dataclass(frozen=True)
class ShownVersion:
    """One version, or an existing score column, under the name that the report gives it."""

    key: str
    label: str
    is_champion: bool
    is_rule: bool
    is_best: bool = False


@dataclass(frozen=True)
class ReportEvidence:
    """Rows of one score in the order in which they are shown.

    Attributes
    ----------
    rows
        One row a contender, cohort and rate; ``key`` names the contender.
    cohorts
        Cohort ids, the oldest first.
    contenders
        The model in production first, then versions by training date, the newest first, then score columns.
    rates
        All targeting rates of the score, ascending.
    rate
        The one shown first.
    champion_is
        ``now``: the active version when the summary was computed; ``last``: that of the last cohort; ``unknown``.
    told
        The other datasets, where they are given.
    """

    rows: pd.DataFrame
    cohorts: tuple[str, ...]
    contenders: tuple[ShownVersion, ...]
    rates: tuple[float, ...]
    rate: float
    champion_is: str
    told: ReportRows

    @property
    def champion(self) -> ShownVersion | None:
        """The model in production."""
        return next((one for one in self.contenders if one.is_champion), None)

    @property
    def best(self) -> ShownVersion | None:
        """The best challenger."""
        return next((one for one in self.contenders if one.is_best), None)

    @property
    def last_cohort(self) -> str:
        """Id of the last cohort."""
        return self.cohorts[-1]

    def at(self, rate: float) -> pd.DataFrame:
        """Rows at a rate, and those of versions that could not be scored at any."""
        rows = self.rows[self.rows["targeting_rate"].isna() | (self.rows["targeting_rate"] == rate)]
        kept: pd.DataFrame = rows.drop_duplicates(["cohort", "key"], keep="last")
        return kept

    def last(self, rate: float) -> pd.DataFrame:
        """Rows of the last cohort at a rate, by contender, in the contenders' order."""
        rows = self.at(rate)
        rows = rows[rows["cohort"] == self.last_cohort].set_index("key", drop=False)
        ordered: pd.DataFrame = rows.reindex([one.key for one in self.contenders if one.key in rows.index])
        return ordered

    def last_row(self, contender: ShownVersion) -> pd.Series[Any]:
        """Newest row of a contender at the rate shown first."""
        rows = self.at(self.rate)
        found: pd.Series[Any] = rows[rows["key"] == contender.key].iloc[-1]
        return found


def report_evidence(told: ReportRows, rate: float | None = None) -> ReportEvidence:
    """Choose what the report shows.

    Parameters
    ----------
    rate
        Targeting rate shown first, in (0, 1]. None: 5 % when the rows have it, else their lowest rate.

    Raises
    ------
    DataError
        A rate that the rows do not have, or two champions on one cohort.
    """
    rows = told.performance.assign(key=version_keys(told.performance))
    rows = rows.sort_values(["cohort_start", "cohort", "computed_at"], kind="stable", ignore_index=True)
    cohorts = tuple(rows["cohort"].drop_duplicates())
    _check_one_champion(rows)
    rates = tuple(sorted(float(found) for found in rows["targeting_rate"].dropna().unique()))
    champion_is, champion = _champion(rows, cohorts[-1])
    shown_rate = _chosen_rate(rates, rate)
    best = _best(rows[rows["targeting_rate"] == shown_rate], champion, cohorts[-1])
    return ReportEvidence(rows, cohorts, _contenders(rows, champion, best), rates, shown_rate, champion_is, told)


def _chosen_rate(rates: Sequence[float], rate: float | None) -> float:
    if not rates:
        raise DataError("The report needs a targeting rate, but no row has one: no version could be scored yet.")
    if rate is None:
        return PREFERRED_RATE if PREFERRED_RATE in rates else rates[0]
    nearest = min(rates, key=lambda found: abs(found - rate))
    if abs(nearest - rate) > 1e-9:
        raise DataError(f"No row has the targeting rate {rate:g}; there are {', '.join(f'{r:g}' for r in rates)}.")
    return nearest


def _check_one_champion(rows: pd.DataFrame) -> None:
    champions = rows[rows["is_champion"]]
    for cohort, keys in champions.groupby("cohort")["key"]:
        if keys.nunique() > 1:
            msg = (
                f"Cohort {cohort} has two models in production, {' and '.join(sorted(keys.unique()))}. Do two scores "
                "bear one name? Name them apart (Retrain and evaluate, Advanced, Name of the score)."
            )
            raise DataError(msg)


def _champion(rows: pd.DataFrame, last_cohort: str) -> tuple[str, str]:
    for source, marked in (
        ("now", rows[rows["is_champion_now"]]),
        ("last", rows[rows["is_champion"] & (rows["cohort"] == last_cohort)]),
    ):
        if len(marked):
            return source, str(marked["key"].iloc[-1])
    return "unknown", ""


def _best(rows: pd.DataFrame, champion: str, last_cohort: str) -> str:
    """By pooled verdict, then pooled difference, then difference and lift on the last cohort."""
    rivals = rows[(rows["key"] != champion) & (rows["cohort"] == last_cohort) & rows["lift"].notna()]
    rivals = rivals[rivals["out_of_time"] != "no"]
    if rivals.empty:
        return ""
    is_better = rivals["pooled_verdict"].eq("challenger_better")
    ordered = rivals.assign(is_better=is_better).sort_values(
        ["is_better", "pooled_lift_delta", "lift_delta", "lift", "key"], na_position="first"
    )
    return str(ordered["key"].iloc[-1])


def _contenders(rows: pd.DataFrame, champion: str, best: str) -> tuple[ShownVersion, ...]:
    newest = rows.drop_duplicates("key", keep="last")
    names = newest["version_label"].where(newest["version_label"] != "", newest["version_id"])
    twice = set(names[names.duplicated(keep=False)])
    found = [
        ShownVersion(
            key=row.key,
            label=f"{name} ({row.version_id})" if name in twice else name,
            is_champion=row.key == champion,
            is_rule=row.version_id.startswith(SCORE_COLUMN),
            is_best=row.key == best,
        )
        for name, row in zip(names, newest.itertuples(index=False))
    ]
    found.sort(key=lambda one: (one.label, one.key), reverse=True)
    return tuple(sorted(found, key=lambda one: (not one.is_champion, one.is_rule)))
