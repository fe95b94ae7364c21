"""The gains curve: what targeting one percent, two percent, ... of the customers reaches."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.core.figures.counts import Statistics
from champion_challenger.core.figures.quantities import true_positives

PERCENT_RATES_BP = tuple(range(100, 10_001, 100))


@dataclass(frozen=True)
class GainsPoint:
    """One point of a gains curve; the fields have the names of the columns of ``gains_curves``."""

    percent: int
    n_targeted: int
    cutoff_score: float | None
    true_positives: float


def gains_curve(counted: Statistics) -> list[GainsPoint]:
    """Points of the gains curve: one for each cut at a whole percent, in the order of ``counted.cuts``.

    Pass ``PERCENT_RATES_BP`` (all hundred percents) to ``statistics``, on its own or after the rates of the figures;
    a cut costs a few microseconds, not another sort.

    Returns
    -------
    list of GainsPoint
        ``true_positives`` is the number expected under ties; it ends at all positives.

    Examples
    --------
    >>> from champion_challenger.core.figures.counts import statistics
    >>> curve = gains_curve(statistics([1, 0, 1, 0], [0.9, 0.5, 0.4, 0.1], PERCENT_RATES_BP))
    >>> len(curve), curve[49]
    (100, GainsPoint(percent=50, n_targeted=2, cutoff_score=0.5, true_positives=1.0))
    """
    return [
        GainsPoint(cut.rate_bp // 100, cut.n_targeted, cut.cutoff_score, true_positives(cut))
        for cut in counted.cuts
        if cut.rate_bp % 100 == 0
    ]
