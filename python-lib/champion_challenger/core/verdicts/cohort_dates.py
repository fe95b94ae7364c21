"""Whether the status of cohorts agrees with their dates: evaluated under another horizon, or long overdue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from champion_challenger.core.calendar import after
from champion_challenger.core.reasons import read_reasons
from champion_challenger.records.models import Horizon
from champion_challenger.settings.times import parse_date

_LATE, _LATE_WORDS = "outcomes_", "outcomes not joined yet"
"""How the codes of reasons begin that say that outcomes are not joined yet, and their sentences."""

_MOST = 6


@dataclass(frozen=True)
class EvaluatedCohort:
    """When a cohort began and was evaluated, and how.

    Attributes
    ----------
    has_outcomes
        False when the run found that its outcomes were not joined yet.
    """

    name: str
    start: date
    computed: date
    is_provisional: bool
    has_outcomes: bool


def of_another_horizon(rows: pd.DataFrame, wait: Horizon) -> list[str]:
    """Cohorts that were final too early, or provisional too late, for this horizon.

    A snapshot may be of the begin or of the end of its day, which makes a day, and so does a time zone in which the day
    of the run begins before that of UTC. Cohorts whose outcomes were late are provisional for a reason of their own.
    """
    names = set()
    for cohort in _evaluated(rows):
        end = after(cohort.start, wait)
        is_too_early = not cohort.is_provisional and cohort.computed + timedelta(days=1) < end
        is_too_late = cohort.is_provisional and cohort.has_outcomes and cohort.computed > end + timedelta(days=1)
        if is_too_early or is_too_late:
            names.add(cohort.name)
    return sorted(names)


def overdue(rows: pd.DataFrame, wait: Horizon) -> list[str]:
    """Provisional cohorts whose horizon was over when the newest row was computed: they wait for another evaluation."""
    cohorts = list(_evaluated(rows))
    newest = max((cohort.computed for cohort in cohorts), default=date.min)
    return sorted({one.name for one in cohorts if one.is_provisional and after(one.start, wait) < newest})


def without_outcomes(rows: pd.DataFrame) -> dict[str, str]:
    """Cohorts whose outcomes were not joined yet when they were last evaluated, with the reason; the newest first."""
    waiting = rows[rows["cohort_status"] != "final"].drop_duplicates(["cohort", "reason_codes", "reason"])
    reasons: dict[str, str] = {}
    for row in waiting.sort_values("cohort", ascending=False).itertuples(index=False):
        late = _late(row.reason_codes, row.reason)
        if late:
            reasons.setdefault(str(row.cohort), late)
    return reasons


def outcomes_metrics(rows: pd.DataFrame) -> dict[str, str]:
    """Whether outcomes of a score's cohorts are missing, in a word and in a sentence, for scenarios and mails.

    Returns
    -------
    dict
        ``outcomes``: ``joined`` or ``not joined yet``; ``outcomes_sentence``, with WARN in the second case.
    """
    reasons = without_outcomes(rows)
    if not reasons:
        return {"outcomes": "joined", "outcomes_sentence": "The outcomes of all cohorts are joined."}
    cohorts = "; ".join(f"{name}: {reason}" for name, reason in list(reasons.items())[:_MOST])
    more = f" (and {len(reasons) - _MOST} more)" if len(reasons) > _MOST else ""
    sentence = (
        f"WARN: {cohorts}{more}. Without its outcomes a cohort stays provisional and enters no pooled verdict and no "
        "training. The next run evaluates it again."
    )
    return {"outcomes": "not joined yet", "outcomes_sentence": sentence}


def _evaluated(rows: pd.DataFrame) -> Iterator[EvaluatedCohort]:
    columns = ["cohort", "cohort_start", "cohort_status", "computed_at", "reason_codes", "reason"]
    for row in rows[columns].drop_duplicates().itertuples(index=False):
        start, computed = _day(row.cohort_start), _day(row.computed_at)
        if start is not None and computed is not None:
            has_outcomes = not _late(row.reason_codes, row.reason)
            yield EvaluatedCohort(str(row.cohort), start, computed, row.cohort_status != "final", has_outcomes)


def _late(codes: object, sentence: object) -> str:
    """Why outcomes are not joined yet; "" when nothing says so. Rows of older versions have the sentence alone."""
    known = [str(reason) for reason in read_reasons(codes, "reason") if reason.code.startswith(_LATE)]
    clauses = sentence.split("; ") if isinstance(sentence, str) and not isinstance(codes, str) else []
    return next(iter([*known, *(clause for clause in clauses if clause.startswith(_LATE_WORDS))]), "")


def _day(value: object) -> date | None:
    try:
        return parse_date(value) if isinstance(value, str) else None
    except ValueError:
        return None
