"""Differences of several cohorts when the same customers come back: their errors go together, and how much is known.

A pooled difference has the variance Σ over customers of (Σ over cohorts of weight × influence)² (Obuchowski 1997,
Biometrics 53, 567-578). Only customers on exactly one of two lists, and positives, have an influence that is not the
same for all: so few are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from champion_challenger.core.figures.counts import Cut, Statistics, statistics
from champion_challenger.core.figures.quantities import lift
from champion_challenger.core.figures.uncertainty import lift_influence, shares

Errors = NDArray[np.float64]
"""Variances of the differences of several cohorts, and what two of them have in common; shape (n, n)."""


@dataclass(frozen=True)
class Influences:
    """What customers do to a version's difference in lift to another one, on a cohort.

    Attributes
    ----------
    n
        Customers that both scored.
    difference
        In lift.
    variance
        Of that difference, customers as independent draws.
    customers, values
        Shape (n_kept,): those on exactly one of the two lists, and positives; their influence divided by n.
    """

    n: int
    difference: float
    variance: float
    customers: NDArray[np.uint64]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class ClusteredErrors:
    """Influences on the differences to one version, by version and cohort.

    Attributes
    ----------
    known
        Of each version: name of the cohort to its influences.
    """

    known: Mapping[str, Mapping[str, Influences]]

    def of(self, version: str, cohorts: Sequence[str]) -> Errors | None:
        """Variances and covariances of a version's differences on these cohorts; None where one is not known."""
        influences = self.known.get(version, {})
        if not cohorts or any(name not in influences for name in cohorts):
            return None
        return covariances([influences[name] for name in cohorts])


def lift_influences(
    customers: NDArray[np.uint64],
    outcomes: NDArray[np.int8],
    pair: tuple[NDArray[np.float64], NDArray[np.float64]],
    rate_bp: int,
) -> Influences | None:
    """Influences of the customers of a cohort on the difference in lift; None where it is not defined.

    Parameters
    ----------
    customers
        Shape (n,): each once.
    pair
        Finite scores of the reference and of the version, in the same order.
    rate_bp
        Targeting rate in basis points.

    Examples
    --------
    >>> customers, outcomes = np.arange(4, dtype=np.uint64), np.array([1, 0, 1, 0], dtype=np.int8)
    >>> pair = np.array([0.9, 0.8, 0.2, 0.1]), np.array([0.9, 0.2, 0.8, 0.1])
    >>> found = lift_influences(customers, outcomes, pair, 5_000)
    >>> found.difference, found.customers.tolist()
    (1.0, [0, 1, 2])
    """
    sides = [statistics(outcomes, scores, [rate_bp]) for scores in pair]
    lifts = [lift(side, side.cuts[0]) for side in sides]
    if lifts[0] is None or lifts[1] is None:
        return None
    # Ties at the cut-off are targeted in part, each customer by the same share.
    targeted = [_targeted_share(side.cuts[0], scores) for side, scores in zip(sides, pair)]
    reference, version = (_influence(side, share, outcomes) for side, share in zip(sides, targeted))
    values = (version - reference) / len(outcomes)
    # All others have one and the same influence, which adds nothing to what cohorts have in common.
    is_kept = (targeted[0] != targeted[1]) | (outcomes == 1)
    return Influences(len(outcomes), lifts[1] - lifts[0], float(values @ values), customers[is_kept], values[is_kept])


def covariances(cohorts: Sequence[Influences]) -> Errors:
    """Variances of the differences of some cohorts, and what two of them have in common through their customers.

    Examples
    --------
    >>> one = Influences(10, 0.0, 0.5, np.array([1, 2], dtype=np.uint64), np.array([0.5, -0.5]))
    >>> covariances([one, one])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    customers = np.concatenate([cohort.customers for cohort in cohorts])
    places = np.unique(customers, return_inverse=True)[1].reshape(-1)
    columns = np.repeat(np.arange(len(cohorts)), [len(cohort.customers) for cohort in cohorts])
    values = np.concatenate([cohort.values for cohort in cohorts])
    # Sparse: a customer is in few cohorts, and a dense table of customers by cohorts would not fit into memory.
    by_customer = csr_matrix((values, (places, columns)), shape=(int(places.max(initial=-1)) + 1, len(cohorts)))
    errors: Errors = (by_customer.T @ by_customer).toarray()
    # The variances come from all customers, those left out above included.
    np.fill_diagonal(errors, [cohort.variance for cohort in cohorts])
    return errors


def _targeted_share(cut: Cut, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of each customer that is targeted."""
    assert cut.cutoff_score is not None
    standings = (scores >= cut.cutoff_score).astype(np.int8) + (scores > cut.cutoff_score)
    customer_shares: NDArray[np.float64] = shares(cut)[standings]
    return customer_shares


def _influence(counted: Statistics, share: NDArray[np.float64], outcomes: NDArray[np.int8]) -> NDArray[np.float64]:
    return lift_influence(counted, counted.cuts[0], share, outcomes.astype(np.float64))
