"""Figures of a version where outcomes are known of a part of the customers, from its whole counts by stratum."""

from __future__ import annotations

import math

from champion_challenger.core.figures.at_rates import Figures
from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.figures.uncertainty import UNKNOWN, Z95, Bounds
from champion_challenger.core.figures.weighted_comparison import accuracy_error, auc_error, own_error
from champion_challenger.core.figures.weighted_counts import WeightedStatistics


def weighted_figures(version: WeightedStatistics) -> list[Figures]:
    """Figures of a version, one record for each targeting rate.

    ``n``, ``n_positive`` and the true positives are customers seen; ``n_targeted`` is the target list of all customers.
    Base rate, precision, lift, sensitivity, accuracy, AUC, average precision and KS are weighted, and so are bounds.
    """
    return [_figures_at(version, index) for index in range(len(version.cuts))]


def _figures_at(version: WeightedStatistics, index: int) -> Figures:
    cut, n_all, base = version.cuts[index], version.n_all, version.base
    is_defined = version.has_both_classes and bool(base)
    precision = version.precision(index) if is_defined else None
    lift = None if precision is None or not base else precision / base
    rows = version.rows(index).sum(axis=0)
    sensitivity = None if lift is None else lift * cut.n_targeted / n_all
    accuracy = None
    if precision is not None and base:
        accuracy = (n_all - cut.n_targeted - base * n_all + 2 * precision * cut.n_targeted) / n_all
    return Figures(
        targeting_rate=cut.rate_bp / BASIS_POINTS,
        lift=lift,
        auc=version.auc,
        precision=precision,
        sensitivity=sensitivity,
        accuracy=accuracy,
        gini=None if version.auc is None else 2 * version.auc - 1,
        ks=version.ks,
        n=version.n,
        n_positive=version.n_positive,
        base_rate=base,
        n_targeted=cut.n_targeted,
        cutoff_score=cut.cutoff_score,
        true_positives=version.hits(index),
        # Of customers whose outcome is not known nobody knows which ties they would take: the positives at the cut-off
        # are all missed, or all reached.
        true_positives_worst=int(rows[2, 1]),
        true_positives_best=int(rows[2, 1] + rows[1, 1]),
        average_precision=version.average_precision,
        **_bounds_at(version, index, lift, precision, sensitivity),
        **_accuracy_bounds(version, index, accuracy),
    )


def _bounds_at(
    version: WeightedStatistics, index: int, lift: float | None, precision: float | None, sensitivity: float | None
) -> dict[str, float | None]:
    cut, n_all = version.cuts[index], max(1, version.n_all)
    bounds = dict.fromkeys(("lift", "auc", "precision", "sensitivity"), UNKNOWN)
    if lift and precision and precision < 1 and sensitivity:
        of_precision, of_lift = (own_error(version, index, is_lift=is_lift) for is_lift in (False, True))
        bounds["precision"] = _around(precision, of_precision, 1.0)
        bounds["lift"] = _around(lift, of_lift, n_all / cut.n_targeted)
        bounds["sensitivity"] = _around(sensitivity, of_lift * cut.n_targeted / n_all, 1.0)
    error = auc_error(version)
    if version.auc and version.auc < 1 and error:
        center, reach = math.log(version.auc / (1 - version.auc)), Z95 * error / (version.auc * (1 - version.auc))
        bounds["auc"] = Bounds(1 / (1 + math.exp(reach - center)), 1 / (1 + math.exp(-reach - center)))
    ends = {f"{name}_low": bound.low for name, bound in bounds.items()}
    return {**ends, **{f"{name}_high": bound.high for name, bound in bounds.items()}}


def _accuracy_bounds(version: WeightedStatistics, index: int, accuracy: float | None) -> dict[str, float | None]:
    bounds = UNKNOWN if accuracy is None else _around(accuracy, accuracy_error(version, index), 1.0)
    return {"accuracy_low": bounds.low, "accuracy_high": bounds.high}


def _around(value: float, error: float, highest: float) -> Bounds:
    return Bounds(max(0.0, value - Z95 * error), min(highest, value + Z95 * error))
