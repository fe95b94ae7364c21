"""The same jobs, done by the core."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from champion_challenger.core.figures.at_rates import Figures, figures
from champion_challenger.core.figures.comparison import Comparison, compare_contenders, holm
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.figures.pairs import contender
from tests.benchmarks.peers import RATES_BP


def one_version(y_true: NDArray[np.int8], y_score: NDArray[np.float64]) -> list[Figures]:
    """All figures and bounds of one version at three rates."""
    return figures(statistics(y_true, y_score, RATES_BP))


def versions(y_true: NDArray[np.int8], scores: list[NDArray[np.float64]]) -> tuple[list[Figures], list[Comparison]]:
    """Figures and bounds of every version; the first against each other at three rates; Holm on the lift at 5 %."""
    champion = contender(y_true, scores[0], RATES_BP)
    found, comparisons = figures(champion.counted), []
    for y_score in scores[1:]:
        challenger = contender(y_true, y_score, RATES_BP)
        found += figures(challenger.counted)
        comparisons += compare_contenders(champion, challenger)
    holm([one.lift_p_value for one in comparisons if one.targeting_rate == 0.05])
    return found, comparisons
