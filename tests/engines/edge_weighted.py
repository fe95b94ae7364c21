"""Campaigns of every kind, with a champion and challengers: a cohort for each case, in one table of scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.campaign import Contacts, target_list
from champion_challenger.core.figures.weighted import Strata, WeightedContender, weighted_contender, weighted_pair
from champion_challenger.core.figures.weighted_comparison import compare_weighted, compare_weighted_contenders
from champion_challenger.core.figures.weighted_counts import WeightedStatistics
from champion_challenger.core.figures.weighted_figures import weighted_figures
from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.strata import NOBODY
from champion_challenger.core.sql.tables import CohortRange, StoredScores
from champion_challenger.core.sql.weighted_answer import stored_weighted, stored_weighted_pairs
from champion_challenger.settings.contact import ContactRules

RATES = (1, 500, 3_333, 10_000)
RULES = ContactRules("contact", ("called", "mailed"), ("held out",))
CAMPAIGNS = StoredScores(
    "campaigns", "customer_id", "version_id", "score", "outcome", may_be_nan=True, cohort=CohortRange("cohort"),
    groups_cohorts=True, contact=ContactColumn(RULES),
)  # fmt: skip
CHAMPION, CHALLENGERS = "v1", ("v2", "v3")
SIZES = (1, 2, 5, 40, 300)
MADE_BY = ("champion", "mostly", "others", "nobody")
CONTROL = ("everyone", "list", "none", "whole list")
SCORES = ("continuous", "tied", "same", "gaps")
OUTCOMES = ("mixed", "none", "all")

Answer = Iterable[Mapping[str, Any]]
Key = tuple[str, str]
Sides = dict[Key, WeightedContender]
Duels = dict[Key, tuple[WeightedContender, WeightedContender]]


def campaign_rows() -> pd.DataFrame:
    """Rows of all cases: customer_id, version_id, cohort (which names the case), score, outcome, contact."""
    random = np.random.default_rng(13)
    cases = [
        (n, made, control, kind, "mixed") for n in SIZES for made in MADE_BY for control in CONTROL for kind in SCORES
    ]
    cases += [(40, made, "everyone", "tied", outcome) for made in MADE_BY for outcome in OUTCOMES[1:]]
    cases += [(3_001, made, "everyone", kind, "mixed") for made in ("champion", "nobody") for kind in SCORES[:2]]
    rows = pd.concat([_case(random, *case) for case in cases], ignore_index=True)
    return rows.sample(frac=1, random_state=4).reset_index(drop=True)


def members_in_memory(rows: pd.DataFrame) -> dict[str, set[str]]:
    """By cohort, all that say which control customers the list had; cohorts where nobody knows are left out."""
    return {cohort: found for cohort, (found, _) in _lists(rows).items()}


def expected(rows: pd.DataFrame) -> tuple[Sides, Duels]:
    """Versions on their own customers, and pairs on those in common, in memory; by cohort and version."""
    sides, duels = {}, {}
    for cohort, (_, is_listed) in _lists(rows).items():
        of_cohort = rows[rows["cohort"] == cohort]
        kept = of_cohort[of_cohort["outcome"].isin([0, 1]) & np.isfinite(of_cohort["score"])]
        scores = kept.pivot(index="customer_id", columns="version_id", values="score")
        customers = kept.groupby("customer_id")[["outcome", "contact"]].first()
        customers["is_listed"] = customers.index.isin(is_listed)
        for version in scores:
            own = scores[version].dropna()
            sides[(cohort, str(version))] = _side(own, customers)
            if version != CHAMPION and CHAMPION in scores:
                both = scores[[CHAMPION, version]].dropna()
                if len(both):
                    duels[(cohort, str(version))] = (_side(both[CHAMPION], customers), _side(both[version], customers))
    return sides, duels


def assert_statistics(answer: Answer, sides: Sides, cohorts: Iterable[str]) -> int:
    """Hold versions to the core: the records are equal, and so are the figures, to 1e-12. How many they are."""
    found = {_key(one): one.statistics for one in (stored_weighted(row, RATES, None) for row in answer)}
    wanted = {key: side.counted for key, side in sides.items() if key[0] in cohorts}

    assert {key: one for key, one in found.items() if key[0] in cohorts} == wanted
    for key, counted in wanted.items():
        for one, other in zip(weighted_figures(found[key]), weighted_figures(counted)):
            assert vars(one) == pytest.approx(vars(other), abs=1e-12)
    return len(wanted)


def assert_pairs(answer: Answer, statistics: Answer | None, duels: Duels, cohorts: Iterable[str]) -> int:
    """Hold pairs to the core; without statistics of both sides, those of the same customers. How many they are."""
    found = {_key(one): one for one in stored_weighted_pairs(answer, RATES)}
    counted: dict[tuple[Key, int | None], WeightedStatistics] = {}
    for row in statistics or ():
        one = stored_weighted(row, RATES, None)
        counted[(_key(one), one.side)] = one.statistics
    wanted = {key: sides for key, sides in duels.items() if key[0] in cohorts}

    for key, sides in wanted.items():
        both = [counted[(key, place)] if statistics else side.counted for place, side in enumerate(sides)]
        assert both == [side.counted for side in sides]
        stored = found[key]
        assert (stored.n, stored.n_contradicting, stored.n_moved) == (both[0].n_all, 0, 0)
        assert stored.pair == weighted_pair(*sides)
        comparisons = compare_weighted(both[0], both[1], stored.pair)
        for mine, other in zip(comparisons, compare_weighted_contenders(*sides)):
            assert vars(mine) == pytest.approx(vars(other), abs=1e-12)
    return len(wanted)


def _lists(rows: pd.DataFrame) -> dict[str, tuple[set[str], set[int]]]:
    """By cohort: which control customers the list had, and the customers of it; as in memory."""
    found = {}
    for cohort, of_cohort in rows.groupby("cohort"):
        customers = of_cohort.groupby("customer_id")["contact"].first()
        scores = of_cohort[of_cohort["version_id"] == CHAMPION].set_index("customer_id")["score"]
        contacted, control = customers.isin(RULES.contacted).to_numpy(), (customers == "held out").to_numpy()
        contacts = Contacts(contacted, control, has_control=True)
        listed = target_list(contacts, scores.reindex(customers.index).to_numpy("float64"))
        if listed.obstacle is None:
            members = listed.members & control
            is_finite = np.isfinite(scores.reindex(customers.index).to_numpy("float64"))
            kinds = {NOBODY: control & False, "control": control, "ranked": control & is_finite}
            alike = {name for name, mask in kinds.items() if np.array_equal(members, mask)}
            found[str(cohort)] = (alike or {"listed"}, set(customers.index[listed.members]))
    return found


def _side(scores: pd.Series, customers: pd.DataFrame) -> WeightedContender:
    of_scored = customers.loc[scores.index]
    is_seen = ~of_scored["contact"].isin(RULES.contacted).to_numpy()
    strata = Strata(of_scored["is_listed"].to_numpy(), is_seen)
    return weighted_contender(of_scored["outcome"].to_numpy("int8"), scores.to_numpy(), strata, RATES)


def _key(one: Any) -> Key:
    return str(one.cohort), one.version_id


def _case(random: np.random.Generator, n: int, made: str, control: str, kind: str, outcome: str) -> pd.DataFrame:
    score = {"tied": random.random(n).round(1), "same": np.full(n, 0.3)}.get(kind, random.random(n))
    by = {"others": random.random(n), "mostly": score + random.normal(scale=0.002, size=n)}.get(made, score)
    is_listed = np.zeros(n, dtype=bool) if made == "nobody" else by >= np.sort(by)[max(0, n - max(1, n // 4))]
    share = {"none": 0.0, "whole list": 1.0}.get(control, 0.3)
    held_out = (random.random(n) < share) & (is_listed if control in ("list", "whole list") else True)
    outcomes = {"none": np.zeros(n), "all": np.ones(n)}.get(outcome, random.choice([0.0, 0.0, 1.0, np.nan], n))
    columns = {
        "customer_id": np.arange(n),
        "outcome": outcomes,
        "contact": np.select([held_out, is_listed], ["held out", "called"], "none"),
        "cohort": f"{n} {made} {control} {kind} {outcome}",
    }
    frames = []
    for version in (CHAMPION, *CHALLENGERS):
        own = score if version == CHAMPION or kind == "same" else (score + random.random(n)) / 2
        own = own.round(1) if kind == "tied" else own
        if kind == "gaps":
            own = np.where(random.random(n) < 0.1, random.choice([np.nan, np.inf], n), own)
        frame = pd.DataFrame({**columns, "version_id": version, "score": own})
        frames.append(frame[random.random(n) < 0.8] if kind == "gaps" and version == "v3" else frame)
    return pd.concat(frames)
