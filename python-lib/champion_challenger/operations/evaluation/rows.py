"""From scores and realised outcomes to the rows of the performance dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace

import pandas as pd

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.comparison import Comparison
from champion_challenger.core.figures.counts import BASIS_POINTS, Statistics, statistics
from champion_challenger.core.figures.gains import PERCENT_RATES_BP, gains_curve
from champion_challenger.core.figures.quantities import auc
from champion_challenger.core.figures.uncertainty import FEW_HITS
from champion_challenger.core.monitoring.drift import expected_positives
from champion_challenger.core.reasons import Reason, reason_codes, sentence
from champion_challenger.core.tables.columns import COLUMNS, SCORES
from champion_challenger.operations.evaluation.cohort import Cohort, Segment
from champion_challenger.operations.evaluation.compare import (
    ComparedVersion,
    ComparisonRules,
    compare_versions,
    is_evaluated,
)
from champion_challenger.operations.evaluation.identity import Row, identity
from champion_challenger.operations.evaluation.populations import added_by_contacts, campaign_reason, evaluated_segments
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.records.runs import RunFacts

# Scores of customers' behaviour hardly reach it; a feature that knows the outcome does.
TOO_GOOD = 0.95
_OF_HITS = ("true_positives", "n", "n_targeted")
Warned = Mapping[str, Mapping[float, Row]]
"""Columns of early warnings, by version and targeting rate."""
_DIFFERENCES = {column.name for column in COLUMNS}


def evaluate(
    scorings: Sequence[Scoring],
    cohort: Cohort,
    rules: ComparisonRules,
    score_id: str,
    run: RunFacts,
    warned: Warned | None = None,
) -> list[Row]:
    """Rows of a run: for each segment and contestant, one for each targeting rate, in ascending order.

    A contestant that could not score has its rows too, with a status and the reason instead of figures. Early warnings,
    which are of all customers, are on the rows of every population.
    """
    rows: list[Row] = []
    # In each row, as a reader of a single row cannot tell at which of the rates it was judged.
    verdict_rate = rules.primary_rate_bp / BASIS_POINTS
    campaign = campaign_reason(scorings, cohort, rules.primary_rate_bp)
    added = added_by_contacts(scorings, cohort)
    for segment in evaluated_segments(scorings, cohort):
        unlabelled = int((~cohort.outcomes.is_known & segment.rows).sum())
        for version in compare_versions(scorings, cohort, segment, rules):
            shared = {
                **identity(version.scoring.contestant, cohort, score_id, run),
                **verdict_columns(version),
                "segment": segment.name,
                "n_unlabelled": unlabelled,
                "status": version.scoring.status,
                "scoring_seconds": round(version.scoring.seconds, 3),
                "verdict_rate": verdict_rate,
                "verdict_figure": rules.policy.figure,
                "verdict_population": rules.policy.population,
                "expected_positives": _expected_positives(version, cohort, segment),
                **(asdict(added) if added and version.scoring.contestant.is_champion else {}),
            }
            reasons = _reasons(version, cohort.late, segment, campaign)
            version_rows = [{**shared, **figures_at} for figures_at in _figures(version, rules.rates_bp, reasons)]
            # Of populations, not of segments: the newest customers were counted as a whole.
            is_population = "=" not in segment.name
            known = (warned or {}).get(version.scoring.contestant.version_id, {}) if is_population else {}
            rows += [{**row, **known.get(row["targeting_rate"], {})} for row in version_rows]
    return rows


def gains_rows(scorings: Sequence[Scoring], cohort: Cohort, score_id: str) -> list[Row]:
    """Rows of the gains curves: for each segment and contestant that scored, 1 to 100 % targeted."""
    rows: list[Row] = []
    for segment in cohort.segments:
        for scoring in scorings:
            if scoring.scores is None:
                continue
            mask = is_evaluated(cohort, scoring.scores) & segment.rows
            counted = statistics(cohort.outcomes.y_true[mask], scoring.scores[mask], PERCENT_RATES_BP)
            shared = {
                "score_id": score_id,
                "version_id": scoring.contestant.version_id,
                "cohort": cohort.name,
                "segment": segment.name,
            }
            rows += [{**shared, **asdict(point)} for point in gains_curve(counted)]
    return rows


def scores_frames(
    scorings: Sequence[Scoring], cohort: Cohort, customer_id_column: str, decimals: int | None = None
) -> Iterator[pd.DataFrame]:
    """Evaluated rows of every contestant, for the scores dataset: a frame a contestant, in the order of the cohort.

    Parameters
    ----------
    decimals
        To which scores are rounded; None leaves them as they are. Figures are computed from scores as they are.
    """
    ids = cohort.rows.column(customer_id_column)
    for scoring in scorings:
        if scoring.scores is None:
            continue
        mask = is_evaluated(cohort, scoring.scores)
        n_known = int(cohort.outcomes.is_known.sum())
        columns = {
            "customer_id": ids[mask].reset_index(drop=True),
            "version_id": scoring.contestant.version_id,
            # Rounded only here: all figures come from the scores as they are.
            "score": scoring.scores[mask] if decimals is None else scoring.scores[mask].round(decimals),
            "outcome": cohort.outcomes.y_true[mask].astype("int64"),
            "cohort": cohort.name,
            "cohort_start": cohort.start.isoformat(),
            "n_unlabelled": cohort.n - n_known,
            "n_unscored": n_known - int(mask.sum()),
            "score_decimals": pd.array([decimals], dtype="Int64").repeat(int(mask.sum())),
        }
        # A frame for each version: all at once would be rows times versions in memory.
        yield pd.DataFrame(columns)[[column.name for column in SCORES]]


def reason_columns(reasons: Sequence[Reason]) -> Row:
    """Reasons of a row: as a sentence, and as codes for pages in other languages."""
    return {"reason": sentence(reasons) or None, "reason_codes": reason_codes({"reason": reasons})}


def suspicious_auc(counted: Statistics) -> Reason | None:
    """What to be careful with when the AUC is higher than an honest score of customers reaches; else None."""
    area = auc(counted)
    return None if area is None or area <= TOO_GOOD else Reason("auc_too_good", {"auc": area})


def one_class_reason(counted: Statistics) -> Reason | None:
    """Why figures are not defined; None when both classes are there."""
    if counted.has_both_classes:
        return None
    if counted.n == 0:
        return Reason("nobody_to_evaluate")
    return Reason("no_negative" if counted.n_positive else "no_positive", {"n": counted.n})


def few_hits_at(version: ComparedVersion, place: int, hits: float, n: int, n_targeted: int) -> Reason | None:
    """That bounds at a rate take the base rate as known; None with ten hits, and where everybody is targeted."""
    few = hits if hits < FEW_HITS and 0 < n_targeted < n else None
    few = version.few_hits[place] if version.few_hits else few
    if few is None:
        return None
    if hits < FEW_HITS:
        return Reason("bounds_of_few_hits", {"hits": hits})
    return Reason("bounds_of_weighted_hits", {"equal": few})


def _expected_positives(version: ComparedVersion, cohort: Cohort, segment: Segment) -> float | None:
    """Positives that the scores of the customers counted promise; None where outcomes are weighted."""
    scores = version.scoring.scores
    if scores is None or segment.strata is not None:
        return None
    return expected_positives(scores[is_evaluated(cohort, scores) & segment.rows])


def verdict_columns(version: ComparedVersion) -> Row:
    """What a comparison with the champion comes to."""
    return {"p_value": version.p_value, "p_adjusted": version.p_adjusted, "verdict": version.verdict}


def _reasons(
    version: ComparedVersion, late: Reason | None, segment: Segment, campaign: Reason | None
) -> list[Reason | None]:
    """Reasons of a version's rows; that of a campaign is the champion's, over all customers."""
    is_told = version.scoring.contestant.is_champion and segment.name == "all"
    campaign = campaign if is_told else None
    reasons: list[Reason | None] = [late, *version.scoring.reasons, *version.scoring.notes, campaign]
    if version.counted is None:
        return reasons
    one_class = None if late else one_class_reason(version.counted)
    # The champion is not judged, so that nothing is short for it.
    shortage = None if version.scoring.contestant.is_champion else segment.shortage
    # What explains missing figures comes first.
    return [one_class, *reasons, version.obstacle, shortage, suspicious_auc(version.counted)]


def _figures(version: ComparedVersion, rates_bp: Sequence[int], reasons: Sequence[Reason | None]) -> list[Row]:
    given = [reason for reason in reasons if reason]
    if version.counted is None:
        return [{"targeting_rate": rate / BASIS_POINTS, **reason_columns(given)} for rate in rates_bp]
    own: list[Row] = [asdict(figure) for figure in version.figures or figures(version.counted)]
    differences: list[Row] = [difference_columns(comparison) for comparison in version.comparisons] or [{} for _ in own]
    is_mixed = one_class_reason(version.counted) is None
    status = {} if is_mixed else {"status": "not_enough_data"}
    rows = []
    for place, (figure, difference) in enumerate(zip(own, differences)):
        few = few_hits_at(version, place, *(figure[name] for name in _OF_HITS)) if is_mixed else None
        texts = reason_columns([*given, *([few] if few else [])])
        rows.append({**figure, **difference, **status, "n_unscored": version.n_unscored, **texts})
    return rows


def difference_columns(comparison: Comparison) -> Row:
    """The differences to the champion at one rate."""
    return {name: value for name, value in asdict(comparison).items() if name in _DIFFERENCES}


def score_columns(customer_id_column: str, cohort: DatasetFacts) -> tuple[Column, ...]:
    """Columns of the scores; the customer id keeps the type it has in the cohort."""
    # Else a join of the scores with the customers would have to cast one of the two.
    id_type = cohort.types.get(customer_id_column, "string")
    return tuple(replace(column, type=id_type) if column.name == "customer_id" else column for column in SCORES)
