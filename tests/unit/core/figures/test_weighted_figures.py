"""Figures of a version where outcomes are known of a part of the customers."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.figures.weighted import Strata, weighted_contender
from champion_challenger.core.figures.weighted_figures import weighted_figures
from tests.unit.core.figures.test_weighted import drawn


def test_without_a_campaign_the_figures_are_the_plain_ones() -> None:
    """Each of them, and its bounds."""
    y_true, scores, strata = drawn(share=1.0)
    plain = asdict(figures(statistics(y_true, scores[0], [500]))[0])
    weighted = asdict(weighted_figures(weighted_contender(y_true, scores[0], strata, [500]).counted)[0])
    differing = {"true_positives_worst", "true_positives_best"}

    for name in set(plain) - differing:
        assert weighted[name] == pytest.approx(plain[name], abs=2e-3), name


def test_counts_are_customers_seen_and_the_list_is_that_of_all() -> None:
    """Whole numbers, all of them."""
    y_true, scores, strata = drawn()
    (found,) = weighted_figures(weighted_contender(y_true, scores[0], strata, [500]).counted)

    assert found.n == strata.is_seen.sum()
    assert found.n_positive == y_true[strata.is_seen].sum()
    assert found.n_targeted == len(y_true) // 20
    assert found.lift == pytest.approx(found.precision / found.base_rate)


def test_average_precision_weighs_as_scikit_learn_does() -> None:
    """A customer seen counts for those for whom he stands."""
    y_true, scores, strata = drawn()
    (found,) = weighted_figures(weighted_contender(y_true, scores[0], strata, [500]).counted)
    seen = strata.is_seen
    shares = [(strata.is_listed == side).sum() / (seen & (strata.is_listed == side)).sum() for side in (0, 1)]
    weights = np.array(shares)[strata.is_listed[seen].astype(int)]

    assert found.average_precision == pytest.approx(
        average_precision_score(y_true[seen], scores[0][seen], sample_weight=weights)
    )


def test_one_class_gives_no_figures() -> None:
    """The counts remain."""
    strata = Strata(np.array([True, False]), np.array([True, True]))
    one_class = weighted_contender(np.zeros(2, dtype=np.int8), np.array([0.1, 0.2]), strata, [500])
    (found,) = weighted_figures(one_class.counted)

    assert (found.n, found.n_positive, found.lift, found.auc, found.lift_low) == (2, 0, None, None, None)
