"""Reading the labelled cohort: once, checked, with its date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.calendar import after, first_day, last_day, partition_of
from champion_challenger.core.outcomes import Outcomes, class_text, realised_outcomes
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.records.runs import Flow
from champion_challenger.settings.retrain_and_evaluate import Settings

MOST_SEGMENTS = 50


@dataclass(frozen=True)
class Segment:
    """Customers evaluated together: ``all``, or those with one value of a column.

    Attributes
    ----------
    rows
        True for the customers that belong to it; one per row of the cohort.
    """

    name: str
    rows: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cohort:
    """The customers of one snapshot, with what they did.

    Attributes
    ----------
    partition
        Name of the cohort: the partition that is written.
    start
        Snapshot date.
    status
        ``final`` when the horizon after the snapshot is past, else ``provisional``.
    """

    partition: str
    start: date
    status: str
    rows: Chunks
    outcomes: Outcomes
    segments: tuple[Segment, ...]

    @property
    def n(self) -> int:
        """Customers, labelled or not."""
        return len(self.outcomes.y_true)


def read_cohort(
    frames: Iterable[pd.DataFrame], settings: Settings, flow: Flow, classes: tuple[str, ...], today: date
) -> Cohort:
    """Read the cohort, refuse what cannot be evaluated, and date it.

    Raises
    ------
    DataError
        When it is empty, has duplicate customers, no known outcome, or outcomes that are not the two classes.
    SettingsError
        When the snapshot date lies outside the partition asked for.
    """
    rows = Chunks(_of_the_period(frames, settings, flow))
    n = sum(len(frame) for frame in rows)
    if n == 0:
        raise DataError(_empty(settings, flow))
    if settings.customer_id_column:
        check_customers(rows.column(settings.customer_id_column), settings.customer_id_column, flow.cohort.name)
    start = _start(rows, settings, flow)
    outcomes = realised_outcomes(
        rows.column(settings.outcome_column), classes, settings.positive_class, settings.outcome_column
    )
    if not outcomes.is_known.any():
        msg = (
            f"Cohort {flow.cohort.name}, {flow.partition}: none of its {n:,} customers has an outcome in column "
            f"{settings.outcome_column}. Join the realised outcomes first; the horizon ends on "
            f"{after(start, settings.horizon)}."
        )
        raise DataError(msg)
    status = "final" if after(start, settings.horizon) < today else "provisional"
    return Cohort(flow.partition, start, status, rows, outcomes, tuple(segments(rows, n, settings.segment_columns)))


def cohort_sentence(cohort: Cohort) -> str:
    """A cohort in a sentence, for the log."""
    known, positive = int(cohort.outcomes.is_known.sum()), int(cohort.outcomes.y_true.sum())
    unknown = f", {cohort.n - known:,} without outcome" if known < cohort.n else ""
    return (
        f"Cohort {cohort.partition}: {cohort.n:,} customers{unknown}, {positive:,} positive ({positive / known:.2%}), "
        f"snapshot {cohort.start}, {cohort.status}."
    )


def check_customers(ids: pd.Series, column: str, dataset: str) -> None:
    """Refuse customers without an id and customers that stand twice.

    Raises
    ------
    DataError
        With the count, and three ids.
    """
    if ids.isna().any():
        msg = f"{dataset}: {int(ids.isna().sum()):,} rows have no {column}. Every customer needs an id."
        raise DataError(msg)
    repeated = ids[ids.duplicated()]
    if len(repeated):
        examples = ", ".join(str(value) for value in repeated.unique()[:3])
        msg = (
            f"{dataset}: {repeated.nunique():,} customers stand in it more than once (column {column}: {examples}"
            f"{', …' if repeated.nunique() > 3 else ''}), {len(repeated):,} rows too many. Keep one row per customer, "
            "with a Distinct or Group recipe."
        )
        raise DataError(msg)


def segments(rows: Chunks, n: int, columns: tuple[str, ...]) -> Iterator[Segment]:
    """All customers, then each value of each column, in the order of their spelling; null is a value, ``column=``.

    Raises
    ------
    DataError
        When a column has more values than can be read by anyone.
    """
    yield Segment("all", np.ones(n, dtype=bool))
    for column in columns:
        codes, values = pd.factorize(rows.column(column).map(class_text))
        if len(values) > MOST_SEGMENTS:
            msg = (
                f"Segments: column {column} has {len(values):,} values, and at most {MOST_SEGMENTS} can be read by "
                "anyone. Group them in a Prepare recipe."
            )
            raise DataError(msg)
        for place in np.argsort(values.astype(str)):
            yield Segment(f"{column}={values[place]}", codes == place)


def _of_the_period(frames: Iterable[pd.DataFrame], settings: Settings, flow: Flow) -> Iterator[pd.DataFrame]:
    chooses = settings.snapshot_column and not flow.cohort.dimensions
    for frame in frames:
        if not chooses:
            yield frame
            continue
        days = _days(frame[settings.snapshot_column], settings.snapshot_column)
        names = {day: partition_of(day.date(), like=flow.partition) for day in pd.DatetimeIndex(days.dropna().unique())}
        yield frame[days.map(names) == flow.partition]


def _start(rows: Chunks, settings: Settings, flow: Flow) -> date:
    if settings.snapshot_column:
        days = _days(rows.column(settings.snapshot_column), settings.snapshot_column).dropna()
        if days.empty:
            msg = f"Cohort {flow.cohort.name}: snapshot date column {settings.snapshot_column} is empty in all rows."
            raise DataError(msg)
        earliest: date = days.min().date()
        return earliest
    if settings.snapshot_date is not None and not flow.cohort.dimensions:
        if partition_of(settings.snapshot_date, like=flow.partition) != flow.partition:
            asked = f"the form says {settings.snapshot_date}, the run was asked for {flow.partition}"
            raise SettingsError([f"Snapshot date: {asked}. Make one of them follow the other, by a variable."])
        return settings.snapshot_date
    return (last_day if settings.snapshot_day == "last" else first_day)(flow.partition)


def _days(values: pd.Series, column: str) -> pd.Series:
    """Days of a date column, or of texts that begin with a day: other ways to write one are ambiguous."""
    is_date = pd.api.types.is_datetime64_any_dtype(values)
    texts = values if is_date else values.astype("object").map(lambda value: str(value)[:10], na_action="ignore")
    try:
        days = pd.to_datetime(texts, utc=True, format=None if is_date else "%Y-%m-%d")
    except (ValueError, TypeError) as error:
        msg = f"Snapshot date column {column}: expected dates such as 2019-06-30, found what is none ({error})."
        raise DataError(msg) from error
    return days.dt.tz_localize(None).dt.normalize()


def _empty(settings: Settings, flow: Flow) -> str:
    if settings.snapshot_column and not flow.cohort.dimensions:
        return (
            f"Cohort {flow.cohort.name}: no row has a {settings.snapshot_column} in {flow.partition}. "
            "Ask for a partition that the dataset holds."
        )
    return f"Cohort {flow.cohort.name}, {flow.partition}: it has no rows. Build it first; nothing was changed."
