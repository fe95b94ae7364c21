"""The scores behind pooled cohorts: streamed once, and reduced to what clustering by customer needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.verdicts.clustering import ClusteredErrors, Influences, lift_influences
from champion_challenger.core.verdicts.history import History
from champion_challenger.core.verdicts.pooling import pooled_evidence
from champion_challenger.errors import SettingsError
from champion_challenger.operations.ports import SummaryHost
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.settings.evaluation_policy import Policy

COLUMNS = ("customer_id", "version_id", "score", "outcome", "cohort")
_TOLD = 5
# Computed from the same scores, both agree to the last digits; any other difference is that of other scores.
_CLOSE = 1e-6

Pair = tuple[str, str]
"""Cohort and version id."""


@dataclass(frozen=True)
class Wanted:
    """A score whose pooled cohorts are to be clustered."""

    score_id: str
    history: History
    champion: str
    rate_bp: int
    policy: Policy

    @cached_property
    def versions(self) -> dict[str, dict[str, str]]:
        """By cohort, the challengers that are compared on it: key to version id."""
        versions: dict[str, dict[str, str]] = {}
        for key, cohorts in pooled_evidence(self.history, self.champion, self.policy).items():
            for cohort in cohorts:
                versions.setdefault(cohort.name, {})[key] = cohort.looks[key].version_id
        return versions

    @cached_property
    def sizes(self) -> dict[Pair, int]:
        """Customers that each version needed has on each cohort, the champion's among them."""
        by_name = {cohort.name: cohort for cohort in self.history}
        return {
            (name, by_name[name].looks[key].version_id): by_name[name].looks[key].n
            for name, keys in self.versions.items()
            for key in (*keys, self.champion)
        }

    def difference(self, cohort: str, key: str) -> float | None:
        """Difference in lift of a version that its performance row tells."""
        by_name = {judged.name: judged for judged in self.history}
        difference = by_name[cohort].difference(key, self.champion, "lift")
        return None if difference is None else difference.value


@dataclass(frozen=True)
class _Scored:
    """One version on one cohort; each customer once."""

    customers: npt.NDArray[np.uint64]
    scores: npt.NDArray[np.float64]
    outcomes: npt.NDArray[np.int8]


def scores_problems(datasets: Sequence[DatasetFacts]) -> Iterator[str]:
    """What is wrong with the datasets of scores."""
    for dataset in datasets:
        missing = [name for name in COLUMNS if name not in dataset.column_names]
        if missing:
            yield (
                f"Input scores: {dataset.name} has no column {', '.join(missing)}. Choose the output Scores of Retrain "
                "and evaluate, or a dataset with its columns."
            )


def is_clustered(score_id: str, population: str, policy: Policy, host: SummaryHost) -> bool:
    """Whether scores can tell how errors of a score's cohorts go together; where they cannot, the log says why."""
    if population != "all":
        host.tell(f"Score {score_id}: its verdicts rest on {population}, which scores do not tell: not clustered.")
    elif policy.figure != "lift":
        host.tell(f"Score {score_id}: errors are clustered by customer for the lift only, not for the AUC.")
    return population == "all" and policy.figure == "lift"


def clustered_errors(wanted: Sequence[Wanted], host: SummaryHost) -> dict[str, ClusteredErrors]:
    """Read the scores once, and reduce each cohort as soon as all its versions are there; by score.

    Raises
    ------
    SettingsError
        When a dataset has no version and cohort that any verdict rests on.
    """
    wanted = [score for score in wanted if score.sizes]
    if not wanted:
        return {}
    reduced: dict[str, _Reduction] = {score.score_id: _Reduction(score) for score in wanted}
    for dataset in host.scores:
        _tell_left_out(dataset, host)
        readings = host.read_columns(dataset, COLUMNS, lambda frames: _read(frames, wanted))
        # A dataset without any row that is needed is the wrong one: silence would look like a success.
        if not any(reading.is_used for reading in readings.values()):
            raise SettingsError([_of_other_rows(dataset, wanted)])
        for score_id, reading in readings.items():
            reduced[score_id].take(reading)
    for reduction in reduced.values():
        for line in reduction.lines():
            host.tell(line)
    return {score_id: ClusteredErrors(reduction.known) for score_id, reduction in reduced.items()}


def _read(frames: Iterator[pd.DataFrame], wanted: Sequence[Wanted]) -> dict[str, _Reduction]:
    reductions = {score.score_id: _Reduction(score) for score in wanted}
    for frame in frames:
        for (cohort, version), rows in frame.groupby(["cohort", "version_id"], sort=False):
            pair = str(cohort), str(version)
            for reduction in reductions.values():
                reduction.add(pair, rows)
    for reduction in reductions.values():
        reduction.finish()
    return reductions


class _Reduction:
    """Scores of one score on their way to influences; a cohort is held until all its versions are there."""

    def __init__(self, wanted: Wanted) -> None:
        self.known: dict[str, dict[str, Influences]] = {}
        self.is_used = False
        self._wanted = wanted
        self._parts: dict[Pair, list[_Scored]] = {}
        self._counts: dict[Pair, int] = dict.fromkeys(wanted.sizes, 0)
        self._strange: dict[Pair, str] = {}
        self._done: set[str] = set()

    def add(self, pair: Pair, rows: pd.DataFrame) -> None:
        """Take rows of a version on a cohort."""
        if pair not in self._counts or pair[0] in self._done:
            return
        self.is_used = True
        # Eight bytes for an id of any length: two customers of a million share them in one of 37 million cohorts.
        ids = pd.util.hash_pandas_object(rows["customer_id"], index=False, categorize=False).to_numpy()
        outcomes = rows["outcome"].to_numpy(dtype="float64", na_value=np.nan) == 1
        scores = rows["score"].to_numpy(dtype="float64", na_value=np.nan)
        self._parts.setdefault(pair, []).append(_Scored(ids, scores, outcomes.astype(np.int8)))
        self._counts[pair] += len(rows)
        needed = [other for other in self._counts if other[0] == pair[0]]
        # Complete: its scores can be dropped now, so that only few cohorts are in memory at a time.
        if all(self._counts[other] >= self._wanted.sizes[other] for other in needed):
            self._reduce(pair[0])

    def finish(self) -> None:
        """Reduce what is held, complete or not."""
        for cohort in {pair[0] for pair in self._parts}:
            self._reduce(cohort)

    def take(self, other: _Reduction) -> None:
        """Join what another dataset tells of the same score."""
        for key, cohorts in other.known.items():
            self.known.setdefault(key, {}).update(cohorts)
        self._strange.update(other._strange)

    def lines(self) -> Iterator[str]:
        """What the log says: how many versions are clustered, and why others are not."""
        needed = {(cohort, key) for cohort, keys in self._wanted.versions.items() for key in keys}
        known = {(cohort, key) for key, cohorts in self.known.items() for cohort in cohorts}
        names = [(cohort, self._wanted.versions[cohort][key]) for cohort, key in sorted(needed - known)]
        challengers = {key for _, key in needed}
        complete = challengers - {key for _, key in needed - known}
        start = f"Score {self._wanted.score_id}: errors of {len(complete)} of {len(challengers)} versions"
        yield f"{start} are clustered by customer."
        if names:
            why = [self._strange.get(pair, f"no scores of version {pair[1]} on cohort {pair[0]}") for pair in names]
            more = f", and {len(why) - _TOLD} more" if len(why) > _TOLD else ""
            yield (
                f"Score {self._wanted.score_id}: the others as without scores: {'; '.join(why[:_TOLD])}{more}. Build "
                "the scores and the performance of these cohorts in one run, and hand all partitions of both to this "
                "recipe."
            )

    def _reduce(self, cohort: str) -> None:
        self._done.add(cohort)
        pairs = [pair for pair in self._parts if pair[0] == cohort]
        scored = {pair[1]: _join(self._parts.pop(pair)) for pair in pairs}
        champion = next(judged for judged in self._wanted.history if judged.name == cohort).looks[self._wanted.champion]
        reference = scored.get(champion.version_id)
        for key, version in self._wanted.versions[cohort].items():
            pair = cohort, version
            own = scored.get(version)
            if reference is None or own is None:
                if reference is None:
                    self._strange[pair] = f"no scores of the model in production, {champion.version_id}, on {cohort}"
                continue
            influences = _influences(reference, own, self._wanted.rate_bp)
            difference = self._wanted.difference(cohort, key)
            if influences is None or difference is None or not _agrees(influences.difference, difference):
                self._strange[pair] = _other_figures(pair, influences, difference)
            else:
                self.known.setdefault(key, {})[cohort] = influences


def _join(parts: Sequence[_Scored]) -> _Scored:
    return _Scored(
        np.concatenate([part.customers for part in parts]),
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.outcomes for part in parts]),
    )


def _influences(reference: _Scored, own: _Scored, rate_bp: int) -> Influences | None:
    """On the customers that both scored; None where a customer comes twice, or one class only."""
    # The usual case: all versions of a run have their rows in one order, and nothing has to be sorted.
    if np.array_equal(reference.customers, own.customers):
        return lift_influences(own.customers, own.outcomes, (reference.scores, own.scores), rate_bp)
    sides = [np.unique(side.customers, return_index=True) for side in (reference, own)]
    if any(len(distinct) < len(side.customers) for (distinct, _), side in zip(sides, (reference, own))):
        return None
    both, first, second = np.intersect1d(sides[0][0], sides[1][0], assume_unique=True, return_indices=True)
    rows = sides[0][1][first], sides[1][1][second]
    return lift_influences(both, own.outcomes[rows[1]], (reference.scores[rows[0]], own.scores[rows[1]]), rate_bp)


def _agrees(computed: float, written: float) -> bool:
    return abs(computed - written) <= _CLOSE * (1 + abs(written))


def _other_figures(pair: Pair, influences: Influences | None, difference: float | None) -> str:
    if influences is None:
        return f"the scores of version {pair[1]} on cohort {pair[0]} have customers twice, or one class only"
    return (
        f"the scores of version {pair[1]} on cohort {pair[0]} give a difference in lift of {influences.difference:.4g},"
        f" its performance row {'none' if difference is None else f'{difference:.4g}'}"
    )


def _of_other_rows(dataset: DatasetFacts, wanted: Sequence[Wanted]) -> str:
    pairs = sorted({pair for score in wanted for pair in score.sizes})
    cohorts = sorted({cohort for cohort, _ in pairs})
    versions = sorted({version for _, version in pairs})
    return (
        f"Input scores: {dataset.name} has no row of the versions ({', '.join(versions[:_TOLD])}) and cohorts "
        f"({', '.join(cohorts[:_TOLD])}) that verdicts rest on. Connect the output Scores of the recipe that wrote the "
        "performance, with the partition dependency 'All available', or disconnect it."
    )


def _tell_left_out(dataset: DatasetFacts, host: SummaryHost) -> None:
    left_out = sorted(set(host.existing_partitions(dataset)) - set(dataset.partitions)) if dataset.dimensions else []
    if left_out:
        host.tell(
            f"{dataset.name}: {len(left_out)} of its partitions were not handed to this run. Set the partition "
            "dependency to 'All available'."
        )
