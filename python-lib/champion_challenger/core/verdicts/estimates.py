"""A pooled difference: how sure it is, and what it would take to be sure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from champion_challenger.core.figures.uncertainty import UNKNOWN, Z95, Bounds
from champion_challenger.core.verdicts.history import Difference

LEVEL = 0.05
_POWER = 0.8


@dataclass(frozen=True)
class Estimate:
    """A pooled difference with its 95 % bounds."""

    delta: float | None
    bounds: Bounds


NOTHING = Estimate(None, UNKNOWN)


def estimate(difference: Difference | None) -> Estimate:
    """Difference with its 95 % bounds; empty without one."""
    if difference is None:
        return NOTHING
    return Estimate(
        difference.value, Bounds(difference.value - Z95 * difference.error, difference.value + Z95 * difference.error)
    )


def p_value(difference: Difference | None) -> float | None:
    """Chance of a difference as large between two equals, two-sided; None without one.

    Examples
    --------
    >>> round(p_value(Difference(1.96, 1.0)), 3), p_value(Difference(0.0, 0.0))
    (0.05, 1.0)
    """
    if difference is None:
        return None
    # Without an error both sides are the same on every customer: nothing speaks for a difference.
    if difference.error == 0:
        return 1.0
    # erfc keeps the digits of a small tail, which 1 - erf would lose.
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
