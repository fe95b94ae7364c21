"""What cohorts say together, when the true difference may vary from one to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import zip_longest

import numpy as np

from champion_challenger.core.verdicts.clustering import Errors
from champion_challenger.core.verdicts.history import Difference


def variance_between(histories: Iterable[Sequence[Difference]], errors: Iterable[Errors | None] = ()) -> float:
    """Variance of the true difference between cohorts, shared by the challengers; 0 where cohorts vary as by sampling.

    For each challenger with two cohorts or more: the variance of its differences beyond the mean of their sampling
    variances; what two cohorts have in common through their customers makes them vary less. A single challenger has too
    few cohorts to say it by itself, so the mean over all is taken; that mean is at least 0.

    Parameters
    ----------
    histories
        Differences of each challenger, one for each cohort.
    errors
        Of each challenger, variances and covariances of its differences where they are known.

    Examples
    --------
    >>> round(variance_between([[Difference(3.0, 0.25), Difference(-0.9, 0.25), Difference(0.1, 0.25)]]), 2)
    4.04
    >>> variance_between([[Difference(0.2, 0.25), Difference(0.1, 0.25)], [Difference(9.0, 1.0)]])
    0.0
    """
    # Errors by customer exist for the lift alone: for the AUC the iterable is empty, and None fills it up.
    several = [(known, own) for known, own in zip_longest(histories, errors) if len(known) > 1]
    beyond = [
        _variance([difference.value for difference in known]) - (_mean_square(known) if own is None else _apart(own))
        for known, own in several
    ]
    # An estimate by moments can be below 0; averaging before the cut keeps it from being too large.
    return max(0.0, sum(beyond) / len(beyond)) if beyond else 0.0


def pool(
    differences: Sequence[Difference],
    between: float = 0.0,
    event_can_repeat: bool = False,
    errors: Errors | None = None,
) -> Difference:
    """Mean of the differences of cohorts, weighted by how sure each is.

    Weights are 1 / (error² + between). A cohort without any spread (both lists the same) counts like the surest of the
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
