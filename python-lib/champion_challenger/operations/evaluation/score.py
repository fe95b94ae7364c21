"""Scoring the cohort with each version, one in memory at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.reasons import Reason, sentence
from champion_challenger.core.tables.frames import cell_text
from champion_challenger.core.tables.storage_types import NUMBERS
from champion_challenger.core.versions import age_reference_day, is_out_of_time, trained_until, version_label
from champion_challenger.errors import AbsentError, ForbiddenError, HostError, UnreachableError
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.needed import check_read
from champion_challenger.operations.ports import SavedModel, Scorer
from champion_challenger.records.models import Contestant, Version, VersionDesign

COLUMN = "column:"
NUMBERS_IN_TEXT = 0.9
"""Share of the cells of a text column from which it is one of numbers: the host's guess may take it for one."""


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
        What to know of the scores besides; it takes nothing from them.
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
    """

    rows: Chunks
    types: dict[str, str]
    positive_class: str
    allows_missing: bool = False
    threads: int = 1


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


def score_version(version: Version, entrant: Contestant, model: SavedModel, question: Question) -> Scoring:
    """Score the cohort with a version; an obstacle becomes the reason.

    Raises
    ------
    UnreadColumnsError
        When it scores by columns of the cohort that were not read.
    """
    started = time.perf_counter()
    try:
        design = model.design(version.version_id)
    except HostError as error:
        return failed(entrant, error, is_outage=is_outage(error))
    try:
        scorer = model.load(version.version_id)
        check_read(scorer.features, question.rows.columns, question.types)
        lost = [name for name in scorer.features if name not in question.types]
        cells = _text_cells(scorer, design, question)
        text = [name for name, counted in cells.items() if counted.is_text]
        obstacles = _obstacles(lost, text)
        if obstacles and not (question.allows_missing and len(lost) + len(text) < len(scorer.features)):
            return Scoring(entrant, None, obstacles)
        scores = score_chunks(scorer, _fitted(question, design, lost), question)
    except HostError as error:
        return failed(entrant, error, is_outage=isinstance(error, UnreachableError))
    reasons = (Reason("scored_as_if_empty", {"obstacles": obstacles}),) if obstacles else ()
    notes = _notes({name: counted for name, counted in cells.items() if not counted.is_text})
    notes += _emptiness(_empty_features(scorer, question))
    return Scoring(entrant, scores, reasons, seconds=time.perf_counter() - started, notes=notes)


def failed(entrant: Contestant, error: HostError, *, is_outage: bool) -> Scoring:
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
    values = pd.to_numeric(question.rows.column(name), errors="coerce").astype("float64").to_numpy()
    return Scoring(column_contestant(name), values)


def without(version: str, reason: Reason) -> Scoring:
    """A version that was asked for and does not exist."""
    return Scoring(Contestant(version, version), None, (reason,), is_failure=True)


def score_chunks(scorer: Scorer, frames: Iterator[pd.DataFrame], question: Question) -> npt.NDArray[np.float64]:
    """Scores chunk by chunk, at most as many chunks in memory as there are threads."""
    parts: list[npt.NDArray[np.float64]] = []
    with ThreadPoolExecutor(question.threads) as pool:
        while batch := list(islice(frames, question.threads)):
            parts += pool.map(partial(scorer.scores, positive_class=question.positive_class), batch)
    return np.concatenate(parts)


@dataclass(frozen=True)
class _TextCells:
    """Cells of a text column that a version takes as numbers, without the empty ones."""

    n: int
    n_numbers: int

    @property
    def is_text(self) -> bool:
        """Whether it is text for good, and no column of digits such as postal codes; an empty one is neither."""
        return self.n_numbers < NUMBERS_IN_TEXT * self.n


def _text_cells(scorer: Scorer, design: VersionDesign, question: Question) -> dict[str, _TextCells]:
    """Features that a version takes as numbers and that the cohort stores as text: it may have been trained on such."""
    names = [name for name in scorer.features if name in design.numeric_features and _is_text(name, question)]
    found = dict.fromkeys(names, _TextCells(0, 0))
    for frame in question.rows if names else ():
        for name in names:
            values = frame[name]
            n = int((values.notna() & (values.astype("object") != "")).sum())
            n_numbers = int(np.isfinite(_numbers(values)).sum())
            found[name] = _TextCells(found[name].n + n, found[name].n_numbers + n_numbers)
    return found


def _is_text(name: str, question: Question) -> bool:
    return name in question.types and question.types[name] not in (*NUMBERS, "boolean", "date")


def _numbers(values: pd.Series) -> npt.NDArray[np.float64]:
    """Numbers that texts spell; NaN for the rest."""
    numbers = pd.to_numeric(values.astype("object"), errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _notes(cells: Mapping[str, _TextCells]) -> tuple[Reason, ...]:
    strange = {name: counted.n - counted.n_numbers for name, counted in cells.items() if counted.n > counted.n_numbers}
    if not strange:
        return ()
    return (Reason("cells_are_no_numbers", {"n": sum(strange.values()), "features": list(strange)}),)


def _empty_features(scorer: Scorer, question: Question) -> list[str]:
    """Features without a value in any row: decimal commas in a column of numbers are dropped, for example."""
    left = [name for name in scorer.features if name in question.types]
    for frame in question.rows:
        left = [name for name in left if not _has_value(frame[name])]
        if not left:
            break
    return left


def _has_value(values: pd.Series) -> bool:
    known = values[values.notna()]
    return len(known) > 0 if _is_number(values) else bool((known.astype("object") != "").any())


def _emptiness(names: list[str]) -> tuple[Reason, ...]:
    return (Reason("features_are_empty", {"n": len(names), "features": names}),) if names else ()


def _obstacles(lost: list[str], text: list[str]) -> tuple[Reason, ...]:
    features = (("cohort_lacks_features", lost), ("features_are_text", text))
    return tuple(Reason(code, {"n": len(names), "features": names}) for code, names in features if names)


def _fitted(question: Question, design: VersionDesign, missing: list[str]) -> Iterator[pd.DataFrame]:
    """Rows as a predictor takes them: numbered from 0, gaps as NaN, categories as texts, the missing empty.

    A model knows the categories of a boolean as ``true`` and ``false``; as a number it is 1 or 0. Texts that it takes
    as numbers are numbers, or empty.
    """
    digits = [name for name in sorted(design.numeric_features) if _is_text(name, question)]
    flags = [name for name in sorted(design.numeric_features) if question.types.get(name) == "boolean"]
    for frame in question.rows:
        fitted = frame.reset_index(drop=True)
        coded = [name for name in sorted(design.category_features) if _is_number(fitted.get(name))]
        codes = {name: _codes(fitted[name]) for name in coded}
        numbers = {name: _codes(fitted[name]).map({"true": 1.0, "false": 0.0}) for name in flags}
        read = {name: _numbers(fitted[name]) for name in digits}
        gaps = {name: fitted[name].astype("float64") for name in fitted.columns if _is_nullable(fitted[name])}
        empty = {name: _empty(name, design) for name in missing}
        yield fitted.assign(**{**gaps, **codes, **numbers, **read, **empty})


def _empty(name: str, design: VersionDesign) -> float | None:
    return np.nan if name in design.numeric_features else None


def _is_number(values: pd.Series | None) -> bool:
    return values is not None and pd.api.types.is_numeric_dtype(values)


def _is_nullable(values: pd.Series) -> bool:
    """Whether whole numbers have gaps in a way that scikit-learn does not know."""
    return pd.api.types.is_extension_array_dtype(values.dtype) and pd.api.types.is_integer_dtype(values.dtype)


def _codes(values: pd.Series) -> pd.Series:
    texts: pd.Series = values.astype("object").map(cell_text, na_action="ignore").where(values.notna(), None)
    return texts
