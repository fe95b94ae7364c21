"""Populations on which a campaign did nothing: the control group, and all who were not contacted, weighted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from champion_challenger.core.campaign import (
    Contacts,
    TargetList,
    contacted_shares,
    few_control_positives,
    target_list,
    told_campaign,
)
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.figures.incremental import Incremental, incremental
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
    return (*cohort.segments, _control(contacts, listed, cohort), _uncontacted_segment(contacts, listed, cohort))


def campaign_reason(scorings: Sequence[Scoring], cohort: Cohort, rate_bp: int) -> Reason | None:
    """Why verdicts over all customers may be a campaign's doing; None when the champion's list was hardly contacted.

    Parameters
    ----------
    rate_bp
        Targeting rate of the verdicts, in basis points.
    """
    contacts = cohort.contacts
    scores = next((scoring.scores for scoring in scorings if scoring.contestant.is_champion), None)
    if contacts is None or scores is None or not np.isfinite(scores).any():
        return None
    known = np.isfinite(scores)
    counted = statistics(contacts.contacted[known].astype(np.int8), scores[known], [rate_bp])
    return told_campaign(*contacted_shares(counted, rate_bp), bool(contacts.control.any()))


def added_by_contacts(scorings: Sequence[Scoring], cohort: Cohort) -> Incremental | None:
    """What contacting the list changed; None without a control group, and where it is not known who was on the list."""
    contacts = cohort.contacts
    if contacts is None or not contacts.contacted.any() or not contacts.control.any():
        return None
    champion = next((scoring for scoring in scorings if scoring.contestant.is_champion), None)
    listed = target_list(contacts, champion.scores if champion else None)
    if listed.obstacle is not None:
        return None
    known, positive = cohort.outcomes.is_known, cohort.outcomes.y_true.astype(bool)
    sides = (contacts.contacted & known, contacts.control & listed.members & known)
    counts = [int(np.count_nonzero(rows)) for side in sides for rows in (side & positive, side)]
    return incremental(*counts)


def _control(contacts: Contacts, listed: TargetList, cohort: Cohort) -> Segment:
    obstacle = None if listed.is_of_everyone else Reason("control_of_the_list_only")
    return Segment("control", contacts.control, obstacle=obstacle, shortage=_shortage(contacts, cohort))


def _uncontacted_segment(contacts: Contacts, listed: TargetList, cohort: Cohort) -> Segment:
    rows = ~contacts.contacted
    if not contacts.contacted.any():
        return Segment("uncontacted", rows, Strata(listed.members, rows))
    obstacle = listed.obstacle
    if obstacle is None and not (listed.members & contacts.control & cohort.outcomes.is_known).any():
        obstacle = Reason("no_control_on_the_list")
    strata = None if obstacle else Strata(listed.members, rows)
    return Segment("uncontacted", rows, strata, obstacle, _shortage(contacts, cohort))


def _shortage(contacts: Contacts, cohort: Cohort) -> Reason | None:
    return few_control_positives(
        int(np.count_nonzero(cohort.outcomes.y_true[contacts.control & cohort.outcomes.is_known]))
    )
