"""Scores like those of real versions: four kinds, related to the outcomes and to each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

KINDS = ("continuous", "four decimals", "k of 300", "float32 origin")
_MEAN_LOG_ODDS = {0.03: -4.2, 0.30: -1.12}  # with a spread of 1.3, these give the base rate


def outcomes(rng: np.random.Generator, n: int, base_rate: float) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Realised outcomes at a base rate, and the log-odds behind them."""
    log_odds = rng.normal(_MEAN_LOG_ODDS[base_rate], 1.3, n)
    return (rng.random(n) < 1 / (1 + np.exp(-log_odds))).astype(np.int8), log_odds


def scores(rng: np.random.Generator, log_odds: NDArray[np.float64], kind: str) -> NDArray[np.float64]:
    """One version's probabilities, of one of the four kinds, in float64."""
    probability = 1 / (1 + np.exp(-log_odds - rng.normal(0, 0.7, len(log_odds))))
    if kind == "four decimals":
        return probability.round(4)
    if kind == "k of 300":
        return np.round(probability * 300) / 300
    return probability.astype(np.float32).astype(np.float64) if kind == "float32 origin" else probability
