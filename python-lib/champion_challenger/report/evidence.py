"""What the report shows, chosen from performance rows: one score, one targeting rate, all cohorts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from champion_challenger.errors import DataError

PREFERRED_RATE = 0.05
SCORE_COLUMN = "column:"
_NUMBERS = ("targeting_rate", "lift", "auc", "precision", "sensitivity", "accuracy", "base_rate", "true_positives")
_COUNTS = ("n", "n_targeted", "n_positive", "model_age_days")


@dataclass(frozen=True)
class Contender:
    """One version, or an existing score column, under the name that the report gives it."""

    key: str
    label: str
    is_champion: bool
    is_rule: bool


@dataclass(frozen=True)
class Evidence:
    """Rows of one score at one rate, in the order in which they are shown.

    Attributes
    ----------
    rows
        All segments but ``all`` left out; one row a contender and cohort; ``key`` names the contender.
    cohorts
        Cohort ids, the oldest first.
    contenders
        The champion of the last cohort first, then versions by training date, the newest first, then score columns.
    rates
        All targeting rates of the score, ascending.
    """

    score: str
    rate: float
    rates: tuple[float, ...]
    rows: pd.DataFrame
    cohorts: tuple[str, ...]
    contenders: tuple[Contender, ...]

    @property
    def last(self) -> pd.DataFrame:
        """Rows of the last cohort, by contender, in the contenders' order."""
        rows = self.rows[self.rows["cohort"] == self.cohorts[-1]].set_index("key", drop=False)
        ordered: pd.DataFrame = rows.reindex([one.key for one in self.contenders if one.key in rows.index])
        return ordered

    @property
    def champion(self) -> Contender | None:
        """The model in production when the last cohort was evaluated."""
        return next((one for one in self.contenders if one.is_champion), None)

    def series(self, contender: Contender, column: str) -> list[float | None]:
        """A figure of a contender over the cohorts; None where there is none."""
        own = self.rows[self.rows["key"] == contender.key].set_index("cohort")[column].reindex(list(self.cohorts))
        return [None if pd.isna(value) else float(value) for value in own]


def evidence(performance: pd.DataFrame, rate: float | None = None) -> Evidence:
    """Choose what the report shows.

    Parameters
    ----------
    performance
        Rows of the performance dataset of one score; strings and nulls as any reader delivers them.
    rate
        Targeting rate, in (0, 1]. None: 5 % when the rows have it, else their lowest rate.

    Raises
    ------
    DataError
        No row, several scores, or a rate that the rows do not have.
    """
    rows = _prepared(performance)
    rates = tuple(sorted(rows["targeting_rate"].dropna().unique()))
    chosen = _chosen_rate(rates, rate)
    rows = rows[rows["targeting_rate"].isna() | (rows["targeting_rate"] == chosen)]
    rows = rows.drop_duplicates(["cohort", "key"], keep="last")
    cohorts = rows.sort_values(["cohort_start", "cohort"])["cohort"].drop_duplicates()
    return Evidence(
        score=str(rows["score_id"].iloc[0]),
        rate=chosen,
        rates=rates,
        rows=rows,
        cohorts=tuple(cohorts),
        contenders=_contenders(rows, cohorts.iloc[-1]),
    )


def _prepared(performance: pd.DataFrame) -> pd.DataFrame:
    rows: pd.DataFrame = performance[performance["segment"] == "all"].copy()
    if rows.empty:
        raise DataError("The report needs rows of the segment 'all', but performance has none: run the recipe first.")
    scores = sorted(rows["score_id"].astype(str).unique())
    if len(scores) > 1:
        raise DataError(f"The report shows one score, but performance holds {', '.join(scores)}: choose one of them.")
    for column in (*_NUMBERS, *_COUNTS):
        rows[column] = pd.to_numeric(rows[column], errors="coerce").astype("float64")
    for column in ("reason", "trained_until", "version_label", "verdict", "status", "algorithm", "cohort_start"):
        rows[column] = rows[column].astype("object").where(rows[column].notna(), "")
    rows["key"] = rows["project_key"].fillna("") + "." + rows["model_id"].fillna("") + "." + rows["version_id"]
    rows["is_champion"] = rows["is_champion"].eq(True)
    return rows


def _chosen_rate(rates: tuple[float, ...], rate: float | None) -> float:
    if not rates:
        raise DataError("The report needs a targeting rate, but the column targeting_rate holds none: run the recipe.")
    if rate is None:
        return PREFERRED_RATE if PREFERRED_RATE in rates else rates[0]
    if rate not in rates:
        raise DataError(f"No row has the targeting rate {rate:g}; there are {', '.join(f'{r:g}' for r in rates)}.")
    return rate


def _contenders(rows: pd.DataFrame, last_cohort: str) -> tuple[Contender, ...]:
    newest = rows.sort_values(["cohort_start", "cohort"]).drop_duplicates("key", keep="last")
    in_production = set(rows.loc[rows["is_champion"] & (rows["cohort"] == last_cohort), "key"])
    found = [
        Contender(
            row.key,
            row.version_label or row.version_id,
            row.key in in_production,
            row.version_id.startswith(SCORE_COLUMN),
        )
        for row in newest.itertuples(index=False)
    ]
    found.sort(key=lambda one: (one.label, one.key), reverse=True)
    return tuple(sorted(found, key=lambda one: (not one.is_champion, one.is_rule)))
