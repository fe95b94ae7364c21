"""Simulations: an equal challenger after a campaign on the champion's list, judged with and without a control group.

A month has 20,000 customers, a base rate of 2 %, 5 % targeted and contacted; a verdict pools three months
by inverse variance, the weighting that trusts the errors most.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import numpy as np
import pytest

from champion_challenger.core.campaign import Contacts, target_list
from champion_challenger.core.figures.comparison import Comparison, compare_contenders
from champion_challenger.core.figures.pairs import contender
from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.figures.weighted import Strata, weighted_contender
from champion_challenger.core.figures.weighted_comparison import compare_weighted_contenders
from champion_challenger.core.verdicts.between_cohorts import pool
from champion_challenger.core.verdicts.history import Difference, bounded_difference
from champion_challenger.core.verdicts.planning import with_control

N, HISTORIES = 20_000, 300
PLANNED = ("control", "uncontacted")
pytestmark = pytest.mark.slow


def month(rng: np.random.Generator, effect: float, population: str) -> Comparison:
    """A challenger as good as the champion, whose list was contacted but for a control group of 10 %."""
    latent = rng.normal(-4.35, 1.1, N)
    scores = [latent + rng.normal(0, 0.9, N) for _ in range(2)]
    listed, control = scores[0] >= np.sort(scores[0])[-N // 20], rng.random(N) < 0.1
    contacted = listed & ~control
    risk = 1 / (1 + np.exp(-latent))
    y_true = (rng.random(N) < np.where(contacted, np.minimum(1, risk * effect), risk)).astype(np.int8)
    if population == "uncontacted":
        members = target_list(Contacts(contacted, control, has_control=True), scores[0]).members
        strata = Strata(members, ~contacted)
        return compare_weighted_contenders(*(weighted_contender(y_true, score, strata, [500]) for score in scores))[0]
    rows = control if population == "control" else np.ones(N, dtype=bool)
    return compare_contenders(*(contender(y_true[rows], score[rows], [500]) for score in scores))[0]


@cache
def differences(effect: float, population: str, seed: int) -> tuple[list[Difference], list[Difference]]:
    """Differences in lift and in AUC, month by month."""
    rng = np.random.default_rng(seed)
    months = [asdict(month(rng, effect, population)) for _ in range(3 * HISTORIES)]
    lifts, aucs = ([bounded_difference(one, name) for one in months] for name in ("lift_delta", "auc_delta"))
    return [one for one in lifts if one], [one for one in aucs if one]


def called(effect: float, population: str, seed: int, figure: str = "lift") -> tuple[float, float]:
    """Shares of verdicts that call the challenger better, and the champion."""
    lifts, aucs = differences(effect, population, seed)
    months = lifts if figure == "lift" else aucs
    verdicts = [pool(months[place : place + 3]) for place in range(0, len(months), 3)]
    z = np.array([verdict.value / verdict.error for verdict in verdicts])
    print(f"{effect} {population} {figure}: {np.mean(z > Z95):.3f} {np.mean(z < -Z95):.3f}")  # noqa: T201
    return float(np.mean(z > Z95)), float(np.mean(z < -Z95))


@pytest.mark.parametrize("figure", ["lift", "auc"])
@pytest.mark.parametrize("population", ["control", "uncontacted"])
@pytest.mark.parametrize("effect", [0.8, 1.5])
def test_with_a_control_group_an_equal_challenger_is_rarely_called(effect: float, population: str, figure: str) -> None:
    """At most 4 % each way; the target is 1.7 % with the control group alone. 1.3 to 2.7 % here."""
    better, worse = called(effect, population, seed=21, figure=figure)

    assert max(better, worse) <= 0.04


def test_over_all_customers_the_campaign_decides() -> None:
    """Prevented churn calls the challenger better in 31 % of verdicts, sales the champion in 92 %, as measured before."""
    assert called(0.8, "all", seed=22)[0] > 0.2
    assert called(1.5, "all", seed=23)[1] > 0.8


def test_the_plan_tells_the_errors_that_the_populations_have() -> None:
    """Over all 0.35 to 0.39, of the group 1.14 to 1.25, of those not contacted 0.79 to 0.90; within a tenth."""
    spread = {name: np.std([one.value for one in differences(1.0, name, 24)[0]]) for name in ("all", *PLANNED)}
    print({name: f"{error:.2f}" for name, error in spread.items()})  # noqa: T201

    for name in PLANNED:
        assert spread[name] == pytest.approx(with_control(spread["all"], 0.1, name), rel=0.1)
