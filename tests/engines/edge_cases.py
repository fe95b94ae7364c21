"""Hundreds of small versions, odd in every way we know of, in one table of scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import Statistics, statistics
from champion_challenger.core.monitoring.drift import expected_positives
from champion_challenger.core.sql.answer import stored_statistics
from champion_challenger.core.sql.tables import StoredScores

RATES = (1, 100, 333, 500, 1_000, 10_000)
SIZES = (1, 2, 3, 7, 30, 31, 99, 100, 101, 499, 2_003)
KINDS = ("continuous", "decimals4", "decimals2", "decimals1", "tied", "two", "signed", "extreme", "perfect", "gaps")
OUTCOMES = ("rare", "half", "none", "all")
SCORES = StoredScores("scores", "customer_id", "version_id", "score", "outcome")


def edge_rows() -> pd.DataFrame:
    """Rows of all cases, shuffled: customer_id, version_id (which names the case), cohort, score, outcome."""
    random = np.random.default_rng(20_190_630)
    cases = [(n, kind, outcome) for n in SIZES for kind in KINDS for outcome in OUTCOMES]
    rows = pd.concat(
        [_case(random, *case) for case in [*cases, (20_011, "continuous", "rare"), (20_011, "decimals2", "rare")]]
    )
    return rows.sample(frac=1, random_state=1).reset_index(drop=True)


def counted_in_memory(rows: pd.DataFrame, decimals: int | None = None) -> dict[str, Statistics]:
    """The core's record of each version that has evaluated rows."""
    return {
        str(version): statistics(group["outcome"].to_numpy("int64"), group["score"].to_numpy(), RATES)
        for version, group in _evaluated(rows, decimals).groupby("version_id")
    }


def expected_in_memory(rows: pd.DataFrame, decimals: int | None = None) -> dict[str, float | None]:
    """Positives that the scores of each version promise, as the core sums them."""
    kept = _evaluated(rows, decimals)
    return {str(version): expected_positives(group["score"]) for version, group in kept.groupby("version_id")}


def _evaluated(rows: pd.DataFrame, decimals: int | None) -> pd.DataFrame:
    kept = rows[rows["outcome"].notna() & np.isfinite(rows["score"])]
    if decimals is not None:
        kept = kept.assign(score=np.floor(kept["score"] * 10**decimals + 0.5) / 10**decimals)
    return kept


def assert_same(
    answer: Iterable[Mapping[str, Any]], rows: pd.DataFrame, decimals: int | None = None, at_least: int = 400
) -> None:
    """Hold an engine's answer to the core: records equal, so are the figures to 1e-12."""
    expected = counted_in_memory(rows, decimals)
    answered = [stored_statistics(row, RATES, decimals) for row in answer]
    found = {one.version_id: one.statistics for one in answered}
    promised = expected_in_memory(rows, decimals)

    assert len(expected) >= at_least
    assert set(found) == set(expected)
    different = [version for version in expected if found[version] != expected[version]]
    assert different == []
    for version, counted in expected.items():
        for one, other in zip(figures(counted), figures(found[version])):
            numbers = [(a, b) for a, b in zip(vars(one).values(), vars(other).values()) if a is not None]
            assert all(b is not None and abs(a - b) <= 1e-12 * max(1.0, abs(a)) for a, b in numbers)
    sums = {one.version_id: one.expected_positives for one in answered}
    assert {version for version in sums if sums[version] is None} == {v for v in promised if promised[v] is None}
    assert {v: s for v, s in sums.items() if s is not None} == pytest.approx(
        {v: s for v, s in promised.items() if s is not None}, rel=1e-12, abs=1e-12
    )


def _case(random: np.random.Generator, n: int, kind: str, outcome: str) -> pd.DataFrame:
    y_true = {"rare": random.random(n) < 0.08, "half": random.random(n) < 0.5, "none": np.zeros(n), "all": np.ones(n)}
    labels = y_true[outcome].astype("float64")
    frame = pd.DataFrame({"customer_id": np.arange(n), "version_id": f"{kind} {outcome} {n}", "cohort": "2019-06"})
    return frame.assign(**_with_gaps(random, _scores(random, n, kind, labels), labels, kind))


def _scores(random: np.random.Generator, n: int, kind: str, labels: np.ndarray) -> np.ndarray:
    uniform = random.random(n)
    kinds = {
        "decimals4": uniform.round(4),
        "decimals2": uniform.round(2),
        "decimals1": uniform.round(1),
        "tied": np.full(n, 0.3),
        "two": np.where(uniform < 0.9, 0.0, 1.0),
        "signed": random.normal(size=n).round(2),
        "extreme": random.choice([-1e300, -1e-300, -0.0, 0.0, 1e-300, 0.1, np.nextafter(0.1, 1), 1e300], n),
        "perfect": labels + uniform / 2,
    }
    return kinds.get(kind, uniform)


def _with_gaps(random: np.random.Generator, scores: np.ndarray, labels: np.ndarray, kind: str) -> dict[str, Any]:
    """Leave out scores and outcomes; some scores are infinite or no number."""
    if kind == "gaps":
        scores = np.where(
            random.random(len(scores)) < 0.3, random.choice([np.nan, np.inf, -np.inf], len(scores)), scores
        )
        labels = np.where(random.random(len(labels)) < 0.2, np.nan, labels)
    return {"score": scores, "outcome": pd.array(pd.Series(labels), dtype="Int64")}
