"""Verdicts on cohorts that a database counts: the rules of the main job, on pairs that the database counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Union

from champion_challenger.core.reasons import Reason
from champion_challenger.core.sql.pairs import Pairing
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.evaluation.compare import (
    ComparedVersion,
    ComparisonRules,
    against_champion,
    against_champion_weighted,
    with_verdicts,
)
from champion_challenger.operations.evaluation.obstacles import obstacle_between
from champion_challenger.operations.evaluation.score import Scoring
from champion_challenger.operations.stored_scores.cohorts import CountedVersion
from champion_challenger.operations.stored_scores.pairs import CountedPair, Duel, Key, PairCounter
from champion_challenger.operations.stored_scores.weighted_pairs import CountedWeightedPair, WeightedPairCounter
from champion_challenger.records.models import Contestant

WEIGHTED = "uncontacted"
"""Name of the segment whose outcomes may be weighted."""
_Pair = Union[CountedPair, CountedWeightedPair]


@dataclass(frozen=True)
class StoredSegment:
    """The versions of a cohort on the customers of a segment, the champion first.

    Attributes
    ----------
    name
        ``all``, ``control``, ``uncontacted``, or column=value.
    champion
        Its version id; of a version that has no stored scores when no member has it.
    entrants
        By version id.
    obstacle
        Why nobody is compared on it; None where they are.
    is_short
        Whether there is too little evidence for a verdict.
    knows_training
        Whether a saved model says until when versions were trained.
    column, value
        Segment column and its value, for a segment of one.
    listed
        Which control customers the contacted list had, where outcomes are weighted; "" where they are not.
    """

    cohort: str
    name: str
    champion: str
    members: tuple[CountedVersion, ...]
    entrants: Mapping[str, Contestant]
    obstacle: Reason | None = None
    is_short: bool = False
    knows_training: bool = True
    column: SegmentColumn | None = None
    value: str = ""
    listed: str = ""

    @property
    def part(self) -> str:
        """What it is counted together with: the population, or all values of its column."""
        return f"{self.column.name}=" if self.column else self.name


def judge_segments(
    segments: Sequence[StoredSegment], rules: ComparisonRules, counter: PairCounter
) -> list[list[ComparedVersion]]:
    """Compare the challengers of each segment with its champion; versions in the order of the members.

    Raises
    ------
    DataError
        When a customer has two outcomes, or the tables change while they are read.
    """
    prepared = [[_prepare(member, segment) for member in segment.members] for segment in segments]
    pairs: dict[str, Mapping[Key, _Pair]] = {}
    for part, column in {segment.part: segment.column for segment in segments}.items():
        duels = [
            (duel, segment.listed)
            for segment, versions in zip(segments, prepared)
            if segment.part == part
            for duel in _duels(segment, versions)
        ]
        if part == WEIGHTED:
            pairs[part] = WeightedPairCounter(counter).count(duels)
            continue
        plain = [duel for duel, _ in duels]
        pairs[part] = counter.by(column).count(plain) if column else counter.count(plain, part)
        if column:
            _check_one_segment_each(column, pairs["all"], pairs[part])
    return [
        with_verdicts(
            [_compare(version, segment, pairs[segment.part], rules) for version in versions],
            rules,
            is_short=segment.is_short,
        )
        for segment, versions in zip(segments, prepared)
    ]


def _compare(
    version: ComparedVersion,
    segment: StoredSegment,
    pairs: Mapping[Key, _Pair],
    rules: ComparisonRules,
) -> ComparedVersion:
    """A version with its differences to the champion, where the two were counted."""
    name = version.scoring.contestant.version_id
    pair = pairs.get((segment.cohort, segment.value, name))
    if pair is None:
        return version
    try:
        comparisons = pair.compare()
    except ValueError as error:
        msg = (
            f"Version {name}, cohort {segment.cohort}: the database's counts do not fit together. {error} The "
            "tables change while they are read: run again when they are loaded."
        )
        raise DataError(msg) from error
    apart = Reason("no_common_customer") if _is_apart(segment, version, pair.champion.n) else None
    version = replace(version, obstacle=apart)
    if isinstance(pair, CountedWeightedPair):
        return against_champion_weighted(version, (pair.champion, pair.challenger), comparisons, rules)
    return against_champion(version, (pair.champion, pair.challenger), comparisons, rules)


def _check_one_segment_each(column: SegmentColumn, of_all: Mapping[Key, _Pair], of_values: Mapping[Key, _Pair]) -> None:
    """Customers that two versions have in common are as many on all values of a column as without it."""
    for (cohort, _, version), pair in of_all.items():
        n = sum(part.champion.n for (name, _, other), part in of_values.items() if (name, other) == (cohort, version))
        if n != pair.champion.n:
            msg = (
                f"Segment columns: expected one value of column {column.name} for each customer of cohort {cohort}, "
                f"found {count_of(pair.champion.n - n, 'customer')} with one value in the row of version {version} and "
                "another in that of the champion. Join the column to all rows of the cohort again, or have it in the "
                "realised outcomes."
            )
            raise DataError(msg)


def _prepare(member: CountedVersion, segment: StoredSegment) -> ComparedVersion:
    entrant = segment.entrants[member.version_id]
    version = ComparedVersion(Scoring(entrant, None), member.statistics, member.n_unscored)
    version = version.weighted(member.weighted) if member.weighted else version
    return version if entrant.is_champion else replace(version, obstacle=_obstacle(entrant, segment))


def _obstacle(entrant: Contestant, segment: StoredSegment) -> Reason | None:
    champion = segment.entrants.get(segment.champion)
    # Without the champion's scores nothing is known of a list either: the champion is the cause.
    if not segment.champion:
        return Reason("no_champion")
    if champion is None:
        return Reason("champion_without_stored_scores", {"champion": segment.champion})
    if segment.obstacle:
        return segment.obstacle
    if not segment.knows_training and "unknown" in (champion.out_of_time, entrant.out_of_time):
        return Reason("training_unknown_without_model")
    if not Pairing(champion.version_id).can_be_asked:
        return Reason("champion_not_quotable", {"champion": champion.version_id})
    return obstacle_between(champion, entrant)


def _duels(segment: StoredSegment, versions: Sequence[ComparedVersion]) -> list[Duel]:
    champion = next((member for member in segment.members if member.version_id == segment.champion), None)
    if champion is None:
        return []
    return [
        Duel(segment.cohort, champion, member, segment.value)
        for member, version in zip(segment.members, versions)
        if not version.scoring.contestant.is_champion and version.obstacle is None
    ]


def _is_apart(segment: StoredSegment, version: ComparedVersion, n_common: int) -> bool:
    """Whether both scored somebody, and nobody in common."""
    champion = next(member for member in segment.members if member.version_id == segment.champion)
    return not n_common and bool(champion.statistics.n) and version.counted is not None and bool(version.counted.n)
