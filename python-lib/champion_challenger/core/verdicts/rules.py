"""Ways of choosing the model in production: what each knows when it chooses, and what it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from champion_challenger.core.verdicts.expected_gain import expected_gains
from champion_challenger.core.verdicts.history import History
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.settings.evaluation_policy import Policy


@dataclass(frozen=True)
class Situation:
    """What a rule knows when a cohort is about to be targeted.

    Attributes
    ----------
    available
        Versions that could be used, scored and trained before the cohort, with the day on which their training ended.
    known
        Cohorts whose outcomes are final by now.
    current
        What the rule chose for the cohort before.
    before
        What it held before that, the last other version; "" when it never changed.
    """

    available: Mapping[str, date | None]
    known: History
    current: str
    policy: Policy
    before: str = ""


def keep_the_champion(now: Situation) -> str:
    """Never change."""
    return now.current


def always_the_newest(now: Situation) -> str:
    """Choose the version whose training data end last; what was never trained does not count."""
    dated = [(day, key) for key, day in now.available.items() if day]
    return max(dated)[1] if dated else now.current


def best_figure_of_last_month(now: Situation) -> str:
    """Choose the version with the highest primary figure on the newest cohort known; the held one under ties."""
    if not now.known:
        return now.current
    looks = now.known[-1].looks
    figures = {
        key: looks[key].figures[now.policy.figure]
        for key in now.available
        if key in looks and now.policy.figure in looks[key].figures and not looks[key].is_in_sample
    }
    # Sorted first, so that among equal figures the choice is the same on every machine.
    return max(sorted(figures), key=lambda key: (figures[key], key == now.current), default=now.current)


def our_verdict(now: Situation) -> str:
    """Change when a pooled verdict says so, to the challenger with the largest advantage."""
    verdicts = pooled_verdicts(now.known, now.current, now.policy)
    better = {
        key: (verdict.lift if now.policy.figure == "lift" else verdict.auc).delta or 0.0
        for key, verdict in verdicts.items()
        if verdict.verdict == "challenger_better" and key in now.available
    }
    return max(sorted(better), key=lambda key: better[key], default=now.current)


def newest_unless_worse(now: Situation) -> str:
    """Choose the newest version, unless a pooled verdict says that it is worse than the one held before it."""
    newest = always_the_newest(now)
    holder = now.before if newest == now.current else now.current
    is_judged = bool(now.known) and newest in now.known[-1].looks
    if newest == holder or holder not in now.available or not is_judged:
        return newest
    verdict = pooled_verdicts(now.known, holder, now.policy).get(newest)
    return holder if verdict is not None and verdict.verdict == "champion_better" else newest


def highest_expected(now: Situation) -> str:
    """Choose the version that is expected to do best (`expected_gains`); the newest while nothing is known."""
    trained = {key: day for key, day in now.available.items() if day}
    expected = expected_gains(now.known, now.current, trained, now.policy, now.policy.figure)
    # Linear algebra differs in the last digits from one machine to another: equal expectations have to stay equal.
    gains = {key: round(gain.value, 9) for key, gain in expected.items()}
    if now.current in now.available:
        gains[now.current] = 0.0
    return max(sorted(gains), key=lambda key: (gains[key], trained.get(key, date.min)), default=now.current)


Rule = Callable[[Situation], str]
RULES: tuple[Rule, ...] = (
    keep_the_champion,
    always_the_newest,
    best_figure_of_last_month,
    our_verdict,
    newest_unless_worse,
    highest_expected,
)
