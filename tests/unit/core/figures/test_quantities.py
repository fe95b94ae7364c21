"""Single figures from counts: hits under ties, and what holds between the figures."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.figures import quantities
from champion_challenger.core.figures.counts import Statistics, statistics

seeds = st.integers(0, 2**32 - 1)


def sample(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of both classes and scores with ties."""
    rng = np.random.default_rng(seed)
    return np.append([0, 1], rng.integers(0, 2, n - 2)), rng.integers(0, 4, n) / 4


@given(seeds, st.integers(2, 6), st.integers(1, 10_000))
def test_hits_under_ties_are_those_over_all_orders_of_the_rows(seed: int, n: int, rate: int) -> None:
    """Expected, worst and best hits are mean, minimum and maximum over every order that sorting could leave."""
    y_true, y_score = sample(seed, n)
    cut = statistics(y_true, y_score, [rate]).cuts[0]
    orders = [np.array(order) for order in permutations(range(n))]
    hits = [y_true[order[np.argsort(-y_score[order], kind="stable")]][: cut.n_targeted].sum() for order in orders]

    assert quantities.true_positives(cut) == pytest.approx(np.mean(hits))
    assert quantities.true_positives_worst(cut) == min(hits)
    assert quantities.true_positives_best(cut) == max(hits)


@given(seeds, st.integers(2, 200), st.integers(1, 10_000))
def test_figures_fit_together(seed: int, n: int, rate: int) -> None:
    """Sensitivity is lift times the share targeted, lift is precision over the base rate and below its maximum."""
    counted = statistics(*sample(seed, n), [rate])
    cut = counted.cuts[0]
    lift, base = quantities.lift(counted, cut), quantities.base_rate(counted)

    assert quantities.sensitivity(counted, cut) == pytest.approx(lift * cut.n_targeted / n)
    assert quantities.precision(counted, cut) == pytest.approx(lift * base)
    assert 0 <= lift <= min(1 / base, n / cut.n_targeted) + 1e-12
    assert 0 <= quantities.ks(counted) <= 1


@given(seeds, st.integers(2, 200))
def test_turning_the_scores_round_turns_the_area(seed: int, n: int) -> None:
    """Negated scores have the complementary AUC, the opposite Gini and the same KS."""
    y_true, y_score = sample(seed, n)
    there, back = statistics(y_true, y_score), statistics(y_true, -y_score)

    assert quantities.auc(there) == pytest.approx(1 - quantities.auc(back))
    assert quantities.gini(there) == pytest.approx(-quantities.gini(back))
    assert quantities.ks(there) == quantities.ks(back)


@pytest.mark.parametrize("n_positive", [0, 5])
def test_one_class_defines_no_figure(n_positive: int) -> None:
    """With one class every figure is None, and the base rate is told."""
    counted = Statistics(5, n_positive, 0, 0, 0, 0)

    assert [quantities.auc(counted), quantities.gini(counted), quantities.ks(counted)] == [None] * 3
    assert quantities.base_rate(counted) == n_positive / 5
