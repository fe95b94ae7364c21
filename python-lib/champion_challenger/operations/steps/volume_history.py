"""The past of a figure that is watched: earlier values of the same dataset, without alarms and days without rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from champion_challenger.core.calendar import years_before
from champion_challenger.core.monitoring.ids import matching_id
from champion_challenger.core.monitoring.judgement import MetricPoint, Value, is_figure
from champion_challenger.core.monitoring.points import last_of_each_day, nearest_a_year_before, ratios, without_alarms
from champion_challenger.core.monitoring.stability import ENOUGH_FOR_TREND, Stability
from champion_challenger.core.reasons import Reason
from champion_challenger.errors import SettingsError
from champion_challenger.languages.language import Language
from champion_challenger.operations.retrieve_metrics_and_checks import Reading, read_value
from champion_challenger.operations.steps.ports import MetricHistory, StepHost
from champion_challenger.settings.check_volume_stability import VolumeFigure, VolumeSettings
from champion_challenger.settings.retrieve_metrics_and_checks import Place, Request

ALARM = "volume_alarm_"
_FIRST_HOUR = "0000-01-01-00"


@dataclass(frozen=True)
class Watch:
    """What every comparison of a run needs; a metric is computed and read once."""

    settings: VolumeSettings
    history: MetricHistory
    host: StepHost
    readings: dict[tuple[Place, str, bool], Reading] = field(default_factory=dict)

    def read(self, place: Place, metric: str, compute: bool) -> Reading:
        """Value of a metric, computed now where asked."""
        key = (place, metric, compute)
        if key not in self.readings:
            self.readings[key] = read_value(Request(place, "metric", metric, metric), compute, self.history, self.host)
        return self.readings[key]


@dataclass(frozen=True)
class Past:
    """Earlier values, oldest first, and when there was one that alarmed.

    Attributes
    ----------
    has_days
        Whether values are named by their day, and not by their partition.
    """

    values: Sequence[tuple[str, float]]
    alarmed: Sequence[str] = ()
    has_days: bool = False

    def reasons(self, language: Language) -> list[Reason]:
        """What is compared with, and what is not."""
        names = [name for name, _ in self.values]
        listed = self._in_words(names if len(names) < 4 else [names[0], "…", names[-1]], language)
        compared = Reason("history_compared", {"n": len(names), "names": listed}) if names else Reason("history_empty")
        left_out = Reason("history_left_out", {"names": self._in_words(self.alarmed, language)})
        return [compared, left_out] if self.alarmed else [compared]

    def _in_words(self, names: Sequence[str], language: Language) -> list[str]:
        return [language.day(name) if self.has_days else name for name in names]


@dataclass(frozen=True)
class Trend:
    """The value a year earlier, and how the newest values before this one stand to those a year before them.

    Attributes
    ----------
    before
        Name and value of a year earlier.
    earlier
        Name, value and value a year before, oldest first.
    has_days
        Whether values are named by their day, and not by their partition.
    """

    before: tuple[str, float]
    earlier: Sequence[tuple[str, float, float]]
    has_days: bool = False

    def reason(self) -> Reason:
        """What is compared with."""
        names = {"before": self.before[0], "first": self.earlier[0][0], "last": self.earlier[-1][0]}
        return Reason("history_trend", {key: self._in_words(name) for key, name in names.items()})

    def _in_words(self, name: str) -> Reason:
        return Reason("name_of_day", {"day": name}) if self.has_days else Reason("host_said", {"message": name})


def in_words(figure: VolumeFigure) -> Reason:
    """What a figure is called."""
    if figure.kind == "count":
        return Reason("figure_rows")
    if figure.divisor:
        return Reason("figure_nulls", {"column": _column(figure)})
    if figure.name == "positives" and figure.metric.startswith("col_stats:MEAN:"):
        return Reason("figure_positives", {"column": _column(figure)})
    return Reason("figure_metric", {"id": figure.metric})


def _column(figure: VolumeFigure) -> str:
    return figure.metric.split(":", 2)[2]


def value_of(figure: VolumeFigure, place: Place, watch: Watch, compute: bool) -> tuple[float | None, Stability | None]:
    """Value of a figure, or what stands in its way."""
    values = []
    for metric in (figure.metric, figure.divisor):
        if not metric:
            continue
        reading = watch.read(place, metric, compute)
        number = _number(reading.point.value) if reading.point else None
        if number is None:
            outcome = "ERROR" if reading.judgement.outcome == "OK" else reading.judgement.outcome
            reason = Reason("said_of", {"subject": metric, "reason": reading.judgement.reasons})
            return None, Stability(outcome, reason)
        values.append(number)
    if figure.divisor and values[1] == 0:
        return None, Stability("ERROR", Reason("volume_no_rows"))
    return (values[0] / values[1] if figure.divisor else values[0]), None


def past(figure: VolumeFigure, watch: Watch) -> Past:
    """Earlier values of a figure: of earlier partitions, or over time where the dataset has none."""
    place, settings = watch.settings.place, watch.settings
    if place.partition:
        known = sorted(name for name in watch.history.partitions(place) if name < place.partition)
        since = [name for name in known if _is_since(_time_of(name, place.partition), settings.history_since)]
        return _of_partitions(figure, since, watch)
    points = _points(figure, watch)
    # The last day is that of the value itself.
    before = [point for point in last_of_each_day(points)[:-1] if _is_since(_day(point), settings.history_since)]
    return _of_points(before, _points_calm(figure, points, watch), settings.history_length)


def last_year(figure: VolumeFigure, watch: Watch) -> Past:
    """The value a year earlier, if there is one that did not alarm."""
    place = watch.settings.place
    if place.partition:
        wanted = _years_before(place.partition)
        return _of_partitions(figure, [name for name in watch.history.partitions(place) if name in wanted], watch)
    points = _points(figure, watch)
    now = points[-1].computed_at if points else None
    nearest = nearest_a_year_before(last_of_each_day(points)[:-1], now) if now is not None else None
    return _of_points([nearest] if nearest else [], _points_calm(figure, points, watch), 1)


def trend(figure: VolumeFigure, watch: Watch) -> Trend | None:
    """What growth and season are read from; None where there are not enough values, or that of a year earlier alarmed.

    It takes six values before this one that have one a year before them: of monthly partitions 19 in all.
    """
    return _trend_of_partitions(figure, watch) if watch.settings.place.partition else _trend_of_points(figure, watch)


def _trend_of_partitions(figure: VolumeFigure, watch: Watch) -> Trend | None:
    place, since = watch.settings.place, watch.settings.history_since
    all_before = sorted(name for name in watch.history.partitions(place) if name < place.partition)
    known = [name for name in all_before if _is_since(_time_of(name, place.partition), since)]
    pairs = [(name, before) for name in known for before in _names_a_year_before(name) if before in known]
    now = [name for name in _names_a_year_before(place.partition) if name in known]
    if len(pairs) < ENOUGH_FOR_TREND or not now:
        return None
    base = _of_partitions(figure, now, watch).values
    values = {name: _value(figure, name, watch) for pair in pairs[-ENOUGH_FOR_TREND:] for name in pair}
    earlier = [
        (name, value, then)
        for name, before in pairs[-ENOUGH_FOR_TREND:]
        for value, then in [(values[name], values[before])]
        if value is not None and then
    ]
    return Trend(base[0], earlier) if base and base[0][1] and len(earlier) == ENOUGH_FOR_TREND else None


def _trend_of_points(figure: VolumeFigure, watch: Watch) -> Trend | None:
    points = _points(figure, watch)
    days = [point for point in last_of_each_day(points) if _is_since(_day(point), watch.settings.history_since)]
    pairs = [(day, then) for day in days for then in [_year_before_point(days, day)] if then is not None and then.value]
    # One pair more than is needed: the last one is that of the value itself.
    if len(pairs) <= ENOUGH_FOR_TREND or pairs[-1][0] is not days[-1]:
        return None
    base = pairs[-1][1]
    if base not in _points_calm(figure, points, watch):
        return None
    earlier = [(_day(day), float(day.value), float(then.value)) for day, then in pairs[-ENOUGH_FOR_TREND - 1 : -1]]
    return Trend((_day(base), float(base.value)), earlier, has_days=True)


def _year_before_point(days: Sequence[MetricPoint], day: MetricPoint) -> MetricPoint | None:
    return nearest_a_year_before(days, day.computed_at) if day.computed_at is not None else None


def _names_a_year_before(partition: str) -> tuple[str, ...]:
    try:
        return years_before(partition)
    except ValueError:
        return ()


def _years_before(partition: str) -> tuple[str, ...]:
    try:
        return years_before(partition)
    except ValueError as error:
        raise SettingsError([f"Partition: {error}, which has no year before it."]) from None


def _of_partitions(figure: VolumeFigure, names: Sequence[str], watch: Watch) -> Past:
    """Values of the newest partitions that have one."""
    values: list[tuple[str, float]] = []
    alarmed = []
    for name in names[-watch.settings.history_length :]:
        place = replace(watch.settings.place, partition=name)
        if _has_alarmed(figure, place, watch):
            alarmed.append(name)
            continue
        value = _value(figure, name, watch)
        if value is not None and _is_empty(figure, value):
            alarmed.append(name)
        elif value is not None:
            values.append((name, value))
    return Past(values, alarmed)


def _value(figure: VolumeFigure, partition: str, watch: Watch) -> float | None:
    """Value of a partition, computed where it never was."""
    place = replace(watch.settings.place, partition=partition)
    value, obstacle = value_of(figure, place, watch, compute=False)
    if obstacle is not None and watch.settings.compute_first:
        value, _ = value_of(figure, place, watch, compute=True)
    return value


def _has_alarmed(figure: VolumeFigure, place: Place, watch: Watch) -> bool:
    alarm = matching_id(ALARM + figure.name, watch.history.ids(place, "metric"))
    outcome = watch.history.last(place, "metric", alarm) if alarm else None
    return outcome is not None and bool(_number(outcome.value))


def _points(figure: VolumeFigure, watch: Watch) -> list[MetricPoint]:
    """All values over time, the current one last."""
    points = _series(figure.metric, watch)
    return ratios(points, _series(figure.divisor, watch)) if figure.divisor else points


def _points_calm(figure: VolumeFigure, points: Sequence[MetricPoint], watch: Watch) -> list[MetricPoint]:
    calm = without_alarms(points, _series(ALARM + figure.name, watch))
    return [point for point in calm if not _is_empty(figure, float(point.value))]


def _is_empty(figure: VolumeFigure, value: float) -> bool:
    """Whether there were no rows: that always alarms, whether or not the alarm was kept."""
    return figure.kind == "count" and value <= 0


def _of_points(before: Sequence[MetricPoint], calm_ones: Sequence[MetricPoint], longest: int) -> Past:
    values = [(_day(point), float(point.value)) for point in before if point in calm_ones]
    return Past(values[-longest:], [_day(point) for point in before if point not in calm_ones], has_days=True)


def _series(metric: str, watch: Watch) -> list[MetricPoint]:
    place = watch.settings.place
    metric_id = matching_id(metric, watch.history.ids(place, "metric"))
    points = watch.history.series(place, metric_id) if metric_id else []
    return [point for point in points if _number(point.value) is not None]


def _time_of(name: str, other: str) -> str:
    """The part in which two partitions of one series differ: their time."""
    pairs = zip(name.split("|"), other.split("|"))
    return next((part for part, another in pairs if part != another), name)


def _is_since(time: str, since: str) -> bool:
    """Whether a day or a period begins at another one or later; both may be of any length."""
    return not since or _first_hour(time) >= _first_hour(since)


def _first_hour(time: str) -> str:
    return time + _FIRST_HOUR[len(time) :]


def _day(point: MetricPoint) -> str:
    return f"{point.computed_at:%Y-%m-%d}" if point.computed_at else "?"


def _number(value: Value) -> float | None:
    return None if isinstance(value, (str, bool)) or not is_figure(value) else float(value)
