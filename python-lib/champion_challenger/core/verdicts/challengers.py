"""The challengers of a score that can be compared: each judged with what is known of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from champion_challenger.core.figures.comparison import holm
from champion_challenger.core.verdicts.between_cohorts import (
    USUAL_SHARE,
    are_the_same,
    direct_histories,
    pool,
    variance_between,
)
from champion_challenger.core.verdicts.clustering import ClusteredErrors
from champion_challenger.core.verdicts.confirmation import is_confirmed, nested_cohorts
from champion_challenger.core.verdicts.estimates import Estimate, estimate, p_value
from champion_challenger.core.verdicts.expectation import expected_differences
from champion_challenger.core.verdicts.history import SAME, Difference, History, JudgedCohort
from champion_challenger.settings.evaluation_policy import Policy

CHANCE = {"lift": 0.0, "auc": 0.5}
"""From where a relative margin is measured."""


class Challengers:
    """All challengers that can be compared, with what is known of them together."""

    def __init__(
        self,
        history: History,
        champion: str,
        policy: Policy,
        compared: Mapping[str, tuple[JudgedCohort, ...]],
        clustered: ClusteredErrors | None = None,
    ) -> None:
        self.champion, self.policy, self.compared = champion, policy, compared
        self.history = history
        self._known = {
            figure: {key: self._differences(cohorts, key, figure) for key, cohorts in compared.items()}
            for figure in CHANCE
        }
        self._errors = {
            key: clustered.of(key, [cohort.name for cohort in cohorts]) if clustered else None
            for key, cohorts in compared.items()
        }
        # One variance for all challengers: each alone has too few cohorts to tell its own.
        self.between = {figure: self._variance_between(figure) for figure in CHANCE}
        self._tests = {key: self.pool(key, policy.figure) for key in compared}
        self.p_values = {key: p_value(test) for key, test in self._tests.items()}
        # Holm's adjustment, over all that were compared: the best of many equals looks better than it is.
        self.adjusted = dict(zip(self._tests, holm(list(self.p_values.values()))))
        pooled_lifts = {key: self.pool(key, "lift") for key in compared}
        lifts = {key: lift for key, lift in pooled_lifts.items() if lift is not None}
        self._expected = dict(zip(lifts, expected_differences(list(lifts.values()))))

    def test(self, key: str) -> Difference:
        """Difference in the primary figure, on which the verdict rests."""
        # Never None here: a cohort without the figure is not usable. SAME is for the type checker.
        return self._tests[key] or SAME

    def pool(self, key: str, figure: str) -> Difference | None:
        """Difference of a figure over the cohorts of a version; None where no cohort has one."""
        known = self._known[figure][key]
        errors = self._errors[key] if figure == "lift" else None
        return pool(known, self.between[figure], self.policy.event_can_repeat, errors) if known else None

    def expected_lift(self, key: str) -> Estimate:
        """Difference in lift that is expected, among all challengers."""
        return estimate(self._expected.get(key))

    def usable(self, key: str) -> int:
        """Cohorts that compare a version with the champion, whether their outcome windows overlap or not."""
        return len(usable_cohorts(self.history, key, self.champion, self.policy.figure))

    def is_confirmed(self, key: str) -> bool:
        """Whether its advantage is beyond doubt over all cohorts known."""
        figure = self.policy.figure
        # Not the newest few: looking every month is allowed for only if later looks add to what was seen before.
        cohorts = nested_cohorts(usable_cohorts(self.history, key, self.champion, figure))
        reference = reference_figure(cohorts, self.champion, figure)
        known = self._differences(cohorts, key, figure)
        wider = self._inflation(key, figure)
        known = [Difference(difference.value, wider * difference.error) for difference in known]
        return is_confirmed(known, wider**2 * self.between[figure], reference, len(self.compared))

    def _variance_between(self, figure: str) -> float:
        # Errors by customer are those of the difference itself, whatever champion a cohort had.
        clustered = {key: errors for key, errors in self._errors.items() if figure == "lift" and errors is not None}
        others = {key: cohorts for key, cohorts in self.compared.items() if key not in clustered}
        histories = [self._known[figure][key] for key in clustered]
        histories += direct_histories(others, self.champion, figure)
        return variance_between(histories, list(clustered.values()), self._usual_variance(figure), len(self.compared))

    def _usual_variance(self, figure: str) -> float:
        """By how much months are taken to differ; not at all where one cohort alone is asked about."""
        if all(len(cohorts) < 2 for cohorts in self.compared.values()):
            return 0.0
        pooled = {cohort.name: cohort for cohorts in self.compared.values() for cohort in cohorts}
        # The champions of these cohorts: whoever is compared with whom, the months are the same.
        leaders = [cohort.looks[cohort.champion].figures.get(figure) for cohort in pooled.values()]
        known = [leader - CHANCE[figure] for leader in leaders if leader is not None]
        return (USUAL_SHARE * max(0.0, sum(known) / len(known))) ** 2 if known else 0.0

    def _inflation(self, key: str, figure: str) -> float:
        """By how much the error of a pooled difference is larger than that of independent cohorts; at least 1."""
        known, test = self._known[figure][key], self.pool(key, figure)
        alone = pool(known, self.between[figure]).error if known else 0.0
        return max(1.0, test.error / alone) if test is not None and alone > 0 else 1.0

    def basis(self, key: str) -> str:
        """What the errors of a version allow for."""
        if are_the_same(self._known[self.policy.figure][key]):
            return "sampling"
        if self.policy.figure == "lift" and self._errors[key] is not None:
            return "clustered_by_customer"
        if self.policy.event_can_repeat:
            return "repeating_events"
        return "between_cohorts" if self.between[self.policy.figure] > 0 else "sampling"

    def _differences(self, cohorts: Sequence[JudgedCohort], key: str, figure: str) -> list[Difference]:
        differences = (cohort.difference(key, self.champion, figure) for cohort in cohorts)
        return [difference for difference in differences if difference is not None]


def usable_cohorts(history: History, key: str, champion: str, figure: str) -> list[JudgedCohort]:
    """Final cohorts that compare a version with the champion, after the training of both."""
    return [
        cohort
        for cohort in history
        if cohort.is_final
        and all(side in cohort.looks and cohort.looks[side].is_out_of_time for side in (key, champion))
        and cohort.difference(key, champion, figure) is not None
    ]


def reference_figure(cohorts: Sequence[JudgedCohort], champion: str, figure: str) -> float:
    """The champion's mean figure, as a distance from chance."""
    known = [cohort.looks[champion].figures[figure] for cohort in cohorts if figure in cohort.looks[champion].figures]
    # A champion below chance has no figure of which a share could be a margin.
    return max(0.0, sum(known) / len(known) - CHANCE[figure]) if known else 0.0
