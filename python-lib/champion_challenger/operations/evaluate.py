"""From scores and realised outcomes to the rows of the performance dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.figures import figures
from champion_challenger.core.performance import SCORES
from champion_challenger.core.statistics import BASIS_POINTS, statistics
from champion_challenger.operations.cohort import Cohort
from champion_challenger.operations.score import Scoring
from champion_challenger.records import RunFacts
from champion_challenger.settings import Settings

Row = dict[str, Any]


def evaluate(scoring: Scoring, cohort: Cohort, settings: Settings, run: RunFacts) -> list[Row]:
    """Rows of one contestant: one for each targeting rate, in ascending order.

    A contestant that could not score has its rows too, with a status and the reason instead of figures.
    """
    shared = {**_who(scoring, cohort, settings), **_technical(scoring, run)}
    if scoring.scores is None:
        shared["n_unlabelled"] = _unlabelled(cohort)
        return [{**shared, "targeting_rate": rate / BASIS_POINTS} for rate in settings.rates_bp]
    counted_rows = is_evaluated(cohort, scoring.scores)
    counted = statistics(cohort.outcomes.y_true[counted_rows], scoring.scores[counted_rows], settings.rates_bp)
    excluded = {
        "n_unlabelled": _unlabelled(cohort),
        "n_unscored": int((cohort.outcomes.is_known & ~np.isfinite(scoring.scores)).sum()),
    }
    status = data_status(counted.n, counted.n_positive)
    return [{**shared, **excluded, **status, **asdict(figure)} for figure in figures(counted)]


def is_evaluated(cohort: Cohort, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Rows that count for a version: those with a known outcome and a finite score."""
    return cohort.outcomes.is_known & np.isfinite(scores)


def scores_written(scorings: Sequence[Scoring], cohort: Cohort, settings: Settings) -> Iterator[pd.DataFrame]:
    """Evaluated rows of every contestant, for the scores dataset: a frame a contestant."""
    ids = cohort.rows.column(settings.customer_id_column)
    for scoring in scorings:
        if scoring.scores is None:
            continue
        kept = is_evaluated(cohort, scoring.scores)
        columns = {
            "customer_id": ids[kept].to_numpy(),
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
        "segment": "all",
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
        "reason": scoring.reason or None,
        "scoring_seconds": round(scoring.seconds, 3),
        "run_id": run.run_id,
        "computed_at": run.started_at.isoformat(timespec="seconds"),
        "plugin_version": run.plugin_version,
    }


def data_status(n: int, n_positive: int) -> Row:
    """Status and reason of figures that are not defined; nothing when both classes are there."""
    if 0 < n_positive < n:
        return {}
    found = "no customer was scored" if n == 0 else "no positive" if n_positive == 0 else "no negative"
    return {"status": "not_enough_data", "reason": f"figures need both classes: {found} among {n:,} customers"}


def _unlabelled(cohort: Cohort) -> int:
    return int((~cohort.outcomes.is_known).sum())
