"""Simulations: an equal challenger after a campaign on the champion's list, judged with and without a control group.

A month has 20,000 customers, a base rate of 2 %, 5 % targeted and contacted; a verdict pools three months
by inverse variance, the weighting that trusts the errors most.
"""

from __future__ import annotations

import numpy as np
import pytest

from champion_challenger.core.campaign import Contacts, target_list
from champion_challenger.core.figures.comparison import Comparison, compare, contender
from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.figures.weighted import Strata, compare_weighted, weighted_contender

N, HISTORIES = 20_000, 300
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
        return compare_weighted(*(weighted_contender(y_true, score, strata, [500]) for score in scores))[0]
    rows = control if population == "control" else np.ones(N, dtype=bool)
    return compare(*(contender(y_true[rows], score[rows], [500]) for score in scores))[0]


def called(effect: float, population: str, seed: int) -> tuple[float, float]:
    """Shares of verdicts that call the challenger better, and the champion."""
    rng, z = np.random.default_rng(seed), []
    for _ in range(HISTORIES):
        months = [month(rng, effect, population) for _ in range(3)]
        weights = [((one.lift_delta_high - one.lift_delta_low) / 2 / Z95) ** -2 for one in months]
        z.append(sum(weight * one.lift_delta for weight, one in zip(weights, months)) / sum(weights) ** 0.5)
    print(f"{effect} {population}: {np.mean(np.array(z) > Z95):.3f} {np.mean(np.array(z) < -Z95):.3f}")  # noqa: T201
    return float(np.mean(np.array(z) > Z95)), float(np.mean(np.array(z) < -Z95))


@pytest.mark.parametrize("population", ["control", "uncontacted"])
@pytest.mark.parametrize("effect", [0.8, 1.5])
def test_with_a_control_group_an_equal_challenger_is_rarely_called(effect: float, population: str) -> None:
    """At most 4 % each way; verdicts.md has 1.7 % with the control group alone."""
    better, worse = called(effect, population, seed=21)

    assert max(better, worse) <= 0.04


def test_over_all_customers_the_campaign_decides() -> None:
    """Prevented churn calls the challenger better in 31 % of verdicts, sales the champion in 92 %, as measured before."""
    assert called(0.8, "all", seed=22)[0] > 0.2
    assert called(1.5, "all", seed=23)[1] > 0.8
