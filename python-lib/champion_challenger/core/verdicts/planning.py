"""What a control group of some size would find, before one is held out."""

from __future__ import annotations

import math


def with_control(smallest: float, share: float, population: str) -> float:
    """Smallest advantage that is found in four cases of five, once verdicts rest on a control group.

    Errors grow with the customers that are left out. The control group alone is a share of the customers. Among those
    not contacted, only the customers on exactly one of the two lists tell the models apart: those on the challenger's
    are all there, and each control customer on the champion's stands for 1 / share.

    Parameters
    ----------
    smallest
        The same advantage with verdicts over all customers, as in `PooledVerdict.smallest_found`.
    share
        Customers held out at random, in (0, 1].
    population
        ``control`` or ``uncontacted``.

    Examples
    --------
    >>> round(with_control(0.4, 0.1, "control"), 2), round(with_control(0.4, 0.1, "uncontacted"), 2)
    (1.26, 0.94)
    """
    variance = 1 / share if population == "control" else (1 + 1 / share) / 2
    return smallest * math.sqrt(variance)
