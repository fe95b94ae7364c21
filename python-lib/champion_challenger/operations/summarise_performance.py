"""All cohorts of all scores in one table: pooled verdicts, and what each decision rule would have brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.monitoring.warning_sentence import warnings_metrics
from champion_challenger.core.tables.columns import DECISION_RULES, SUMMARY
from champion_challenger.core.tables.frames import table, version_key
from champion_challenger.core.tables.reading import (
    basis_points,
    champion_now,
    champions,
    counted_rows,
    in_order,
    judged_cohort,
    population_of,
    primary_rate_bp,
)
from champion_challenger.core.verdicts.clustering import ClusteredErrors
from champion_challenger.core.verdicts.cohort_dates import of_another_horizon, outcomes_metrics, overdue
from champion_challenger.core.verdicts.decision_rules import Month, play_decision_rules
from champion_challenger.core.verdicts.deleted import DELETED, without_deleted
from champion_challenger.core.verdicts.history import History, history
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.core.verdicts.recommendation import recommend
from champion_challenger.core.verdicts.score_verdict import score_verdict
from champion_challenger.core.verdicts.summary import ScoreJudgement, decision_row, with_pooled_verdicts
from champion_challenger.errors import HostError
from champion_challenger.languages.english.phrases import count_of, end_sentence
from champion_challenger.languages.numbers import NumberFormat
from champion_challenger.operations.ports import SummaryHost
from champion_challenger.operations.summary.clusters import Wanted, clustered_errors, is_clustered
from champion_challenger.operations.summary.deleted import deleted_versions
from champion_challenger.operations.summary.gathering import check_horizons, gather_rows, guard
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.summarise_performance import SummarySettings

_NUMBERS = NumberFormat(thousands_mark=",", minus_sign="-")


@dataclass(frozen=True)
class Summary:
    """All that a run found; nothing of it is written yet."""

    rows: pd.DataFrame
    decisions: pd.DataFrame
    metrics: Mapping[str, Any] = field(default_factory=dict)


def summarise_performance(settings: SummarySettings, host: SummaryHost) -> Summary:
    """Gather the cohorts of all scores, judge each version over them, and play the decision rules.

    Nothing is activated, and nothing is written: `write` does that.

    Raises
    ------
    SettingsError
        When the flow around the recipe does not fit, or a horizon belongs to no score.
    DataError
        When there is no row at all, or the rows of two scores have the name of one.
    """
    guard(host)
    gathered = gather_rows(host)
    check_horizons(settings.other_horizons, gathered, host)
    cases = [_case(str(name), part, settings, host) for name, part in gathered.rows.groupby("score_id", sort=True)]
    clustered = _cluster_errors(cases, settings.policy, host)
    parts = [_summarise(case, clustered.get(case.score_id), settings.policy, host) for case in cases]
    return Summary(
        rows=pd.concat([part.rows for part in parts], ignore_index=True),
        decisions=pd.concat([part.decisions for part in parts], ignore_index=True),
        metrics={name: value for part in parts for name, value in part.metrics.items()},
    )


def write(summary: Summary, host: SummaryHost) -> None:
    """Write each connected output once, the summary last, and attach the figures that scenarios act on."""
    if "decision_rules" in host.outputs:
        host.write("decision_rules", DECISION_RULES, iter([summary.decisions]))
    # Last, so that whoever sees it finds the rules as well.
    host.write("performance_summary", SUMMARY, iter([summary.rows]))
    host.save_metrics("performance_summary", summary.metrics)


@dataclass(frozen=True)
class _Case:
    """One score before it is judged."""

    score_id: str
    rows: pd.DataFrame
    population: str
    rate_bp: int
    cohorts: History
    champion: str
    deleted: Set[str]


def _case(score_id: str, rows: pd.DataFrame, settings: SummarySettings, host: SummaryHost) -> _Case:
    wait, policy = settings.horizon_of(score_id), settings.policy
    # Refuses rows with two champions on a cohort, before anything is counted on them.
    champions(rows)
    _tell_dates(score_id, rows, wait, host)
    population = _population(score_id, rows, policy, host)
    rate_bp = _primary_rate_bp(score_id, rows, population, policy, host)
    cohorts = history(rows, rate_bp, wait, population)
    # The champion itself is never taken for deleted: the host has just named it, or nobody knows better.
    champion, deleted = _champion_now(score_id, rows, host), deleted_versions(score_id, rows, host)
    return _Case(score_id, rows, population, rate_bp, cohorts, champion, deleted - {champion})


def _cluster_errors(cases: Sequence[_Case], policy: Policy, host: SummaryHost) -> dict[str, ClusteredErrors]:
    """By score, what the customers of its cohorts have in common; nothing without the scores."""
    if not host.scores:
        return {}
    wanted = [
        Wanted(case.score_id, without_deleted(case.cohorts, case.deleted), case.champion, case.rate_bp, policy)
        for case in cases
        if is_clustered(case.score_id, case.population, policy, host)
    ]
    return clustered_errors(wanted, host)


def _summarise(case: _Case, clustered: ClusteredErrors | None, policy: Policy, host: SummaryHost) -> Summary:
    score_id, rows, rate_bp, cohorts = case.score_id, case.rows, case.rate_bp, case.cohorts
    champion, population = case.champion, case.population
    present = without_deleted(cohorts, case.deleted)
    verdicts = {
        **pooled_verdicts(present, champion, policy, clustered),
        **{key: DELETED for cohort in cohorts for key in cohort.looks if key in case.deleted},
    }
    months = play_decision_rules(cohorts, policy)
    _tell_outcome(score_id, champion, cohorts, months, host)
    host.tell(_verdict_line(score_id, [pooled.verdict for pooled in verdicts.values()]))
    decisions = [decision_row(score_id, rate_bp, month) for month in months]
    advice = recommend(cohorts, champion, policy, verdicts, months)
    judged = ScoreJudgement(champion, verdicts, rate_bp, policy.figure, population, advice)
    summary = with_pooled_verdicts(rows, judged)
    verdict = score_verdict(summary, policy.figure)
    host.tell(f"Score {score_id}: {verdict['sentence']}")
    host.tell(f"Score {score_id}: {verdict['recommendation_sentence']}")
    outcomes = outcomes_metrics(rows)
    host.tell(f"Score {score_id}: {outcomes['outcomes_sentence']}")
    warned = warnings_metrics(rows)
    host.tell(f"Score {score_id}: {warned['early_warnings_sentence']}")
    metrics = {f"{name} of {score_id}": value for name, value in {**verdict, **outcomes, **warned}.items()}
    return Summary(summary, table(decisions, DECISION_RULES), metrics)


def _tell_dates(score_id: str, rows: pd.DataFrame, wait: Horizon, host: SummaryHost) -> None:
    differing, waiting = of_another_horizon(rows, wait), overdue(rows, wait)
    if differing:
        host.tell(
            f"Score {score_id}: 'Outcome known after' is {wait} here, which does not agree with the status of "
            f"{', '.join(differing[:5])}. Is it another one in the score's own recipe?"
        )
    if waiting:
        host.tell(
            f"Score {score_id}: provisional although the time of their outcomes is over: {', '.join(waiting[:12])}. No "
            "pooled verdict uses them. Build these partitions of performance again; the monthly scenario does."
        )


def _population(score_id: str, rows: pd.DataFrame, policy: Policy, host: SummaryHost) -> str:
    """Segment on which the verdicts rest: the policy's, or all customers where the score's recipe names no control."""
    population = population_of(rows, policy.population)
    if population != policy.population:
        host.tell(
            f"Score {score_id}: no row is of the verdict population {policy.population}: verdicts rest on all. "
            "Name the contact column and its control values in the score's own recipe."
        )
    return population


def _primary_rate_bp(score_id: str, rows: pd.DataFrame, population: str, policy: Policy, host: SummaryHost) -> int:
    """Rate nearest to the policy's at which the cohort that verdicts rest on was evaluated."""
    counted = counted_rows(rows, population)
    cohort = judged_cohort(counted)
    # Of the cohort that verdicts rest on: after a change of rates, the old ones no longer count.
    rates = counted.loc[counted["cohort"] == cohort, "targeting_rate"].dropna()
    rates_bp = {basis_points(rate) for rate in (counted["targeting_rate"].dropna() if rates.empty else rates)}
    if not rates_bp:
        return policy.rate_bp
    nearest = primary_rate_bp(rates_bp, policy)
    if nearest != policy.rate_bp:
        host.tell(
            f"Score {score_id}: cohort {cohort} was not evaluated at the primary rate of {policy.rate_bp / 100:g} %; "
            f"the nearest, {nearest / 100:g} %, is taken."
        )
    _tell_other_rate(score_id, in_order(rows)["verdict_rate"].dropna(), nearest, host)
    return nearest


def _tell_other_rate(score_id: str, verdict_rates: pd.Series, rate_bp: int, host: SummaryHost) -> None:
    """The recipe that wrote the last cohort and this one may have two policies."""
    if len(verdict_rates) and basis_points(verdict_rates.iloc[-1]) != rate_bp:
        host.tell(
            f"Score {score_id}: the verdicts of its last cohort were decided at {100 * verdict_rates.iloc[-1]:g} %, "
            f"those over several cohorts at {rate_bp / 100:g} %. Choose one evaluation policy for both recipes."
        )


def _champion_now(score_id: str, rows: pd.DataFrame, host: SummaryHost) -> str:
    """The active version of the score's model; the champion of the last cohort where the host does not answer."""
    last = champion_now(rows)
    if not last.key:
        host.tell(f"Score {score_id}: no row is marked as champion, so nothing can be compared.")
    if not last.project_key or not last.model_id:
        return last.key
    try:
        active = host.active_version(last.project_key, last.model_id)
    except HostError as error:
        host.tell(f"Score {score_id}: {end_sentence(error)} The champion is taken from cohort {last.cohort}.")
        return last.key
    return version_key(last.project_key, last.model_id, active) if active else ""


def _tell_outcome(score_id: str, champion: str, cohorts: History, months: list[Month], host: SummaryHost) -> None:
    if champion and not any(champion in cohort.looks for cohort in cohorts):
        host.tell(f"Score {score_id}: the model in production, {champion}, was not evaluated on any cohort yet.")
    # Months come in order, so that the last one of each rule stays.
    last = {month.rule: month for month in months}
    kept = last.pop("keep_the_champion", None)
    for month in last.values():
        assert kept is not None
        host.tell(f"Score {score_id}, since {months[0].cohort.name}: {_rule_line(month, kept.look.label)}")
    for price in _price_of_keeping(months):
        host.tell(f"Score {score_id}: {price}")


def _rule_line(month: Month, kept: str) -> str:
    gain, reach = month.total_extra.value, Z95 * month.total_extra.error
    rule = month.rule.replace("_", " ")
    if gain == reach == 0:
        return (
            f"{rule} would have kept the {count_of(month.total_positives, 'positive customer')} of the champion {kept}."
        )
    return (
        f"{rule} would have reached {count_of(month.total_positives, 'positive customer')}, {_gained(gain)} "
        "against keeping the "
        f"champion {kept} (95 % {_gained(gain - reach)} to {_gained(gain + reach)})."
    )


def _gained(positives: float) -> str:
    return _NUMBERS.write(positives, "+,.0f")


def _price_of_keeping(months: Sequence[Month]) -> Iterator[str]:
    """What staying with the first champion cost, once the verdicts so far had called another one better."""
    kept = {month.cohort.name: month.look for month in months if month.rule == "keep_the_champion"}
    ours = [month for month in months if month.rule == "our_verdict"]
    left = [month for month in ours if month.look != kept[month.cohort.name]]
    if left:
        gain, reach = ours[-1].total_extra.value, Z95 * ours[-1].total_extra.error
        yield (
            f"Keeping {kept[left[0].cohort.name].label} since {left[0].cohort.name} {'cost' if gain >= 0 else 'saved'} "
            f"{count_of(abs(gain), 'positive customer')} (95 % {_NUMBERS.write(gain - reach, ',.0f')} to "
            f"{_NUMBERS.write(gain + reach, ',.0f')} lost)."
        )


def _verdict_line(score_id: str, verdicts: Iterable[str]) -> str:
    words = list(verdicts)
    counts = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))
    return f"Score {score_id}: {counts or 'no version was evaluated'}."
