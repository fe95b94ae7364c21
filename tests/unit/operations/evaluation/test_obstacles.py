"""Why a challenger cannot be compared fairly with the champion."""

from __future__ import annotations

import numpy as np
import pytest

from champion_challenger.operations.evaluation.obstacles import obstacle_to
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.records.models import Contestant


def scoring(version: str, out_of_time: str = "yes", *, is_scored: bool = True) -> Scoring:
    """Scores of a version that knew the outcomes, or did not."""
    return Scoring(Contestant(version, version, out_of_time=out_of_time), np.zeros(3) if is_scored else None)


@pytest.mark.parametrize(
    ("champion", "challenger", "code"),
    [
        ("yes", "yes", ""),
        ("no", "no", "champion_knew_outcomes"),
        ("unknown", "no", "champion_of_unknown_training"),
        ("yes", "no", "version_knew_outcomes"),
        ("yes", "unknown", "version_of_unknown_training"),
    ],
)
def test_trainings_that_forbid_a_comparison(champion: str, challenger: str, code: str) -> None:
    """The champion's comes first."""
    obstacle = obstacle_to(scoring("v0", champion), scoring("v1", challenger))
    assert (obstacle.code if obstacle else "") == code


@pytest.mark.parametrize("champion", [None, scoring("v0", is_scored=False)])
def test_without_scores_of_the_champion_nothing_is_compared(champion: Scoring | None) -> None:
    """There is none, or it could not be scored."""
    obstacle = obstacle_to(champion, scoring("v1"))
    assert obstacle is not None
    assert obstacle.code == "champion_could_not_score"
