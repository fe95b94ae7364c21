"""Champions and challengers, odd in every way we know of: a cohort for each case, in one table of scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.figures.comparison import compare, compare_contenders
from champion_challenger.core.figures.counts import Statistics
from champion_challenger.core.figures.pairs import Contender, contender, pair_statistics
from champion_challenger.core.sql.answer import StoredPair, stored_pair, stored_statistics
from champion_challenger.core.sql.tables import CohortRange, StoredScores

RATES = (1, 500, 3_333, 10_000)
PAIRS = StoredScores(
    "pairs", "customer_id", "version_id", "score", "outcome", cohort=CohortRange("cohort"), groups_cohorts=True
)
SIZES = (1, 2, 3, 30, 101, 499)
SCORES = ("continuous", "decimals1", "tied", "signed", "extreme", "same")
OUTCOMES = ("half", "rare", "none", "all", "gaps")
SCORED = ("everyone", "partly", "halves", "nobody")
CHAMPION, CHALLENGERS = "o.k. v1", ("v2", "v3")

Answer = Iterable[Mapping[str, Any]]
Key = tuple[str, str]
Sides = dict[Key, tuple[Contender, Contender]]


def pair_rows() -> pd.DataFrame:
    """Rows of all cases, shuffled: customer_id, version_id, cohort (which names the case), score, outcome."""
    random = np.random.default_rng(20_190_731)
    cases = [(n, kind, outcome, "everyone") for n in SIZES for kind in SCORES for outcome in OUTCOMES]
    cases += [(101, kind, outcome, scored) for kind in SCORES[:3] for outcome in OUTCOMES for scored in SCORED[1:]]
    cases += [(5_003, "decimals1", "rare", "partly"), (5_003, "continuous", "half", "everyone")]
    rows = pd.concat([_case(random, *case) for case in cases], ignore_index=True)
    return rows.sample(frac=1, random_state=2).reset_index(drop=True)


def expected_sides(rows: pd.DataFrame) -> Sides:
    """Both sides of each pair in memory, on the customers that both scored, by cohort and challenger."""
    kept = rows[rows["outcome"].isin([0, 1]).fillna(False).astype(bool) & np.isfinite(rows["score"])]
    found = {}
    for cohort, group in kept.groupby("cohort"):
        scores = group.pivot(index="customer_id", columns="version_id", values="score")
        outcomes = group.groupby("customer_id")["outcome"].first()
        for version in set(CHALLENGERS) & set(scores.columns):
            if CHAMPION in scores:
                both = scores[[CHAMPION, version]].dropna()
                y_true = outcomes.loc[both.index].to_numpy("int64")
                sides = [contender(y_true, both[name].to_numpy(), RATES) for name in (CHAMPION, version)]
                if len(both):
                    found[(str(cohort), version)] = (sides[0], sides[1])
    return found


def assert_shared(answer: Answer, sides: Sides) -> None:
    """Hold ranks that were taken once to the core, where both scored the same customers, as the count tells."""
    found = {_key(pair): pair for pair in (stored_pair(row, RATES) for row in answer)}
    everyone = {key: pair for key, pair in sides.items() if "everyone" in key[0]}

    assert len(everyone) >= 300
    for key, (champion, challenger) in everyone.items():
        assert_pair(found[key], champion.counted, challenger.counted, (champion, challenger))


def assert_general(answer: Answer, statistics: Answer, sides: Sides) -> None:
    """Hold ranks of each pair to the core, whoever scored whom."""
    found = {_key(pair): pair for pair in (stored_pair(row, RATES) for row in answer)}
    counted: dict[int, dict[Key, Statistics]] = {0: {}, 1: {}}
    for row in statistics:
        one = stored_statistics(row, RATES, None)
        counted[int(row["side"])][_key(one)] = one.statistics

    assert set(found) == set(counted[0]) == set(counted[1]) == set(sides)
    assert len(found) >= 350
    for key, (champion, challenger) in sides.items():
        assert (counted[0][key], counted[1][key]) == (champion.counted, challenger.counted)
        assert_pair(found[key], counted[0][key], counted[1][key], (champion, challenger))


def assert_pair(
    stored: StoredPair, champion: Statistics, challenger: Statistics, sides: tuple[Contender, Contender]
) -> None:
    """Hold one pair to the core: the records are equal, and so are the differences, to 1e-12."""
    assert (stored.n, stored.n_contradicting) == (champion.n, 0)
    assert stored.record(champion, challenger) == pair_statistics(*sides)
    for one, other in zip(
        compare(champion, challenger, stored.record(champion, challenger)), compare_contenders(*sides)
    ):
        assert vars(one) == pytest.approx(vars(other), abs=1e-12)


def _key(one: Any) -> Key:
    return str(one.cohort), one.version_id


def _case(random: np.random.Generator, n: int, kind: str, outcome: str, scored: str) -> pd.DataFrame:
    labels = pd.array(random.random(n) < {"rare": 0.08, "none": 0.0, "all": 1.0}.get(outcome, 0.5), dtype="Int64")
    if outcome == "gaps":  # unknown, or neither
        labels = pd.array(random.choice([0, 1, 2, None], n), dtype="Int64")
    shared = random.random(n)
    frames = []
    for place, version in enumerate((CHAMPION, *CHALLENGERS)):
        scores = shared if kind == "same" else _scores(random, n, kind)
        if scored == "partly":  # a row without a finite score is none
            scores = np.where(random.random(n) < 0.1, random.choice([np.nan, np.inf, -np.inf], n), scores)
        frame = pd.DataFrame({"customer_id": np.arange(n), "version_id": version, "score": scores, "outcome": labels})
        frames.append(frame.assign(cohort=f"{n} {kind} {outcome} {scored}")[_is_scored(random, n, scored, place)])
    return pd.concat(frames)


def _is_scored(random: np.random.Generator, n: int, scored: str, place: int) -> np.ndarray:
    masks = {
        "partly": random.random(n) < 0.7,
        "halves": np.arange(n) % 2 == place % 2,
        "nobody": np.full(n, place != 0),
    }
    return masks.get(scored, np.full(n, fill_value=True))


def _scores(random: np.random.Generator, n: int, kind: str) -> np.ndarray:
    kinds = {
        "decimals1": random.random(n).round(1),
        "tied": np.full(n, 0.3),
        "signed": random.normal(size=n).round(2),
        "extreme": random.choice([-1e300, -1e-300, -0.0, 0.0, 1e-300, 0.1, np.nextafter(0.1, 1), 1e300], n),
    }
    return kinds.get(kind, random.random(n))
