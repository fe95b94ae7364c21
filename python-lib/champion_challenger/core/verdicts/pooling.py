"""Verdicts over several cohorts: is a challenger better than the model in production, and by enough?

A verdict recommends; nothing here activates a version.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from champion_challenger.core.figures.comparison import holm
from champion_challenger.core.figures.uncertainty import UNKNOWN, Z95, Bounds
from champion_challenger.core.reasons import Reason
from champion_challenger.core.verdicts.history import Difference, History, JudgedCohort
from champion_challenger.core.verdicts.obstacles import is_scored_on_last, obstacle
from champion_challenger.settings.evaluation_policy import Policy

LEVEL = 0.05
_POWER = 0.8
_CHANCE = {"lift": 0.0, "auc": 0.5}  # from where a relative margin is measured


@dataclass(frozen=True)
class Estimate:
    """A pooled difference with its 95 % bounds."""

    delta: float | None
    bounds: Bounds


NOTHING = Estimate(None, UNKNOWN)


@dataclass(frozen=True)
class PooledVerdict:
    """What several cohorts together say of a version against the reference.

    Attributes
    ----------
    verdict
        ``champion``, ``challenger_better``, ``champion_better``, ``not_distinguishable``, ``not_comparable`` or
        ``not_enough_data``.
    reason
        Why there is no clear verdict; None where there is.
    cohorts
        Names of the cohorts pooled, the oldest first.
    p_value, p_adjusted
        Two-sided, of the primary figure; adjusted after Holm over the challengers.
    cohorts_to_settle
        About how many more cohorts like these would settle it; None where it is settled, or nothing is known.
    """

    verdict: str
    reason: Reason | None = None
    cohorts: tuple[str, ...] = ()
    lift: Estimate = NOTHING
    auc: Estimate = NOTHING
    p_value: float | None = None
    p_adjusted: float | None = None
    cohorts_to_settle: int | None = None


def pooled_verdicts(history: History, champion: str, policy: Policy) -> dict[str, PooledVerdict]:
    """Judge every version of a history against one of them.

    For each version the newest cohorts are pooled that are final, came after the training of both, and whose outcome
    windows do not overlap. The difference of the primary figure is their inverse-variance mean. A challenger is better
    when its p-value, adjusted after Holm over all challengers tested, is below 5 % and its advantage reaches the
    margin; the champion is better when the difference is as clear the other way, whatever its size.

    What was not scored on the newest final cohort is not compared, whatever is known of it from before: it is
    `not_comparable`, and none of the challengers tested. So is everything while the champion was not scored there.

    Parameters
    ----------
    history
        Cohorts, oldest first.
    champion
        The version that all others are compared with; "" when none is known.

    Returns
    -------
    dict
        A verdict for each version that occurs in the history.
    """
    versions = sorted({key for cohort in history for key in cohort.looks})
    evidence = {key: _evidence(history, key, champion, policy) for key in versions if key != champion}
    tests = {key: _tested(cohorts, key, champion, policy.figure) for key, cohorts in evidence.items()}
    adjusted = dict(zip(tests, holm([p_value(test) for test in tests.values()])))
    n_tested = sum(test is not None for test in tests.values())
    verdicts = {champion: PooledVerdict("champion")} if champion in versions else {}
    for key, test in tests.items():
        if test is None:
            verdicts[key] = PooledVerdict("not_comparable", obstacle(history, key, champion))
        else:
            verdicts[key] = _verdict(evidence[key], (key, champion), test, adjusted[key], n_tested, policy)
    return verdicts


def non_overlapping(cohorts: Sequence[JudgedCohort], count: int) -> tuple[JudgedCohort, ...]:
    """Newest cohorts whose outcome windows do not overlap, the oldest first.

    The newest is taken, then always the next older one whose window ends by the start of the one taken last.
    """
    taken: list[JudgedCohort] = []
    for cohort in reversed(cohorts):
        if len(taken) < count and (not taken or cohort.end <= taken[0].start):
            taken.insert(0, cohort)
    return tuple(taken)


def inverse_variance(differences: Sequence[Difference]) -> Difference:
    """Mean of differences, weighted by how sure each is.

    A cohort without any spread (both lists the same) counts like the surest of the others.

    Examples
    --------
    >>> inverse_variance([Difference(1.0, 0.5), Difference(3.0, 0.5)])
    Difference(value=2.0, error=0.3535533905932738)
    """
    spread = [difference.error for difference in differences if difference.error > 0]
    if not spread:
        return Difference(sum(difference.value for difference in differences) / len(differences), 0.0)
    weights = [(difference.error or min(spread)) ** -2 for difference in differences]
    total = sum(weights)
    mean = sum(weight * difference.value for weight, difference in zip(weights, differences)) / total
    return Difference(mean, total**-0.5)


def p_value(difference: Difference | None) -> float | None:
    """Chance of a difference as large between two equals, two-sided; None without one.

    Examples
    --------
    >>> round(p_value(Difference(1.96, 1.0)), 3), p_value(Difference(0.0, 0.0))
    (0.05, 1.0)
    """
    if difference is None:
        return None
    if difference.error == 0:
        return 1.0
    return math.erfc(abs(difference.value) / difference.error / math.sqrt(2))


def more_cohorts(difference: Difference, n_cohorts: int, smallest: float, n_tested: int) -> int | None:
    """About how many more cohorts like those pooled would settle an open challenger, at least 1.

    So many that a true difference as large as the one seen, or as the smallest that matters where that is larger,
    would be told from none with a chance of 80 %, at 5 % shared among the challengers tested. None when it cannot be
    said (no spread, or neither a difference nor a margin).

    Examples
    --------
    >>> more_cohorts(Difference(0.1, 0.2), 3, smallest=0.2, n_tested=1)
    21
    """
    aimed = max(abs(difference.value), smallest)
    if difference.error == 0 or aimed == 0:
        return None
    reach = NormalDist().inv_cdf(1 - LEVEL / n_tested / 2) + NormalDist().inv_cdf(_POWER)
    return max(1, math.ceil((reach * difference.error / aimed) ** 2 * n_cohorts) - n_cohorts)


def _evidence(history: History, key: str, champion: str, policy: Policy) -> tuple[JudgedCohort, ...]:
    final = [cohort for cohort in history if cohort.is_final]
    if not all(is_scored_on_last(final, side) for side in (key, champion)):
        return ()
    usable = [
        cohort
        for cohort in final
        if all(side in cohort.looks and cohort.looks[side].is_out_of_time for side in (key, champion))
        and cohort.difference(key, champion, policy.figure) is not None
    ]
    return non_overlapping(usable, policy.pooled_cohorts)


def _tested(cohorts: Sequence[JudgedCohort], key: str, champion: str, figure: str) -> Difference | None:
    differences = [cohort.difference(key, champion, figure) for cohort in cohorts]
    known = [difference for difference in differences if difference is not None]
    return inverse_variance(known) if known else None


def _estimate(cohorts: Sequence[JudgedCohort], key: str, champion: str, figure: str) -> Estimate:
    pooled = _tested(cohorts, key, champion, figure)
    if pooled is None:
        return NOTHING
    return Estimate(pooled.value, Bounds(pooled.value - Z95 * pooled.error, pooled.value + Z95 * pooled.error))


def _verdict(
    cohorts: Sequence[JudgedCohort],
    sides: tuple[str, str],
    test: Difference,
    p_adjusted: float | None,
    n_tested: int,
    policy: Policy,
) -> PooledVerdict:
    key, champion = sides
    undecided = PooledVerdict(
        verdict="not_distinguishable",
        cohorts=tuple(cohort.name for cohort in cohorts),
        lift=_estimate(cohorts, key, champion, "lift"),
        auc=_estimate(cohorts, key, champion, "auc"),
        p_value=p_value(test),
        p_adjusted=p_adjusted,
    )
    shortage = _shortage(cohorts, sides, policy)
    smallest = policy.margin * _reference(cohorts, champion, policy.figure)
    open_for = more_cohorts(test, len(cohorts), smallest, n_tested)
    if shortage:
        return replace(undecided, verdict="not_enough_data", reason=shortage, cohorts_to_settle=open_for)
    if p_adjusted is None or p_adjusted >= LEVEL:
        return replace(undecided, reason=Reason("may_be_chance"), cohorts_to_settle=open_for)
    if test.value < 0:
        return replace(undecided, verdict="champion_better")
    if test.value < smallest:
        return replace(undecided, reason=Reason("below_margin", {"delta": test.value, "margin": smallest}))
    return replace(undecided, verdict="challenger_better")


def _shortage(cohorts: Sequence[JudgedCohort], sides: tuple[str, str], policy: Policy) -> Reason | None:
    positives = sum(cohort.looks[sides[0]].n_positive for cohort in cohorts)
    hits = min(sum(cohort.looks[side].hits or 0.0 for cohort in cohorts) for side in sides)
    if positives < policy.minimum_positives:
        return Reason("few_positives", {"n": positives, "least": policy.minimum_positives})
    if hits < policy.minimum_hits:
        return Reason("few_hits", {"hits": hits, "least": policy.minimum_hits})
    return None


def _reference(cohorts: Sequence[JudgedCohort], champion: str, figure: str) -> float:
    """The champion's mean figure, as a distance from chance."""
    known = [cohort.looks[champion].figures[figure] for cohort in cohorts if figure in cohort.looks[champion].figures]
    return max(0.0, sum(known) / len(known) - _CHANCE[figure]) if known else 0.0
