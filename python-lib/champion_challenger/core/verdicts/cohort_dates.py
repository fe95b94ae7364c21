"""Whether the status of cohorts agrees with their dates: evaluated under another horizon, or long overdue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from champion_challenger.core.calendar import after
from champion_challenger.core.reasons import read_reasons
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.language import Language
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
    for cohort in _evaluated_cohorts(rows):
        end = after(cohort.start, wait)
        is_too_early = not cohort.is_provisional and cohort.computed + timedelta(days=1) < end
        is_too_late = cohort.is_provisional and cohort.has_outcomes and cohort.computed > end + timedelta(days=1)
        if is_too_early or is_too_late:
            names.add(cohort.name)
    return sorted(names)


def overdue(rows: pd.DataFrame, wait: Horizon) -> list[str]:
    """Provisional cohorts whose horizon was over when the newest row was computed: they wait for another evaluation."""
    cohorts = list(_evaluated_cohorts(rows))
    newest = max((cohort.computed for cohort in cohorts), default=date.min)
    return sorted({cohort.name for cohort in cohorts if cohort.is_provisional and after(cohort.start, wait) < newest})


def without_outcomes(rows: pd.DataFrame, language: Language = ENGLISH) -> dict[str, str]:
    """Cohorts whose outcomes were not joined yet when they were last evaluated, with the reason; the newest first."""
    waiting = rows[rows["cohort_status"] != "final"].drop_duplicates(["cohort", "reason_codes", "reason"])
    reasons: dict[str, str] = {}
    for row in waiting.sort_values("cohort", ascending=False).itertuples(index=False):
        late = _late(row.reason_codes, row.reason, language)
        if late:
            reasons.setdefault(str(row.cohort), late)
    return reasons


def is_without_outcomes(codes: object, sentence: object) -> bool:
    """Whether a row says that the outcomes of its cohort were not joined yet; its codes may be of a later version."""
    return any(reason.code.startswith(_LATE) for reason in read_reasons(codes, "reason")) or bool(
        _late_clauses(codes, sentence)
    )


def outcomes_metrics(rows: pd.DataFrame) -> dict[str, str]:
    """Whether outcomes of a score's cohorts are missing, in a word and in a sentence, for scenarios and mails.

    Returns
    -------
    dict
        ``outcomes``: ``joined`` or ``not joined yet``; ``outcomes_sentence``, with WARN in the second case, and the
        same in each further language, as ``outcomes_sentence_fr``.
    """
    ends = {code: "" if language is ENGLISH else f"_{code}" for code, language in LANGUAGES.items()}
    sentences = {
        f"outcomes_sentence{ends[code]}": _outcomes_sentence(without_outcomes(rows, language), language)
        for code, language in LANGUAGES.items()
    }
    return {"outcomes": "not joined yet" if without_outcomes(rows) else "joined", **sentences}


def _outcomes_sentence(reasons: Mapping[str, str], language: Language) -> str:
    texts = language.texts
    if not reasons:
        return language.fill(texts["outcomes.joined"], {})
    cohorts = [
        language.fill(texts["outcomes.cohort"], {"cohort": name, "reason": reason})
        for name, reason in list(reasons.items())[:_MOST]
    ]
    left = len(reasons) - _MOST
    more = language.fill(texts["outcomes.more"], {"n": left}) if left > 0 else ""
    values = {"cohorts": language.clause_separator.join(cohorts), "more": more}
    return language.fill(texts["outcomes.waiting"], values)


def _evaluated_cohorts(rows: pd.DataFrame) -> Iterator[EvaluatedCohort]:
    columns = ["cohort", "cohort_start", "cohort_status", "computed_at", "reason_codes", "reason"]
    for row in rows[columns].drop_duplicates().itertuples(index=False):
        start, computed = _day(row.cohort_start), _day(row.computed_at)
        if start is not None and computed is not None:
            has_outcomes = not _late(row.reason_codes, row.reason)
            yield EvaluatedCohort(str(row.cohort), start, computed, row.cohort_status != "final", has_outcomes)


def _late(codes: object, sentence: object, language: Language = ENGLISH) -> str:
    """Why outcomes are not joined yet; "" when nothing says so. Rows of older versions have the sentence alone."""
    coded = [reason for reason in read_reasons(codes, "reason") if reason.code.startswith(_LATE)]
    known = [str(reason) if language is ENGLISH else reason.wording(language) for reason in coded]
    return next(iter([*known, *_late_clauses(codes, sentence)]), "")


def _late_clauses(codes: object, sentence: object) -> list[str]:
    # Where there are codes, the sentence says nothing more; an older plugin wrote the sentence alone.
    clauses = sentence.split("; ") if isinstance(sentence, str) and not (isinstance(codes, str) and codes) else []
    return [clause for clause in clauses if clause.startswith(_LATE_WORDS)]


def _day(value: object) -> date | None:
    try:
        return parse_date(value) if isinstance(value, str) else None
    except ValueError:
        return None
