"""Each challenger beside the champion, as the database counts them on the customers that both scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from champion_challenger.core.figures.comparison import Comparison, compare
from champion_challenger.core.figures.counts import Statistics, statistics
from champion_challenger.core.figures.pairs import PairStatistics, contender, pair_statistics
from champion_challenger.core.sql.answer import StoredPair, stored_pair, stored_statistics
from champion_challenger.core.sql.pairs import CHALLENGER, CHAMPION, Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.stored_scores.checks import is_moment
from champion_challenger.operations.stored_scores.cohorts import (
    CountedVersion,
    CountRules,
    cohort_key,
)
from champion_challenger.operations.stored_scores.plan import Plan, Query
from champion_challenger.records.runs import StoredFlow

Key = tuple[str, str, str]
"""Cohort, value of the segment column ("" without one), and version."""


@dataclass(frozen=True)
class Duel:
    """A challenger and the champion of a cohort, or of a segment of it, as each was counted on its own customers."""

    cohort: str
    champion: CountedVersion
    challenger: CountedVersion
    segment: str = ""

    @property
    def key(self) -> Key:
        """Cohort, segment and challenger."""
        return self.cohort, self.segment, self.challenger.version_id

    @property
    def seems_shared(self) -> bool:
        """Whether both may have scored the same customers."""
        sides = (self.champion.statistics, self.challenger.statistics)
        return len({(side.n, side.n_positive) for side in sides}) == 1

    @property
    def is_empty(self) -> bool:
        """Whether one of them has nobody to be compared on."""
        return not self.champion.statistics.n or not self.challenger.statistics.n


@dataclass(frozen=True)
class CountedPair:
    """Both sides of a duel on the customers that both scored."""

    champion: Statistics
    challenger: Statistics
    pair: PairStatistics

    def compare(self) -> list[Comparison]:
        """The differences; raise ValueError where the counts do not fit together."""
        return compare(self.champion, self.challenger, self.pair)


def nobody_in_common(rates_bp: Sequence[int]) -> CountedPair:
    """A pair without a common customer."""
    nobody = contender([], [], rates_bp)
    return CountedPair(statistics([], [], rates_bp), statistics([], [], rates_bp), pair_statistics(nobody, nobody))


class _Counted(Protocol):
    """What a database counted of a version of a cohort."""

    @property
    def version_id(self) -> str:
        """Its version."""

    @property
    def cohort(self) -> Any:
        """As the database names or dates it."""


class PairCounter:
    """Has the database count pairs, in as few queries as their customers allow."""

    def __init__(self, plan: Plan, rules: CountRules, flow: StoredFlow, query: Query) -> None:
        self.plan, self.rules, self.query = plan, rules, query
        self._flow = flow

    def by(self, column: SegmentColumn) -> PairCounter:
        """The same for duels on the segments of a column."""
        return PairCounter(self.plan.by(column), self.rules, self._flow, self.query)

    def count(self, duels: Sequence[Duel], part: str = "all") -> dict[Key, CountedPair]:
        """Count the duels, whose champions can be named in a query.

        Ranks are taken once where a challenger scored as many customers as the champion; the number of customers in
        common tells whether they were the same. The others are ranked pair by pair.

        Raises
        ------
        DataError
            When a customer has two outcomes.
        """
        pairs: dict[Key, CountedPair] = {}
        for champion in sorted({duel.champion.version_id for duel in duels}):
            asked = [duel for duel in duels if duel.champion.version_id == champion and not duel.is_empty]
            pairs.update(self._count_shared([duel for duel in asked if duel.seems_shared], part))
            pairs.update(self._general([duel for duel in asked if duel.key not in pairs], part))
        return {**{duel.key: nobody_in_common(self.rules.rates_bp) for duel in duels}, **pairs}

    def _count_shared(self, duels: Sequence[Duel], part: str) -> dict[Key, CountedPair]:
        if not duels:
            return {}
        answer = self._pairs(duels, part, is_shared=True)
        pairs = {}
        for duel in duels:
            sides = (duel.champion.statistics, duel.challenger.statistics)
            pair = answer.get(duel.key)
            # As many in common as the champion has: then the customers were the same, and shared ranks were right.
            if pair is not None and pair.n == sides[0].n:
                pairs[duel.key] = CountedPair(*sides, pair.record(*sides))
        return pairs

    def _general(self, duels: Sequence[Duel], part: str) -> dict[Key, CountedPair]:
        if not duels:
            return {}
        sides: dict[int, dict[Key, Statistics]] = {CHAMPION: {}, CHALLENGER: {}}
        plan, rates = self.plan, self.rules.rates_bp
        text = common_statistics_query(plan.scores, self.pairing(duels), rates, plan.dialect, plan.form, part)
        for row in self.query(text):
            counts = stored_statistics(row, rates, plan.scores.decimals)
            side = int({str(name).lower(): value for name, value in row.items()}["side"])
            sides[side][self.key(counts)] = counts.statistics
        answer = self._pairs(duels, part, is_shared=False)
        pairs = {}
        for duel in duels:
            if duel.key in answer:
                both = [sides[side].get(duel.key) or statistics([], [], rates) for side in (CHAMPION, CHALLENGER)]
                pairs[duel.key] = CountedPair(both[0], both[1], answer[duel.key].record(both[0], both[1]))
        return pairs

    def _pairs(self, duels: Sequence[Duel], part: str, *, is_shared: bool) -> dict[Key, StoredPair]:
        plan, pairing = self.plan, replace(self.pairing(duels), is_shared=is_shared)
        text = pairs_query(plan.scores, pairing, self.rules.rates_bp, plan.dialect, plan.form, part)
        pairs = [stored_pair(row, self.rules.rates_bp) for row in self.query(text)]
        by_key = {self.key(pair): pair for pair in pairs}
        for duel in duels:
            if duel.key in by_key:
                self.check_outcomes(duel, by_key[duel.key].n_contradicting)
        return by_key

    def check_outcomes(self, duel: Duel, n_contradicting: int) -> None:
        """Refuse customers with one outcome in the row of the champion and another in that of the challenger."""
        if n_contradicting:
            outcome, name = self.plan.scores.outcome, self._flow.scores.facts.name
            msg = (
                f"{name}, cohort {duel.cohort}: expected one outcome for each customer (column {outcome}), found "
                f"{count_of(n_contradicting, 'customer')} with one outcome in the row of version "
                f"{duel.challenger.version_id} and another in that of {duel.champion.version_id}. Join the outcomes to "
                "all rows of the cohort again."
            )
            raise DataError(msg)

    def pairing(self, duels: Sequence[Duel]) -> Pairing:
        """Whom duels of one champion are about."""
        names = sorted({duel.challenger.version_id for duel in duels})
        return Pairing(duels[0].champion.version_id, tuple(names), self.plan.has_numbered_versions)

    def key(self, row: _Counted) -> Key:
        """Cohort, segment and version of a row of an answer."""
        scores = self.plan.scores
        key = cohort_key(row.cohort, self.rules.zone, is_moment(self._flow.scores, scores.cohort.column))
        segment = scores.segment.value(getattr(row, "segment", None)) if scores.segment else ""
        return self._flow.partition or key, segment, row.version_id
