"""Whether a challenger's advantage is beyond doubt however often one looks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from champion_challenger.core.verdicts.history import Difference, JudgedCohort

ENOUGH_COHORTS = 4
"""With fewer, the variance between cohorts is not known well enough."""

_LEVEL = 0.05
_PRIOR_SHARE = 0.1  # of the reference figure: size of the advantages that are found soonest


def is_confirmed(differences: Sequence[Difference], between: float, reference: float, n_tested: int) -> bool:
    """Whether an advantage stays beyond doubt under monthly looks.

    An e-value, the normal mixture (Howard, Ramdas, McAuliffe, Sekhon 2021, Annals of Statistics 49), over all cohorts
    from the first one on, is at least the number of challengers tested / 0.05. While there is no advantage, it ever
    gets there in at most 5 % of histories, all looks at all challengers together.

    Parameters
    ----------
    differences
        To the model in production, the oldest cohort first; fewer than `ENOUGH_COHORTS` confirm nothing.
    between
        Variance of the true difference between cohorts.
    reference
        Figure of the model in production, as a distance from chance; at 0 nothing is confirmed.
    n_tested
        Challengers tested, at least 1.

    Examples
    --------
    >>> is_confirmed([Difference(0.2, 0.1)] * 12, between=0.0, reference=1.0, n_tested=13)
    True
    >>> is_confirmed([Difference(0.15, 0.1)] * 4, between=0.0, reference=1.0, n_tested=13)
    False
    """
    # Cohorts with the same lists have no error, and as evidence would be infinitely sure.
    known = [difference for difference in differences if difference.error > 0]
    if len(known) < ENOUGH_COHORTS or reference <= 0:
        return False
    prior = (_PRIOR_SHARE * reference) ** 2
    information = sum(1 / (difference.error**2 + between) for difference in known)
    score = sum(difference.value / (difference.error**2 + between) for difference in known)
    # In logarithms: the e-value itself overflows after a few clear cohorts.
    log_e = score**2 * prior / (2 * (1 + information * prior)) - math.log1p(information * prior) / 2
    return score > 0 and log_e >= math.log(n_tested / _LEVEL)


def nested_cohorts(cohorts: Sequence[JudgedCohort]) -> tuple[JudgedCohort, ...]:
    """Cohorts whose outcome windows do not overlap, from the oldest on: later looks add to them and take none away."""
    taken: list[JudgedCohort] = []
    for cohort in cohorts:
        if not taken or taken[-1].end <= cohort.start:
            taken.append(cohort)
    return tuple(taken)
