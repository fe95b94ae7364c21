"""What cohorts say together, when the true difference may vary from one to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from champion_challenger.core.verdicts.history import Difference


def variance_between(histories: Iterable[Sequence[Difference]]) -> float:
    """Variance of the true difference between cohorts, shared by the challengers; 0 where cohorts vary as by sampling.

    For each challenger with two cohorts or more: the variance of its differences beyond the mean of their sampling
    variances. A single challenger has too few cohorts to say it by itself, so the mean over all is taken; that mean is
    at least 0.

    Parameters
    ----------
    histories
        Differences of each challenger, one for each cohort.

    Examples
    --------
    >>> round(variance_between([[Difference(3.0, 0.25), Difference(-0.9, 0.25), Difference(0.1, 0.25)]]), 2)
    4.04
    >>> variance_between([[Difference(0.2, 0.25), Difference(0.1, 0.25)], [Difference(9.0, 1.0)]])
    0.0
    """
    several = [known for known in histories if len(known) > 1]
    beyond = [_variance([difference.value for difference in known]) - _mean_square(known) for known in several]
    return max(0.0, sum(beyond) / len(beyond)) if beyond else 0.0


def pooled(differences: Sequence[Difference], between: float = 0.0, event_can_repeat: bool = False) -> Difference:
    """Mean of the differences of cohorts, weighted by how sure each is.

    Weights are 1 / (error² + between). A cohort without any spread (both lists the same) counts like the surest of the
    others. Where the same customers may be positive in several cohorts, their errors may agree: they are added as they
    are, not as squares.

    Parameters
    ----------
    between
        Variance of the true difference between cohorts, at least 0.
    event_can_repeat
        Whether outcomes of one customer in several cohorts may go together.

    Examples
    --------
    >>> pooled([Difference(1.0, 0.5), Difference(3.0, 0.5)])
    Difference(value=2.0, error=0.3535533905932738)
    >>> pooled([Difference(1.0, 0.5), Difference(3.0, 0.5)], event_can_repeat=True)
    Difference(value=2.0, error=0.5)
    >>> pooled([Difference(1.0, 0.5), Difference(3.0, 0.5)], between=1.75)
    Difference(value=2.0, error=1.0)
    """
    spread = [difference.error for difference in differences if difference.error > 0]
    if not spread:
        error = math.sqrt(between / len(differences))
        return Difference(sum(difference.value for difference in differences) / len(differences), error)
    errors = [difference.error or min(spread) for difference in differences]
    weights = [1 / (error**2 + between) for error in errors]
    total = sum(weights)
    mean = sum(weight * difference.value for weight, difference in zip(weights, differences)) / total
    if not event_can_repeat:
        return Difference(mean, total**-0.5)
    added = sum(weight * error for weight, error in zip(weights, errors)) / total
    varying = between * sum(weight**2 for weight in weights) / total**2
    return Difference(mean, math.sqrt(added**2 + varying))


def _mean_square(differences: Sequence[Difference]) -> float:
    return sum(difference.error**2 for difference in differences) / len(differences)


def _variance(values: Sequence[float]) -> float:
    """Sample variance; that of the standard library refuses tiny values on Python 3.9."""
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
