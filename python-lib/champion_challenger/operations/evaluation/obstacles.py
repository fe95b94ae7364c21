"""Why a challenger cannot be compared fairly with the champion."""

from __future__ import annotations

from champion_challenger.core.reasons import Reason
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.records.models import Contestant


def obstacle_to(champion: Scoring | None, challenger: Scoring) -> Reason | None:
    """Why a challenger cannot be compared fairly with the champion; None when it can."""
    if champion is None or champion.scores is None:
        return Reason("champion_could_not_score")
    return obstacle_between(champion.contestant, challenger.contestant)


def obstacle_between(champion: Contestant, challenger: Contestant) -> Reason | None:
    """Why their trainings forbid to compare two that scored; None where they do not."""
    codes = (
        (champion, {"no": "champion_knew_outcomes", "unknown": "champion_of_unknown_training"}),
        (challenger, {"no": "version_knew_outcomes", "unknown": "version_of_unknown_training"}),
    )
    obstacles = (by_answer.get(side.out_of_time) for side, by_answer in codes)
    return next((Reason(code) for code in obstacles if code), None)
