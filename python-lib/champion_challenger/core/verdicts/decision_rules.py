"""What each way of choosing the model in production would have brought, cohort after cohort.

Every rule chooses by outcomes that were final when the cohort began, and among versions whose training had ended by
then. All rules act on the same cohorts: those on which the first champion was scored and not trained.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from champion_challenger.core.verdicts.history import (
    Difference,
    History,
    JudgedCohort,
    VersionOnCohort,
    cohorts_known_on,
)
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.settings.evaluation_policy import Policy


@dataclass(frozen=True)
class Situation:
    """What a rule knows when a cohort is about to be targeted.

    Attributes
    ----------
    available
        Versions that could be used: scored, and trained before the cohort.
    known
        Cohorts whose outcomes are final by now.
    current
        What the rule chose for the cohort before.
    """

    available: Mapping[str, VersionOnCohort]
    known: History
    current: str
    policy: Policy


@dataclass(frozen=True)
class Month:
    """What a rule did on one cohort, and what that brought.

    Attributes
    ----------
    extra
        Positives beyond those of the first champion, on this cohort.
    total_positives, total_extra
        The same, summed from the first cohort on.
    """

    rule: str
    cohort: JudgedCohort
    look: VersionOnCohort
    n_known: int
    extra: Difference
    total_positives: float
    total_extra: Difference


def keep_the_champion(now: Situation) -> str:
    """Never change."""
    return now.current


def always_the_newest(now: Situation) -> str:
    """Choose the version whose training data end last; what was never trained does not count."""
    dated = [(look.trained_on, key) for key, look in now.available.items() if look.trained_on]
    return max(dated)[1] if dated else now.current


def best_figure_of_last_month(now: Situation) -> str:
    """Choose the version with the highest primary figure on the newest cohort known; the held one under ties."""
    if not now.known:
        return now.current
    looks = now.known[-1].looks
    figures = {
        key: looks[key].figures[now.policy.figure]
        for key in now.available
        if key in looks and now.policy.figure in looks[key].figures and not looks[key].is_in_sample
    }
    return max(sorted(figures), key=lambda key: (figures[key], key == now.current), default=now.current)


def our_verdict(now: Situation) -> str:
    """Change when a pooled verdict says so, to the challenger with the largest advantage."""
    verdicts = pooled_verdicts(now.known, now.current, now.policy)
    better = {
        key: (verdict.lift if now.policy.figure == "lift" else verdict.auc).delta or 0.0
        for key, verdict in verdicts.items()
        if verdict.verdict == "challenger_better" and key in now.available
    }
    return max(sorted(better), key=lambda key: better[key], default=now.current)


RULES: tuple[Callable[[Situation], str], ...] = (
    keep_the_champion,
    always_the_newest,
    best_figure_of_last_month,
    our_verdict,
)


def play_decision_rules(history: History, policy: Policy) -> list[Month]:
    """Play every rule through a history.

    Returns
    -------
    list of Month
        Rule after rule, cohort after cohort; empty when there is no final cohort with a champion that was scored.
    """
    final = tuple(cohort for cohort in history if cohort.is_final)
    first = next((cohort.champion for cohort in final if cohort.champion), "")
    counted = [cohort for cohort in final if _could_act(cohort, first)]
    return [month for rule in RULES for month in _played(rule, counted, final, first, policy)]


def accumulated_errors(errors: Sequence[float], windows: Sequence[tuple[date, date]]) -> Iterator[float]:
    """Standard error of a running sum over cohorts, of which some have overlapping outcome windows.

    Cohorts are dealt out to groups without overlap. Within a group errors are independent and add as squares; groups
    may depend on each other in any way, so theirs add plainly, which errs on the safe side.

    Examples
    --------
    >>> months = [(date(2019, m, 1), date(2019, m + 1, 1)) for m in (1, 2)]
    >>> list(accumulated_errors([3.0, 4.0], months))
    [3.0, 5.0]
    >>> windows = [(date(2019, 1, 1), date(2019, 4, 1)), (date(2019, 2, 1), date(2019, 5, 1))]
    >>> list(accumulated_errors([3.0, 4.0], windows))
    [3.0, 7.0]
    """
    ends: list[date] = []
    squares: list[float] = []
    for error, (start, end) in zip(errors, windows):
        group = next((place for place, busy in enumerate(ends) if busy <= start), len(ends))
        if group == len(ends):
            ends.append(end)
            squares.append(0.0)
        ends[group], squares[group] = end, squares[group] + error**2
        yield sum(map(math.sqrt, squares))


def _could_act(cohort: JudgedCohort, first: str) -> bool:
    look = cohort.looks.get(first)
    return look is not None and look.hits is not None and not look.is_in_sample


def _played(
    rule: Callable[[Situation], str], counted: Sequence[JudgedCohort], final: History, first: str, policy: Policy
) -> Iterator[Month]:
    chosen = list(_choices(rule, counted, final, first, policy))
    extras = [cohort.extra_positives(key, first) or Difference(0.0, 0.0) for cohort, key in zip(counted, chosen)]
    errors = accumulated_errors([extra.error for extra in extras], [(cohort.start, cohort.end) for cohort in counted])
    positives = gained = 0.0
    for cohort, key, extra, error in zip(counted, chosen, extras, errors):
        look = cohort.looks[key]
        positives, gained = positives + (look.reached or 0.0), gained + extra.value
        n_known = len(cohorts_known_on(final, cohort.start))
        yield Month(rule.__name__, cohort, look, n_known, extra, positives, Difference(gained, error))


def _choices(
    rule: Callable[[Situation], str], counted: Sequence[JudgedCohort], final: History, first: str, policy: Policy
) -> Iterator[str]:
    """What acts on each cohort: the rule's choice, or the first champion where that could not be scored.

    A cohort that was evaluated again has the champion of that day, which may have been trained on its outcomes.
    """
    version = first
    for cohort in counted:
        available = {
            key: look
            for key, look in cohort.looks.items()
            if look.hits is not None
            and (look.is_out_of_time or (key in (first, cohort.champion) and not look.is_in_sample))
        }
        version = rule(Situation(available, cohorts_known_on(final, cohort.start), version, policy))
        yield version if version in available else first
