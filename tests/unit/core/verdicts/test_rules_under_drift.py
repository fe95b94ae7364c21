"""Simulated scores: what each rule brings where models wear out, and where they do not.

Each month a version is trained and scored beside the twelve before it. Its true lift is 4 at first, varies from version
to version, and loses 0, 1 or 3 % with each month of age. A random list of a month holds 20 buyers. What is compared are
true lifts, not measured ones.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

from champion_challenger.core.calendar import last_day
from champion_challenger.core.verdicts.decision_rules import play_decision_rules
from champion_challenger.core.verdicts.expected_gain import expected_gains
from champion_challenger.core.verdicts.history import Difference, History, JudgedCohort, VersionOnCohort
from champion_challenger.core.verdicts.recommendation import LEAST_GAIN
from champion_challenger.core.verdicts.rules import RULES, Rule, Situation, highest_expected
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import months

HISTORIES = int(os.environ.get("HISTORIES", "20"))
"""Sixty where the rules are chosen again; a third of them tells the same, in a third of the time."""
MONTHS, KEPT, LIFT, AT_RANDOM = 24, 13, 4.0, 20.0
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@dataclass(frozen=True)
class World:
    """How a simulated score behaves; all but `every` are shares.

    Attributes
    ----------
    drift
        Of its lift that a version loses with each month of age.
    quality
        Spread of the true lifts of versions of one age.
    every
        Months between two trainings.
    failing
        Versions that are trained badly: they have a fifth less lift.
    wander
        Spread of what a version's own lift changes from month to month, and keeps.
    error
        Standard error of a month's difference of two versions.
    between
        Spread of a version's true lift in a month, which it does not keep.
    """

    drift: float
    quality: float = 0.04
    every: int = 1
    failing: float = 0.0
    wander: float = 0.0
    error: float = 0.10
    between: float = 0.03


@dataclass(frozen=True)
class Life:
    """A simulated history with the true lifts behind it, by version and month."""

    history: History
    truth: Mapping[tuple[str, str], float]


def life(rng: np.random.Generator, world: World) -> Life:
    """A champion, and a new version whenever one is trained."""
    trained = [0, *range(1, MONTHS + 1, world.every)]
    quality = rng.normal(0, world.quality, MONTHS + 1) - 0.2 * (rng.random(MONTHS + 1) < world.failing)
    quality[0] = 0.0
    truth: dict[tuple[str, str], float] = {}
    cohorts = []
    for place, name in enumerate(months(MONTHS)):
        versions = [version for version in trained if version == 0 or place + 2 - KEPT <= version <= place + 1]
        ages = np.array([place + 1 - version for version in versions])
        true = LIFT * (1 + quality[versions]) * (1 - world.drift) ** ages
        truth.update({(f"v{version:02d}", name): value for version, value in zip(versions, true)})
        noise = rng.normal(0, np.hypot(world.error / 2**0.5, world.between), len(versions))
        cohorts.append(_cohort(name, versions, true + LIFT * noise, LIFT * world.error))
        quality += rng.normal(0, world.wander, MONTHS + 1)
    return Life(tuple(cohorts), truth)


def _cohort(name: str, versions: Sequence[int], lifts: np.ndarray, error: float) -> JudgedCohort:
    end = date.fromisoformat(f"{months(2, name)[1]}-28")
    looks = [_look(version, lift, Difference(lift - lifts[0], error)) for version, lift in zip(versions, lifts)]
    return JudgedCohort(
        name, last_day(name), end, is_final=True, champion="v00", looks={one.version: one for one in looks}
    )


def _look(version: int, lift: float, found: Difference) -> VersionOnCohort:
    name, is_champion = f"v{version:02d}", version == 0
    return VersionOnCohort(
        version=name, version_id=name, label=name, is_out_of_time=True, is_in_sample=False,
        trained_on=last_day(months(version + 1, "2018-12")[-1]), is_scored=True, hits=lift * AT_RANDOM,
        n_positive=400, n_targeted=1000, figures={"lift": lift}, reached=lift * AT_RANDOM,
        against_champion={} if is_champion else {"lift": found},
        extra=None if is_champion else Difference(found.value * AT_RANDOM, found.error * AT_RANDOM),
    )  # fmt: skip


def simulated(world: World, rules: Sequence[Rule] = RULES, pooled_cohorts: int = 12) -> dict[str, float]:
    """True buyers gained a month against keeping the champion, by rule: a mean over histories."""
    rng, gains = np.random.default_rng(20190605), []
    for _ in range(HISTORIES):
        found, total = life(rng, world), dict.fromkeys((rule.__name__ for rule in rules), 0.0)
        for month in play_decision_rules(found.history, Policy(pooled_cohorts=pooled_cohorts), rules):
            own, kept = (found.truth[key, month.cohort.name] for key in (month.look.version, "v00"))
            total[month.rule] += AT_RANDOM * (own - kept) / MONTHS
        gains.append(list(total.values()))
    means, errors = np.mean(gains, axis=0), np.std(gains, axis=0) / HISTORIES**0.5
    shown = zip((rule.__name__ for rule in rules), means, errors)
    print(world, pooled_cohorts, *(f"{name} {mean:+.1f} ± {error:.1f}" for name, mean, error in shown))  # noqa: T201
    return {rule.__name__: float(mean) for rule, mean in zip(rules, means)}


@pytest.mark.parametrize("quality", [0.0, 0.04, 0.10])
@pytest.mark.parametrize("drift", [0.0, 0.01, 0.03])
def test_the_highest_expected_brings_most_with_and_without_drift(drift: float, quality: float) -> None:
    """Nearly as much as the newest where models differ by age alone; more where they differ by more than that."""
    found = simulated(World(drift, quality))
    best = max(found.values())

    assert found["highest_expected"] >= 0.9 * best - 0.3
    assert found["highest_expected"] >= found["our_verdict"] - 0.3
    assert found["highest_expected"] >= -0.3


@pytest.mark.parametrize("drift", [0.0, 0.01, 0.03])
def test_where_trainings_may_fail_a_look_at_the_evidence_pays(drift: float) -> None:
    """A version each quarter, and one of five a fifth worse: without drift, blind trust in the newest costs."""
    found = simulated(World(drift, every=3, failing=0.2))

    assert found["highest_expected"] >= found["always_the_newest"] - 0.5
    assert found["newest_unless_worse"] >= found["always_the_newest"] - 0.3


def worth_a_change(now: Situation) -> str:
    """The highest expected, where it is expected to bring the least gain that is recommended."""
    chosen = highest_expected(now)
    trained = {key: trained_on for key, trained_on in now.available.items() if trained_on}
    gains = expected_gains(now.known, now.current, trained, now.policy, "lift")
    return chosen if gains[chosen].value >= LEAST_GAIN * LIFT else now.current


@pytest.mark.parametrize("drift", [0.0, 0.01, 0.03])
def test_a_least_gain_saves_changes_and_costs_little(drift: float) -> None:
    """A change for less than 0.5 % of lift is not recommended."""
    all_changes, few = changes(World(drift), highest_expected), changes(World(drift), worth_a_change)
    found = simulated(World(drift), [highest_expected, worth_a_change])
    print(f"{drift}: {all_changes:.1f} and {few:.1f} changes in two years")  # noqa: T201

    assert few < all_changes
    assert found["worth_a_change"] >= found["highest_expected"] - 0.5


def changes(world: World, rule: Rule) -> float:
    """Changes of the model in production, a mean over histories."""
    rng, counts = np.random.default_rng(20190605), []
    for _ in range(HISTORIES):
        months_played = play_decision_rules(life(rng, world).history, Policy(), [rule])
        used = ["v00", *(month.look.version for month in months_played)]
        counts.append(sum(one != other for one, other in zip(used, used[1:])))
    return float(np.mean(counts))


def recent(half_life: float) -> Rule:
    """The highest expected, where a cohort counts half for each half-life of months that it lies back."""

    def rule(now: Situation) -> str:
        ages = range(len(now.known) - 1, -1, -1)
        known = tuple(_faded(cohort, 2 ** (age / half_life / 2)) for cohort, age in zip(now.known, ages))
        return highest_expected(replace(now, known=known))

    rule.__name__ = f"half_life_{half_life:g}"
    return rule


def _faded(cohort: JudgedCohort, factor: float) -> JudgedCohort:
    looks = {
        key: replace(
            look,
            against_champion={
                name: Difference(found.value, found.error * factor) for name, found in look.against_champion.items()
            },
        )
        for key, look in cohort.looks.items()
    }
    return replace(cohort, looks=looks)


@pytest.mark.parametrize("wander", [0.0, 0.03])
@pytest.mark.parametrize("drift", [0.0, 0.01, 0.03])
def test_neither_fewer_cohorts_nor_recency_weights_bring_more(drift: float, wander: float) -> None:
    """Twelve cohorts of equal weight are within half a buyer a month of the best of all, also where ranks wander."""
    world = World(drift, wander=wander)
    pools = {count: simulated(world, [highest_expected], count)["highest_expected"] for count in (3, 6, 12, 24)}
    weighted = simulated(world, [recent(3), recent(6)])

    assert pools[12] >= max(*pools.values(), *weighted.values()) - 0.5
