"""Scores and outcomes as a warehouse has them: two tables, days for cohorts, odd names of columns, gaps and doubles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from champion_challenger.core.figures.counts import Statistics, statistics
from champion_challenger.core.sql.answer import stored_statistics
from champion_challenger.core.sql.profile import OutcomesProfile, ScoresProfile, outcomes_profile, scores_profile
from champion_challenger.core.sql.tables import CohortRange, OutcomesTable, StoredScores

RATES = (100, 500, 3_333)
CUSTOMER, VERSION, SCORE, DAY = 'customer "id"', "select", "sco`re", "score; date"
JUNE = CohortRange(DAY, first=date(2019, 6, 1), end=date(2019, 7, 1))
_DAYS = [pd.Timestamp(day) for day in ("2019-05-31", "2019-06-28")]
_GAPS = [np.nan, np.inf, -np.inf]

Answer = Iterable[Mapping[str, Any]]
Key = tuple[str, str]


def score_rows() -> pd.DataFrame:
    """Three versions on two days; scores are missing, customers nameless or there twice, the champion's mark has holes."""
    random = np.random.default_rng(1)
    frames = [_of_version(random, version, day) for version in ("v1", "00", "o'hara") for day in _DAYS]
    return pd.concat(frames, ignore_index=True)


def outcome_rows() -> pd.DataFrame:
    """Customers of each day, some nameless, some without an outcome, not all who were scored; as flags and as numbers."""
    random = np.random.default_rng(2)
    frame = pd.DataFrame(
        [(f"{number:03d}", day) for day in _DAYS for number in range(20, 400)], columns=[CUSTOMER, DAY]
    )
    frame.loc[random.choice(len(frame), 5, replace=False), CUSTOMER] = None
    flags = pd.array(random.random(len(frame)) < 0.2, dtype="boolean")
    flags[random.random(len(frame)) < 0.1] = pd.NA
    numbers = flags.astype("Int64")
    numbers[flags.isna() & (random.random(len(frame)) < 0.3)] = 3
    return frame.assign(**{"y flag": flags, "y number": numbers})


@dataclass(frozen=True)
class TwoTables:
    """What an engine is to count of them: of June, or of each day; flags where it has booleans, else numbers."""

    has_booleans: bool
    groups_cohorts: bool

    @property
    def queried(self) -> StoredScores:
        """The tables as the query names them."""
        days = CohortRange(DAY) if self.groups_cohorts else JUNE
        return StoredScores(
            "stored", CUSTOMER, VERSION, SCORE, champion=f"best {self._kind}", champion_is_boolean=self.has_booleans,
            cohort=days, groups_cohorts=self.groups_cohorts, outcomes=self.outcomes,
        )  # fmt: skip

    @property
    def outcomes(self) -> OutcomesTable:
        """The table of outcomes alone."""
        days = CohortRange(DAY) if self.groups_cohorts else JUNE
        return OutcomesTable("realised", CUSTOMER, self._outcome, days, self.has_booleans)

    def assert_statistics(self, answer: Answer) -> None:
        """Hold an answer to the core's record of every version (and day)."""
        read = [stored_statistics(row, RATES, None) for row in answer]

        assert {_key(one): one.statistics for one in read} == {key: self._counted(g) for key, g in self._groups()}
        assert len(read) == (6 if self.groups_cohorts else 3)

    def assert_profiles(self, answer: Answer) -> None:
        """Hold the counts of what is missing, strange or there twice to those of pandas."""
        found = {
            _key(one): replace(one, cohort=None, starts_on=None, ends_on=None) for one in map(scores_profile, answer)
        }

        assert found == {key: self._profile(group) for key, group in self._groups()}
        assert {one.version_id for one in found.values() if one.is_champion} == {"v1"}
        assert all(one.n_repeated and one.n_unmatched and one.n_nameless and one.n_unscored for one in found.values())

    def assert_outcomes(self, answer: Answer) -> None:
        """The same for the table of outcomes."""
        found = {str(one.cohort)[:10]: replace(one, cohort=None) for one in map(outcomes_profile, answer)}
        rows = outcome_rows()
        groups = rows.groupby(DAY) if self.groups_cohorts else [(None, rows[rows[DAY] == _DAYS[1]])]

        assert found == {str(day)[:10]: self._outcomes(group) for day, group in groups}

    @property
    def _kind(self) -> str:
        return "flag" if self.has_booleans else "number"

    @property
    def _outcome(self) -> str:
        return f"y {self._kind}"

    def _groups(self) -> list[tuple[Key, pd.DataFrame]]:
        known = outcome_rows().dropna(subset=[CUSTOMER])
        joined = score_rows().merge(known, how="left", on=[CUSTOMER, DAY], indicator=True)
        if self.groups_cohorts:
            return [((version, str(day)[:10]), rows) for (version, day), rows in joined.groupby([VERSION, DAY])]
        return [((version, "None"), rows) for version, rows in joined[joined[DAY] == _DAYS[1]].groupby(VERSION)]

    def _counted(self, rows: pd.DataFrame) -> Statistics:
        kept = rows[rows[self._outcome].isin([0, 1]) & np.isfinite(rows[SCORE])]
        return statistics(kept[self._outcome].to_numpy("int64"), kept[SCORE].to_numpy(), RATES)

    def _profile(self, rows: pd.DataFrame) -> ScoresProfile:
        labelled = rows[self._outcome].notna()
        return ScoresProfile(
            version_id=rows[VERSION].iloc[0],
            cohort=None,
            n_rows=len(rows),
            n_customers=rows[CUSTOMER].nunique(),
            n_nameless=int(rows[CUSTOMER].isna().sum()),
            n_unmatched=int((rows["_merge"] == "left_only").sum()),
            n_unlabelled=int((~labelled).sum()),
            n_strange=self._n_strange(rows),
            n_unscored=int((labelled & ~np.isfinite(rows[SCORE])).sum()),
            is_champion=bool((rows["best number"].fillna(0) == 1).all()),
        )

    def _outcomes(self, rows: pd.DataFrame) -> OutcomesProfile:
        missing = rows[CUSTOMER].isna().sum(), rows[self._outcome].isna().sum()
        return OutcomesProfile(
            None, len(rows), rows[CUSTOMER].nunique(), *map(int, missing), n_strange=self._n_strange(rows)
        )

    def _n_strange(self, rows: pd.DataFrame) -> int:
        return int((rows[self._outcome] == 3).sum())


def _of_version(random: np.random.Generator, version: str, day: pd.Timestamp) -> pd.DataFrame:
    n = 350
    frame = pd.DataFrame({CUSTOMER: [f"{number:03d}" for number in range(n)], VERSION: version, DAY: day})
    frame[SCORE] = np.where(random.random(n) < 0.1, random.choice(_GAPS, n), random.random(n).round(2))
    frame.loc[random.choice(n, 4, replace=False), CUSTOMER] = None
    frame.loc[random.choice(n, 3, replace=False), CUSTOMER] = "123"
    best = pd.array(np.full(n, version != "o'hara"), dtype="boolean")
    if version == "00":
        best[0] = pd.NA
    return frame.assign(**{"best flag": best, "best number": best.astype("Int64")})


def _key(one: Any) -> Key:
    return one.version_id, str(one.cohort)[:10]
