"""Lengths of time, days and time zones as people type them. Units are English or French."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from champion_challenger.records.models import Horizon
from champion_challenger.settings.parsing import parse_decimal, plain, quote

LONGEST_DAYS = 36_525
"""A century: no horizon, time limit or age is longer."""

_CLOCK = r"([01][0-9]|2[0-3])(:[0-5][0-9](:[0-9]{2}(\.[0-9]+)?)?)?"
_OFFSET = r"(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)?"
_DATE = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})([T ]{_CLOCK} ?{_OFFSET})?")
_PERIOD = re.compile(r"[0-9]{4}(-[0-9]{2}){0,3}")
_DAYS = {"day": 1, "week": 7, "month": 30.4375, "quarter": 91.3125, "year": 365.25}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_UNITS = {
    "second": "second seconds seconde secondes sec s",
    "minute": "minute minutes min mn",
    "hour": "hour hours heure heures h",
    "day": "day days d jour jours j",
    "week": "week weeks semaine semaines",
    "month": "month months mois",
    "quarter": "quarter quarters trimestre trimestres",
    "year": "year years an ans annee annees",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}


def parse_horizon(text: str) -> Horizon:
    """Read a horizon as people write it, in English or French, of at most a century.

    Examples
    --------
    >>> parse_horizon("90 days"), str(parse_horizon("3 mois")), str(parse_horizon("30 j"))
    (Horizon(count=90, unit='day'), '3 months', '30 days')
    >>> parse_horizon("8000 years")
    Traceback (most recent call last):
        ...
    ValueError: expected at most 100 years, found '8000 years'
    """
    number, unit = _amount(text)
    count = parse_decimal(number)
    if unit not in _DAYS or count is None or count != count.to_integral_value():
        msg = f"expected a number and a unit, such as '1 month' or '90 days', found {quote(text)}"
        raise ValueError(msg)
    # The count first: a number of a thousand digits is not multiplied.
    if count > LONGEST_DAYS or int(count) * _DAYS[unit] > LONGEST_DAYS:
        msg = f"expected at most 100 years, found {quote(text)}"
        raise ValueError(msg)
    return Horizon(int(count), unit)


def parse_duration(text: str) -> timedelta | None:
    """Read a duration as people write it, in English or French; nothing gives None.

    Examples
    --------
    >>> parse_duration("26 hours"), parse_duration("1,5 heures"), parse_duration("")
    (datetime.timedelta(days=1, seconds=7200), datetime.timedelta(seconds=5400), None)
    """
    if not plain(text):
        return None
    written, unit = _amount(text)
    number = parse_decimal(written)
    if unit not in _SECONDS or number is None:
        msg = f"expected a number and a unit, such as '90 minutes', '26 hours' or '2 days', found {quote(text)}"
        raise ValueError(msg)
    seconds = number * _SECONDS[unit]
    if not 0 < seconds <= LONGEST_DAYS * 86_400:
        msg = f"expected more than 0 and at most {LONGEST_DAYS:,} days, found {quote(text)}"
        raise ValueError(msg)
    return timedelta(seconds=float(seconds))


def parse_date(text: str) -> date | None:
    """Read a day; the time that a host's date picker adds is left out. Nothing gives None.

    Raises
    ------
    ValueError
        When the text is no date, or more than one.

    Examples
    --------
    >>> parse_date("2019-06-30T00:00:00.000Z"), parse_date("")
    (datetime.date(2019, 6, 30), None)
    """
    written = plain(text)
    if not written:
        return None
    try:
        match = _DATE.fullmatch(written)
        return date(*map(int, match.group(1, 2, 3) if match else (0, 0, 0)))
    except ValueError:
        msg = f"expected a date such as 2019-06-30, found {quote(text)}"
        raise ValueError(msg) from None


def parse_start(text: str) -> str:
    """Read a day, or a period named as a partition is; nothing gives "".

    Examples
    --------
    >>> parse_start("2019-06-30T00:00:00.000Z"), parse_start("2019-06"), parse_start("2019"), parse_start("")
    ('2019-06-30', '2019-06', '2019', '')
    >>> parse_start("01/02/2019")
    Traceback (most recent call last):
        ...
    ValueError: expected a day such as 2019-06-30, or a period such as 2019-06, found '01/02/2019'
    """
    written = plain(text)
    try:
        if _PERIOD.fullmatch(written):
            # A month or an hour that does not exist is refused, too.
            datetime.fromisoformat(f"{written[:10]}{'-01-01'[len(written[:10]) - 4 :]}T{written[11:] or '00'}:00")
            return written
        day = parse_date(written)
    except ValueError:
        msg = f"expected a day such as 2019-06-30, or a period such as 2019-06, found {quote(text)}"
        raise ValueError(msg) from None
    return str(day) if day else ""


def parse_time_zone(text: str) -> tzinfo:
    """Read the name of a time zone of the IANA database.

    Examples
    --------
    >>> print(parse_time_zone("UTC"), parse_time_zone(" Europe/Paris"))
    UTC Europe/Paris
    >>> parse_time_zone("Paris")
    Traceback (most recent call last):
        ...
    ValueError: expected the name of a time zone, such as Europe/Paris or UTC, found 'Paris'
    """
    name = plain(text)
    if name.upper() == "UTC":
        return timezone.utc
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of the database, such as Europe, is an OSError
        msg = f"expected the name of a time zone, such as Europe/Paris or UTC, found {quote(text)}"
        raise ValueError(msg) from None


def _amount(text: str) -> tuple[str, str]:
    """Number and unit of a length of time, as texts; the unit is "" when it is not known."""
    # "année" with and without its accent, however the accent is encoded.
    unaccented = "".join(char for char in unicodedata.normalize("NFKD", plain(text)) if not unicodedata.combining(char))
    match = re.fullmatch(r"([0-9][0-9., ]*)([a-z]+)", unaccented.lower())
    return (match.group(1).strip(), _UNIT_OF.get(match.group(2), "")) if match else ("", "")
