"""Reading the labelled cohort: once, checked, with its date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.arrival import OutcomeCounts, not_joined
from champion_challenger.core.calendar import cohort_status, first_day, last_day, partition_of, snapshot_of
from champion_challenger.core.outcomes import Outcomes, class_text, realised_outcomes
from champion_challenger.core.reasons import Reason
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.records.models import Horizon
from champion_challenger.records.runs import DatedCohort, Flow

MOST_SEGMENTS = 50


@dataclass(frozen=True)
class CohortRules:
    """Which columns say what of a cohort's customers, and what dates it.

    Attributes
    ----------
    positive_class
        Class of the outcome that the score looks for; "" while it is not known.
    horizon
        Time after the snapshot at which an outcome is final.
    snapshot_date
        Date of an unpartitioned cohort that has no snapshot column.
    snapshot_day
        ``first`` or ``last`` day of the partition, where no date is given.
    segment_columns
        Columns each value of which is evaluated on its own, beside all customers.
    """

    outcome_column: str
    customer_id_column: str
    horizon: Horizon
    positive_class: str = ""
    snapshot_column: str = ""
    snapshot_date: date | None = None
    snapshot_day: str = "last"
    segment_columns: tuple[str, ...] = ()


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
class Cohort(DatedCohort):
    """The customers of one snapshot, with what they did.

    Attributes
    ----------
    late
        Why its outcomes cannot have been joined yet; None when nothing speaks against it.
    """

    rows: Chunks
    outcomes: Outcomes
    segments: tuple[Segment, ...]
    late: Reason | None = None

    @property
    def n(self) -> int:
        """Customers, labelled or not."""
        return len(self.outcomes.y_true)

    @property
    def counts(self) -> OutcomeCounts:
        """What is known of the customers."""
        return OutcomeCounts(self.n, int((~self.outcomes.is_known).sum()), int(self.outcomes.y_true.sum()))


def read_cohort(
    frames: Iterable[pd.DataFrame], rules: CohortRules, flow: Flow, classes: tuple[str, ...], today: date
) -> Cohort:
    """Read the cohort, refuse what cannot be evaluated, and date it.

    Raises
    ------
    DataError
        When it is empty, has duplicate customers, or outcomes that are not the two classes.
    SettingsError
        When the snapshot date lies outside the partition asked for.
    """
    rows = Chunks(_period_rows(frames, rules, flow))
    n = sum(len(frame) for frame in rows)
    if n == 0:
        raise DataError(_empty(rules, flow))
    if rules.customer_id_column:
        check_customers(rows.column(rules.customer_id_column), rules.customer_id_column, flow.cohort.name)
    start = _start(rows, rules, flow)
    column = rules.outcome_column
    outcomes = realised_outcomes(rows.column(column), classes, rules.positive_class, column)
    snapshot_day = "last" if rules.snapshot_column else rules.snapshot_day
    status = cohort_status(start, rules.horizon, today, snapshot_day)
    return Cohort(flow.partition, start, status, rows, outcomes, tuple(segments(rows, n, rules.segment_columns)))


def with_arrival(cohort: Cohort, earlier: Sequence[OutcomeCounts]) -> Cohort:
    """Cohort that is provisional, with the reason, when its outcomes cannot have been joined yet."""
    late = not_joined(cohort.counts, earlier)
    return cohort if late is None else replace(cohort, status="provisional", late=late)


def cohort_sentence(cohort: Cohort) -> str:
    """A cohort in a sentence, for the log; WARN where its outcomes are not there yet."""
    counts = cohort.counts
    known = counts.n - counts.n_unlabelled
    unknown = f", {counts.n_unlabelled:,} without outcome" if counts.n_unlabelled else ""
    share = f" ({counts.n_positive / known:.2%})" if known else ""
    warning = (
        f" WARN: {cohort.late}. The cohort stays provisional and has to be evaluated again." if cohort.late else ""
    )
    return (
        f"Cohort {cohort.name}: {cohort.n:,} customers{unknown}, {counts.n_positive:,} positive{share}, "
        f"snapshot {cohort.start}, {cohort.status}.{warning}"
    )


def check_customers(ids: pd.Series, column: str, dataset: str) -> None:
    """Refuse customers without an id and customers that appear twice.

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
            f"{dataset}: {repeated.nunique():,} customers appear more than once (column {column}: {examples}"
            f"{', …' if repeated.nunique() > 3 else ''}), {len(repeated):,} rows too many. Keep one row per customer, "
            "with a Distinct or Group recipe."
        )
        raise DataError(msg)


def segments(rows: Chunks, n: int, columns: tuple[str, ...]) -> Iterator[Segment]:
    """All customers, then each value of each column, in the order of their spelling; null is a value, ``column=``.

    Raises
    ------
    DataError
        When a column has more values than anyone can read.
    """
    yield Segment("all", np.ones(n, dtype=bool))
    for column in columns:
        codes, values = pd.factorize(rows.column(column).map(class_text))
        if len(values) > MOST_SEGMENTS:
            msg = (
                f"Segments: column {column} has {len(values):,} values, more than anyone can read "
                f"({MOST_SEGMENTS} at most). Group them in a Prepare recipe."
            )
            raise DataError(msg)
        for place in np.argsort(values.astype(str)):
            yield Segment(f"{column}={values[place]}", codes == place)


def _period_rows(frames: Iterable[pd.DataFrame], rules: CohortRules, flow: Flow) -> Iterator[pd.DataFrame]:
    chooses = rules.snapshot_column and not flow.cohort.dimensions
    for frame in frames:
        if not chooses:
            yield frame
            continue
        days = _days(frame[rules.snapshot_column], rules.snapshot_column)
        names = {day: partition_of(day.date(), like=flow.partition) for day in pd.DatetimeIndex(days.dropna().unique())}
        yield frame[days.map(names) == flow.partition]


def _start(rows: Chunks, rules: CohortRules, flow: Flow) -> date:
    if rules.snapshot_column:
        days = _days(rows.column(rules.snapshot_column), rules.snapshot_column).dropna()
        if days.empty:
            msg = f"Cohort {flow.cohort.name}: snapshot date column {rules.snapshot_column} is empty in all rows."
            raise DataError(msg)
        _check_days(days, rules.snapshot_column, flow)
        earliest: date = days.min().date()
        return earliest
    if rules.snapshot_date is not None and not flow.cohort.dimensions:
        if partition_of(rules.snapshot_date, like=flow.partition) != flow.partition:
            contradiction = f"the form says {rules.snapshot_date}, the run was asked for {flow.partition}"
            raise SettingsError([f"Snapshot date: {contradiction}. Make one of them follow the other, by a variable."])
        return rules.snapshot_date
    return snapshot_of(flow.partition, rules.snapshot_day)


def _check_days(days: pd.Series, column: str, flow: Flow) -> None:
    """Refuse a cohort of which a row is dated outside its partition, give or take a day: one such row would date all.

    Raises
    ------
    DataError
        With the count, and the first and last of these days.
    """
    if not flow.cohort.dimensions:
        return
    first, last = first_day(flow.partition), last_day(flow.partition)
    margin = timedelta(days=1)
    outside = days[(days.dt.date < first - margin) | (days.dt.date > last + margin)]
    if len(outside):
        msg = (
            f"Cohort {flow.cohort.name}, {flow.partition}: expected {column} from {first} to {last}, "
            f"found {len(outside):,} of {len(days):,} rows between {outside.min():%Y-%m-%d} and "
            f"{outside.max():%Y-%m-%d}. Correct or remove these rows; nothing was changed."
        )
        raise DataError(msg)


def _days(values: pd.Series, column: str) -> pd.Series:
    """Days of a date column, or of texts that begin with a day: other ways to write one are ambiguous."""
    is_date = pd.api.types.is_datetime64_any_dtype(values)
    texts = values if is_date else values.astype("object").map(lambda value: str(value)[:10], na_action="ignore")
    try:
        days = pd.to_datetime(texts, utc=True, format=None if is_date else "%Y-%m-%d")
    except (ValueError, TypeError) as error:
        msg = f"Snapshot date column {column}: expected dates such as 2019-06-30 ({error})."
        raise DataError(msg) from error
    return days.dt.tz_localize(None).dt.normalize()


def _empty(rules: CohortRules, flow: Flow) -> str:
    if rules.snapshot_column and not flow.cohort.dimensions:
        return (
            f"Cohort {flow.cohort.name}: no row has a {rules.snapshot_column} in {flow.partition}. "
            "Ask for a partition that the dataset holds."
        )
    return f"Cohort {flow.cohort.name}, {flow.partition}: it has no rows. Build it first; nothing was changed."
