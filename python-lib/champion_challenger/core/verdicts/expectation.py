"""What a difference that was looked for among many is expected to be."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from champion_challenger.core.verdicts.history import Difference

_IN_COMMON = 0.5
"""Of the squared error of a difference: that of the model in production, which all challengers are compared with."""

_SMALLEST_SPREAD, _LARGEST_SPREAD, _N_SPREADS = 0.5, 4.0, 8
"""Spreads of true differences that are averaged over, in errors: the smallest keeps bounds from having no width."""

_SURE = 1e-6
"""Errors so small beside the largest difference are none: what is known so well is not shrunken."""

Numbers = npt.NDArray[np.float64]


def expected_differences(differences: Sequence[Difference]) -> list[Difference]:
    """Expected differences of a score's challengers to the model in production: each shrunken towards none.

    The best of many equals looks better than it is. True differences are taken as normal around 0, their variance from
    all challengers by moments (empirical Bayes); half of each squared error as that of the model in production, which
    moves all differences alike: where all challengers look better, part of it is that model's bad luck. Where the
    challengers vary no more than by sampling, nothing is expected, and no more than was measured in any case.

    The error is that of the expectation, whatever the variance is: the mean over spreads of true differences, each
    weighted by how well it explains what was measured (Morris 1983, Journal of the American Statistical Association
    78, with the variance averaged). So a measured difference near none does not make the true one known.

    Parameters
    ----------
    differences
        Pooled difference of every challenger compared, in the order of the result.

    Examples
    --------
    >>> three = [Difference(value, 0.06) for value in (0.1, -0.1, 0.0)]
    >>> [round(one.value, 3) for one in expected_differences(three)]
    [0.063, -0.063, 0.0]
    >>> one = expected_differences([Difference(0.001, 0.4)])[0]
    >>> one.value, round(one.error, 1)
    (0.0, 0.3)
    """
    # The same list under another name is no challenger, and says nothing of how challengers vary.
    different = [each for each in differences if each.value or each.error]
    # By moments it can come out below 0: then the challengers vary no more than by sampling.
    excess = sum(each.value**2 - each.error**2 for each in different)
    variance = max(0.0, excess / len(different)) if different else 0.0
    largest = max((abs(each.value) for each in differences), default=0.0)
    unsure = [place for place, each in enumerate(differences) if each.error > _SURE * largest]
    expected = list(differences)
    for place, shrunken in zip(unsure, _shrunken([differences[place] for place in unsure], variance)):
        expected[place] = shrunken
    return expected


def _shrunken(differences: Sequence[Difference], variance: float) -> list[Difference]:
    """Expectation of each true difference, all together, and its error."""
    if not differences:
        return []
    # In units of the largest error, as squares of tiny ones would be 0.
    unit = max(each.error for each in differences)
    values = np.array([each.value / unit for each in differences])
    errors = np.array([each.error / unit for each in differences])
    means, _, _ = _posterior(values, errors, variance / unit**2) if variance > 0 else (0 * values, 0, 0)
    spreads = np.geomspace(_SMALLEST_SPREAD, max(_LARGEST_SPREAD, 2 * float(np.abs(values).max())), _N_SPREADS)
    points = [_posterior(values, errors, float(spread) ** 2) for spread in spreads]
    likelihoods = np.array([likelihood for _, _, likelihood in points])
    # Less the largest one, as the exponentials would all be 0 otherwise.
    shares = np.exp(likelihoods - likelihoods.max())
    shares /= shares.sum()
    squares = np.array([own + (mean - means) ** 2 for mean, own, _ in points])
    return [
        Difference(unit * float(mean), unit * math.sqrt(float(square))) for mean, square in zip(means, shares @ squares)
    ]


def _posterior(values: Numbers, errors: Numbers, variance: float) -> tuple[Numbers, Numbers, float]:
    """Mean and variance of each true difference where their variance is known, and the log likelihood of that."""
    in_all = np.diag(variance + (1 - _IN_COMMON) * errors**2) + _IN_COMMON * np.outer(errors, errors)
    weighted = np.linalg.solve(in_all, values)
    # The errors in common could push an expectation beyond what was measured, or over to the other side of 0.
    means = np.clip(variance * weighted, np.minimum(0, values), np.maximum(0, values))
    # As a logarithm: the determinant itself may overflow.
    likelihood = -float(values @ weighted + np.linalg.slogdet(in_all)[1]) / 2
    return means, variance * errors**2 / (variance + errors**2), likelihood
