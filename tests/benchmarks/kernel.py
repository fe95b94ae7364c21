"""One version: all its figures against scikit-learn and against a plain sort."""

from __future__ import annotations

from statistics import median
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from tests.benchmarks import ours, peers
from tests.benchmarks.clock import extra_bytes, interleaved, median_ratio
from tests.benchmarks.samples import KINDS, outcomes, scores


def measured(n: int, repetitions: int, base_rate: float = 0.03) -> dict[str, float]:
    """Ratios at n rows, milliseconds and memory of one version: the mean over the four kinds of scores.

    A job is one version of each kind, so that ratios are those of the mean times.
    """
    rng = np.random.default_rng(n)
    y_true, log_odds = outcomes(rng, n, base_rate)
    versions = [scores(rng, log_odds, kind) for kind in KINDS]
    for y_score in versions:
        _check_same_figures(y_true, y_score)
    jobs = {
        "ours": lambda: [ours.one_version(y_true, y_score) for y_score in versions],
        "sort": lambda: [np.sort(y_score) for y_score in versions],
        "sklearn": lambda: [peers.by_scikit_learn(y_true, y_score) for y_score in versions],
    }
    fast = interleaved({name: jobs[name] for name in ("ours", "sort")}, 5 * repetitions)
    slow = interleaved({name: jobs[name] for name in ("ours", "sklearn")}, repetitions)
    return {
        "vs_sklearn": median_ratio(slow["sklearn"], slow["ours"]),
        "vs_sort": median_ratio(fast["ours"], fast["sort"]),
        "milliseconds": 1_000 * median(fast["ours"]) / len(versions),
        "sort_milliseconds": 1_000 * median(fast["sort"]) / len(versions),
        "extra_bytes_per_row": max(extra_bytes(lambda s=s: ours.one_version(y_true, s)) for s in versions) / n,
    }


def _check_same_figures(y_true: Any, y_score: Any) -> None:
    ours_auc, theirs = ours.one_version(y_true, y_score)[0].auc, roc_auc_score(y_true, y_score)
    if ours_auc is None or abs(ours_auc - theirs) > 1e-9:
        raise AssertionError(f"The two sides disagree: AUC {ours_auc} and {theirs}.")
