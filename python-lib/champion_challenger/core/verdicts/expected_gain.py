"""How much better each version is expected to do than the current one: its own record, and what newer versions brought.

A test asks what is beyond doubt. Whoever must name the next model asks which is expected to do best, and then every
version has an answer, also one without any final cohort.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from champion_challenger.core.verdicts.ageing import DAYS_A_MONTH
from champion_challenger.core.verdicts.challengers import CHANCE
from champion_challenger.core.verdicts.history import Difference, History, JudgedCohort
from champion_challenger.core.verdicts.pooling import non_overlapping
from champion_challenger.settings.evaluation_policy import Policy

_SPREADS = (0.0, 0.01, 0.02, 0.04, 0.08, 0.16)
_SLOPES = (0.0, 0.005, 0.01, 0.02, 0.04)
"""Shares of the champion's figure that are averaged over: spread of versions, and what a month newer brings."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Observations:
    """Figures of versions on cohorts, minus those of the cohort's champion, each with its own part of the variance."""

    versions: npt.NDArray[np.int64]
    cohorts: npt.NDArray[np.int64]
    values: Numbers
    variances: Numbers


@dataclass(frozen=True)
class _Information:
    """What cohorts say of the versions, beside a level of its own for each cohort: precisions, and weighted values."""

    precision: Numbers
    weighted: Numbers


def expected_gains(
    known: History, current: str, trained: Mapping[str, date], policy: Policy, figure: str
) -> dict[str, Difference]:
    """Expected difference in a figure of each version to the current one.

    A version's figure is taken as the level of the cohort, plus a slope times the month in which its training ended,
    plus its own distance from that line. Slope and distances are normal around 0. How far they spread is not known: the
    answer is averaged over a grid, each point weighted by how well it explains the differences (empirical Bayes as of
    Morris 1983, with the spread averaged). So a version is shrunken towards the line, the more the less is known of it,
    and one without final cohorts is expected on the line; the current version is shrunken as well.

    Parameters
    ----------
    known
        Cohorts whose outcomes are final; the newest without overlap count, as many as the policy pools.
    current
        The version that the others are compared with.
    trained
        Day on which the training of each version in question ended.
    figure
        ``lift`` or ``auc``.

    Returns
    -------
    dict
        By version in question, with standard errors; 0 for the current version, and for all while nothing is known.
    """
    cohorts = non_overlapping(known, policy.pooled_cohorts)
    days = {**_trained_before(cohorts), **trained}
    versions = sorted({*days, current})
    observed = _observations(cohorts, versions, figure)
    reference = _level(cohorts, figure)
    if not len(observed.values) or reference <= 0:
        return dict.fromkeys(trained, Difference(0.0, 0.0))
    # The same customers in every cohort: as much is known as from one of them, so each variance counts so many times.
    repeats = len(cohorts) if policy.event_can_repeat else 1
    information = _information(observed, len(versions), repeats)
    mean, error = _average(information, _months(versions, days, current), reference, versions.index(current))
    places = {key: versions.index(key) for key in trained}
    return {key: Difference(float(mean[place]), float(error[place])) for key, place in places.items()}


def _trained_before(cohorts: Sequence[JudgedCohort]) -> dict[str, date]:
    """When the versions of cohorts were trained; those that the host never trained, such as score columns, are none."""
    looks = [look for cohort in cohorts for look in cohort.looks.values()]
    return {look.version: look.trained_on for look in looks if look.trained_on}


def _months(versions: Sequence[str], days: Mapping[str, date], current: str) -> Numbers:
    """Months by which the training of each version ended after that of the current one; 0 where one is not known."""
    start = days.get(current)
    since = [(days[key] - start).days if start and key in days else 0 for key in versions]
    return np.array(since) / DAYS_A_MONTH


def _level(cohorts: Sequence[JudgedCohort], figure: str) -> float:
    """Mean figure of the champions, as a distance from chance."""
    leaders = [cohort.looks[cohort.champion] for cohort in cohorts if cohort.champion in cohort.looks]
    # An AUC of 0.5 is nothing: shares of it are taken of what is above chance.
    known = [look.figures[figure] - CHANCE[figure] for look in leaders if figure in look.figures]
    return sum(known) / len(known) if known else 0.0


def _observations(cohorts: Sequence[JudgedCohort], versions: Sequence[str], figure: str) -> _Observations:
    rows = [
        (versions.index(key), place, difference.value, difference.error**2)
        for place, cohort in enumerate(cohorts)
        for key, difference in _figures(cohort, figure)
        if key in versions
    ]
    # Without rows zip gives nothing, where four empty columns are needed.
    columns = list(zip(*rows)) or [(), (), (), ()]
    return _Observations(
        np.array(columns[0], dtype=np.int64), np.array(columns[1], dtype=np.int64),
        np.array(columns[2], dtype=np.float64), np.array(columns[3], dtype=np.float64),
    )  # fmt: skip


def _figures(cohort: JudgedCohort, figure: str) -> Iterator[tuple[str, Difference]]:
    """Figures minus the champion's, out of time; of the variance of a difference each of the two has one half.

    Where both lists are the same there is no error: such a version counts like the surest of the others.
    """
    differences = {
        key: look.against_champion[figure]
        for key, look in cohort.looks.items()
        if look.is_out_of_time and key != cohort.champion and figure in look.against_champion
    }
    # A difference has the variances of both sides; as both are models of one kind, each is given half of it.
    halves = {key: difference.error / 2**0.5 for key, difference in differences.items()}
    sure = [half for half in halves.values() if half > 0]
    if not sure:
        return
    for key, difference in differences.items():
        yield key, Difference(difference.value, halves[key] or min(sure))
    leader = cohort.looks.get(cohort.champion)
    if leader is not None and leader.is_out_of_time:
        yield cohort.champion, Difference(0.0, float(np.sqrt(np.mean(np.square(sure)))))


def _information(observed: _Observations, n_versions: int, repeats: int) -> _Information:
    """What the cohorts say, when the true difference may vary from one to the next (DerSimonian and Laird 1986)."""
    plain = _weigh(observed, 1 / observed.variances, n_versions)
    residuals = _residuals(observed, plain)
    # By rank, since versions that no cohort compares leave levels that nothing determines.
    freedom = len(observed.values) - len(set(observed.cohorts)) - int(np.linalg.matrix_rank(plain.precision))
    between = 0.0
    if freedom > 0:
        excess = float((residuals**2 / observed.variances).sum()) / freedom - 1
        between = max(0.0, excess) / float((1 / observed.variances).mean())
    return _weigh(observed, 1 / (observed.variances * repeats + between), n_versions)


def _weigh(observed: _Observations, weights: Numbers, n_versions: int) -> _Information:
    table, values = _spread(observed, weights, n_versions), _spread(observed, weights * observed.values, n_versions)
    of_cohorts = table.sum(axis=0)
    precision = np.diag(table.sum(axis=1)) - (table / of_cohorts) @ table.T
    return _Information(precision, values.sum(axis=1) - table @ (values.sum(axis=0) / of_cohorts))


def _spread(observed: _Observations, entries: Numbers, n_versions: int) -> Numbers:
    """Entries as a table of versions by those cohorts that have any."""
    _, columns = np.unique(observed.cohorts, return_inverse=True)
    table: Numbers = np.zeros((n_versions, int(columns.max()) + 1))
    np.add.at(table, (observed.versions, columns), entries)
    return table


def _residuals(observed: _Observations, plain: _Information) -> Numbers:
    """Distances from the best level of each version and each cohort."""
    # The pseudoinverse: levels are known but for a constant, and the matrix has no inverse.
    levels = np.linalg.pinv(plain.precision, hermitian=True) @ plain.weighted
    left = observed.values - levels[observed.versions]
    weights = 1 / observed.variances
    sums, totals = (np.bincount(observed.cohorts, weights=part) for part in (weights * left, weights))
    residuals: Numbers = left - sums[observed.cohorts] / totals[observed.cohorts]
    return residuals


def _average(information: _Information, months: Numbers, reference: float, current: int) -> tuple[Numbers, Numbers]:
    """Mean and standard error of each version minus the current one, over the grid of spreads and slopes."""
    points = [
        _point(
            information, reference**2 * (spread**2 * np.eye(len(months)) + slope**2 * np.outer(months, months)), current
        )
        for spread in _SPREADS
        for slope in _SLOPES
    ]
    likelihoods = np.array([likelihood for _, _, likelihood in points])
    # Less the largest one, as the exponentials would all be 0 otherwise.
    shares = np.exp(likelihoods - likelihoods.max())
    shares /= shares.sum()
    means, variances = (np.array([point[place] for point in points]) for place in (0, 1))
    mean = shares @ means
    # Round-off can leave a variance just below 0, for the version itself.
    return mean, np.sqrt(np.maximum(0.0, shares @ (variances + (means - mean) ** 2)))


def _point(information: _Information, prior: Numbers, current: int) -> tuple[Numbers, Numbers, float]:
    """Mean and variance of the differences at one point of the grid, and its log likelihood."""
    # The prior is singular where nothing spreads, so that no inverse of it is taken.
    system = np.eye(len(prior)) + prior @ information.precision
    covariance = np.linalg.solve(system, prior)
    levels = covariance @ information.weighted
    own = np.diag(covariance)
    variance = own + own[current] - covariance[current] - covariance[:, current]
    # As a logarithm: the determinant itself may overflow.
    likelihood = float(information.weighted @ levels - np.linalg.slogdet(system)[1]) / 2
    return levels - levels[current], variance, likelihood
