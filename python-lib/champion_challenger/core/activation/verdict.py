"""The verdict that an activation rests on: of final outcomes alone."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.core.figures.uncertainty import UNKNOWN, Bounds
from champion_challenger.core.reasons import Reason
from champion_challenger.core.verdicts.estimates import NOTHING, Estimate
from champion_challenger.core.verdicts.version_verdict import VersionVerdict

_MOST_NAMED = 3


@dataclass(frozen=True)
class Verdict:
    """What a figure pooled over cohorts, or the last final cohort alone, says of a version against the active one.

    Attributes
    ----------
    word
        As in the column ``verdict``; "" when nothing was compared with the active version.
    source
        What it rests on; None when nothing was compared.
    rate
        Targeting rate at which it was decided, and of a difference in lift.
    figure
        Figure that was judged: ``lift`` or ``auc``.
    delta
        This figure minus the active version's.
    expected_lift
        Difference in lift to be expected, shrunken for the choice among many.
    is_confirmed
        Whether the advantage is beyond doubt however often one looks.
    reason
        Why the verdict is not clear, where that is known.
    """

    word: str = ""
    source: Reason | None = None
    rate: float | None = None
    figure: str = "lift"
    delta: float | None = None
    bounds: Bounds = UNKNOWN
    expected_lift: Estimate = NOTHING
    is_confirmed: bool = False
    reason: Reason | None = None


def _together(names: list[str]) -> Reason:
    if len(names) == 1:
        return Reason("from_cohort_alone", {"cohort": names[0]})
    if len(names) <= _MOST_NAMED:
        return Reason("from_cohorts_together", {"cohorts": ", ".join(names)})
    return Reason("from_many_cohorts_together", {"n": len(names), "first": names[0], "last": names[-1]})


def verdict_on_final(verdict: VersionVerdict) -> Verdict:
    """A verdict on outcomes that are final; an empty one without such."""
    if not verdict.is_final:
        return Verdict()
    source = Reason("from_cohort_alone", {"cohort": verdict.cohorts})
    if verdict.is_pooled and verdict.cohorts:
        source = _together(verdict.cohorts.split(", "))
    elif verdict.is_pooled:
        source = Reason("from_all_cohorts")
    judged = verdict.difference
    return Verdict(
        word=verdict.word,
        source=source,
        rate=verdict.rate,
        figure=verdict.figure,
        delta=judged.delta,
        bounds=judged.bounds,
        expected_lift=verdict.expected_lift,
        is_confirmed=verdict.is_confirmed,
        reason=verdict.reason,
    )
