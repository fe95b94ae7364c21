"""The one sort: groups of equal scores and the rows below them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from champion_challenger.core.figures.ranking import positives_from, ranking, score_groups, scores_at, tie_bounds

tied_scores = arrays(np.float64, st.integers(1, 60), elements=st.sampled_from([-2.0, -0.5, 0.0, 0.25, 0.5, 3.0]))


@given(tied_scores, st.integers(0, 2**32 - 1))
def test_groups_count_the_rows_at_and_below_each_score(y_score: np.ndarray, seed: int) -> None:
    """For each distinct score of the positives, the four counts are those of a slow look."""
    y_true = np.random.default_rng(seed).integers(0, 2, len(y_score))
    groups = score_groups(ranking(y_true, y_score))
    levels = np.unique(y_score[y_true == 1])

    for outcome, at, below in (
        (1, groups.positives, groups.positives_below),
        (0, groups.negatives, groups.negatives_below),
    ):
        scores = y_score[y_true == outcome]
        assert at.tolist() == [int((scores == level).sum()) for level in levels]
        assert below.tolist() == [int((scores < level).sum()) for level in levels]


@given(tied_scores)
def test_places_lead_back_to_scores_and_ties(y_score: np.ndarray) -> None:
    """Each place holds the score of that rank, and its tie bounds enclose the equal ones."""
    ranked = ranking(np.ones(len(y_score), dtype=int), y_score)
    places = np.arange(len(y_score))
    start, stop = tie_bounds(ranked, places)

    assert scores_at(ranked, places) == np.sort(y_score).tolist()
    assert (stop - start).tolist() == [int((y_score == score).sum()) for score in np.sort(y_score)]
    assert positives_from(ranked, places).tolist() == (len(places) - places).tolist()


def test_float32_scores_are_ranked_in_half_the_memory() -> None:
    """Keys are as wide as the scores are, and the scores come back unchanged."""
    scores = np.array([0.1, 0.7, 1e-40], dtype=np.float32)
    ranked = ranking([0, 1, 0], scores)

    assert ranked.keys.dtype == np.uint32
    assert scores_at(ranked, np.arange(3)) == np.sort(scores).astype(float).tolist()


def test_inputs_are_left_as_they_were() -> None:
    """Ranking sorts a copy: the caller's arrays keep their order."""
    y_true, y_score = np.array([True, False]), np.array([0.9, 0.1])
    ranking(y_true, y_score)

    assert (y_true.tolist(), y_score.tolist()) == ([True, False], [0.9, 0.1])


def test_positives_are_found_across_blocks() -> None:
    """Places stay right when the rows fill several blocks."""
    y_true = np.arange(200_000) % 3 == 0

    assert (ranking(y_true, np.arange(200_000.0)).positive_places == np.flatnonzero(y_true)).all()
