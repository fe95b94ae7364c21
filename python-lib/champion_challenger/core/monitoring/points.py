"""Values of a metric over time: which of them count, and what they are divided by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from champion_challenger.core.monitoring.judgement import MetricPoint

_HALF_A_MONTH = timedelta(days=15)


def last_of_each_day(points: Sequence[MetricPoint]) -> list[MetricPoint]:
    """The last point of each day: computed twice, the same rows are no second piece of evidence.

    Examples
    --------
    >>> from datetime import datetime
    >>> morning, noon, next_day = datetime(2019, 1, 1, 8), datetime(2019, 1, 1, 12), datetime(2019, 1, 2, 8)
    >>> points = [MetricPoint(1, morning), MetricPoint(2, noon), MetricPoint(3, next_day)]
    >>> [point.value for point in last_of_each_day(points)]
    [2, 3]
    """
    return list({point.computed_at.date(): point for point in points if point.computed_at is not None}.values())


def without_alarms(points: Sequence[MetricPoint], alarms: Sequence[MetricPoint]) -> list[MetricPoint]:
    """Points of the days that did not alarm; what was said last of a day counts.

    Parameters
    ----------
    points
        Values over time, oldest first.
    alarms
        1 for an alarm, 0 for none; each belongs to the day of the newest point that is not younger than itself.

    Examples
    --------
    >>> from datetime import datetime
    >>> at = [datetime(2019, 1, day) for day in (1, 2, 3)]
    >>> points = [MetricPoint(value, day) for value, day in zip([100, 40, 101], at)]
    >>> [point.value for point in without_alarms(points, [MetricPoint(0, at[0]), MetricPoint(1, at[1])])]
    [100, 101]
    """
    alarmed: dict[date, bool] = {}
    for alarm in alarms:
        moments = [point.computed_at for point in points if point.computed_at is not None]
        older = [moment.date() for moment in moments if alarm.computed_at is not None and moment <= alarm.computed_at]
        # An alarm is kept after the value that it judges, perhaps past midnight: its own day may be another one.
        if older:
            alarmed[older[-1]] = float(alarm.value) > 0
    dated = [(point, point.computed_at.date()) for point in points if point.computed_at is not None]
    return [point for point, day in dated if not alarmed.get(day, False)]


def nearest_a_year_before(points: Sequence[MetricPoint], moment: datetime) -> MetricPoint | None:
    """The point nearest to a year before a moment; None without one within half a month of it.

    Examples
    --------
    >>> from datetime import datetime
    >>> days = (datetime(2018, 6, 12), datetime(2018, 7, 20), datetime(2019, 6, 3))
    >>> points = [MetricPoint(value, day) for value, day in zip((5, 6, 7), days)]
    >>> nearest_a_year_before(points, datetime(2019, 6, 3)).value, nearest_a_year_before(points, datetime(2019, 8, 30))
    (5, None)
    """
    wanted = moment - timedelta(days=365)
    near = [(abs(point.computed_at - wanted), point) for point in points if point.computed_at is not None]
    distance, nearest = min(near, key=lambda pair: pair[0], default=(timedelta.max, None))
    return nearest if distance <= _HALF_A_MONTH else None


def ratios(points: Sequence[MetricPoint], divisors: Sequence[MetricPoint]) -> list[MetricPoint]:
    """Points divided by the divisor that was computed nearest to each; nothing is divided by zero.

    Examples
    --------
    >>> from datetime import datetime
    >>> noon = datetime(2019, 1, 1, 12)
    >>> divisors = [MetricPoint(100, noon.replace(hour=1)), MetricPoint(50, noon.replace(minute=1))]
    >>> ratios([MetricPoint(5, noon)], divisors)[0].value
    0.1
    """
    dated = [divisor for divisor in divisors if divisor.computed_at is not None and float(divisor.value) != 0]
    quotients = []
    for point in points:
        if point.computed_at is not None and dated:
            moment = point.computed_at
            nearest = min(dated, key=lambda divisor: abs((divisor.computed_at or moment) - moment))
            quotients.append(replace(point, value=float(point.value) / float(nearest.value)))
    return quotients
