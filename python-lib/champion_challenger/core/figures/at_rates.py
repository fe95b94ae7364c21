"""The figures of one version at each targeting rate, computed from its ``Statistics`` alone."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.core.figures import quantities, uncertainty
from champion_challenger.core.figures.counts import BASIS_POINTS, Cut, Statistics


@dataclass(frozen=True)
class Figures:
    """One version at one targeting rate; the fields have the names of the columns of ``performance``.

    None stands for a figure that is not defined (no rows, or one class only) and for a bound that cannot be estimated.
    """

    targeting_rate: float
    lift: float | None
    auc: float | None
    precision: float | None
    sensitivity: float | None
    accuracy: float | None
    gini: float | None
    ks: float | None
    lift_low: float | None
    lift_high: float | None
    auc_low: float | None
    auc_high: float | None
    precision_low: float | None
    precision_high: float | None
    sensitivity_low: float | None
    sensitivity_high: float | None
    n: int
    n_positive: int
    base_rate: float | None
    n_targeted: int
    cutoff_score: float | None
    true_positives: float
    true_positives_worst: int
    true_positives_best: int
    accuracy_low: float | None = None
    accuracy_high: float | None = None
    average_precision: float | None = None


def figures(counted: Statistics) -> list[Figures]:
    """All figures of a version, one record for each targeting rate, in the order of ``counted.cuts``.

    Examples
    --------
    >>> from champion_challenger.core.figures.counts import statistics
    >>> found, = figures(statistics([1, 0, 1, 0], [0.9, 0.5, 0.5, 0.1], [5_000]))
    >>> found.lift, found.auc, found.precision, found.sensitivity, found.accuracy
    (1.5, 0.875, 0.75, 0.75, 0.75)
    >>> found.true_positives, found.true_positives_worst, found.true_positives_best
    (1.5, 1, 2)
    """
    return [_figures_at(counted, cut) for cut in counted.cuts]


def _figures_at(counted: Statistics, cut: Cut) -> Figures:
    return Figures(
        targeting_rate=cut.rate_bp / BASIS_POINTS,
        lift=quantities.lift(counted, cut),
        auc=quantities.auc(counted),
        precision=quantities.precision(counted, cut),
        sensitivity=quantities.sensitivity(counted, cut),
        accuracy=quantities.accuracy(counted, cut),
        gini=quantities.gini(counted),
        ks=quantities.ks(counted),
        n=counted.n,
        n_positive=counted.n_positive,
        base_rate=quantities.base_rate(counted),
        n_targeted=cut.n_targeted,
        cutoff_score=cut.cutoff_score,
        true_positives=quantities.true_positives(cut),
        true_positives_worst=quantities.true_positives_worst(cut),
        true_positives_best=quantities.true_positives_best(cut),
        average_precision=quantities.average_precision(counted),
        **_bounds_at(counted, cut),
    )


def _bounds_at(counted: Statistics, cut: Cut) -> dict[str, float | None]:
    bounds = {
        "lift": uncertainty.lift_bounds(counted, cut),
        "auc": uncertainty.auc_bounds(counted),
        "precision": uncertainty.precision_bounds(counted, cut),
        "sensitivity": uncertainty.sensitivity_bounds(counted, cut),
        "accuracy": uncertainty.accuracy_bounds(counted, cut),
    }
    ends = {f"{name}_low": bound.low for name, bound in bounds.items()}
    return {**ends, **{f"{name}_high": bound.high for name, bound in bounds.items()}}
