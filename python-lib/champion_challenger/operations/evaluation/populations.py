"""Populations on which a campaign did nothing: the control group, and all who were not contacted, weighted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from champion_challenger.core.campaign import LEAST_CONTROL_POSITIVES, Contacts, TargetList, target_list
from champion_challenger.core.figures.weighted import Strata
from champion_challenger.core.reasons import Reason
from champion_challenger.operations.evaluation.cohort import Cohort, Segment
from champion_challenger.operations.evaluation.score import Scoring


def evaluated_segments(scorings: Sequence[Scoring], cohort: Cohort) -> tuple[Segment, ...]:
    """Segments of a cohort, and the populations that its contact setting gives: ``control`` and ``uncontacted``.

    Both are there whenever a control group is named: where nothing can be judged on them, they say why.
    """
    contacts = cohort.contacts
    if contacts is None or not contacts.has_control:
        return cohort.segments
    champion = next((scoring for scoring in scorings if scoring.contestant.is_champion), None)
    listed = target_list(contacts, champion.scores if champion else None)
    return (*cohort.segments, _control(contacts, listed, cohort), _uncontacted(contacts, listed, cohort))


def _control(contacts: Contacts, listed: TargetList, cohort: Cohort) -> Segment:
    obstacle = None if listed.is_of_everyone else Reason("control_of_the_list_only")
    return Segment("control", contacts.control, obstacle=obstacle, shortage=_shortage(contacts, cohort))


def _uncontacted(contacts: Contacts, listed: TargetList, cohort: Cohort) -> Segment:
    rows = ~contacts.contacted
    if not contacts.contacted.any():
        return Segment("uncontacted", rows, Strata(listed.members, rows))
    obstacle = listed.obstacle
    if obstacle is None and not (listed.members & contacts.control & cohort.outcomes.is_known).any():
        obstacle = Reason("no_control_on_the_list")
    strata = None if obstacle else Strata(listed.members, rows)
    return Segment("uncontacted", rows, strata, obstacle, _shortage(contacts, cohort))


def _shortage(contacts: Contacts, cohort: Cohort) -> Reason | None:
    n_positive = int(np.count_nonzero(cohort.outcomes.y_true[contacts.control & cohort.outcomes.is_known]))
    if n_positive >= LEAST_CONTROL_POSITIVES:
        return None
    return Reason("few_control_positives", {"n": n_positive, "least": LEAST_CONTROL_POSITIVES})
