"""From scores and realised outcomes to the rows of the performance dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.comparison import Comparison
from champion_challenger.core.figures.counts import BASIS_POINTS, Statistics, statistics
from champion_challenger.core.figures.gains import PERCENT_RATES_BP, gains_curve
from champion_challenger.core.figures.quantities import auc
from champion_challenger.core.reasons import Reason, reason_codes, sentence
from champion_challenger.core.tables.columns import COLUMNS, SCORES
from champion_challenger.operations.evaluation.cohort import Cohort
from champion_challenger.operations.evaluation.compare import ComparedVersion, examine, is_evaluated
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.records.runs import RunFacts
from champion_challenger.settings.retrain_and_evaluate import Settings

Row = dict[str, Any]
TOO_GOOD = 0.95
_DIFFERENCES = {column.name for column in COLUMNS}


def evaluate(scorings: Sequence[Scoring], cohort: Cohort, settings: Settings, run: RunFacts) -> list[Row]:
    """Rows of a run: for each segment and contestant, one for each targeting rate, in ascending order.

    A contestant that could not score has its rows too, with a status and the reason instead of figures.
    """
    rows = []
    for segment in cohort.segments:
        unlabelled = int((~cohort.outcomes.is_known & segment.rows).sum())
        for one in examine(scorings, cohort, segment, settings):
            shared = {
                **_who(one.scoring, cohort, settings),
                **_technical(one.scoring, run),
                **_against_champion(one),
                "segment": segment.name,
                "n_unlabelled": unlabelled,
            }
            rows += [{**shared, **figures_at} for figures_at in _figures(one, settings)]
    return rows


def gains_rows(scorings: Sequence[Scoring], cohort: Cohort, settings: Settings) -> list[Row]:
    """Rows of the gains curves: for each segment and contestant that scored, 1 to 100 % targeted."""
    rows = []
    for segment in cohort.segments:
        for scoring in scorings:
            if scoring.scores is None:
                continue
            mask = is_evaluated(cohort, scoring.scores) & segment.rows
            counted = statistics(cohort.outcomes.y_true[mask], scoring.scores[mask], PERCENT_RATES_BP)
            shared = {
                "score_id": settings.score_id,
                "version_id": scoring.contestant.version_id,
                "cohort": cohort.partition,
                "segment": segment.name,
            }
            rows += [{**shared, **asdict(point)} for point in gains_curve(counted)]
    return rows


def scores_frames(scorings: Sequence[Scoring], cohort: Cohort, settings: Settings) -> Iterator[pd.DataFrame]:
    """Evaluated rows of every contestant, for the scores dataset: a frame a contestant."""
    ids = cohort.rows.column(settings.customer_id_column)
    for scoring in scorings:
        if scoring.scores is None:
            continue
        kept = is_evaluated(cohort, scoring.scores)
        columns = {
            "customer_id": ids[kept].reset_index(drop=True),
            "version_id": scoring.contestant.version_id,
            "score": scoring.scores[kept],
            "outcome": cohort.outcomes.y_true[kept].astype("int64"),
            "cohort": cohort.partition,
        }
        yield pd.DataFrame(columns)[[column.name for column in SCORES]]


def _who(scoring: Scoring, cohort: Cohort, settings: Settings) -> Row:
    entrant = scoring.contestant
    is_dated = entrant.known_on is not None and entrant.out_of_time != "unknown"
    age = (cohort.start - entrant.known_on).days if is_dated and entrant.known_on else None
    return {
        "score_id": settings.score_id,
        "version_id": entrant.version_id,
        "version_label": entrant.version_label,
        "is_champion": entrant.is_champion,
        "cohort": cohort.partition,
        "cohort_start": cohort.start.isoformat(),
        "cohort_status": cohort.status,
        "trained_until": entrant.trained_until.isoformat() if entrant.trained_until else None,
        "out_of_time": entrant.out_of_time,
        "model_age_days": age,
    }


def _technical(scoring: Scoring, run: RunFacts) -> Row:
    return {
        "project_key": scoring.contestant.project_key or None,
        "model_id": scoring.contestant.model_id or None,
        "algorithm": scoring.contestant.algorithm or None,
        "status": scoring.status,
        "scoring_seconds": round(scoring.seconds, 3),
        "run_id": run.run_id,
        "computed_at": run.started_at.isoformat(timespec="seconds"),
        "plugin_version": run.plugin_version,
    }


def _against_champion(one: ComparedVersion) -> Row:
    reasons = list(one.scoring.reasons)
    if one.counted is not None:
        around = [one_class_reason(one.counted), *reasons, one.obstacle, suspicious_auc(one.counted)]
        reasons = [reason for reason in around if reason]
    return {
        "p_value": one.p_value,
        "p_adjusted": one.p_adjusted,
        "verdict": one.verdict,
        **reason_columns(reasons),
    }


def _figures(one: ComparedVersion, settings: Settings) -> list[Row]:
    if one.counted is None:
        return [{"targeting_rate": rate / BASIS_POINTS} for rate in settings.rates_bp]
    own: list[Row] = [asdict(figure) for figure in figures(one.counted)]
    differences: list[Row] = [_difference(comparison) for comparison in one.comparisons] or [{} for _ in own]
    status = {"status": "not_enough_data"} if one_class_reason(one.counted) else {}
    return [
        {**figure, **difference, **status, "n_unscored": one.n_unscored} for figure, difference in zip(own, differences)
    ]


def _difference(comparison: Comparison) -> Row:
    kept = asdict(comparison)
    return {name: value for name, value in kept.items() if name in _DIFFERENCES}


def reason_columns(reasons: Sequence[Reason]) -> Row:
    """Reasons of a row: as a sentence, and as codes for pages in other languages."""
    return {"reason": sentence(reasons) or None, "reason_codes": reason_codes({"reason": reasons})}


def suspicious_auc(counted: Statistics) -> Reason | None:
    """What to be careful with when the AUC is higher than an honest score of customers reaches; else None."""
    found = auc(counted)
    return None if found is None or found <= TOO_GOOD else Reason("auc_too_good", {"auc": found})


def one_class_reason(counted: Statistics) -> Reason | None:
    """Why figures are not defined; None when both classes are there."""
    if counted.has_both_classes:
        return None
    if counted.n == 0:
        return Reason("nobody_to_evaluate")
    return Reason("no_negative" if counted.n_positive else "no_positive", {"n": counted.n})
