"""What a difference that was looked for among many is expected to be."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from champion_challenger.core.verdicts.history import Difference

_IN_COMMON = 0.5
"""Of the squared error of a difference: that of the model in production, which all challengers are compared with."""


def expected_differences(differences: Sequence[Difference]) -> list[Difference]:
    """Expected differences of a score's challengers to the model in production: each shrunken towards none.

    The best of many equals looks better than it is. True differences are taken as normal around 0, their variance from
    all challengers by moments (empirical Bayes); half of each squared error as that of the model in production, which
    moves all differences alike: where all challengers look better, part of it is that model's bad luck. Where the
    challengers vary no more than by sampling, nothing is expected, and no more than was measured in any case. The error
    adds what the variance is not known by (Morris 1983, Journal of the American Statistical Association 78).

    Parameters
    ----------
    differences
        Pooled difference of every challenger compared, in the order of the result.

    Examples
    --------
    >>> three = [Difference(value, 0.06) for value in (0.1, -0.1, 0.0)]
    >>> [round(one.value, 3) for one in expected_differences(three)]
    [0.063, -0.063, 0.0]
    >>> expected_differences([Difference(0.1, 0.2)])[0].value
    0.0
    """
    n = len(differences)
    # By moments it can come out below 0: then the challengers vary no more than by sampling.
    variance = max(0.0, sum(each.value**2 - each.error**2 for each in differences) / n) if n else 0.0
    # A difference without error is known, and is not shrunken.
    unsure = [place for place, each in enumerate(differences) if variance + each.error**2 > 0 and each.error > 0]
    expected = list(differences)
    for place, shrunken in zip(unsure, _shrunken([differences[place] for place in unsure], variance, n)):
        expected[place] = shrunken
    return expected


def _shrunken(differences: Sequence[Difference], variance: float, n: int) -> list[Difference]:
    """Posterior of each true difference, all together; `n` challengers told the variance."""
    if variance == 0 or not differences:
        return [Difference(0.0, math.sqrt(_unknown(n)) * abs(each.value)) for each in differences]
    values = np.array([each.value for each in differences])
    errors = np.array([each.error for each in differences])
    in_all = np.diag(variance + (1 - _IN_COMMON) * errors**2) + _IN_COMMON * np.outer(errors, errors)
    inverse = np.linalg.inv(in_all)
    # The errors in common could push an expectation beyond what was measured, or over to the other side of 0.
    means = np.clip(variance * inverse @ values, np.minimum(0, values), np.maximum(0, values))
    own = variance * errors**2 / (variance + errors**2)
    spreads = own + _unknown(n) * (values - means) ** 2
    return [Difference(float(mean), math.sqrt(float(spread))) for mean, spread in zip(means, spreads)]


def _unknown(n: int) -> float:
    """Share of a squared shrinkage that is not known; only what is not in common tells the variance."""
    return 2 / ((1 - _IN_COMMON) * n + 2)
