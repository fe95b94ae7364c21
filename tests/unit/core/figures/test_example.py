"""Figures, bounds and tests that were right before remain as they were, on an example that is kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.comparison import compare_contenders
from champion_challenger.core.figures.pairs import contender

EXAMPLE = Path(__file__).parent / "examples" / "figures.json"


def test_figures_are_those_of_the_former_version() -> None:
    """Five thousand customers, two versions, two rates, ties, more than ten hits; written before bounds of few hits."""
    place = np.arange(5_000)
    latent = (place * 7_919 % 10_007) / 10_007
    y_true = ((place * 104_729 % 1_009) / 1_009 < 0.25 * latent**2).astype(np.int8)
    scores = (
        (latent + (place * 15_485_863 % 997) / 997 * 0.8).round(2),
        (latent + (place * 32_452_843 % 991) / 991 * 1.2).round(3),
    )
    sides = [contender(y_true, score, [500, 1_000]) for score in scores]
    found = {
        "champion": [asdict(figure) for figure in figures(sides[0].counted)],
        "challenger": [asdict(figure) for figure in figures(sides[1].counted)],
        "differences": [asdict(comparison) for comparison in compare_contenders(*sides)],
    }

    for part, rows in json.loads(EXAMPLE.read_text(encoding="utf-8")).items():
        for row, now in zip(rows, found[part]):
            assert {name: now[name] for name in row} == pytest.approx(row, rel=1e-12)
