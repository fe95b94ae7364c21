"""Counts of a version by stratum, where outcomes are known of a part of the customers."""

from __future__ import annotations

import numpy as np
import pytest

from champion_challenger.core.figures.weighted import weighted_contender
from tests.unit.core.figures.test_weighted_comparison import drawn


def test_figures_weigh_and_counts_stay_whole() -> None:
    """The precision of the list is that of the seen of each stratum, times the customers it has."""
    y_true, scores, strata = drawn()
    found = weighted_contender(y_true, scores[1], strata, [10_000])
    seen = strata.is_seen
    parts = [y_true[seen & (strata.is_listed == side)].mean() * (strata.is_listed == side).sum() for side in (0, 1)]

    assert found.rows(0).dtype.kind == "i"
    assert found.rows(0).sum() == seen.sum()
    assert found.base == pytest.approx(sum(parts) / len(y_true))
    assert found.precision(0) == pytest.approx(found.base)


def test_as_many_are_high_as_the_list_has() -> None:
    """With the list's own score, these are its customers; ties come along."""
    y_true, scores, strata = drawn(share=1.0)
    own, other = (weighted_contender(y_true, score, strata, [500]) for score in scores)

    assert np.array_equal(own.is_high, strata.is_listed)
    assert strata.is_listed.sum() <= other.is_high.sum() < 2 * strata.is_listed.sum()
