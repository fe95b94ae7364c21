"""Why two versions cannot be compared over several cohorts: not evaluated, not scored, or not out of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from champion_challenger.core.reasons import Reason
from champion_challenger.core.verdicts.history import History, JudgedCohort


class _Codes(NamedTuple):
    """Codes of what stands against one side of a comparison."""

    never_evaluated: str
    never_scored: str
    not_evaluated_on_last: str
    not_scored_on_last: str
    never_out_of_time: str


_OF_VERSION = _Codes(
    "never_evaluated", "never_scored", "not_evaluated_on_last", "not_scored_on_last", "never_out_of_time"
)
_OF_CHAMPION = _Codes(
    "champion_never_evaluated",
    "champion_never_scored",
    "champion_not_evaluated_on_last",
    "champion_not_scored_on_last",
    "champion_never_out_of_time",
)


def is_scored_on_last(final: Sequence[JudgedCohort], version: str) -> bool:
    """Whether a version was scored on the newest of the final cohorts: what is older says nothing of today."""
    return bool(final) and version in final[-1].looks and final[-1].looks[version].is_scored


def obstacle(history: History, version: str, champion: str) -> Reason:
    """Why no final cohort compares a version with the champion."""
    final = [cohort for cohort in history if cohort.is_final]
    if not champion:
        return Reason("no_champion")
    if not final:
        return Reason("no_final_cohort")
    sides = ((version, _OF_VERSION), (champion, _OF_CHAMPION))
    obstacles = (*(_absence(final, *side) for side in sides), *(_training(final, *side) for side in sides))
    # Absence goes before training, and the version's own side before the champion's: the first is what a person can act
    # on.
    return next((reason for reason in obstacles if reason), Reason("never_compared"))


def _absence(final: Sequence[JudgedCohort], version: str, codes: _Codes) -> Reason | None:
    """Where a version is missing: it was not evaluated, or it was and gave no scores."""
    evaluated = [cohort for cohort in final if version in cohort.looks]
    scored = [cohort for cohort in evaluated if cohort.looks[version].is_scored]
    last = final[-1]
    if last in scored:
        return None
    if not scored:
        return Reason(codes.never_scored if evaluated else codes.never_evaluated)
    if last in evaluated:
        return Reason(codes.not_scored_on_last, {"cohort": last.name})
    return Reason(codes.not_evaluated_on_last, {"cohort": last.name, "before": evaluated[-1].name})


def _training(final: Sequence[JudgedCohort], version: str, codes: _Codes) -> Reason | None:
    looks = [cohort.looks[version] for cohort in final if version in cohort.looks]
    is_judged = any(look.is_scored and look.is_out_of_time for look in looks)
    return None if is_judged else Reason(codes.never_out_of_time)
