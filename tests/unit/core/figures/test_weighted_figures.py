"""Figures of a version where outcomes are known of a part of the customers."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.figures.uncertainty import share_bounds
from champion_challenger.core.figures.weighted import Strata, weighted_contender
from champion_challenger.core.figures.weighted_figures import weighted_figures
from tests.unit.core.figures.test_weighted import drawn


def test_without_a_campaign_the_figures_are_the_plain_ones() -> None:
    """Each of them, and its bounds."""
    y_true, scores, strata = drawn(share=1.0)
    plain = asdict(figures(statistics(y_true, scores[0], [500]))[0])
    weighted = asdict(weighted_figures(weighted_contender(y_true, scores[0], strata, [500]).counted)[0])

    for name in plain:
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


def campaign(share: float, n: int = 20_000, slope: float = 1.3) -> tuple[np.ndarray, np.ndarray, Strata]:
    """Outcomes, the champion's scores, and its list of 5 %, of which a share was not contacted."""
    rng = np.random.default_rng(7)
    latent = rng.normal(-4.7, slope, n)
    y_true = (rng.random(n) < 1 / (1 + np.exp(-latent))).astype(np.int8)
    score = latent + rng.normal(0, 0.75, n)
    listed = score >= np.sort(score)[-n // 20]
    return y_true, score, Strata(listed, ~listed | (rng.random(n) < share))


def test_few_hits_have_the_bounds_of_a_share() -> None:
    """Those of as many control customers; the base rate is taken as known."""
    y_true, score, strata = campaign(0.02)
    counted = weighted_contender(y_true, score, strata, [500]).counted
    (found,) = weighted_figures(counted)
    low, high = share_bounds(found.true_positives, found.true_positives / found.precision)

    assert 0 < found.true_positives < 10
    assert counted.few_hits(0) == pytest.approx(found.true_positives)
    assert (found.precision_low, found.precision_high) == pytest.approx((low, high))
    assert (found.lift_low, found.lift_high) == pytest.approx((low / found.base_rate, high / found.base_rate))
    assert found.sensitivity_high == pytest.approx(min(1.0, found.lift_high / 20), rel=1e-3)


def test_without_a_hit_there_is_an_upper_bound_only() -> None:
    """As of all customers."""
    y_true, score, strata = campaign(0.05)
    y_true[strata.is_listed & strata.is_seen] = 0
    (found,) = weighted_figures(weighted_contender(y_true, score, strata, [500]).counted)

    assert (found.lift, found.lift_low) == (0, 0)
    assert found.lift_high > 0


def test_hits_of_heavy_customers_are_as_few_as_they_are() -> None:
    """Many of the others, each of whom stands for one, do not hide them."""
    y_true, score, strata = campaign(0.02)
    counted = weighted_contender(y_true, score, strata, [1_000]).counted
    y_true[strata.is_listed] = 0
    without = weighted_contender(y_true, score, strata, [1_000]).counted

    assert counted.hits(0) > without.hits(0) > 10
    assert 0 < (counted.few_hits(0) or 0) < 10
    assert 0 < (without.few_hits(0) or 0) < 10


@pytest.mark.parametrize("rate_bp", [100, 500, 5_000, 10_000])
def test_a_lift_reaches_no_further_than_its_range(rate_bp: int) -> None:
    """Neither can more be hit than are targeted, nor more than are positive; also without a list."""
    rng = np.random.default_rng(1)
    score, nobody = rng.random(400), np.zeros(400, dtype=bool)
    y_true = (rng.random(400) < 0.6 * score**0.5).astype(np.int8)
    plain = asdict(figures(statistics(y_true, score, [rate_bp]))[0])
    weighted = asdict(
        weighted_figures(weighted_contender(y_true, score, Strata(nobody, ~nobody), [rate_bp]).counted)[0]
    )

    assert weighted["lift_high"] <= 1 / weighted["base_rate"] + 1e-12
    for name in set(plain) - {"auc_low", "auc_high"}:
        assert weighted[name] == pytest.approx(plain[name], abs=1e-9), name
