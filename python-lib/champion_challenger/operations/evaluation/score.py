"""Scoring the cohort with a version: loading it, which asks the host, and the scores themselves, which do not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Union

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.reasons import Reason, sentence
from champion_challenger.core.versions import age_reference_day, is_out_of_time, trained_until, version_label
from champion_challenger.errors import AbsentError, ForbiddenError, HostError, UnreachableError
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.features import Features, notes, obstacles
from champion_challenger.operations.evaluation.forked import thread_limits
from champion_challenger.operations.evaluation.needed import check_read, check_words
from champion_challenger.operations.ports import SavedModel, Scorer
from champion_challenger.records.models import Contestant, Version

COLUMN = "column:"
OTHER_SCIKIT_LEARN = "trained_with_other_scikit_learn"


@dataclass(frozen=True)
class Scoring:
    """The scores of one contestant on the cohort.

    Attributes
    ----------
    scores
        One per row of the cohort, NaN where there is none; None when it could not score at all.
    reasons
        Why it could not, or what to be careful with.
    is_failure
        It should have scored: it did not load, or broke down. A version that merely lacks its columns is no failure.
    is_outage
        DSS itself did not answer; another day it may.
    notes
        Notes on the scores, which stay as they are.
    """

    contestant: Contestant
    scores: npt.NDArray[np.float64] | None
    reasons: tuple[Reason, ...] = ()
    seconds: float = 0.0
    is_failure: bool = False
    is_outage: bool = False
    notes: tuple[Reason, ...] = ()

    @property
    def reason(self) -> str:
        """All reasons in one sentence; "" without any."""
        return sentence(self.reasons)

    @property
    def status(self) -> str:
        """How it scored, as the performance dataset names it."""
        if self.scores is None:
            return "not_scorable"
        return "scored_with_missing_features" if self.reasons else "scored"


@dataclass(frozen=True)
class Question:
    """What every contestant is asked: these rows, these columns, this class.

    Attributes
    ----------
    allows_missing
        Whether a version is scored although some of its features are gone or became text.
    threads
        Chunks of rows that a predictor scores at once.
    gives_all
        Whether predictors get all columns, since one asks for more than its features.
    """

    rows: Chunks
    types: dict[str, str]
    positive_class: str
    allows_missing: bool = False
    threads: int = 1
    gives_all: bool = False


def contestant(version: Version, cohort_start: date, *, is_rival: bool = False) -> Contestant:
    """Describe a version as it enters the comparison; a rival is the active version of another model."""
    label = version_label(version)
    return Contestant(
        version_id=f"{version.model_id}:{version.version_id}" if is_rival else version.version_id,
        version_label=f"{version.model_name} {label}" if is_rival else label,
        is_champion=version.is_active and not is_rival,
        project_key=version.project_key,
        model_id=version.model_id,
        algorithm=version.algorithm,
        trained_until=trained_until(version),
        known_on=age_reference_day(version),
        out_of_time=is_out_of_time(version, cohort_start),
    )


@dataclass(frozen=True)
class Entrant:
    """A version that is to be scored, as it enters the comparison."""

    version: Version
    contestant: Contestant
    model: SavedModel


# Python 3.9 knows no | between classes at run time.
Entry = Union[Entrant, Scoring]
"""A version to be scored, or why there is none."""


@dataclass(frozen=True)
class Prepared:
    """A version loaded in memory, and what it scores by.

    Attributes
    ----------
    seconds
        How long it took to load.
    """

    entrant: Entrant
    scorer: Scorer
    features: Features
    seconds: float


def score_version(version: Version, entrant: Contestant, model: SavedModel, question: Question) -> Scoring:
    """Score the cohort with a version, here; an obstacle becomes the reason.

    Raises
    ------
    UnreadColumnsError
        When it scores by columns of the cohort that were not read.
    """
    return score_entry(Entrant(version, entrant, model), question)


def score_entry(entry: Entry, question: Question) -> Scoring:
    """The same of an entry; one that is a scoring already stays as it is."""
    prepared = prepare(entry, question)
    return prepared if isinstance(prepared, Scoring) else score_prepared(prepared, question)


def prepare(entry: Entry, question: Question) -> Prepared | Scoring:
    """Load a version; a reason where the host does not give it.

    Raises
    ------
    UnreadColumnsError
        When it scores by columns of the cohort that were not read.
    """
    if isinstance(entry, Scoring):
        return entry
    started, version_id = time.perf_counter(), entry.version.version_id
    try:
        # Apart from the loading: that a version's details cannot be read says nothing of its packages.
        design = entry.model.design(version_id)
    except HostError as error:
        return failed_scoring(entry.contestant, error, is_outage=is_outage(error))
    try:
        scorer = entry.model.load(version_id)
    except HostError as error:
        return failed_scoring(entry.contestant, error, is_outage=isinstance(error, UnreachableError))
    # Only a loaded version tells by what it really scores: its details may name other columns.
    check_read(scorer.features, question.rows.columns, question.types)
    features = Features(tuple(scorer.features), design, question.rows, question.types, question.gives_all)
    return Prepared(entry, scorer, features, time.perf_counter() - started)


def score_prepared(prepared: Prepared, question: Question, places: range | None = None) -> Scoring:
    """Score the cohort with a version in memory; BLAS has one thread, so that no bit depends on the machine's cores.

    Parameters
    ----------
    places
        Chunks of the cohort that get their scores; all by default. What is said of the scores is of all rows.

    Raises
    ------
    UnreadColumnsError
        When its predictor asks for columns of the cohort that it was not given.
    """
    started, features, entrant = time.perf_counter(), prepared.features, prepared.entrant.contestant
    cells = features.text_cells()
    problems = obstacles(features.lost, text := [name for name, counted in cells.items() if counted.is_text])
    # With all features lost there is nothing left to score by.
    if problems and not (question.allows_missing and len(features.lost) + len(text) < len(features.names)):
        return Scoring(entrant, None, problems)
    try:
        with one_thread_of_blas():
            scores = score_chunks(prepared.scorer, features.frames(places), question)
    except HostError as error:
        # The predictor may have missed a column that nobody named; then the cohort is read whole.
        check_words(str(error), features.given, question.types)
        return failed_scoring(entrant, error, is_outage=isinstance(error, UnreachableError))
    reasons = (Reason("scored_as_if_empty", {"obstacles": problems}),) if problems else ()
    remarks = notes({name: counted for name, counted in cells.items() if not counted.is_text}, features.empty())
    seconds = prepared.seconds + time.perf_counter() - started
    return Scoring(entrant, scores, reasons, seconds=seconds, notes=(*environment_notes(prepared.scorer), *remarks))


def environment_notes(scorer: Scorer) -> tuple[Reason, ...]:
    """What to know of scores that another scikit-learn computed than the one of the training."""
    if scorer.other_scikit_learn is None:
        return ()
    trained, here = scorer.other_scikit_learn
    return (Reason(OTHER_SCIKIT_LEARN, {"trained": trained, "here": here}),)


def one_thread_of_blas() -> AbstractContextManager[Any]:
    """Limit BLAS: shared among threads, sums of products are rounded otherwise, by the number of the threads.

    Without the package that can, nothing is limited.
    """
    limits = thread_limits()
    return limits(1, user_api="blas") if limits else nullcontext()


def failed_scoring(entrant: Contestant, error: HostError, *, is_outage: bool) -> Scoring:
    """A contestant that should have scored, with the words of the host."""
    return Scoring(entrant, None, (Reason("host_said", {"message": str(error)}),), is_failure=True, is_outage=is_outage)


def is_outage(error: HostError) -> bool:
    """Whether a question to DSS failed for no reason of the model: it is there, and may be read."""
    return not isinstance(error, (AbsentError, ForbiddenError))


def column_contestant(name: str, *, is_champion: bool = False) -> Contestant:
    """Describe an existing score column of the cohort; frozen at the snapshot, it knew no outcome."""
    return Contestant(f"{COLUMN}{name}", name, is_champion, out_of_time="yes")


def score_column(name: str, question: Question) -> Scoring:
    """Take an existing score column of the cohort as a contestant."""
    # Not limited to 0 to 1: a rule may be any number, of which only the order counts.
    values = pd.to_numeric(question.rows.column(name), errors="coerce").astype("float64").to_numpy()
    return Scoring(column_contestant(name), values)


def without(version: str, reason: Reason) -> Scoring:
    """A version that was asked for and does not exist."""
    return Scoring(Contestant(version, version), None, (reason,), is_failure=True)


def score_chunks(scorer: Scorer, frames: Iterator[pd.DataFrame], question: Question) -> npt.NDArray[np.float64]:
    """Scores chunk by chunk, at most as many chunks in memory as there are threads."""
    parts: list[npt.NDArray[np.float64]] = []
    with ThreadPoolExecutor(question.threads) as pool:
        # Not map() over all frames, which would read every chunk before the first is scored.
        while batch := list(islice(frames, question.threads)):
            parts += pool.map(partial(scorer.scores, positive_class=question.positive_class), batch)
    return np.concatenate(parts)
