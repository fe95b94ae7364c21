"""What a gains curve means for a campaign: deciles, and the profit of contacting more or fewer customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from champion_challenger.core.figures.uncertainty import Bounds, share_bounds


@dataclass(frozen=True)
class Reach:
    """A point of a gains curve: whom the highest scores reach.

    Attributes
    ----------
    percent
        Share of the customers targeted, 1 to 100.
    hits
        Positive customers among them; ties are shared in proportion.
    """

    percent: int
    n_targeted: int
    hits: float


@dataclass(frozen=True)
class Decile:
    """A tenth of the customers, the highest scores first.

    Attributes
    ----------
    n
        Customers.
    hits
        Positive customers among them.
    lift
        Share of positives among them divided by that among all; None without a positive.
    reached
        Share of all positives in this decile and those before it, in [0, 1]; None without a positive.
    """

    number: int
    n: int
    hits: float
    lift: float | None
    reached: float | None


@dataclass(frozen=True)
class Profit:
    """What contacting a share of the customers brings, in the unit of its value and cost.

    Attributes
    ----------
    bounds
        95 % bounds of what as many customers with the same scores would bring.
    """

    percent: int
    n_targeted: int
    amount: float
    bounds: Bounds


@dataclass(frozen=True)
class Confusion:
    """Customers by whether they are targeted and whether they are positive: whole numbers that add up to all."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int


def confusion(n: float, n_positive: float, n_targeted: float, hits: float) -> Confusion:
    """Confusion table of a target list; hits that ties share are rounded, and the other counts follow from them.

    Examples
    --------
    >>> confusion(1000, 60, 50, 20.4)
    Confusion(true_positives=20, false_positives=30, false_negatives=40, true_negatives=910)
    """
    # Only the hits are rounded by themselves; rounding all four cells could make a table that does not add up.
    reached, targeted, positive = round(hits), round(n_targeted), round(n_positive)
    return Confusion(reached, targeted - reached, positive - reached, round(n) - positive - targeted + reached)


def roc_points(curve: Sequence[Reach]) -> list[tuple[float, float]]:
    """Points of the ROC curve: shares of the negative and of the positive customers that are targeted, from (0, 0) on.

    Parameters
    ----------
    curve
        The fewest contacts first, up to all customers.

    Returns
    -------
    list of tuple
        Empty where the curve does not reach all customers, or one of the two classes is missing.

    Examples
    --------
    >>> roc_points([Reach(50, 50, 8.0), Reach(100, 100, 10.0)])
    [(0.0, 0.0), (0.4666666666666667, 0.8), (1.0, 1.0)]
    """
    # The totals of both classes are those of the last point: without it, the curve has no scale.
    if not curve or curve[-1].percent != 100:
        return []
    positives = curve[-1].hits
    negatives = curve[-1].n_targeted - positives
    if positives <= 0 or negatives <= 0:
        return []
    points = [((point.n_targeted - point.hits) / negatives, point.hits / positives) for point in curve]
    return [(0.0, 0.0), *points]


def deciles(curve: Sequence[Reach]) -> list[Decile]:
    """Tenths of the customers, from a curve with the points 10, 20, ... 100; none where one of them is missing.

    Examples
    --------
    >>> curve = [Reach(10 * tenth, 100 * tenth, 25.0 + 5 * (tenth - 1)) for tenth in range(1, 11)]
    >>> first = deciles(curve)[0]
    >>> first.n, first.hits, round(first.lift, 2), round(first.reached, 2)
    (100, 25.0, 3.57, 0.36)
    """
    points = {point.percent: point for point in curve}
    if not all(10 * tenth in points for tenth in range(1, 11)):
        return []
    everybody = points[100]
    tenths, before = [], Reach(0, 0, 0.0)
    for number in range(1, 11):
        point = points[10 * number]
        n, hits = point.n_targeted - before.n_targeted, point.hits - before.hits
        has_lift = everybody.hits > 0 and n > 0
        lift = hits / n / (everybody.hits / everybody.n_targeted) if has_lift else None
        tenths.append(Decile(number, n, hits, lift, point.hits / everybody.hits if everybody.hits > 0 else None))
        before = point
    return tenths


def profits(curve: Sequence[Reach], positive_value: float, contact_cost: float) -> list[Profit]:
    """Profit at each point of a curve: value times positives reached less cost times contacts.

    Parameters
    ----------
    positive_value
        What a positive customer who is contacted brings.
    contact_cost
        What a contact costs, in the same unit.

    Returns
    -------
    list of Profit
        The positives reached vary as a binomial share of the contacts (Wilson's bounds).

    Examples
    --------
    >>> [round(profit.amount) for profit in profits([Reach(1, 100, 20.0), Reach(2, 200, 30.0)], 10.0, 1.0)]
    [100, 100]
    """
    return [_profit(point, positive_value, contact_cost) for point in curve]


def best_profit(known: Sequence[Profit]) -> Profit | None:
    """The highest profit, with the fewest contacts among equal ones; None where no contact brings anything."""
    # Among equal profits the fewest contacts: the rest of them bring nothing.
    best = max(known, key=lambda profit: (profit.amount, -profit.percent), default=None)
    return best if best is not None and best.amount > 0 else None


def _profit(point: Reach, value: float, cost: float) -> Profit:
    low, high = share_bounds(point.hits, point.n_targeted) if point.n_targeted else (0.0, 0.0)
    spent = cost * point.n_targeted
    ends = sorted((value * point.n_targeted * low - spent, value * point.n_targeted * high - spent))
    return Profit(point.percent, point.n_targeted, value * point.hits - spent, Bounds(*ends))
