"""What contacting customers changed: the contacted against a control group that was drawn from the same list."""

from __future__ import annotations

import math
from dataclasses import dataclass

from champion_challenger.core.figures.uncertainty import share_bounds


@dataclass(frozen=True)
class Incremental:
    """Positives that a contact added, on a target list.

    Attributes
    ----------
    incremental_rate
        Share of positives among the contacted minus that among the control customers of the same list, in [-1, 1]:
        above 0 contacts bring the event about, below 0 they prevent it. With 95 % bounds; all None without customers
        on either side.
    n_contacted, n_control
        Customers of known outcome on either side.
    """

    incremental_rate: float | None
    incremental_rate_low: float | None
    incremental_rate_high: float | None
    n_contacted: int
    n_control: int


def incremental(positives: int, n: int, control_positives: int, n_control: int) -> Incremental:
    """Positives that a contact added, from the counts of both sides, with bounds that hold for few positives too.

    The bounds join Wilson's of the two shares by their distances from the estimates (Newcombe 1998, Statistics in
    Medicine 17, 873-890, method 10); customers are taken as independent draws.

    Examples
    --------
    >>> found = incremental(60, 1_000, 4, 100)
    >>> [round(value, 3) for value in (found.incremental_rate, found.incremental_rate_low, found.incremental_rate_high)]
    [0.02, -0.04, 0.049]
    """
    if not n or not n_control:
        return Incremental(None, None, None, n, n_control)
    share, control_share = positives / n, control_positives / n_control
    low, high = share_bounds(positives, n)
    control_low, control_high = share_bounds(control_positives, n_control)
    rate = share - control_share
    down = math.hypot(share - low, control_high - control_share)
    up = math.hypot(high - share, control_share - control_low)
    # A difference of two shares lies between -1 and 1.
    return Incremental(rate, max(-1.0, rate - down), min(1.0, rate + up), n, n_control)
