"""What a difference that was looked for among many is expected to be."""

from __future__ import annotations

import math
from collections.abc import Sequence

from champion_challenger.core.verdicts.history import Difference


def expected(differences: Sequence[Difference]) -> list[Difference]:
    """Expected differences of a score's challengers to the model in production: each shrunken towards none.

    The best of many equals looks better than it is. True differences are taken as normal around 0, their variance from
    all challengers by moments (empirical Bayes); each is then expected at value × variance / (variance + error²). Where
    the challengers vary no more than by sampling, nothing is expected. The error adds what the variance is not known
    by (Morris 1983, Journal of the American Statistical Association 78).

    Parameters
    ----------
    differences
        Pooled difference of every challenger compared, in the order of the result.

    Examples
    --------
    >>> three = [Difference(value, 0.06) for value in (0.1, -0.1, 0.0)]
    >>> [round(one.value, 3) for one in expected(three)]
    [0.046, -0.046, 0.0]
    >>> expected([Difference(0.1, 0.2)])[0].value
    0.0
    """
    n = len(differences)
    variance = max(0.0, sum(each.value**2 - each.error**2 for each in differences) / n) if n else 0.0
    return [_shrunken(difference, variance, n) for difference in differences]


def _shrunken(difference: Difference, variance: float, n: int) -> Difference:
    in_all = variance + difference.error**2
    if difference.error == 0 or in_all == 0:  # the square of a tiny error is 0
        return difference
    kept = variance / in_all
    unsure = 2 / (n + 2) * ((1 - kept) * difference.value) ** 2
    return Difference(kept * difference.value, math.sqrt(kept * difference.error**2 + unsure))
