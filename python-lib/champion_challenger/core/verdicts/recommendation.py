"""What to do next, beside what is proven: which version is expected to do best, and how its rule did so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from champion_challenger.core.tables.reading import SCORE_COLUMN
from champion_challenger.core.verdicts.challengers import reference_figure
from champion_challenger.core.verdicts.decision_rules import Month
from champion_challenger.core.verdicts.expected_gain import expected_gains
from champion_challenger.core.verdicts.history import Difference, History, VersionOnCohort
from champion_challenger.core.verdicts.pooling import PooledVerdict
from champion_challenger.core.verdicts.rules import Situation, highest_expected
from champion_challenger.settings.evaluation_policy import Policy

LEAST_GAIN = 0.005
"""Share of the figure of the model in production: a change that is expected to bring less is not recommended."""

_RULE = highest_expected
_AGAINST = ("champion_better", "practically_equal")


@dataclass(frozen=True)
class Recommendation:
    """The version that a score should use next.

    Attributes
    ----------
    version
        By `version_key`; that of the model in production where no change is recommended, "" where nothing is known.
    rule
        Rule that chose it, as in the column ``rule`` of decision rules.
    gains
        Positives that each version is expected to reach beyond the model in production, on a cohort like the newest
        final one; for versions that can be activated.
    totals
        Positives that each rule would have reached so far beyond keeping the first champion.
    n_cohorts
        Cohorts over which the rules were played.
    """

    version: str = ""
    rule: str = _RULE.__name__
    gains: Mapping[str, Difference] = field(default_factory=dict)
    totals: Mapping[str, Difference] = field(default_factory=dict)
    n_cohorts: int = 0

    @property
    def best_rule(self) -> str:
        """Rule that would have reached most so far, the recommending one under ties; "" without any cohort."""
        return max(self.totals, key=lambda rule: (self.totals[rule].value, rule == self.rule), default="")


def recommend(
    history: History, champion: str, policy: Policy, verdicts: Mapping[str, PooledVerdict], months: Sequence[Month]
) -> Recommendation:
    """Recommend the version that is expected to do best.

    Only versions of the champion's model are recommended that were scored on the last cohort, and on some cohort after
    their training; never a score column. A version that a verdict calls worse than the model in production, or
    practically equal, is not recommended instead of it, nor one whose expected gain is below `LEAST_GAIN`; where a
    verdict calls one better, a change is recommended.

    Parameters
    ----------
    history
        All cohorts, final or not.
    champion
        The model in production; "" when none is known.
    verdicts
        On each version against the champion.
    months
        What each rule did so far.
    """
    so_far = _past(months)
    final = tuple(cohort for cohort in history if cohort.is_final)
    candidates = _candidates(history, champion)
    expected = expected_gains(final, champion, candidates, policy, policy.figure)
    # Expectations without any error are those of nothing known.
    if not any(gain.error > 0 for gain in expected.values()):
        return so_far
    words = {key: verdicts[key].verdict for key in candidates if key in verdicts}
    admitted: dict[str, date | None] = {key: day for key, day in candidates.items() if words.get(key) not in _AGAINST}
    chosen = _RULE(Situation({champion: None, **admitted}, final, champion, policy))
    led = [cohort for cohort in final if champion in cohort.looks]
    # A change costs work: it is not recommended for what nobody would notice.
    if chosen != champion and expected[chosen].value < LEAST_GAIN * reference_figure(led, champion, policy.figure):
        chosen = champion
    better = sorted(key for key, word in words.items() if word == "challenger_better")
    # What is proven goes before what is expected: the two never contradict each other on a page.
    if chosen == champion and better:
        chosen = max(better, key=lambda key: expected[key].value)
    return replace(so_far, version=chosen, gains=_positives(final, champion, candidates, policy))


def _past(months: Sequence[Month]) -> Recommendation:
    last = {month.rule: month.total_extra for month in months}
    return Recommendation(totals=last, n_cohorts=len({month.cohort.name for month in months}))


def _candidates(history: History, champion: str) -> dict[str, date]:
    """Versions that can be recommended, with the day on which their training ended."""
    if not history or not champion:
        return {}
    models = {_model(cohort.looks[champion]) for cohort in history if champion in cohort.looks}
    judged = {key for cohort in history for key, look in cohort.looks.items() if look.is_scored and look.is_out_of_time}
    return {
        key: look.trained_on
        for key, look in history[-1].looks.items()
        if look.is_scored and look.trained_on and key in judged and _model(look) in models
        and not look.version_id.startswith(SCORE_COLUMN)
    }  # fmt: skip


def _model(look: VersionOnCohort) -> str:
    """Name of a version without its id: that of its model."""
    # Cut off by length, since ids may contain dots.
    return look.version[: len(look.version) - len(look.version_id)]


def _positives(final: History, champion: str, candidates: Mapping[str, date], policy: Policy) -> dict[str, Difference]:
    """Expected differences in lift as positives: a lift is positives over what a random list of as many would hold."""
    at_random = 0.0
    # Every version gives the same number: positives that a random list of that size would hold.
    for look in final[-1].looks.values():
        if look.reached and look.figures.get("lift"):
            at_random = look.reached / look.figures["lift"]
    gains = expected_gains(final, champion, candidates, policy, "lift")
    scaled = {key: Difference(gain.value * at_random, gain.error * at_random) for key, gain in gains.items()}
    return {**scaled, champion: Difference(0.0, 0.0)}
