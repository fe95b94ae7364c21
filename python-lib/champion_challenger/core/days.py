"""Days: in which time zone a moment is read as a day, and the first and last moment of days.

A moment is written with its time zone: ``2019-06-29T22:00:00Z`` is 29 June in UTC, and midnight of 30 June in Paris. A
day, or a time without a zone, is the day that it says, everywhere.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timezone, tzinfo

import pandas as pd

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9].*|-[0-9]{2})?")


def day_of(value: object, zone: tzinfo, *, is_moment: bool = False) -> date | None:
    """Day of a value in a time zone; None for null and the empty text.

    Parameters
    ----------
    is_moment
        Whether a time without a zone is a moment in UTC, as the host stores those of its type ``date``.

    Raises
    ------
    ValueError
        When the value is neither a date nor a text of a day, after which a time may stand.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> [str(day_of("2019-06-29T22:00:00.000Z", zone)) for zone in (timezone.utc, ZoneInfo("Europe/Paris"))]
    ['2019-06-29', '2019-06-30']
    >>> day_of("2019-06-29 22:00", ZoneInfo("Europe/Paris"))
    datetime.date(2019, 6, 29)
    """
    # Only NaN and NaT differ from themselves.
    if value is None or value is pd.NaT or value != value or value == "":
        return None
    if isinstance(value, datetime):  # pandas' timestamps are datetimes too
        moment = value.replace(tzinfo=timezone.utc) if is_moment and value.tzinfo is None else value
        return moment.date() if moment.tzinfo is None else _in_zone(moment, zone).date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if _MOMENT.fullmatch(text):
        return _in_zone(_moment(text), zone).date()
    if _DAY.fullmatch(text) is None:
        msg = f"expected a date such as 2019-06-30, found {text[:40]!r}"
        raise ValueError(msg)
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise ValueError(f"expected a date such as 2019-06-30, found {text[:40]!r}: {error}") from None


def readable_day(value: object, zone: tzinfo) -> date | None:
    """Day of a value in a time zone; None also for what is no date.

    >>> readable_day("soon", timezone.utc), readable_day("2019-06-30", timezone.utc)
    (None, datetime.date(2019, 6, 30))
    """
    try:
        return day_of(value, zone)
    except ValueError:
        return None


def days_of(values: pd.Series, zone: tzinfo, *, are_moments: bool = False) -> pd.Series:
    """Days of a column in a time zone, as times at midnight without a zone; null where there is none.

    Parameters
    ----------
    are_moments
        Whether times without a zone are moments in UTC.

    Raises
    ------
    ValueError
        When a value is no date.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> column = pd.Series(["2019-06-29T22:00:00Z", None])
    >>> days_of(column, ZoneInfo("Europe/Paris"))[0]
    Timestamp('2019-06-30 00:00:00')
    """
    # A cohort has a million rows and a few days: each distinct value is read once.
    codes, distinct = pd.factorize(values)
    days = [day_of(value, zone, is_moment=are_moments) for value in pd.Index(distinct)]
    # factorize() codes a missing value as -1: the None at the end is its place.
    read = pd.DatetimeIndex(pd.Series([*days, None], dtype="datetime64[ns]"))
    dated: pd.Series = pd.Series(read[codes], index=values.index)
    return dated


def times_of_day(values: pd.Series, zone: tzinfo, *, are_moments: bool = False) -> set[time]:
    """Times of day of the moments of a column, in a time zone; those of days are no moments.

    Examples
    --------
    >>> times_of_day(pd.Series(["2019-06-29T22:00:00Z", "2019-06-30"]), timezone.utc)
    {datetime.time(22, 0)}
    """
    _, distinct = pd.factorize(values)
    moments = (_moment_of(value, is_moment=are_moments) for value in pd.Index(distinct))
    return {_in_zone(moment, zone).time() for moment in moments if moment is not None}


def first_and_last_moment(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """First moment of a day and last second of another one, in a time zone.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> print(*first_and_last_moment(date(2019, 3, 1), date(2019, 3, 31), ZoneInfo("Europe/Paris")))
    2019-03-01 00:00:00+01:00 2019-03-31 23:59:59+02:00
    """
    start = datetime.combine(first, time(), tzinfo=zone)
    # A whole second: databases round fractions, some of them up to the next day.
    return start, datetime.combine(last, time(23, 59, 59), tzinfo=zone)


def in_utc(day: date, zone: tzinfo) -> datetime:
    """Moment at which a day begins in a time zone, as a time in UTC without its zone.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> in_utc(date(2019, 6, 1), ZoneInfo("Europe/Paris"))
    datetime.datetime(2019, 5, 31, 22, 0)
    """
    return datetime.combine(day, time(), tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)


def _moment_of(value: object, *, is_moment: bool) -> datetime | None:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc) if is_moment else None
        return value
    text = str(value).strip()
    return _moment(text) if _MOMENT.fullmatch(text) else None


def _moment(text: str) -> datetime:
    moment: datetime = pd.Timestamp(text).to_pydatetime(warn=False)  # nanoseconds are left out
    return moment


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise ValueError(f"expected a date from the year 1 to 9999 in {zone}, found {moment}") from None
