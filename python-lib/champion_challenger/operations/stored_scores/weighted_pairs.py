"""Each challenger beside the champion where outcomes are weighted, as the database counts them by stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from champion_challenger.core.figures.comparison import Comparison
from champion_challenger.core.figures.weighted import weighted_nobody, weighted_pair
from champion_challenger.core.figures.weighted_comparison import compare_weighted
from champion_challenger.core.figures.weighted_counts import WeightedPair, WeightedStatistics
from champion_challenger.core.sql.pairs import CHALLENGER, CHAMPION
from champion_challenger.core.sql.weighted import weighted_common_query
from champion_challenger.core.sql.weighted_answer import StoredWeightedPair, stored_weighted, stored_weighted_pairs
from champion_challenger.core.sql.weighted_pairs import weighted_pairs_query
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.stored_scores.pairs import Duel, Key, PairCounter


@dataclass(frozen=True)
class CountedWeightedPair:
    """Both sides of a duel on the customers that both scored, by stratum."""

    champion: WeightedStatistics
    challenger: WeightedStatistics
    pair: WeightedPair

    def compare(self) -> list[Comparison]:
        """The differences; raise ValueError where the counts do not fit together."""
        return compare_weighted(self.champion, self.challenger, self.pair)


def nobody_in_common(rates_bp: Sequence[int]) -> CountedWeightedPair:
    """A pair without a common customer."""
    nobody = weighted_nobody(rates_bp)
    return CountedWeightedPair(nobody.counted, nobody.counted, weighted_pair(nobody, nobody))


class WeightedPairCounter:
    """Has the database count pairs by stratum, in as few queries as their customers and lists allow."""

    def __init__(self, counter: PairCounter) -> None:
        self._counter, self._plan, self._rates = counter, counter.plan, counter.rules.rates_bp

    def count(self, duels: Sequence[tuple[Duel, str]]) -> dict[Key, CountedWeightedPair]:
        """Count the duels, each with what tells the control customers of its list; ranks are taken once if they can be.

        Raises
        ------
        DataError
            When a customer has two outcomes, or two values of the contact column.
        """
        pairs = {duel.key: nobody_in_common(self._rates) for duel, _ in duels}
        duels = [(duel, members) for duel, members in duels if all(side.n_all for side in _sides(duel))]
        for champion, members in sorted({(duel.champion.version_id, members) for duel, members in duels}):
            asked = [duel for duel, how in duels if (duel.champion.version_id, how) == (champion, members)]
            shared = self._count_shared([duel for duel in asked if _seems_shared(duel)], members)
            pairs.update({**shared, **self._count_general([duel for duel in asked if duel.key not in shared], members)})
        return pairs

    def _count_shared(self, duels: Sequence[Duel], members: str) -> dict[Key, CountedWeightedPair]:
        if not duels:
            return {}
        answer = self._pairs(duels, members, is_shared=True)
        pairs = {}
        for duel in duels:
            champion, challenger = _sides(duel)
            stored = answer.get(duel.key)
            if stored is not None and stored.n == champion.n_all:
                pairs[duel.key] = CountedWeightedPair(champion, challenger, stored.pair)
        return pairs

    def _count_general(self, duels: Sequence[Duel], members: str) -> dict[Key, CountedWeightedPair]:
        """Pairs whose customers are counted again for each of them; nobody where there is none in common."""
        if not duels:
            return {}
        sides: dict[tuple[Key, int | None], WeightedStatistics] = {}
        plan, pairing = self._plan, self._counter.pairing(duels)
        text = weighted_common_query(plan.scores, pairing, members, self._rates, plan.dialect, plan.form)
        for row in self._counter.query(text):
            counts = stored_weighted(row, self._rates, plan.scores.decimals)
            sides[(self._counter.key(counts), counts.side)] = counts.statistics
        answer = self._pairs(duels, members, is_shared=False)
        return {duel.key: _pair_of(duel.key, sides, answer, self._rates) for duel in duels}

    def _pairs(self, duels: Sequence[Duel], members: str, *, is_shared: bool) -> dict[Key, StoredWeightedPair]:
        plan, pairing = self._plan, replace(self._counter.pairing(duels), is_shared=is_shared)
        text = weighted_pairs_query(plan.scores, pairing, members, self._rates, plan.dialect, plan.form)
        pairs = stored_weighted_pairs(self._counter.query(text), self._rates)
        by_key = {self._counter.key(pair): pair for pair in pairs}
        for duel in duels:
            if duel.key in by_key:
                self._counter.check_outcomes(duel, by_key[duel.key].n_contradicting)
                self._check_strata(duel, by_key[duel.key])
        return by_key

    def _check_strata(self, duel: Duel, pair: StoredWeightedPair) -> None:
        contact = self._plan.scores.contact
        if pair.n_moved and contact is not None:
            msg = (
                f"Contact column {contact.rules.column}, cohort {duel.cohort}: expected one value for each customer, "
                f"found {count_of(pair.n_moved, 'customer')} with one value in the row of version "
                f"{duel.challenger.version_id} and another in that of {duel.champion.version_id}. Join the column to "
                "all rows of the cohort again, or have it in the realised outcomes."
            )
            raise DataError(msg)


def _sides(duel: Duel) -> tuple[WeightedStatistics, WeightedStatistics]:
    champion, challenger = duel.champion.weighted, duel.challenger.weighted
    assert champion is not None
    assert challenger is not None
    return champion, challenger


def _seems_shared(duel: Duel) -> bool:
    """Whether both may have scored the same customers."""
    champion, challenger = _sides(duel)
    return (champion.n_listed, champion.seen) == (challenger.n_listed, challenger.seen)


def _pair_of(
    key: Key,
    sides: Mapping[tuple[Key, int | None], WeightedStatistics],
    answer: Mapping[Key, StoredWeightedPair],
    rates_bp: Sequence[int],
) -> CountedWeightedPair:
    if key not in answer:
        return nobody_in_common(rates_bp)
    champion, challenger = (sides.get((key, side)) for side in (CHAMPION, CHALLENGER))
    if champion is None or challenger is None:
        return nobody_in_common(rates_bp)
    return CountedWeightedPair(champion, challenger, answer[key].pair)
