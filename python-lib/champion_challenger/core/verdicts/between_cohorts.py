"""What cohorts say together, when the true difference may vary from one to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

import numpy as np

from champion_challenger.core.verdicts.clustering import Errors
from champion_challenger.core.verdicts.history import SAME, Difference, JudgedCohort

USUAL_SHARE = 0.05
"""Of the champion's figure: by how much months are taken to differ where few cohorts tell it."""

_USUAL_FREEDOM = 2
"""Degrees of freedom that the usual variance counts for; as low as keeps false alarms of two cohorts below 5 %."""

_IN_COMMON = 0.25
"""Square of the correlation of two challengers' differences: one half of each is the champion's."""


def variance_between(
    histories: Iterable[Sequence[Difference]],
    errors: Iterable[Errors | None] = (),
    usual: float = 0.0,
    n_challengers: int | None = None,
) -> float:
    """Variance of the true difference between cohorts, shared by the challengers; 0 where cohorts vary as by sampling.

    For each history of two cohorts or more: the variance of its differences beyond the mean of their sampling
    variances; what two cohorts have in common through their customers makes them vary less. A single history has too
    few cohorts to say it by itself, so the mean over all is taken, by degrees of freedom. Where it comes out smaller
    than usual it is drawn towards that, the more the fewer cohorts there are: two that agree by chance do not say that
    months agree.

    Parameters
    ----------
    histories
        Differences of each challenger to one champion, one for each cohort.
    errors
        Of each history, variances and covariances of its differences where they are known.
    usual
        Variance that is expected before anything is known; it counts for two degrees of freedom.
    n_challengers
        Challengers that share a champion: the more, the less does each add. The number of histories by default.

    Examples
    --------
    >>> round(variance_between([[Difference(3.0, 0.25), Difference(-0.9, 0.25), Difference(0.1, 0.25)]]), 2)
    4.04
    >>> variance_between([[Difference(0.2, 0.25), Difference(0.1, 0.25)], [Difference(9.0, 1.0)]])
    0.0
    >>> round(variance_between([[Difference(0.2, 0.1), Difference(0.1, 0.1)]], usual=0.04), 3)
    0.025
    """
    # Errors by customer exist for the lift alone: for the AUC the iterable is empty, and None fills it up.
    several = [
        (known, own) for known, own in zip_longest(histories, errors) if len(known) > 1 and not are_the_same(known)
    ]
    if not several:
        return usual
    beyond = [
        (len(known) - 1)
        * (
            _variance([difference.value for difference in known])
            - (_mean_square(known) if own is None else _apart(own))
        )
        for known, own in several
    ]
    total = sum(len(known) - 1 for known, _ in several)
    # An estimate by moments can be below 0; averaging before the cut keeps it from being too large.
    measured = sum(beyond) / total
    freedom = total / (1 + ((n_challengers or len(several)) - 1) * _IN_COMMON)
    drawn = (_USUAL_FREEDOM * usual + freedom * measured) / (_USUAL_FREEDOM + freedom)
    return max(0.0, measured, drawn)


def direct_histories(
    compared: Mapping[str, Sequence[JudgedCohort]], champion: str, figure: str
) -> list[list[Difference]]:
    """Differences of each version to each champion that cohorts had, which tell by how much months differ.

    A difference that goes through a former champion has the sum of two errors, which is more than it varies by: months
    would seem to differ less than they do.

    Parameters
    ----------
    compared
        Cohorts of each challenger.
    champion
        Of now: where another one was the champion, it tells as much as a challenger.
    """
    known: dict[tuple[str, str], dict[str, Difference]] = {}
    for key, cohorts in compared.items():
        for cohort in cohorts:
            for version in (key, champion):
                look = cohort.looks[version]
                if version != cohort.champion and figure in look.against_champion:
                    # By name, as the champion of now is met once for each challenger.
                    known.setdefault((cohort.champion, version), {})[cohort.name] = look.against_champion[figure]
    return [list(differences.values()) for differences in known.values()]


def are_the_same(differences: Sequence[Difference]) -> bool:
    """Whether nothing differs on any cohort, and surely so: both lists are the same, in whatever month."""
    return all(difference.value == 0 == difference.error for difference in differences)


def pool(
    differences: Sequence[Difference],
    between: float = 0.0,
    event_can_repeat: bool = False,
    errors: Errors | None = None,
) -> Difference:
    """Mean of the differences of cohorts, weighted by how sure each is.

    Weights are 1 / (error² + between). Without a difference or an error on any cohort there is none in all:
    months that differ do so for both. A cohort without any spread (both lists the same) counts like the surest of the
    others. Where the same customers may be positive in several cohorts, their errors may agree: how much is in `errors`
    where the customers are known; otherwise they are added as they are, not as squares.

    Parameters
    ----------
    between
        Variance of the true difference between cohorts, at least 0.
    event_can_repeat
        Whether outcomes of one customer in several cohorts may go together.
    errors
        Variances and covariances of the differences, which then count whatever `event_can_repeat` says.

    Examples
    --------
    >>> pool([Difference(1.0, 0.5), Difference(3.0, 0.5)])
    Difference(value=2.0, error=0.3535533905932738)
    >>> pool([Difference(1.0, 0.5), Difference(3.0, 0.5)], event_can_repeat=True)
    Difference(value=2.0, error=0.5)
    >>> pool([Difference(1.0, 0.5), Difference(3.0, 0.5)], between=1.75)
    Difference(value=2.0, error=1.0)
    >>> round(pool([Difference(1.0, 0.5), Difference(3.0, 0.5)], errors=np.full((2, 2), 0.25)).error, 3)
    0.5
    """
    if are_the_same(differences):
        return SAME
    known = [difference.error for difference in differences]
    if errors is not None:
        known = [float(error) for error in np.sqrt(np.diag(errors))]
    spread = [error for error in known if error > 0]
    if not spread:
        error = math.sqrt(between / len(differences))
        return Difference(sum(difference.value for difference in differences) / len(differences), error)
    # An error of 0 would have infinite weight, and one cohort would decide alone.
    sizes = [error or min(spread) for error in known]
    weights = [1 / (error**2 + between) for error in sizes]
    total = sum(weights)
    mean = sum(weight * difference.value for weight, difference in zip(weights, differences)) / total
    if errors is None and not event_can_repeat:
        return Difference(mean, total**-0.5)
    varying = between * sum(weight**2 for weight in weights) / total**2
    if errors is None:
        # Errors added, not their squares: the largest error that cohorts with the same customers can have.
        added = sum(weight * error for weight, error in zip(weights, sizes)) / total
        return Difference(mean, math.sqrt(added**2 + varying))
    # The variances of cohorts without a spread are filled up, so that the matrix agrees with the weights.
    filled = errors + np.diag([error**2 - own**2 for error, own in zip(sizes, known)])
    parts = np.array(weights) / total
    return Difference(mean, math.sqrt(float(parts @ filled @ parts) + varying))


def _apart(errors: Errors) -> float:
    """Variance that sampling alone gives the differences of cohorts among each other."""
    n = len(errors)
    total = float(np.trace(errors))
    return total / n - (float(errors.sum()) - total) / (n * (n - 1))


def _mean_square(differences: Sequence[Difference]) -> float:
    return sum(difference.error**2 for difference in differences) / len(differences)


def _variance(values: Sequence[float]) -> float:
    """Sample variance; that of the standard library refuses tiny values on Python 3.9."""
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
