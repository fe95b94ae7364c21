"""Figures of a version where outcomes are known of a part of the customers, from its whole counts by stratum."""

from __future__ import annotations

import math

from champion_challenger.core.figures.at_rates import Figures
from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.figures.uncertainty import UNKNOWN, Z95, Bounds, share_bounds
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
    rows, n_taken = version.rows(index).sum(axis=0), cut.n_targeted - cut.n_above
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
        # All who have the cut-off as score share its places, whether their outcome is known or not.
        true_positives_worst=int(rows[2, 1]) + max(0, n_taken - (cut.n_tied - int(rows[1, 1]))),
        true_positives_best=int(rows[2, 1]) + min(n_taken, int(rows[1, 1])),
        average_precision=version.average_precision,
        **_bounds_at(version, index, precision),
        **_accuracy_bounds(version, index, accuracy),
    )


def _bounds_at(version: WeightedStatistics, index: int, precision: float | None) -> dict[str, float | None]:
    bounds = dict.fromkeys(("lift", "auc", "precision", "sensitivity"), UNKNOWN)
    if precision is not None and version.targeted_seen(index):
        few = version.few_hits(index)
        of_precision, of_lift = (
            _normal_bounds(version, index, precision) if few is None else _share_bounds(version, index, precision, few)
        )
        share = version.cuts[index].n_targeted / version.n_all
        bounds["precision"], bounds["lift"] = of_precision, of_lift
        bounds["sensitivity"] = Bounds(*(None if end is None else min(1.0, end * share) for end in of_lift))
    error = auc_error(version)
    if version.auc and version.auc < 1 and error:
        center, reach = math.log(version.auc / (1 - version.auc)), Z95 * error / (version.auc * (1 - version.auc))
        bounds["auc"] = Bounds(1 / (1 + math.exp(reach - center)), 1 / (1 + math.exp(-reach - center)))
    ends = {f"{name}_low": bound.low for name, bound in bounds.items()}
    return {**ends, **{f"{name}_high": bound.high for name, bound in bounds.items()}}


def _normal_bounds(version: WeightedStatistics, index: int, precision: float) -> tuple[Bounds, Bounds]:
    """Bounds of precision and lift from the errors of both; a list of positives alone does not tell its own spread."""
    of_precision, of_lift = (own_error(version, index, is_lift=is_lift) for is_lift in (False, True))
    bounds = _around(precision, of_precision, 1.0) if precision < 1 else UNKNOWN
    return bounds, _around(precision / (version.base or 1.0), of_lift, _highest_lift(version, index))


def _share_bounds(version: WeightedStatistics, index: int, precision: float, few: float) -> tuple[Bounds, Bounds]:
    """Bounds of precision and lift under ten hits: those of a share, with the base rate as known."""
    n = few / precision if precision else version.targeted_seen(index)
    low, high = share_bounds(few, n)
    base = version.base or 1.0
    return Bounds(low, high), Bounds(low / base, min(_highest_lift(version, index), high / base))


def _highest_lift(version: WeightedStatistics, index: int) -> float:
    """Neither can more be hit than are targeted, nor more than are positive."""
    return min(version.n_all / version.cuts[index].n_targeted, 1 / (version.base or 1.0))


def _accuracy_bounds(version: WeightedStatistics, index: int, accuracy: float | None) -> dict[str, float | None]:
    bounds = UNKNOWN if accuracy is None else _around(accuracy, accuracy_error(version, index), 1.0)
    return {"accuracy_low": bounds.low, "accuracy_high": bounds.high}


def _around(value: float, error: float, highest: float) -> Bounds:
    return Bounds(max(0.0, value - Z95 * error), min(highest, value + Z95 * error))
