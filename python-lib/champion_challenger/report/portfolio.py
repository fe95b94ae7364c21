"""A line of the portfolio: what is known of a score, what to do next, and which score comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

import pandas as pd

from champion_challenger.core.monitoring.early_warnings import known_codes
from champion_challenger.core.report.portfolio import Portfolio, PortfolioEntry
from champion_challenger.core.tables.frames import number_or_none
from champion_challenger.core.tables.reading import final_cohorts, in_order
from champion_challenger.core.verdicts.advice import Advice
from champion_challenger.core.verdicts.campaign_notice import campaign_notice
from champion_challenger.core.verdicts.ranks import STRONGEST_FIRST
from champion_challenger.core.verdicts.version_verdict import VersionVerdict
from champion_challenger.errors import DataError
from champion_challenger.report.advice import advice_of
from champion_challenger.report.header import notice_keys
from champion_challenger.report.shown import ReportEvidence, ShownVersion, report_evidence

ACTIONS = ("read", "evaluate", "decide", "refresh", "none")
"""What to do next about a score, the most pressing first."""

LEAST_DAYS = 45
"""Figures are never called old before so many days."""

_WARNINGS = (
    "no_champion",
    "new_champion",
    "outdated_summary",
    "not_compared",
    "knew_outcomes",
    "not_joined",
    "provisional",
)
_BETTER = STRONGEST_FIRST[:2]


@dataclass(frozen=True)
class LiftOnCohort:
    """Lift of the model in production on a final cohort that it was not trained on; None where it has none.

    Attributes
    ----------
    cohort
        "" where there is no such cohort.
    """

    lift: float | None = None
    cohort: str = ""


@dataclass(frozen=True)
class PortfolioLine:
    """One score.

    Attributes
    ----------
    evidence
        What its report shows; None where there is no report.
    trouble
        Why there is none.
    days
        Days since the newest figures were computed; None where the rows do not tell.
    warnings
        Keys of the texts ``portfolio.warning.<key>``.
    action
        One of `ACTIONS`.
    """

    entry: PortfolioEntry
    evidence: ReportEvidence | None = None
    trouble: str = ""
    advice: Advice | None = None
    days: int | None = None
    warnings: tuple[str, ...] = ()
    action: str = "read"

    @property
    def best(self) -> ShownVersion | None:
        """The best challenger."""
        return self.evidence.best if self.evidence else None

    @property
    def verdict(self) -> VersionVerdict:
        """Verdict on the best challenger; an empty one without any."""
        return self.evidence.verdict(self.best) if self.evidence and self.best else VersionVerdict()


def portfolio_lines(portfolio: Portfolio, name: Callable[[str], str] = str) -> list[PortfolioLine]:
    """A line for each score, what needs action first.

    The order is that of `ACTIONS`; among scores with the same next step the stronger verdict comes first, then the
    larger gain that the recommendation expects, then the older figures, then the name.

    Parameters
    ----------
    name
        As in `report_evidence`.
    """
    return sorted((_line(entry, portfolio.today, name) for entry in portfolio.entries), key=_rank)


def lift_now(evidence: ReportEvidence) -> LiftOnCohort:
    """Lift of the model in production on the last final cohort, at the rate of the verdicts."""
    final = final_cohorts(evidence.rows)
    return _first_lift(evidence, final[-1:]) if final else LiftOnCohort()


def lift_at_activation(evidence: ReportEvidence) -> LiftOnCohort:
    """Its lift on the first final cohort since it is in production.

    Cohorts are those that it led without a break up to the last one, by the activation log, else by the rows.
    """
    champion = evidence.champion
    if champion is None:
        return LiftOnCohort()
    led = evidence.production.by_cohort
    # Backwards from the last cohort: an earlier time in production does not count.
    since = set(takewhile(lambda cohort: led.get(cohort) == champion.key, reversed(evidence.cohorts)))
    return _first_lift(evidence, [cohort for cohort in final_cohorts(evidence.rows) if cohort in since])


def days_between_cohorts(evidence: ReportEvidence) -> int | None:
    """Usual number of days from a cohort to the next one; None with a single cohort."""
    starts = pd.to_datetime(evidence.rows.drop_duplicates("cohort")["cohort_start"].str[:10], errors="coerce")
    gaps = starts.dropna().sort_values().diff().dropna()
    return None if gaps.empty else round(gaps.dt.days.median())


def _first_lift(evidence: ReportEvidence, cohorts: Iterable[str]) -> LiftOnCohort:
    champion = evidence.champion
    if champion is None:
        return LiftOnCohort()
    rows = evidence.at(evidence.rate)
    own = rows[(rows["key"] == champion.key) & rows["lift"].notna() & rows["out_of_time"].ne("no")]
    lifts = dict(zip(own["cohort"], own["lift"]))
    return next(
        (LiftOnCohort(number_or_none(lifts[cohort]), cohort) for cohort in cohorts if cohort in lifts), LiftOnCohort()
    )


def _line(entry: PortfolioEntry, today: date, name: Callable[[str], str]) -> PortfolioLine:
    if entry.rows is None:
        return PortfolioLine(entry, trouble=entry.trouble)
    try:
        evidence = report_evidence(entry.rows, name=name)
    except DataError as error:
        return PortfolioLine(entry, trouble=str(error))
    days = _days_old(evidence, today)
    advice, warnings = advice_of(evidence), _warnings(evidence, days)
    return PortfolioLine(entry, evidence, "", advice, days, warnings, _action(evidence, advice, warnings))


def _days_old(evidence: ReportEvidence, today: date) -> int | None:
    computed = evidence.rows["computed_at"].max()
    try:
        return max(0, (today - datetime.fromisoformat(str(computed)[:10]).date()).days)
    except ValueError:
        return None


def _warnings(evidence: ReportEvidence, days: int | None) -> tuple[str, ...]:
    usual = days_between_cohorts(evidence)
    # Half a period of delay is usual; a quarterly score is not old after two months.
    is_old = days is not None and days > max(LEAST_DAYS, 1.5 * (usual or 0))
    names = {key.partition(".")[2] for key in notice_keys(evidence)}
    campaign = ["campaign"] if campaign_notice(in_order(evidence.rows)) else []
    return (*(key for key in _WARNINGS if key in names), *campaign, *(["old"] if is_old else []), *_early(evidence))


def _early(evidence: ReportEvidence) -> tuple[str, ...]:
    """Early warnings for the model in production."""
    champion, rows = evidence.champion, evidence.last(evidence.rate)
    if champion is None or champion.key not in rows.index:
        return ()
    return known_codes(rows.loc[champion.key, "early_warnings"])


def _action(evidence: ReportEvidence, advice: Advice | None, warnings: tuple[str, ...]) -> str:
    if {"no_champion", "new_champion"} & set(warnings):
        return "evaluate"
    best = evidence.best
    # A score column cannot be activated: there is nothing to decide.
    is_better = best is not None and not best.is_rule and evidence.verdict(best).word in _BETTER
    if is_better or (advice is not None and advice.is_change):
        return "decide"
    return "refresh" if {"outdated_summary", "not_compared", "old"} & set(warnings) else "none"


def _rank(line: PortfolioLine) -> tuple[int, int, float, int, str]:
    word, gain = line.verdict.word, line.advice.gain.delta if line.advice else None
    strength = STRONGEST_FIRST.index(word) if word in STRONGEST_FIRST else len(STRONGEST_FIRST)
    return (
        ACTIONS.index(line.action),
        strength,
        -(gain or 0.0),
        -(line.days or 0),
        # The name last, so that the order of two equal lines never changes.
        line.entry.score or line.entry.dataset,
    )
