"""Verdicts over several cohorts: is a challenger better than the model in production, and by enough?

A verdict recommends; nothing here activates a version.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from champion_challenger.core.figures.comparison import holm
from champion_challenger.core.figures.uncertainty import UNKNOWN, Z95, Bounds
from champion_challenger.core.reasons import Reason, sentence
from champion_challenger.core.verdicts.between_cohorts import pooled, variance_between
from champion_challenger.core.verdicts.confirmation import is_confirmed, nested_cohorts
from champion_challenger.core.verdicts.expectation import expected
from champion_challenger.core.verdicts.history import SAME, Difference, History, JudgedCohort
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
        ``champion``, ``challenger_better``, ``challenger_slightly_better``, ``practically_equal``, ``champion_better``,
        ``not_distinguishable``, ``not_comparable`` or ``not_enough_data``.
    reasons
        Why there is no clear verdict; empty where there is.
    cohorts
        Names of the cohorts pooled, the oldest first.
    p_value, p_adjusted
        Two-sided, of the primary figure; adjusted after Holm over the challengers.
    cohorts_to_settle
        About how many more cohorts like these would settle it; None where it is settled, the policy pools too few for
        it, or nothing is known.
    expected_lift
        Difference in lift that is expected, shrunken for the choice among many.
    is_confirmed
        Whether the advantage is beyond doubt under monthly looks too; None where nothing was compared.
    basis
        What the errors allow for: ``sampling``, ``between_cohorts`` or ``repeating_events``; "" without a test.
    smallest_found
        Smallest true advantage in the primary figure that cohorts like these would show in four cases of five.
    """

    verdict: str
    reasons: tuple[Reason, ...] = ()
    cohorts: tuple[str, ...] = ()
    lift: Estimate = NOTHING
    auc: Estimate = NOTHING
    p_value: float | None = None
    p_adjusted: float | None = None
    cohorts_to_settle: int | None = None
    expected_lift: Estimate = NOTHING
    is_confirmed: bool | None = None
    basis: str = ""
    smallest_found: float | None = None

    @property
    def reason(self) -> str | None:
        """The reasons as one English sentence; None without any."""
        return sentence(self.reasons) or None


def pooled_verdicts(history: History, champion: str, policy: Policy) -> dict[str, PooledVerdict]:
    """Judge every version of a history against one of them.

    For each version the newest cohorts are pooled that are final, came after the training of both, and whose outcome
    windows do not overlap. The difference of the primary figure is their mean, weighted by errors that allow for months
    that differ (`between_cohorts`). A challenger is better when its p-value, adjusted after Holm over all challengers
    tested, is below 5 % and its advantage reaches the margin, slightly better when it does not; the champion is better
    when the difference is as clear the other way, whatever its size. Otherwise the two are practically equal when both
    bounds of the difference are within the margin. One cohort alone gives no clear verdict.

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
    compared = {key: cohorts for key, cohorts in evidence.items() if cohorts}
    bench = _Bench(history, champion, policy, compared)
    verdicts = {champion: PooledVerdict("champion")} if champion in versions else {}
    for key, cohorts in evidence.items():
        hindrance = () if cohorts else (obstacle(history, key, champion),)
        verdicts[key] = _verdict(key, bench) if cohorts else PooledVerdict("not_comparable", hindrance)
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
    return max(1, math.ceil((reach(n_tested) * difference.error / aimed) ** 2 * n_cohorts) - n_cohorts)


def reach(n_tested: int) -> float:
    """Errors that a true difference must be large, to be told from none in four cases of five at 5 % shared.

    Examples
    --------
    >>> round(reach(1), 2), round(reach(13), 2)
    (2.8, 3.73)
    """
    return NormalDist().inv_cdf(1 - LEVEL / n_tested / 2) + NormalDist().inv_cdf(_POWER)


def _evidence(history: History, key: str, champion: str, policy: Policy) -> tuple[JudgedCohort, ...]:
    final = [cohort for cohort in history if cohort.is_final]
    if not all(is_scored_on_last(final, side) for side in (key, champion)):
        return ()
    return non_overlapping(_usable(history, key, champion, policy.figure), policy.pooled_cohorts)


def _usable(history: History, key: str, champion: str, figure: str) -> list[JudgedCohort]:
    """Final cohorts that compare a version with the champion, after the training of both."""
    return [
        cohort
        for cohort in history
        if cohort.is_final
        and all(side in cohort.looks and cohort.looks[side].is_out_of_time for side in (key, champion))
        and cohort.difference(key, champion, figure) is not None
    ]


class _Bench:
    """All challengers that can be compared, with what is known of them together."""

    def __init__(
        self, history: History, champion: str, policy: Policy, compared: Mapping[str, tuple[JudgedCohort, ...]]
    ) -> None:
        self.champion, self.policy, self.compared = champion, policy, compared
        self.history = history
        self._known = {
            figure: {key: self._differences(cohorts, key, figure) for key, cohorts in compared.items()}
            for figure in _CHANCE
        }
        self.between = {figure: variance_between(known.values()) for figure, known in self._known.items()}
        self._tests = {key: self.pooled(key, policy.figure) for key in compared}
        self.p_values = {key: p_value(test) for key, test in self._tests.items()}
        self.adjusted = dict(zip(self._tests, holm(list(self.p_values.values()))))
        lifts = {key: found for key in compared for found in [self.pooled(key, "lift")] if found is not None}
        self._expected = dict(zip(lifts, expected(list(lifts.values()))))

    def test(self, key: str) -> Difference:
        """Difference in the primary figure, on which the verdict rests."""
        found = self._tests[key]
        return SAME if found is None else found

    def pooled(self, key: str, figure: str) -> Difference | None:
        """Difference of a figure over the cohorts of a version; None where no cohort has one."""
        known = self._known[figure][key]
        return pooled(known, self.between[figure], self.policy.event_can_repeat) if known else None

    def expected_lift(self, key: str) -> Estimate:
        """Difference in lift that is expected, among all challengers."""
        return _estimate(self._expected.get(key))

    def is_confirmed(self, key: str) -> bool:
        """Whether its advantage is beyond doubt over all cohorts known."""
        figure = self.policy.figure
        cohorts = nested_cohorts(_usable(self.history, key, self.champion, figure))
        reference = _reference(cohorts, self.champion, figure)
        known = self._differences(cohorts, key, figure)
        return is_confirmed(known, self.between[figure], reference, len(self.compared))

    def basis(self) -> str:
        """What the errors allow for."""
        if self.policy.event_can_repeat:
            return "repeating_events"
        return "between_cohorts" if self.between[self.policy.figure] > 0 else "sampling"

    def _differences(self, cohorts: Sequence[JudgedCohort], key: str, figure: str) -> list[Difference]:
        found = (cohort.difference(key, self.champion, figure) for cohort in cohorts)
        return [difference for difference in found if difference is not None]


def _estimate(found: Difference | None) -> Estimate:
    if found is None:
        return NOTHING
    return Estimate(found.value, Bounds(found.value - Z95 * found.error, found.value + Z95 * found.error))


def _verdict(key: str, bench: _Bench) -> PooledVerdict:
    policy, cohorts = bench.policy, bench.compared[key]
    test, n_tested = bench.test(key), len(bench.compared)
    smallest = policy.margin * _reference(cohorts, bench.champion, policy.figure)
    undecided = PooledVerdict(
        verdict="not_distinguishable",
        cohorts=tuple(cohort.name for cohort in cohorts),
        lift=_estimate(bench.pooled(key, "lift")),
        auc=_estimate(bench.pooled(key, "auc")),
        p_value=bench.p_values[key],
        p_adjusted=bench.adjusted[key],
        expected_lift=bench.expected_lift(key),
        is_confirmed=bench.is_confirmed(key),
        basis=bench.basis(),
        smallest_found=reach(n_tested) * test.error or None,
    )
    more = more_cohorts(test, len(cohorts), smallest, n_tested)
    shortages = _shortages(cohorts, (key, bench.champion), policy)
    if shortages:
        return _still_open(replace(undecided, verdict="not_enough_data", reasons=shortages), more, bench)
    if undecided.p_adjusted is None or undecided.p_adjusted >= LEVEL:
        if test.error > 0 and abs(test.value) + Z95 * test.error <= smallest:
            return replace(undecided, verdict="practically_equal")
        return _still_open(replace(undecided, reasons=(Reason("may_be_chance"),)), more, bench)
    if test.value < 0:
        return replace(undecided, verdict="champion_better")
    if test.value < smallest:
        reason = Reason("below_margin", {"delta": test.value, "margin": smallest})
        return replace(undecided, verdict="challenger_slightly_better", reasons=(reason,))
    return replace(undecided, verdict="challenger_better")


def _still_open(verdict: PooledVerdict, more: int | None, bench: _Bench) -> PooledVerdict:
    """An open verdict with how long it may take, or that the policy pools too few cohorts to settle it."""
    if more is None:
        return verdict
    needed = len(verdict.cohorts) + more
    if needed <= bench.policy.pooled_cohorts:
        return replace(verdict, cohorts_to_settle=more)
    known = sum(cohort.is_final for cohort in bench.history)
    values = {"needed": needed, "pooled": bench.policy.pooled_cohorts, "known": known}
    return replace(verdict, reasons=(*verdict.reasons, Reason("needs_more_than_pooled", values)))


def _shortages(cohorts: Sequence[JudgedCohort], sides: tuple[str, str], policy: Policy) -> tuple[Reason, ...]:
    """What there is too little of for any verdict."""
    shortages = []
    positives = sum(cohort.looks[sides[0]].n_positive for cohort in cohorts)
    hits = min(sum(cohort.looks[side].hits or 0.0 for cohort in cohorts) for side in sides)
    least = min(policy.minimum_cohorts, policy.pooled_cohorts)
    if positives < policy.minimum_positives:
        shortages.append(Reason("few_positives", {"n": positives, "least": policy.minimum_positives}))
    elif hits < policy.minimum_hits:
        shortages.append(Reason("few_hits", {"hits": hits, "least": policy.minimum_hits}))
    if len(cohorts) < least:
        shortages.append(Reason("few_cohorts", {"n": len(cohorts), "least": least}))
    return tuple(shortages)


def _reference(cohorts: Sequence[JudgedCohort], champion: str, figure: str) -> float:
    """The champion's mean figure, as a distance from chance."""
    known = [cohort.looks[champion].figures[figure] for cohort in cohorts if figure in cohort.looks[champion].figures]
    return max(0.0, sum(known) / len(known) - _CHANCE[figure]) if known else 0.0
