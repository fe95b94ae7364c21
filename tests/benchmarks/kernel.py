"""One version: all its figures against scikit-learn and against a plain sort, at two sizes."""

from __future__ import annotations

from statistics import mean, median
from typing import Any

import numpy as np

from tests.benchmarks import ours, peers
from tests.benchmarks.clock import extra_bytes, interleaved, median_ratio
from tests.benchmarks.samples import KINDS, outcomes, scores


def measured(n: int, repetitions: int, base_rate: float = 0.03) -> dict[str, float]:
    """Ratios at n rows, each the mean over the four kinds of scores: to scikit-learn, to the sort, milliseconds."""
    rng = np.random.default_rng(n)
    y_true, log_odds = outcomes(rng, n, base_rate)
    found = [_of_kind(y_true, scores(rng, log_odds, kind), repetitions) for kind in KINDS]
    return {name: mean(one[name] for one in found) for name in found[0]}


def _of_kind(y_true: Any, y_score: Any, repetitions: int) -> dict[str, float]:
    _check_same_figures(y_true, y_score)
    sort = {"ours": lambda: ours.one_version(y_true, y_score), "sort": lambda: np.sort(y_score)}
    fast = interleaved(sort, 5 * repetitions)
    slow = interleaved({"ours": sort["ours"], "sklearn": lambda: peers.by_scikit_learn(y_true, y_score)}, repetitions)
    return {
        "vs_sklearn": median_ratio(slow["sklearn"], slow["ours"]),
        "vs_sort": median_ratio(fast["ours"], fast["sort"]),
        "milliseconds": 1_000 * median(fast["ours"]),
        "extra_bytes_per_row": extra_bytes(sort["ours"]) / len(y_true),
    }


def _check_same_figures(y_true: Any, y_score: Any) -> None:
    ours_auc, theirs = ours.one_version(y_true, y_score)[0].auc, peers.by_scikit_learn(y_true, y_score)[0]
    if ours_auc is None or abs(ours_auc - theirs) > 1e-9:
        raise AssertionError(f"The two sides disagree: AUC {ours_auc} and {theirs}.")
