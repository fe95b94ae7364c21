"""The champion against each challenger, on the customers that both scored, and what to make of it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from champion_challenger.core.figures.at_rates import Figures
from champion_challenger.core.figures.comparison import Comparison, compare_contenders, holm
from champion_challenger.core.figures.counts import Statistics, statistics
from champion_challenger.core.figures.pairs import Contender, contender
from champion_challenger.core.figures.quantities import true_positives
from champion_challenger.core.figures.weighted import WeightedContender, weighted_contender
from champion_challenger.core.figures.weighted_comparison import compare_weighted_contenders
from champion_challenger.core.figures.weighted_counts import WeightedStatistics
from champion_challenger.core.figures.weighted_figures import weighted_figures
from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.reading import primary_rate_bp
from champion_challenger.operations.evaluation.cohort import Cohort, Segment
from champion_challenger.operations.evaluation.obstacles import obstacle_to
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.settings.evaluation_policy import Policy

SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class ComparisonRules:
    """At which rates versions are compared, and by which of them they are judged.

    Attributes
    ----------
    rates_bp
        Targeting rates in basis points, ascending.
    threads
        Versions that are counted at once.
    """

    rates_bp: tuple[int, ...]
    policy: Policy
    threads: int = 1

    @property
    def primary_rate_bp(self) -> int:
        """The one of them that verdicts rest on."""
        return primary_rate_bp(self.rates_bp, self.policy)

    @property
    def is_by_lift(self) -> bool:
        """Whether the lift decides; else the AUC does."""
        return self.policy.figure == "lift"

    def at_primary_rate(self, comparisons: Sequence[Comparison]) -> Comparison:
        """The comparison that the verdict rests on."""
        return comparisons[self.rates_bp.index(self.primary_rate_bp)]

    def has_enough(self, sides: Sequence[Statistics]) -> bool:
        """Whether there are as many positives, and as many of them targeted on either side, as the policy asks."""
        place = self.rates_bp.index(self.primary_rate_bp)
        hits = min(true_positives(side.cuts[place]) for side in sides)
        return sides[0].n_positive >= self.policy.minimum_positives and hits >= self.policy.minimum_hits

    def has_enough_seen(self, sides: Sequence[WeightedStatistics]) -> bool:
        """The same of positives seen, each counted once whatever it stands for."""
        place = self.rates_bp.index(self.primary_rate_bp)
        hits = min(side.hits(place) for side in sides)
        return sides[0].n_positive >= self.policy.minimum_positives and hits >= self.policy.minimum_hits


@dataclass(frozen=True)
class ComparedVersion:
    """One contestant on the customers of a segment.

    Attributes
    ----------
    counted
        Statistics on the customers that it scored; None when it could not score.
    comparisons
        Against the champion, one for each targeting rate; empty where they are not compared.
    figures
        Where they are not a matter of `counted` alone: the weighted ones, one for each targeting rate.
    few_hits
        With `figures`: `WeightedStatistics.few_hits` of each.
    obstacle
        Why they are not compared.
    """

    scoring: Scoring
    counted: Statistics | None
    n_unscored: int = 0
    comparisons: tuple[Comparison, ...] = ()
    obstacle: Reason | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    verdict: str = "not_comparable"
    figures: tuple[Figures, ...] = ()
    few_hits: tuple[float | None, ...] = ()

    def weighted(self, counted: WeightedStatistics) -> ComparedVersion:
        """The same with the figures of weighted outcomes."""
        few = tuple(counted.few_hits(index) for index in range(len(counted.cuts)))
        return replace(self, figures=tuple(weighted_figures(counted)), few_hits=few)


def is_evaluated(cohort: Cohort, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Rows that count for a version: those with a known outcome and a finite score."""
    return cohort.outcomes.is_known & np.isfinite(scores)


def compare_versions(
    scorings: Sequence[Scoring], cohort: Cohort, segment: Segment, rules: ComparisonRules
) -> list[ComparedVersion]:
    """Statistics of every contestant on a segment, and its comparison with the champion.

    Own statistics rest on the customers that the version scored, comparisons on those that both scored. No version is
    judged in-sample: unless the cohort lies after the training of both, their figures are shown and never compared.
    P-values are adjusted after Holm over the versions compared.
    """
    arena = (_Arena if segment.strata is None else _WeightedArena)(scorings, cohort, segment, rules)
    # Threads suffice: nearly all of the time is sorting, for which numpy lets the others go on.
    with ThreadPoolExecutor(rules.threads) as pool:
        versions = list(pool.map(arena.compare, scorings))
    return with_verdicts(versions, rules, is_short=segment.shortage is not None)


def against_champion(
    version: ComparedVersion, sides: Sequence[Statistics], comparisons: Sequence[Comparison], rules: ComparisonRules
) -> ComparedVersion:
    """A version with its differences to the champion, and whether they rest on enough.

    Parameters
    ----------
    sides
        Champion and version on the customers that both scored.
    """
    return _add_comparisons(version, comparisons, rules, has_enough=rules.has_enough(sides))


def against_champion_weighted(
    version: ComparedVersion,
    sides: Sequence[WeightedStatistics],
    comparisons: Sequence[Comparison],
    rules: ComparisonRules,
) -> ComparedVersion:
    """The same where outcomes count of a part of the customers, by stratum."""
    return _add_comparisons(version, comparisons, rules, has_enough=rules.has_enough_seen(sides))


def with_verdicts(
    versions: Sequence[ComparedVersion], rules: ComparisonRules, *, is_short: bool
) -> list[ComparedVersion]:
    """Versions with p-values adjusted after Holm over those compared, and their verdicts.

    Parameters
    ----------
    is_short
        Whether there is too little evidence for a verdict on this segment.
    """
    adjusted = holm([version.p_value for version in versions])
    return [_with_verdict(version, p_adjusted, rules, is_short) for version, p_adjusted in zip(versions, adjusted)]


def _add_comparisons(
    version: ComparedVersion, comparisons: Sequence[Comparison], rules: ComparisonRules, *, has_enough: bool
) -> ComparedVersion:
    primary = rules.at_primary_rate(comparisons)
    p_value = primary.lift_p_value if rules.is_by_lift else primary.auc_p_value
    verdict = "" if has_enough else "not_enough_data"
    return replace(version, comparisons=tuple(comparisons), p_value=p_value, verdict=verdict)


class _Arena:
    """The champion, prepared once for all challengers that scored the same customers."""

    def __init__(self, scorings: Sequence[Scoring], cohort: Cohort, segment: Segment, rules: ComparisonRules) -> None:
        self._cohort, self._segment, self._rules = cohort, segment, rules
        self._champion = next((scoring for scoring in scorings if scoring.contestant.is_champion), None)
        self._mask = self._rows(self._champion)
        self._prepared = self._contender(self._champion, self._mask)

    def compare(self, scoring: Scoring) -> ComparedVersion:
        """Count a contestant, and compare it."""
        if scoring.scores is None:
            return ComparedVersion(scoring, None)
        mask = self._rows(scoring)
        unscored = int((self._cohort.outcomes.is_known & self._segment.rows & ~mask).sum())
        obstacle = None if scoring.contestant.is_champion else self._obstacle(scoring)
        if obstacle or scoring.contestant.is_champion:
            return ComparedVersion(scoring, self._statistics(scoring, mask), unscored, obstacle=obstacle)
        if np.array_equal(mask, self._mask):
            challenger = self._contender(scoring, mask)
            return self._against_champion(scoring, challenger.counted, unscored, (self._prepared, challenger))
        both = mask & self._mask
        pair = self._contender(self._champion, both), self._contender(scoring, both)
        return self._against_champion(scoring, self._statistics(scoring, mask), unscored, pair)

    def _obstacle(self, scoring: Scoring) -> Reason | None:
        between = obstacle_to(self._champion, scoring)
        # Without the champion's scores nothing is known of a list either: the champion is the cause.
        has_champion = self._champion is not None and self._champion.scores is not None
        return (self._segment.obstacle if has_champion else None) or between

    def _against_champion(
        self, scoring: Scoring, counted: Statistics, unscored: int, pair: tuple[Contender, Contender]
    ) -> ComparedVersion:
        version = ComparedVersion(scoring, counted, unscored, obstacle=self._apart(counted, pair[0].counted.n))
        return against_champion(version, [side.counted for side in pair], compare_contenders(*pair), self._rules)

    def _apart(self, counted: Statistics, n_common: int) -> Reason | None:
        """That both scored somebody, and nobody in common."""
        is_apart = counted.n and self._prepared.counted.n and not n_common
        return Reason("no_common_customer") if is_apart else None

    def _rows(self, scoring: Scoring | None) -> npt.NDArray[np.bool_]:
        if scoring is None or scoring.scores is None:
            return np.zeros(self._cohort.n, dtype=bool)
        return is_evaluated(self._cohort, scoring.scores) & self._segment.rows

    def _statistics(self, scoring: Scoring, mask: npt.NDArray[np.bool_]) -> Statistics:
        assert scoring.scores is not None
        return statistics(self._cohort.outcomes.y_true[mask], scoring.scores[mask], self._rules.rates_bp)

    def _contender(self, scoring: Scoring | None, mask: npt.NDArray[np.bool_]) -> Contender:
        scores = np.zeros(0) if scoring is None or scoring.scores is None else scoring.scores[mask]
        return contender(self._cohort.outcomes.y_true[mask][: len(scores)], scores, self._rules.rates_bp)


class _WeightedArena(_Arena):
    """The same where outcomes count of a part of the customers, by stratum."""

    def compare(self, scoring: Scoring) -> ComparedVersion:
        """Count a contestant by stratum, and compare it."""
        if scoring.scores is None:
            return ComparedVersion(scoring, None)
        mask = self._has_score(scoring)
        counted = self._statistics(scoring, mask & self._segment.rows)
        unscored = int((self._cohort.outcomes.is_known & self._segment.rows & ~mask).sum())
        own = self._side(scoring, mask)
        version = ComparedVersion(scoring, counted, unscored).weighted(own.counted)
        if scoring.contestant.is_champion:
            return version
        obstacle = self._obstacle(scoring)
        if obstacle or self._champion is None:
            return replace(version, obstacle=obstacle)
        both = mask & self._has_score(self._champion)
        pair = self._side(self._champion, both), self._side(scoring, both)
        version = replace(version, obstacle=self._apart(counted, pair[0].counted.n))
        comparisons = compare_weighted_contenders(*pair)
        return against_champion_weighted(version, [side.counted for side in pair], comparisons, self._rules)

    def _has_score(self, scoring: Scoring) -> npt.NDArray[np.bool_]:
        assert scoring.scores is not None
        return is_evaluated(self._cohort, scoring.scores)

    def _side(self, scoring: Scoring, mask: npt.NDArray[np.bool_]) -> WeightedContender:
        assert scoring.scores is not None
        assert self._segment.strata is not None
        y_true, y_score = self._cohort.outcomes.y_true[mask], scoring.scores[mask]
        return weighted_contender(y_true, y_score, self._segment.strata.of(mask), self._rules.rates_bp)


def verdict_of(delta: float | None, p_adjusted: float | None) -> str:
    """Read a difference: challenger_better, champion_better, or not_distinguishable at 5 %.

    Examples
    --------
    >>> verdict_of(0.3, 0.01), verdict_of(-0.3, 0.01), verdict_of(0.3, 0.2), verdict_of(None, None)
    ('challenger_better', 'champion_better', 'not_distinguishable', 'not_distinguishable')
    """
    if delta is None or p_adjusted is None or p_adjusted >= SIGNIFICANCE:
        return "not_distinguishable"
    return "challenger_better" if delta > 0 else "champion_better"


def _with_verdict(
    version: ComparedVersion, p_adjusted: float | None, rules: ComparisonRules, is_short: bool
) -> ComparedVersion:
    verdict = version.verdict
    if version.scoring.contestant.is_champion and version.counted is not None:
        verdict = "champion"
    elif (version.counted is not None and not version.counted.has_both_classes) or (version.comparisons and is_short):
        verdict = "not_enough_data"
    elif not verdict:
        primary = rules.at_primary_rate(version.comparisons)
        verdict = verdict_of(primary.lift_delta if rules.is_by_lift else primary.auc_delta, p_adjusted)
    return replace(version, p_adjusted=p_adjusted, verdict=verdict)
