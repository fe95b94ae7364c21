"""Differences where outcomes are known of a part of the customers."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest

from champion_challenger.core.figures.comparison import compare_contenders
from champion_challenger.core.figures.pairs import contender
from champion_challenger.core.figures.weighted import Strata, weighted_contender
from champion_challenger.core.figures.weighted_comparison import compare_weighted_contenders

RATES = [100, 500]


def drawn(n: int = 4_000, share: float = 0.5) -> tuple[np.ndarray, list[np.ndarray], Strata]:
    """Outcomes, two scores, and a list of the first, of which a share was not contacted."""
    rng = np.random.default_rng(3)
    latent = rng.normal(-2.5, 1.2, n)
    y_true = (rng.random(n) < 1 / (1 + np.exp(-latent))).astype(np.int8)
    scores = [(latent + rng.normal(0, 1, n)).round(1) for _ in range(2)]
    listed = scores[0] >= np.sort(scores[0])[-n // 20]
    return y_true, scores, Strata(listed, ~listed | (rng.random(n) < share))


def test_without_a_campaign_the_weighted_comparison_is_the_plain_one() -> None:
    """Everybody is seen, and stands for one: differences, bounds and p-values agree."""
    y_true, scores, strata = drawn(share=1.0)
    plain = compare_contenders(*(contender(y_true, score, RATES) for score in scores))
    weighted = compare_weighted_contenders(*(weighted_contender(y_true, score, strata, RATES) for score in scores))

    for one, other in zip(plain, weighted):
        exact = {"targeting_rate", "lift_delta", "auc_delta", "target_overlap", "extra_positives"}
        assert {name: asdict(other)[name] for name in exact} == pytest.approx(
            {name: asdict(one)[name] for name in exact}
        )
        assert other.lift_delta_low == pytest.approx(one.lift_delta_low, abs=0.02)
        assert other.auc_delta_low == pytest.approx(one.auc_delta_low, abs=1e-4)


def test_outcomes_of_the_contacted_change_nothing() -> None:
    """Whatever the campaign made of them."""
    y_true, scores, strata = drawn()
    changed = np.where(strata.is_seen, y_true, 1 - y_true).astype(np.int8)
    first, second = (
        compare_weighted_contenders(*(weighted_contender(outcomes, score, strata, RATES) for score in scores))
        for outcomes in (y_true, changed)
    )

    assert first == second


def test_a_version_against_itself_differs_by_nothing() -> None:
    """With a p-value of 1."""
    y_true, scores, strata = drawn()
    one = weighted_contender(y_true, scores[0], strata, [500])
    (found,) = compare_weighted_contenders(one, one)

    assert (found.lift_delta, found.lift_delta_low, found.lift_p_value, found.auc_delta) == (0, 0, 1, 0)
    assert found.target_overlap == 1


def test_one_class_and_no_customers_give_no_difference() -> None:
    """As without weights."""
    nobody = np.zeros(0, dtype=bool)
    empty = weighted_contender(np.zeros(0, dtype=np.int8), np.zeros(0), Strata(nobody, nobody), [500])
    strata = Strata(np.array([True, False]), np.array([True, True]))
    one_class = weighted_contender(np.zeros(2, dtype=np.int8), np.array([0.1, 0.2]), strata, [500])

    assert compare_weighted_contenders(empty, empty)[0].lift_delta is None
    assert compare_weighted_contenders(one_class, one_class)[0].lift_delta is None


def test_a_difference_and_its_error_have_little_in_common() -> None:
    """With two hits a month, a list that happened to do well had a small error, and pooled months called it better."""
    rng = np.random.default_rng(4)
    differences, errors = [], []
    for _ in range(120):
        latent = rng.normal(-4.7, 1.3, 6_000)
        y_true = (rng.random(6_000) < 1 / (1 + np.exp(-latent))).astype(np.int8)
        scores = [latent + rng.normal(0, 0.75, 6_000) for _ in range(2)]
        listed = scores[0] >= np.sort(scores[0])[-300]
        strata = Strata(listed, ~listed | (rng.random(6_000) < 0.07))
        (found,) = compare_weighted_contenders(*(weighted_contender(y_true, one, strata, [500]) for one in scores))
        if found.lift_delta_low is not None:
            differences.append(found.lift_delta)
            errors.append(found.lift_delta_high - found.lift_delta)
    weights = np.array(errors) ** -2.0

    assert abs(np.average(differences, weights=weights) - np.mean(differences)) < 1.0
