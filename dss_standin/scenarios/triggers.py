"""When a time-based trigger would fire; nothing fires by itself here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_SEARCHED_DAYS = 400


def next_fire(triggers: Sequence[dict[str, Any]], after: datetime) -> datetime | None:
    """Return the first time after `after` at which an active daily, weekly or monthly trigger fires.

    Other triggers, and those that pass over days, weeks or months, have no forecast here.

    >>> days = {"frequency": "Weekly", "daysOfWeek": ["Wednesday", "Thursday"], "hour": 11, "minute": 40}
    >>> trigger = {"active": True, "type": "temporal", "params": {**days, "timezone": "Europe/Paris"}}
    >>> next_fire([trigger], datetime(2026, 1, 1, 11, 40, tzinfo=ZoneInfo("Europe/Paris"))).isoformat()
    '2026-01-07T11:40:00+01:00'
    """
    moments = [
        _next(trigger["params"], after)
        for trigger in triggers
        if trigger.get("active") and trigger.get("type") == "temporal"
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _next(params: dict[str, Any], after: datetime) -> datetime | None:
    if int(params.get("repeatFrequency") or 1) != 1:
        return None
    zone = params.get("timezone") or "SERVER"
    here = after.astimezone(None if zone == "SERVER" else ZoneInfo(zone))
    hour, minute = int(params.get("hour") or 0), int(params.get("minute") or 0)
    days = (here + timedelta(days=ahead) for ahead in range(_SEARCHED_DAYS))
    moments = (day.replace(hour=hour, minute=minute, second=0, microsecond=0) for day in days)
    return next((moment for moment in moments if moment > after and _fires_on(params, moment)), None)


def _fires_on(params: dict[str, Any], day: datetime) -> bool:
    start = str(params.get("startingFrom") or "0001-01-01")[:10]
    if f"{day:%Y-%m-%d}" < start:
        return False
    if params["frequency"] == "Weekly":
        return f"{day:%A}" in params.get("daysOfWeek", [])
    if params["frequency"] == "Monthly" and params.get("monthlyRunOn") == "LAST_DAY_OF_THE_MONTH":
        return (day + timedelta(days=1)).day == 1
    if params["frequency"] == "Monthly":
        return params.get("monthlyRunOn", "ON_THE_DAY") == "ON_THE_DAY" and day.day == int(start[8:10])
    return bool(params["frequency"] == "Daily")
