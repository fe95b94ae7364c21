"""The summary of all cohorts and scores: its columns, and performance rows of any plugin version brought under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.core.tables.columns import POOLED, SUMMARY
from champion_challenger.core.tables.frames import typed_series, version_keys
from champion_challenger.core.tables.reading import BASIS_POINTS
from champion_challenger.core.verdicts.decision_rules import Month
from champion_challenger.core.verdicts.history import Difference
from champion_challenger.core.verdicts.pooling import PooledVerdict
from champion_challenger.core.verdicts.recommendation import Recommendation

NOTHING_RECOMMENDED = Recommendation()


@dataclass(frozen=True)
class ScoreJudgement:
    """What the summary adds to the rows of one score.

    Attributes
    ----------
    champion_now
        Version that is active now; "" when none is known.
    verdicts
        By version.
    rate_bp
        Primary rate, in basis points.
    figure
        Primary figure: ``lift`` or ``auc``.
    population
        Segment on which the verdicts rest.
    recommendation
        Which version to use next.
    """

    champion_now: str
    verdicts: Mapping[str, PooledVerdict]
    rate_bp: int
    figure: str = "lift"
    population: str = "all"
    recommendation: Recommendation = NOTHING_RECOMMENDED


def with_pooled_verdicts(rows: pd.DataFrame, judged: ScoreJudgement) -> pd.DataFrame:
    """Rows of one score with what is known of their versions over all cohorts."""
    keys = version_keys(rows)
    nothing = PooledVerdict("not_comparable", (Reason("no_primary_row"),))
    verdicts = {key: judged.verdicts.get(key, nothing) for key in keys.unique()}
    basis = {
        "pooled_targeting_rate": judged.rate_bp / BASIS_POINTS,
        "pooled_figure": judged.figure,
        "pooled_population": judged.population,
    }
    advice = judged.recommendation
    pooled = {
        key: {**basis, **_pooled_values(verdict), **_recommended_values(key, advice)}
        for key, verdict in verdicts.items()
    }
    added = {
        column.name: typed_series([pooled[key].get(column.name) for key in keys], column, rows.index)
        for column in POOLED
    }
    # Of the keys, not of the flag in the rows: that one says who was active when each row was computed.
    added["is_champion_now"] = keys == judged.champion_now
    # All columns at once: added one by one, pandas warns of a fragmented frame, and copies it each time.
    wide: pd.DataFrame = pd.concat([rows, pd.DataFrame(added, index=rows.index)], axis=1)
    wide["reason_codes"] = [_codes(verdicts[key], before) for key, before in zip(keys, rows["reason_codes"])]
    ordered: pd.DataFrame = wide[[column.name for column in SUMMARY]]
    return ordered


def decision_row(score_id: str, rate_bp: int, month: Month) -> dict[str, Any]:
    """One month of one rule as a row of the decision rules dataset."""
    bounds = {
        **_with_bounds("extra_positives", month.extra),
        **_with_bounds("total_extra_positives", month.total_extra),
    }
    return {
        "score_id": score_id,
        "rule": month.rule,
        "cohort": month.cohort.name,
        "cohort_start": month.cohort.start.isoformat(),
        "targeting_rate": rate_bp / BASIS_POINTS,
        "version_id": month.look.version_id,
        "version_label": month.look.label,
        "n_known_cohorts": month.n_known,
        "n_targeted": month.look.n_targeted,
        "positives": month.look.reached,
        "total_positives": month.total_positives,
        **bounds,
    }


def _codes(verdict: PooledVerdict, before: object) -> str | None:
    """Codes of a row's own reasons, and of why there is no clear verdict."""
    return reason_codes({"pooled_reason": list(verdict.reasons)}, before)


def _recommended_values(key: str, advice: Recommendation) -> dict[str, Any]:
    return {
        "is_recommended": bool(key) and key == advice.version,
        "recommended_by": advice.rule if advice.version else None,
        **_with_bounds("expected_gain", advice.gains.get(key)),
        **_with_bounds("rule_gain", advice.totals.get(advice.rule)),
        "best_rule": advice.best_rule or None,
        **_with_bounds("best_rule_gain", advice.totals.get(advice.best_rule)),
        "rule_cohorts": advice.n_cohorts,
    }


def _with_bounds(name: str, difference: Difference | None) -> dict[str, float]:
    """Columns of a difference and its bounds; none without one."""
    if difference is None:
        return {}
    ends = (("", 0), ("_low", -1), ("_high", 1))
    return {f"{name}{end}": difference.value + sign * Z95 * difference.error for end, sign in ends}


def _pooled_values(verdict: PooledVerdict) -> dict[str, Any]:
    return {
        "pooled_verdict": verdict.verdict,
        "pooled_reason": verdict.reason,
        "pooled_cohorts": ", ".join(verdict.cohorts) or None,
        "pooled_lift_delta": verdict.lift.delta,
        "pooled_lift_delta_low": verdict.lift.bounds.low,
        "pooled_lift_delta_high": verdict.lift.bounds.high,
        "pooled_auc_delta": verdict.auc.delta,
        "pooled_auc_delta_low": verdict.auc.bounds.low,
        "pooled_auc_delta_high": verdict.auc.bounds.high,
        "pooled_p_value": verdict.p_value,
        "pooled_p_adjusted": verdict.p_adjusted,
        "cohorts_to_settle": verdict.cohorts_to_settle,
        "expected_lift_delta": verdict.expected_lift.delta,
        "expected_lift_delta_low": verdict.expected_lift.bounds.low,
        "expected_lift_delta_high": verdict.expected_lift.bounds.high,
        "pooled_confirmed": verdict.is_confirmed,
        "pooled_basis": verdict.basis or None,
        "pooled_smallest_found": verdict.smallest_found,
        "pooled_margin": verdict.margin,
    }
