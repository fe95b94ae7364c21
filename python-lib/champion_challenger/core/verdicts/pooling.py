"""Verdicts over several cohorts: is a challenger better than the model in production, and by enough?

A verdict recommends; nothing here activates a version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.reasons import Reason, sentence
from champion_challenger.core.verdicts.challengers import Challengers, reference_figure, usable_cohorts
from champion_challenger.core.verdicts.clustering import ClusteredErrors
from champion_challenger.core.verdicts.estimates import LEVEL, NOTHING, Estimate, estimate, more_cohorts, reach
from champion_challenger.core.verdicts.history import History, JudgedCohort
from champion_challenger.core.verdicts.obstacles import is_scored_on_last, obstacle
from champion_challenger.settings.evaluation_policy import Policy


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
        What the errors allow for: ``sampling``, ``between_cohorts``, ``repeating_events`` or
        ``clustered_by_customer``; "" without a test.
    smallest_found
        Smallest true advantage in the primary figure that cohorts like these would show in three to four cases of five.
    margin
        Advantage in the primary figure from which on a challenger is better; None where nothing was compared.
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
    margin: float | None = None

    @property
    def reason(self) -> str | None:
        """The reasons as one English sentence; None without any."""
        return sentence(self.reasons) or None


def pooled_verdicts(
    history: History, champion: str, policy: Policy, clustered: ClusteredErrors | None = None
) -> dict[str, PooledVerdict]:
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
    clustered
        What the cohorts' differences in lift have in common through their customers, where the scores are available.

    Returns
    -------
    dict
        A verdict for each version that occurs in the history.
    """
    versions = sorted({key for cohort in history for key in cohort.looks})
    evidence = pooled_evidence(history, champion, policy)
    compared = {key: cohorts for key, cohorts in evidence.items() if cohorts}
    challengers = Challengers(history, champion, policy, compared, clustered)
    verdicts = {champion: PooledVerdict("champion")} if champion in versions else {}
    for key, cohorts in evidence.items():
        # The reason is looked for only where it is needed: it goes through the whole history.
        hindrance = () if cohorts else (obstacle(history, key, champion),)
        verdicts[key] = _verdict(key, challengers) if cohorts else PooledVerdict("not_comparable", hindrance)
    return verdicts


def pooled_evidence(history: History, champion: str, policy: Policy) -> dict[str, tuple[JudgedCohort, ...]]:
    """Cohorts that the verdict on each version rests on, the oldest first; none where it is not compared."""
    versions = sorted({key for cohort in history for key in cohort.looks})
    return {key: _evidence(history, key, champion, policy) for key in versions if key != champion}


def non_overlapping(cohorts: Sequence[JudgedCohort], count: int) -> tuple[JudgedCohort, ...]:
    """Newest cohorts whose outcome windows do not overlap, the oldest first.

    The newest is taken, then always the next older one whose window ends by the start of the one taken last.
    """
    taken: list[JudgedCohort] = []
    for cohort in reversed(cohorts):
        # From the newest backwards, so that what is pooled is as young as can be.
        if len(taken) < count and (not taken or cohort.end <= taken[0].start):
            taken.insert(0, cohort)
    return tuple(taken)


def _evidence(history: History, key: str, champion: str, policy: Policy) -> tuple[JudgedCohort, ...]:
    final = [cohort for cohort in history if cohort.is_final]
    if not all(is_scored_on_last(final, side) for side in (key, champion)):
        return ()
    return non_overlapping(usable_cohorts(history, key, champion, policy.figure), policy.pooled_cohorts)


def _verdict(key: str, challengers: Challengers) -> PooledVerdict:
    policy, cohorts = challengers.policy, challengers.compared[key]
    test, n_tested = challengers.test(key), len(challengers.compared)
    smallest = policy.margin * reference_figure(cohorts, challengers.champion, policy.figure)
    undecided = PooledVerdict(
        verdict="not_distinguishable",
        cohorts=tuple(cohort.name for cohort in cohorts),
        lift=estimate(challengers.pool(key, "lift")),
        auc=estimate(challengers.pool(key, "auc")),
        p_value=challengers.p_values[key],
        p_adjusted=challengers.adjusted[key],
        expected_lift=challengers.expected_lift(key),
        is_confirmed=challengers.is_confirmed(key),
        basis=challengers.basis(key),
        # Without an error nothing was estimated, and 0 would promise to find any advantage.
        smallest_found=reach(n_tested) * test.error or None,
        margin=smallest,
    )
    more = more_cohorts(test, len(cohorts), smallest, n_tested)
    shortages = _shortages(cohorts, (key, challengers.champion), policy, challengers.usable(key))
    if shortages:
        return _still_open(replace(undecided, verdict="not_enough_data", reasons=shortages), more, challengers)
    if undecided.p_adjusted is None or undecided.p_adjusted >= LEVEL:
        # Equality is a claim of its own: the bounds have to lie within the margin, not only to include no difference.
        # Without an error both lists are the same on every cohort, which is as equal as can be.
        is_known = test.error > 0 or test.value == 0
        if is_known and abs(test.value) + Z95 * test.error <= smallest:
            return replace(undecided, verdict="practically_equal")
        return _still_open(replace(undecided, reasons=(Reason("may_be_chance"),)), more, challengers)
    if test.value < 0:
        return replace(undecided, verdict="champion_better")
    if test.value < smallest:
        reason = Reason("below_margin", {"delta": test.value, "margin": smallest})
        return replace(undecided, verdict="challenger_slightly_better", reasons=(reason,))
    return replace(undecided, verdict="challenger_better")


def _still_open(verdict: PooledVerdict, more: int | None, challengers: Challengers) -> PooledVerdict:
    """An open verdict with how long it may take, or that the policy pools too few cohorts to settle it."""
    if more is None:
        return verdict
    needed = len(verdict.cohorts) + more
    # Waiting helps only as long as the policy pools what comes; otherwise the policy has to change, and the reason says
    # it.
    if needed <= challengers.policy.pooled_cohorts:
        return replace(verdict, cohorts_to_settle=more)
    known = sum(cohort.is_final for cohort in challengers.history)
    values = {"needed": needed, "pooled": challengers.policy.pooled_cohorts, "known": known}
    return replace(verdict, reasons=(*verdict.reasons, Reason("needs_more_than_pooled", values)))


def _shortages(
    cohorts: Sequence[JudgedCohort], sides: tuple[str, str], policy: Policy, n_usable: int
) -> tuple[Reason, ...]:
    """What there is too little of for any verdict; of the usable cohorts, some may overlap."""
    shortages = []
    positives = sum(cohort.looks[sides[0]].n_positive for cohort in cohorts)
    hits = min(sum(cohort.looks[side].hits or 0.0 for cohort in cohorts) for side in sides)
    # A policy that pools fewer cohorts than it asks for could never give a verdict.
    least = min(policy.minimum_cohorts, policy.pooled_cohorts)
    if positives < policy.minimum_positives:
        shortages.append(Reason("few_positives", {"n": positives, "least": policy.minimum_positives}))
    elif hits < policy.minimum_hits:
        shortages.append(Reason("few_hits", {"hits": hits, "least": policy.minimum_hits}))
    if len(cohorts) < least:
        is_overlapping = n_usable > len(cohorts)
        values = {"n": len(cohorts), "least": least, **({"known": n_usable} if is_overlapping else {})}
        shortages.append(Reason("cohorts_overlap" if is_overlapping else "few_cohorts", values))
    return tuple(shortages)
