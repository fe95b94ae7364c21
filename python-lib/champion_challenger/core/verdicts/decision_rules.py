"""What each way of choosing the model in production would have brought, cohort after cohort.

Every rule chooses by outcomes that were final when the cohort began, and among versions whose training had ended by
then. All rules act on the same cohorts: those on which the first champion was scored and not trained.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from champion_challenger.core.verdicts.history import (
    Difference,
    History,
    JudgedCohort,
    VersionOnCohort,
    cohorts_known_on,
    first_champion,
)
from champion_challenger.core.verdicts.rules import RULES, Rule, Situation
from champion_challenger.settings.evaluation_policy import Policy


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


def play_decision_rules(history: History, policy: Policy, rules: Sequence[Rule] = RULES) -> list[Month]:
    """Play every rule through a history.

    Where the event can repeat, the errors of all cohorts are added as they are, as those of overlapping ones.

    Returns
    -------
    list of Month
        Rule after rule, cohort after cohort; empty when there is no final cohort with a champion that was scored.
    """
    final = tuple(cohort for cohort in history if cohort.is_final)
    first = first_champion(final)
    counted = [cohort for cohort in final if _could_act(cohort, first)]
    return [month for rule in rules for month in _play(rule, counted, final, first, policy)]


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
        # The first group whose last window is over takes the cohort, so that there are as few groups as can be.
        group = next((place for place, busy in enumerate(ends) if busy <= start), len(ends))
        if group == len(ends):
            ends.append(end)
            squares.append(0.0)
        ends[group], squares[group] = end, squares[group] + error**2
        yield sum(map(math.sqrt, squares))


def _could_act(cohort: JudgedCohort, first: str) -> bool:
    look = cohort.looks.get(first)
    return look is not None and look.hits is not None and not look.is_in_sample


def _play(rule: Rule, counted: Sequence[JudgedCohort], final: History, first: str, policy: Policy) -> Iterator[Month]:
    chosen = list(_choices(rule, counted, final, first, policy))
    extras = [cohort.extra_positives(key, first) or Difference(0.0, 0.0) for cohort, key in zip(counted, chosen)]
    # An endless window overlaps every other: each cohort has a group of its own, and all errors add up plainly.
    windows = [(date.min, date.max) if policy.event_can_repeat else (cohort.start, cohort.end) for cohort in counted]
    errors = accumulated_errors([extra.error for extra in extras], windows)
    positives = gained = 0.0
    for cohort, key, extra, error in zip(counted, chosen, extras, errors):
        look = cohort.looks[key]
        positives, gained = positives + (look.reached or 0.0), gained + extra.value
        n_known = len(cohorts_known_on(final, cohort.start))
        yield Month(rule.__name__, cohort, look, n_known, extra, positives, Difference(gained, error))


def _choices(rule: Rule, counted: Sequence[JudgedCohort], final: History, first: str, policy: Policy) -> Iterator[str]:
    """What acts on each cohort: the rule's choice, or the first champion where that could not be scored.

    A cohort that was evaluated again has the champion of that day, which may have been trained on its outcomes.
    """
    version, before = first, ""
    for cohort in counted:
        available = {
            key: look.trained_on
            for key, look in cohort.looks.items()
            if look.hits is not None
            # What acts already may go on acting, also where its training date is not known; never on its own training
            # outcomes.
            and (look.is_out_of_time or (key in (first, cohort.champion) and not look.is_in_sample))
        }
        chosen = rule(Situation(available, cohorts_known_on(final, cohort.start), version, policy, before))
        version, before = chosen, before if chosen == version else version
        # A rule may only use what could be scored; the first champion could, on every cohort counted.
        yield version if version in available else first
