"""Dating a cohort: rows of its period, its snapshot, and the moments at which period and outcomes begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta, timezone, tzinfo

import pandas as pd

from champion_challenger.core.calendar import (
    dated_snapshot_day,
    final_from,
    first_day,
    last_day,
    partition_of,
    snapshot_of,
)
from champion_challenger.core.days import days_of, first_and_last_moment, times_of_day
from champion_challenger.core.tables.storage_types import MOMENTS
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.records.models import Horizon
from champion_challenger.records.runs import DatedCohort, Flow
from champion_challenger.settings.contact import ContactRules

_TIMES_OF_MIDNIGHT = 2
"""Midnight of another time zone is one time of day in UTC, or two with summer time."""


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
        ``first`` or ``last`` day of the partition, where no date is given: at the begin or at the end of that day.
    zone
        Time zone in which moments are read as days, and in which a day begins.
    segment_columns
        Columns each value of which is evaluated on its own, beside all customers.
    contact
        Who was contacted, and who was held out.
    """

    outcome_column: str
    customer_id_column: str
    horizon: Horizon
    positive_class: str = ""
    snapshot_column: str = ""
    snapshot_date: date | None = None
    snapshot_day: str = "last"
    segment_columns: tuple[str, ...] = ()
    zone: tzinfo = timezone.utc
    contact: ContactRules = field(default_factory=ContactRules)


@dataclass(frozen=True)
class Snapshot:
    """When the features of a cohort were frozen.

    Attributes
    ----------
    day
        ``first`` or ``last``: whether at the begin of the date, or at its end.
    """

    start: date
    day: str


def period_rows(frames: Iterable[pd.DataFrame], rules: CohortRules, flow: Flow) -> Iterator[pd.DataFrame]:
    """Rows of the period that is written, where a snapshot column of an unpartitioned cohort chooses them."""
    chooses = rules.snapshot_column and not flow.cohort.dimensions
    for frame in frames:
        if not chooses:
            yield frame
            continue
        days = _days(frame[rules.snapshot_column], rules, flow)
        # A chunk has many rows of few days.
        names = {day: partition_of(day.date(), like=flow.partition) for day in pd.DatetimeIndex(days.dropna().unique())}
        yield frame[days.map(names) == flow.partition]


def newest_period(frames: Iterable[pd.DataFrame], rules: CohortRules, flow: Flow) -> str:
    """Newest period among the days of the snapshot column, spelled like the partition that is written; or ""."""
    newest = ""
    for frame in frames:
        days = _days(frame[rules.snapshot_column], rules, flow).dropna()
        if len(days):
            # Names of one period sort like their times.
            newest = max(newest, partition_of(days.max().date(), like=flow.partition))
    return newest


def snapshot_of_rows(rows: Chunks, rules: CohortRules, flow: Flow) -> Snapshot:
    """Snapshot of a cohort: the earliest date of a column, else the form's date, else a day of the partition.

    Where a column dates the rows, its dates say at which end of the day; see `dated_snapshot_day`.

    Raises
    ------
    DataError
        When the column holds no date, or one outside the partition.
    SettingsError
        When the form's date lies outside the partition.
    """
    if rules.snapshot_column:
        days = _days(rows.column(rules.snapshot_column), rules, flow).dropna()
        if days.empty:
            msg = f"Cohort {flow.cohort.name}: snapshot date column {rules.snapshot_column} is empty in all rows."
            raise DataError(msg)
        _check_days(days, rules.snapshot_column, flow)
        earliest, latest = days.min().date(), days.max().date()
        return Snapshot(earliest, dated_snapshot_day(flow.partition, earliest, latest, rules.snapshot_day))
    if rules.snapshot_date is not None and not flow.cohort.dimensions:
        if partition_of(rules.snapshot_date, like=flow.partition) != flow.partition:
            contradiction = f"the form says {rules.snapshot_date}, the run was asked for {flow.partition}"
            raise SettingsError([f"Snapshot date: {contradiction}. Make one of them follow the other, by a variable."])
        return Snapshot(rules.snapshot_date, rules.snapshot_day)
    return Snapshot(snapshot_of(flow.partition, rules.snapshot_day), rules.snapshot_day)


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
    # For the time zone: a midnight of Paris is the day before in UTC.
    margin = timedelta(days=1)
    outside = days[(days.dt.date < first - margin) | (days.dt.date > last + margin)]
    if len(outside):
        msg = (
            f"Cohort {flow.cohort.name}, {flow.partition}: expected {column} from {first} to {last}, "
            f"found {len(outside):,} of {count_of(len(days), 'row')} between {outside.min():%Y-%m-%d} and "
            f"{outside.max():%Y-%m-%d}. Correct or remove these rows; nothing was changed."
        )
        raise DataError(msg)


def _days(values: pd.Series, rules: CohortRules, flow: Flow) -> pd.Series:
    """Days of a date column, or of texts that begin with a day: other ways to write one are ambiguous."""
    try:
        return days_of(values, rules.zone, are_moments=_are_moments(rules, flow))
    except (ValueError, TypeError) as error:
        msg = f"Snapshot date column {rules.snapshot_column}: {error}."
        raise DataError(msg) from error


def _are_moments(rules: CohortRules, flow: Flow) -> bool:
    """Whether times of the snapshot column without a zone are in UTC."""
    return flow.cohort.types.get(rules.snapshot_column) == MOMENTS


def moments_sentence(cohort: DatedCohort, horizon: Horizon, snapshot_day: str, zone: tzinfo) -> str:
    """First and last moment of a cohort's period and of its outcomes, for the log.

    Examples
    --------
    >>> cohort = DatedCohort("2019-06", date(2019, 6, 30), "final")
    >>> print(moments_sentence(cohort, Horizon(1, "month"), "last", timezone.utc))
    Days are those of UTC: period from 2019-06-01 00:00:00+00:00 to 2019-06-30 23:59:59+00:00, outcomes from \
2019-07-01 00:00:00+00:00 to 2019-07-31 23:59:59+00:00.
    """
    first = cohort.start + timedelta(days=0 if snapshot_day == "first" else 1)
    last = final_from(cohort.start, horizon, snapshot_day) - timedelta(days=1)
    outcomes = "outcomes from {} to {}".format(*first_and_last_moment(first, last, zone))
    try:
        start, end = first_day(cohort.name), last_day(cohort.name)
    # A partition that is no time has no period.
    except ValueError:
        return f"Days are those of {zone}: {outcomes}."
    period = "period from {} to {}".format(*first_and_last_moment(start, end, zone))
    return f"Days are those of {zone}: {period}, {outcomes}."


def unused_date_warning(rules: CohortRules, flow: Flow) -> str:
    """Warn of a snapshot date of the form that dates nothing; "" where it does, or there is none."""
    if rules.snapshot_date is None or (not flow.cohort.dimensions and not rules.snapshot_column):
        return ""
    dated_by = f"column {rules.snapshot_column}" if rules.snapshot_column else f"its partition {flow.partition}"
    return (
        f"WARN: Snapshot date {rules.snapshot_date} of the form is not used: {dated_by} dates the cohort. "
        "Empty the field (Advanced, Snapshot date)."
    )


def convention_warning(cohort: str, column: str, snapshot: Snapshot, form_day: str) -> str:
    """Warn when the dates of a column say another snapshot day than the form; "" without a column.

    >>> snapshot = Snapshot(date(2019, 6, 1), "first")
    >>> print(convention_warning("2019-06", "as_of", snapshot, "last"))
    WARN: cohort 2019-06: every as_of is 2019-06-01, the first day of its period, so its outcomes begin with that day; \
the form says Snapshot day: last. The dates decide. Choose 'First day of the partition' in the form (Advanced).
    """
    if not column or snapshot.day == form_day:
        return ""
    if snapshot.day == "first":
        dates = f"every {column} is {snapshot.start}, the first day of its period, so its outcomes begin with that day"
    else:
        dates = f"not every {column} is the first day of its period, so its outcomes begin with the day after the date"
    choice = f"'{snapshot.day.capitalize()} day of the partition'"
    return (
        f"WARN: cohort {cohort}: {dates}; the form says Snapshot day: {form_day}. The dates decide. "
        f"Choose {choice} in the form (Advanced)."
    )


def other_zone_warning(rows: Chunks, rules: CohortRules, flow: Flow) -> str:
    """Warn when the snapshot column seems to hold midnights of another time zone; "" when nothing speaks for it."""
    if not rules.snapshot_column:
        return ""
    times = times_of_day(rows.column(rules.snapshot_column), rules.zone, are_moments=_are_moments(rules, flow))
    # A midnight of this zone among them, or many times of day: then these are real times, or days as they are meant.
    if not times or time() in times or len(times) > _TIMES_OF_MIDNIGHT:
        return ""
    clock_times = " and ".join(sorted(moment.isoformat() for moment in times))
    return (
        f"WARN: every {rules.snapshot_column} is at {clock_times} in {rules.zone}. If these are midnights of another "
        "time zone, choose it in the form (Advanced, Time zone of days): days are read as they are there."
    )
