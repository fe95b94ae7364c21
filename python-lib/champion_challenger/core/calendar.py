"""Partitions of a time dimension, ends of horizons and training windows.

A time partition is named as DSS names it: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``YYYY-MM-DD-HH``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from champion_challenger.records.models import Horizon

DATE_PARTS = ("YEAR", "MONTH", "DAY", "DATE", "HOUR")
"""Names that DSS keeps for the parts of a time partition: ``DKU_DST_MONTH`` is 01 to 12 for months and days."""
_FORMATS = {"YEAR": "%Y", "MONTH": "%Y-%m", "DAY": "%Y-%m-%d", "HOUR": "%Y-%m-%d-%H"}
PERIODS = tuple(_FORMATS)
"""Periods that a time dimension can have."""

# The length tells the period, as names of partitions always have all their digits.
_LENGTHS = {4: "YEAR", 7: "MONTH", 10: "DAY", 13: "HOUR"}


def after(start: date, wait: Horizon) -> date:
    """Day on which a horizon that starts on ``start`` ends.

    Months are sticky at their end: a month after the last day of February is the last day of March, since an outcome
    "in the following month" needs the whole of it. What would end after the year 9999 ends with it.

    Examples
    --------
    >>> after(date(2019, 2, 28), Horizon(1, "month"))
    datetime.date(2019, 3, 31)
    >>> after(date(2019, 1, 30), Horizon(1, "month"))
    datetime.date(2019, 2, 28)
    >>> after(date(2019, 1, 31), Horizon(2, "week"))
    datetime.date(2019, 2, 14)
    """
    if wait.unit in ("day", "week"):
        days = wait.count * (7 if wait.unit == "week" else 1)
        # A horizon of a million days is a typing error that should end in a cohort which is never final, not in a
        # crash.
        return start + timedelta(days=min(days, (date.max - start).days))
    months = wait.count * {"month": 1, "quarter": 3, "year": 12}[wait.unit]
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    is_month_end = start.day == calendar.monthrange(start.year, start.month)[1]
    return date(year, month + 1, last if is_month_end else min(start.day, last))


def first_day(partition: str) -> date:
    """First day of a time partition.

    Raises
    ------
    ValueError
        When the text is no partition of a time dimension.

    Examples
    --------
    >>> first_day("2019-06")
    datetime.date(2019, 6, 1)
    """
    return _start(partition).date()


def last_day(partition: str) -> date:
    """Last day of a time partition.

    Examples
    --------
    >>> last_day("2019-06"), last_day("2019"), last_day("2019-06-03")
    (datetime.date(2019, 6, 30), datetime.date(2019, 12, 31), datetime.date(2019, 6, 3))
    """
    granularity = _granularity(partition)
    if granularity in ("DAY", "HOUR"):
        return first_day(partition)
    return first_day(_shift(partition, 1)) - timedelta(days=1)


def snapshot_of(partition: str, snapshot_day: str) -> date:
    """Snapshot date of a period: its ``first`` day, at its begin, or its ``last``, at its end.

    Examples
    --------
    >>> snapshot_of("2019-06", "first"), snapshot_of("2019-06", "last")
    (datetime.date(2019, 6, 1), datetime.date(2019, 6, 30))
    """
    return (first_day if snapshot_day == "first" else last_day)(partition)


def dated_snapshot_day(partition: str, earliest: date, latest: date, otherwise: str) -> str:
    """``first`` or ``last``: where in its day a snapshot was taken, as the dates of a partition's rows say.

    Rows that are all dated the first day of their period belong to its beginning; any other date to the end of its
    day. A period of one day, and a partition that is no time, say neither: then it is ``otherwise``.

    Examples
    --------
    >>> days = date(2019, 6, 1), date(2019, 6, 30)
    >>> [dated_snapshot_day("2019-06", day, day, "last") for day in days], dated_snapshot_day("2019-06", *days, "first")
    (['first', 'last'], 'last')
    >>> dated_snapshot_day("2019-06-01", days[0], days[0], "last")
    'last'
    """
    try:
        first, last = first_day(partition), last_day(partition)
    except ValueError:
        return otherwise
    if first == last:
        return otherwise
    return "first" if earliest == latest == first else "last"


def final_from(start: date, wait: Horizon, snapshot_day: str) -> date:
    """First day on which the outcomes after a snapshot are final.

    The horizon of a snapshot at the beginning of a ``first`` day ends with the day before the one that `after` says;
    that of one at the end of a ``last`` day includes that day.

    Examples
    --------
    >>> wait = Horizon(1, "month")
    >>> final_from(date(2019, 6, 1), wait, "first"), final_from(date(2019, 6, 30), wait, "last")
    (datetime.date(2019, 7, 1), datetime.date(2019, 8, 1))
    """
    return after(start, wait) + timedelta(days=0 if snapshot_day == "first" else 1)


def cohort_status(start: date, wait: Horizon, today: date, snapshot_day: str = "last") -> str:
    """``final`` once the horizon after the snapshot is past, else ``provisional``; see `final_from`.

    Examples
    --------
    >>> days = (date(2019, 7, 31), date(2019, 8, 1))
    >>> [cohort_status(date(2019, 6, 30), Horizon(1, "month"), today) for today in days]
    ['provisional', 'final']
    >>> cohort_status(date(2019, 6, 1), Horizon(1, "month"), date(2019, 7, 1), "first")
    'final'
    """
    return "final" if final_from(start, wait, snapshot_day) <= today else "provisional"


def partition_of(day: date, like: str) -> str:
    """Name of the partition that holds a day, in the granularity of another partition.

    Examples
    --------
    >>> partition_of(date(2019, 6, 30), like="2020-01")
    '2019-06'
    """
    # A datetime, since a date knows no hour for the format of hourly partitions.
    return datetime(day.year, day.month, day.day).strftime(_FORMATS[_granularity(like)])


def previous(partition: str) -> str:
    """Name of the partition before.

    Examples
    --------
    >>> previous("2020-01"), previous("2020-01-01"), previous("2020-01-01-00")
    ('2019-12', '2019-12-31', '2019-12-31-23')
    """
    return _shift(partition, -1)


def years_before(partition: str) -> tuple[str, ...]:
    """Names that the partition a year earlier may have: one for each dimension that may be the time.

    Of ``7501|2019`` either part may be a year; only the host knows which one is.

    Raises
    ------
    ValueError
        When no dimension of the partition is a time.

    Examples
    --------
    >>> years_before("2019-06"), years_before("2020-02-29"), years_before("0075|2019-06-03")
    (('2018-06',), ('2019-02-28',), ('0074|2019-06-03', '0075|2018-06-03'))
    """
    parts = partition.split("|")
    names = [
        "|".join([*parts[:place], _a_year_earlier(part), *parts[place + 1 :]])
        for place, part in enumerate(parts)
        if _is_time(part)
    ]
    if not names:
        msg = f"expected a time partition such as 2019-06, found {partition!r}"
        raise ValueError(msg)
    return tuple(names)


def _is_time(part: str) -> bool:
    try:
        # strptime() accepts single digits; partitions of DSS have all of them. The year 1 has no year before it.
        return bool(re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,3}", part)) and _start(part).year > 1
    except ValueError:
        return False


def _a_year_earlier(partition: str) -> str:
    start = _start(partition)
    # 29 February has no day a year earlier.
    last = calendar.monthrange(start.year - 1, start.month)[1]
    earlier = start.replace(year=start.year - 1, day=min(start.day, last))
    # %Y has no leading zeros on Linux.
    return f"{earlier.year:04d}{earlier.strftime(_FORMATS[_granularity(partition)][2:])}"


def is_later(partition: str, other: str) -> bool:
    """Whether a period ends after another, of any length; True where one of them is no period.

    Examples
    --------
    >>> is_later("2019-07", "2019-06"), is_later("2019-06-30", "2019-06"), is_later("2019-06", "2019-06")
    (True, False, False)
    >>> is_later("2019-06-30-08", "2019-06-30-07"), is_later("customers", "2019-06")
    (True, True)
    """
    try:
        ends = last_day(partition), last_day(other)
    except ValueError:
        return True
    # Of two hours of one day, their names tell the later one.
    return ends[0] > ends[1] or (len(partition) == len(other) and partition > other)


def partitions_until(available: Iterable[str], last: str) -> list[str]:
    """Partitions that exist, of the period of ``last`` and not after it, the newest first.

    Examples
    --------
    >>> partitions_until(["2018", "2019-01", "2019-03", "2019-04", "2019-05"], last="2019-04")
    ['2019-04', '2019-03', '2019-01']
    """
    # Names of one period sort like their times; those of another period are left out by their length.
    return sorted({name for name in available if len(name) == len(last) and name <= last}, reverse=True)


def _granularity(partition: str) -> str:
    if len(partition) not in _LENGTHS:
        msg = f"expected a time partition such as 2019-06, found {partition!r}"
        raise ValueError(msg)
    return _LENGTHS[len(partition)]


def _start(partition: str) -> datetime:
    return datetime.strptime(partition, _FORMATS[_granularity(partition)])


def _shift(partition: str, by: int) -> str:
    granularity, start = _granularity(partition), _start(partition)
    if granularity == "YEAR":
        shifted = start.replace(year=start.year + by)
    elif granularity == "MONTH":
        year, month = divmod(start.year * 12 + start.month - 1 + by, 12)
        shifted = start.replace(year=year, month=month + 1)
    else:
        shifted = start + (timedelta(days=by) if granularity == "DAY" else timedelta(hours=by))
    return shifted.strftime(_FORMATS[granularity])
