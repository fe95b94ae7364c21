"""The figures equal those of scikit-learn, and are None where they mean nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    precision_score,
    recall_score,
    roc_auc_score,
    roc_curve,
)

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import statistics

FIGURES_OF_THE_DATA = ("lift", "auc", "precision", "sensitivity", "accuracy", "gini", "ks", "average_precision")


@st.composite
def two_class_samples(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of both classes and scores with few or many ties, some below zero."""
    n = draw(st.integers(2, 60))
    y_true = draw(arrays(np.int8, n, elements=st.integers(0, 1)))
    y_true[0], y_true[-1] = 0, 1
    levels = draw(st.sampled_from([1, 2, 5, 1_000]))
    return y_true, draw(arrays(np.int64, n, elements=st.integers(-levels, levels))) / 7


@given(two_class_samples())
def test_rank_figures_equal_those_of_scikit_learn(sample: tuple[np.ndarray, np.ndarray]) -> None:
    """AUC, average precision, Gini and KS (the widest gap of the ROC curve), under ties as well."""
    y_true, y_score = sample
    found = figures(statistics(y_true, y_score, [500]))[0]
    mistaken, reached, _ = roc_curve(y_true, y_score, drop_intermediate=False)

    assert found.auc == pytest.approx(roc_auc_score(y_true, y_score), abs=1e-12)
    assert found.gini == pytest.approx(2 * roc_auc_score(y_true, y_score) - 1, abs=1e-12)
    assert found.ks == pytest.approx(np.abs(reached - mistaken).max(), abs=1e-12)
    assert found.average_precision == pytest.approx(average_precision_score(y_true, y_score), abs=1e-12)


@given(st.integers(2, 200), st.integers(1, 10_000), st.randoms(use_true_random=False))
def test_figures_at_a_rate_equal_those_of_scikit_learn(n: int, rate_bp: int, random) -> None:
    """Without ties, targeting is a prediction, and its figures are those of scikit-learn."""
    y_true = np.array([0, 1] + [random.randint(0, 1) for _ in range(n - 2)])
    y_score = np.array(random.sample(range(n), n)) / n
    found = figures(statistics(y_true, y_score, [rate_bp]))[0]
    is_targeted = (y_score >= found.cutoff_score).astype(int)

    assert is_targeted.sum() == found.n_targeted
    assert found.precision == pytest.approx(precision_score(y_true, is_targeted), abs=1e-12)
    assert found.sensitivity == pytest.approx(recall_score(y_true, is_targeted), abs=1e-12)
    assert found.accuracy == pytest.approx(accuracy_score(y_true, is_targeted), abs=1e-12)
    assert found.lift == pytest.approx(precision_score(y_true, is_targeted) / y_true.mean(), abs=1e-12)


def test_everyone_targeted_gains_nothing() -> None:
    """At 100 % the lift is one, sensitivity one, precision and accuracy the base rate."""
    found = figures(statistics([1, 0, 0, 0], [0.1, 0.4, 0.3, 0.2], [10_000]))[0]

    assert (found.lift, found.sensitivity, found.precision, found.accuracy) == (1.0, 1.0, 0.25, 0.25)
    assert (found.auc, found.gini, found.ks) == (0.0, -1.0, 1.0)


@pytest.mark.parametrize("y_true", [[], [0], [1], [0, 0, 0], [1, 1, 1]])
def test_one_class_or_no_rows_leave_figures_empty(y_true: list[int]) -> None:
    """With one class or no rows figures are None, never NaN, and the counts stay."""
    found = figures(statistics(y_true, np.linspace(0, 1, len(y_true)), [100, 10_000]))

    assert [getattr(one, name) for one in found for name in FIGURES_OF_THE_DATA] == [None] * 16
    assert found[1].n_targeted == len(y_true)
    assert found[1].true_positives == sum(y_true)
    assert found[1].base_rate == (sum(y_true) / len(y_true) if y_true else None)


def test_one_record_for_each_rate_in_the_order_asked_for() -> None:
    """Rates come back as fractions, in the order given, repeated ones too."""
    found = figures(statistics([0, 1], [0.1, 0.2], [5_000, 100, 5_000]))

    assert [one.targeting_rate for one in found] == [0.5, 0.01, 0.5]
