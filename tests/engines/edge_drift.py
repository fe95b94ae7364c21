"""Two cohorts, odd in every way we know of: a version for each case, in one table of scores, with the core's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.monitoring import drift
from champion_challenger.core.sql.drift_answer import StoredDrift, stored_change, stored_drift
from champion_challenger.core.sql.tables import CohortRange, StoredScores
from tests.engines.edge_cases import SIZES

RATES = (1, 500, 3_333, 10_000)
EVALUATED, NEWEST = "2019-06", "2019-08"
COHORTS = StoredScores("cohorts", "customer_id", "version_id", "score", cohort=CohortRange("cohort", (EVALUATED,)))
NEWEST_ROWS = CohortRange("cohort", (NEWEST,))
KINDS = ("continuous", "shifted", "decimals4", "decimals1", "tied", "moved", "two", "signed", "extreme", "gaps")
CUSTOMERS = ("same", "some", "others", "no_newest", "no_evaluated")

Answer = Iterable[Mapping[str, Any]]


def drift_rows() -> pd.DataFrame:
    """Rows of all cases, shuffled: customer_id, version_id (which names the case), cohort, score."""
    random = np.random.default_rng(20_190_831)
    cases = [(n, kind, customers) for n in SIZES for kind in KINDS for customers in CUSTOMERS]
    rows = pd.concat([_case(random, *case) for case in [*cases, (20_011, "continuous", "some")]], ignore_index=True)
    other = rows.head(50).assign(cohort="2019-05", version_id="old")
    no_period = other.assign(cohort="total")
    return pd.concat([rows, other, no_period]).sample(frac=1, random_state=3).reset_index(drop=True)


def assert_drift(answer: Answer, rows: pd.DataFrame, decimals: int | None = None) -> None:
    """Hold an engine's tenths to the core: edges and counts are equal, indexes and expected positives to 1e-12."""
    found = {one.version_id: one for one in (stored_drift(row, decimals) for row in answer)}
    kept = _rounded(rows[np.isfinite(rows["score"])], decimals)

    assert set(found) == set(kept["version_id"]) - {"old"}
    assert len(found) >= 450
    for version, group in kept[kept["version_id"] != "old"].groupby("version_id"):
        before, now = (group.loc[group["cohort"] == name, "score"].to_numpy() for name in (EVALUATED, NEWEST))
        _assert_parts(found[str(version)], before, now)


def assert_change(answer: Answer, rows: pd.DataFrame, decimals: int | None = None) -> None:
    """Hold an engine's lists to the core: shares to 1e-12; rows of the newest cohort are counted."""
    found = {one.version_id: one for one in (stored_change(row, RATES) for row in answer)}
    tables = _rounded(rows, decimals)

    assert set(found) == set(tables["version_id"]) - {"old"}
    n_changed = 0
    for version, group in tables[tables["version_id"] != "old"].groupby("version_id"):
        one, lists = found[str(version)], _lists(group)
        assert one.shares(RATES) == [None if share is None else pytest.approx(share, abs=1e-12) for share in lists]
        n_changed += any(share not in (None, 0.0, 1.0) for share in lists)
        newest = group[group["cohort"] == NEWEST]
        assert (one.n_rows_newest, one.n_nameless, one.n_repeated) == (len(newest), 0, 0)
    assert n_changed > 100


def _assert_parts(one: StoredDrift, before: np.ndarray, now: np.ndarray) -> None:
    parts = drift.tenths_of(before)
    assert one.parts == parts
    assert one.newest == drift.counts_between(now, parts.edges)
    assert one.n_newest == len(now)
    expected = drift.expected_positives(now)
    assert one.expected_positives == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12))
    for of in (drift.stability_index, drift.stability_limit):
        assert of(one.parts.counts, one.newest) == pytest.approx(
            of(parts.counts, drift.counts_between(now, parts.edges)), abs=1e-12
        )


def _lists(group: pd.DataFrame) -> list[float | None]:
    kept = group[np.isfinite(group["score"])].pivot(index="customer_id", columns="cohort", values="score")
    both = kept.reindex(columns=[EVALUATED, NEWEST]).dropna()
    return drift.list_change(both[EVALUATED].to_numpy(), both[NEWEST].to_numpy(), RATES)


def _rounded(rows: pd.DataFrame, decimals: int | None) -> pd.DataFrame:
    if decimals is None:
        return rows
    return rows.assign(score=np.floor(rows["score"] * 10**decimals + 0.5) / 10**decimals)


def _case(random: np.random.Generator, n: int, kind: str, customers: str) -> pd.DataFrame:
    first = {"some": n // 2, "others": n}.get(customers, 0)
    frames = []
    for cohort, start in ((EVALUATED, 0), (NEWEST, first)):
        frame = pd.DataFrame({"customer_id": np.arange(start, start + n), "score": _scores(random, n, kind, cohort)})
        frames.append(frame.assign(version_id=f"{kind} {customers} {n}", cohort=cohort))
    return pd.concat({"no_newest": frames[:1], "no_evaluated": frames[1:]}.get(customers, frames))


def _scores(random: np.random.Generator, n: int, kind: str, cohort: str) -> np.ndarray:
    uniform = random.random(n)
    is_newest = cohort == NEWEST
    kinds = {
        "shifted": uniform**2 if is_newest else uniform,
        "decimals4": uniform.round(4),
        "decimals1": uniform.round(1),
        "tied": np.full(n, 0.3),
        "moved": np.full(n, 0.3 + is_newest),
        "two": np.where(uniform < 0.9 - 0.3 * is_newest, 0.0, 1.0),
        "signed": random.normal(size=n).round(2),
        "extreme": random.choice([-1e300, -1e-300, -0.0, 0.0, 1e-300, 0.1, np.nextafter(0.1, 1), 1e300], n),
        "gaps": np.where(random.random(n) < 0.3, random.choice([np.nan, np.inf, -np.inf], n), uniform.round(1)),
    }
    return kinds.get(kind, uniform)
