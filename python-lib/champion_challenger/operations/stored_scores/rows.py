"""Rows of the performance dataset about cohorts that a database counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import ROUND_CEILING, Context

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.reading import primary_rate_bp
from champion_challenger.operations.evaluation.compare import ComparedVersion
from champion_challenger.operations.evaluation.identity import Row, identity
from champion_challenger.operations.evaluation.rows import (
    difference_columns,
    few_hits_at,
    one_class_reason,
    reason_columns,
    suspicious_auc,
    verdict_columns,
)
from champion_challenger.operations.stored_scores.campaigns import StoredCampaign
from champion_challenger.operations.stored_scores.cohorts import CountedVersion, StoredCohort
from champion_challenger.operations.stored_scores.verdicts import StoredSegment
from champion_challenger.records.runs import RunFacts
from champion_challenger.settings.evaluate_stored_scores import StoredSettings

_UPWARDS = Context(prec=2, rounding=ROUND_CEILING)


def segment_rows(
    segment: StoredSegment,
    compared: Sequence[ComparedVersion],
    cohort: StoredCohort,
    campaign: StoredCampaign,
    settings: StoredSettings,
    run: RunFacts,
) -> list[Row]:
    """Rows of the versions on a segment: for each, one for each targeting rate, in ascending order."""
    rate_bp = primary_rate_bp(settings.rates_bp, settings.policy)
    added = campaign.incremental(segment.champion)
    late = cohort.late if cohort.is_due else None
    rows: list[Row] = []
    for counted, version in zip(segment.members, compared):
        entrant = version.scoring.contestant
        shared = {
            **identity(entrant, cohort, settings.score_id, run),
            **verdict_columns(version),
            **(asdict(added) if added and entrant.is_champion else {}),
            "segment": segment.name,
            "verdict_rate": rate_bp / BASIS_POINTS,
            "verdict_figure": settings.policy.figure,
            "verdict_population": settings.policy.population,
        }
        if segment.name == "control":
            # The champion is not judged, so that nothing is short for it.
            reasons = [] if entrant.is_champion else campaign.control_reasons(segment.champion, counted)
        elif segment.name == "uncontacted":
            shortage = None if entrant.is_champion else campaign.listed.shortage
            reasons = [shortage] if shortage else []
        else:
            is_told = entrant.is_champion and segment.name == "all"
            reason = campaign.reason(segment.champion, rate_bp) if is_told else None
            reasons = [reason] if reason else []
        rows += [{**shared, **figure} for figure in _figures(counted, version, settings, reasons, late)]
    return rows


def _figures(
    counted: CountedVersion,
    version: ComparedVersion,
    settings: StoredSettings,
    campaign: Sequence[Reason],
    late: Reason | None,
) -> list[Row]:
    counts = {"n_unlabelled": counted.n_unlabelled, "n_unscored": counted.n_unscored}
    excluded: Row = {**counts, "expected_positives": counted.expected_positives}
    lacking = one_class_reason(counted.statistics)
    status = "not_enough_data" if lacking else "scored"
    reasons = [late or lacking, version.obstacle, *campaign, suspicious_auc(counted.statistics)]
    reasons.append(_rounding(counted, settings.decimals))
    known = [reason for place, reason in enumerate(reasons) if reason and reason not in reasons[:place]]
    differences: list[Row] = [difference_columns(comparison) for comparison in version.comparisons]
    rows = []
    for place, figure in enumerate(version.figures or figures(counted.statistics)):
        of_hits = (figure.true_positives, figure.n, figure.n_targeted)
        few = None if lacking else few_hits_at(version, place, *of_hits)
        difference = differences[place] if differences else {}
        texts = reason_columns([*known, *filter(None, [few])])
        rows.append({**asdict(figure), **difference, **excluded, "status": status, **texts})
    return rows


def _rounding(counted: CountedVersion, decimals: int | None) -> Reason | None:
    """What rounded scores do to the figures."""
    if decimals is None:
        return None
    errors = {"auc_error": _at_most(counted.auc_error), "ks_error": _at_most(counted.ks_error)}
    return Reason("scores_were_rounded", {"decimals": decimals, **errors})


def _at_most(error: float) -> float:
    """Round a bound up to two digits, so that it stays one.

    >>> _at_most(0.1201), _at_most(0.0)
    (0.13, 0.0)
    """
    return float(_UPWARDS.create_decimal_from_float(error))
