"""A line chart as inline SVG: one line for each version, with a band where its bounds are known."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from champion_challenger.report.markup import Markup, element, join
from champion_challenger.report.ticks import nice_ticks, shorten

WIDTH, HEIGHT = 560, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 26, 12, 36
_LABELS_ACROSS = 8
_LONE_BAND, _LONE_DOT = 5.0, 4.0
_MOST_DOTS = 24
_EVENT_ROOM, _EVENT_SIGN, _EVENT_ROW = 110, 7.0, 13
"""Room for the label of an event, and of it a sign's width and a row's height."""
_EVENT_ROWS = 4

Write = Callable[[float], str]


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: colour, width and dashes, so that no reading rests on colour alone."""

    colour: str
    width: float
    dashes: str = ""


@dataclass(frozen=True)
class ChartPoint:
    """A value at a place of the horizontal axis, which may have a name; a value of None leaves a gap."""

    x: float
    y: float | None
    low: float | None = None
    high: float | None = None
    name: str = ""


@dataclass(frozen=True)
class Line:
    """One version's figure.

    Attributes
    ----------
    is_highlighted
        Each point shows its value under the pointer, and the band between low and high is drawn.
    has_dots
        Each point is marked; of a line with many points and without values, those that have no neighbour.
    mark
        Class of its group, by which a style sheet finds the version in all charts.
    """

    label: str
    points: Sequence[ChartPoint]
    stroke: Stroke
    is_highlighted: bool = False
    has_dots: bool = True
    mark: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened at a place of the horizontal axis; the note is shown under the pointer."""

    x: float
    label: str
    note: str


@dataclass(frozen=True)
class Axis:
    """The horizontal axis: where it begins and ends, what is written below it, and what happened on the way."""

    low: float
    high: float
    marks: Sequence[tuple[float, str]]
    name: str = ""
    events: Sequence[Event] = ()


@dataclass(frozen=True)
class Frame:
    """The drawing area: from values to coordinates."""

    axis: Axis
    ticks: Sequence[float]
    write: Write = field(default=str)
    write_tick: Write = field(default=str)

    def x(self, value: float) -> float:
        """Coordinate across; a single place is in the middle."""
        inner, span = WIDTH - _LEFT - _RIGHT, self.axis.high - self.axis.low
        return _LEFT + (inner * (value - self.axis.low) / span if span else inner / 2)

    def y(self, value: float) -> float:
        """Coordinate of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        """A line through points: where it begins, and then the steps from each to the next, short to write."""
        # Rounded before the differences: rounded steps would add up to a line that ends somewhere else.
        places = [(round(10 * self.x(x)), round(10 * self.y(y))) for x, y in points]
        steps = [tuple(new - old for new, old in zip(*pair)) for pair in zip(places[1:], places)]
        return f"M{_numbers(places[0])}" + (f"l{_numbers([part for step in steps for part in step])}" if steps else "")


def _numbers(tenths: Sequence[int]) -> str:
    """Tenths of a pixel as a path takes them; a minus sign separates as a blank does.

    >>> _numbers([136, -5, 0, 20])
    '13.6-.5 0 2'
    """
    texts = [f"{tenth / 10:.1f}".removesuffix(".0").replace("-0.", "-.").replace("-0", "0") for tenth in tenths]
    return "".join(text if not place or text.startswith("-") else f" {text}" for place, text in enumerate(texts))


def cohort_axis(cohorts: Sequence[str]) -> Axis:
    """Axis with a place for each cohort; the last one is always written, and no more than fit.

    Long names are shortened at their end, or at their beginning where they would read the same.

    >>> cohort_axis(["2019-01", "2019-02"]).marks
    [(0, '2019-01'), (1, '2019-02')]
    """
    step = math.ceil(len(cohorts) / _LABELS_ACROSS)
    places = [place for place in range(len(cohorts)) if (len(cohorts) - 1 - place) % step == 0]
    names = [shorten(cohorts[place], 14) for place in places]
    # Long names often differ at their end alone.
    if len(set(names)) < len(names):
        names = ["…" + cohorts[place][-13:] for place in places]
    return Axis(0, len(cohorts) - 1, list(zip(places, names)))


def line_chart(
    title: str, axis: Axis, lines: Sequence[Line], write: Write, write_tick: Callable[[float, float], str] | None = None
) -> Markup:
    """Draw lines; the first one is drawn last, so that it is on top; bands are below all lines.

    Parameters
    ----------
    write
        A value in words.
    write_tick
        A tick and the distance to the next one in words, so fine that no two ticks read the same; by default `write`.
    """
    values = [value for line in lines for value in _values(line)]
    # A chart without a value still has its axis, so that a reader sees that nothing is known.
    ticks = nice_ticks(min(values), max(values)) if values else [0.0, 1.0]
    finer, step = write_tick, ticks[1] - ticks[0]
    frame = Frame(axis, ticks, write, write if finer is None else lambda tick: finer(tick, step))
    parts = [
        element("title", title),
        *_grid(frame),
        *_events(frame),
        *(_band(frame, line) for line in reversed(lines) if line.is_highlighted),
        *(_line(frame, line) for line in reversed(lines)),
    ]
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=title)


def sample(stroke: Stroke) -> Markup:
    """Short piece of a line, for the legend."""
    line = element("line", x1=1, y1=7, x2=37, y2=7, **_pen(stroke))
    return element("svg", line, viewBox="0 0 38 14", class_="sample", aria_hidden="true")


def _values(line: Line) -> list[float]:
    bounds = [bound for point in line.points for bound in (point.low, point.high)] if line.is_highlighted else []
    return [value for value in [*(point.y for point in line.points), *bounds] if value is not None]


def _grid(frame: Frame) -> list[Markup]:
    across = [
        join(
            [
                element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=frame.y(tick), y2=frame.y(tick), class_="grid"),
                element("text", frame.write_tick(tick), x=_LEFT - 8, y=frame.y(tick) + 4, class_="value"),
            ]
        )
        for tick in frame.ticks
    ]
    last = len(frame.axis.marks) - 1
    below = [
        element("text", text, x=frame.x(value), y=HEIGHT - 16, class_="mark" if (last - place) % 2 == 0 else "mark odd")
        for place, (value, text) in enumerate(frame.axis.marks)
    ]
    name = element("text", frame.axis.name, x=WIDTH - _RIGHT, y=HEIGHT - 2, class_="value") if frame.axis.name else ""
    return [*across, *below, Markup(name)]


def _events(frame: Frame) -> Iterator[Markup]:
    """Events from left to right, each label in the first row where it covers none before it."""
    ends = [0.0] * _EVENT_ROWS
    for event in sorted(frame.axis.events, key=lambda event: event.x):
        x, width = frame.x(event.x), _EVENT_SIGN * len(event.label)
        is_right = x > WIDTH - _RIGHT - _EVENT_ROOM
        start = x - 4 - width if is_right else x + 4
        # With more events at one place than rows, labels cover each other; the note under the pointer is still there.
        row = next((place for place, end in enumerate(ends) if start >= end), _EVENT_ROWS - 1)
        ends[row] = start + width
        yield _event(x, event, is_right=is_right, row=row)


def _event(x: float, event: Event, *, is_right: bool, row: int) -> Markup:
    """A vertical line with its label at the top, which keeps inside the drawing."""
    place = {"x": x - 4 if is_right else x + 4, "y": _TOP + 9 + _EVENT_ROW * row}
    return element(
        "g",
        element("title", event.note),
        element("line", x1=x, x2=x, y1=_TOP, y2=HEIGHT - _BOTTOM, class_="event"),
        element("text", event.label, **place, class_="event" + " left" * is_right),
    )


def _band(frame: Frame, line: Line) -> Markup:
    pieces = [_area(frame, run) for run in _runs(line.points)]
    return element("path", d="".join(pieces), fill=line.stroke.colour, class_="band") if pieces else Markup("")


def _runs(points: Sequence[ChartPoint]) -> list[list[ChartPoint]]:
    """Neighbouring points that have bounds."""
    runs: list[list[ChartPoint]] = [[]]
    for point in points:
        if point.low is None or point.high is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _area(frame: Frame, run: Sequence[ChartPoint]) -> str:
    # A single cohort has no width: without a small one, its bounds would not be seen.
    if len(run) == 1:
        left = frame.x(run[0].x) - _LONE_BAND
        top, bottom = frame.y(run[0].high or 0.0), frame.y(run[0].low or 0.0)
        return f"M{left:.1f} {top:.1f}h{2 * _LONE_BAND:.0f}V{bottom:.1f}h-{2 * _LONE_BAND:.0f}Z"
    above = [(point.x, point.high or 0.0) for point in run]
    below = [(point.x, point.low or 0.0) for point in reversed(run)]
    return f"{frame.path([*above, *below])}Z"


def _line(frame: Frame, line: Line) -> Markup:
    runs = _known_runs(line.points)
    dots = [point for run in runs for point in run] if line.has_dots else []
    path = "".join(frame.path(run) for run in _places(runs))
    pieces = [element("title", line.label), element("path", d=path, fill="none", **_pen(line.stroke))]
    look = {"class_": line.mark} if line.mark else {}
    # Only dots that are pointed at are elements of their own: a page has thousands of points.
    if line.is_highlighted or len(dots) == 1:
        radius = line.stroke.width if line.is_highlighted else _LONE_DOT
        pieces += [_dot_with_value(frame, line, point, radius) for point in dots]
        look = {**look, "fill": line.stroke.colour} if dots else look
    elif dots:
        marked = dots if len(line.points) <= _MOST_DOTS else [run[0] for run in runs if len(run) == 1]
        # A line of no length with round ends is a dot: many of them are one element.
        path = "".join(f"{frame.path(place)}h0" for place in _places([[point] for point in marked]))
        pieces += [element("path", d=path, stroke=line.stroke.colour, class_="dots")] if marked else []
    return element("g", *pieces, **look)


def _known_runs(points: Sequence[ChartPoint]) -> list[list[ChartPoint]]:
    """Neighbouring points that have a value."""
    return [list(run) for is_known, run in groupby(points, lambda point: point.y is not None) if is_known]


def _places(runs: Sequence[Sequence[ChartPoint]]) -> list[list[tuple[float, float]]]:
    return [[(point.x, point.y or 0.0) for point in run] for run in runs]


def _dot_with_value(frame: Frame, line: Line, point: ChartPoint, radius: float) -> Markup:
    """A dot in the colour of its group, with what it stands for under the pointer."""
    y, name = point.y or 0.0, ", ".join(part for part in (line.label, point.name) if part)
    title = element("title", f"{name}: {frame.write(y)}")
    return element("circle", title, cx=frame.x(point.x), cy=frame.y(y), r=radius)


def _pen(stroke: Stroke) -> dict[str, str | float]:
    pen: dict[str, str | float] = {"stroke": stroke.colour, "stroke_width": stroke.width}
    return {**pen, "stroke_dasharray": stroke.dashes} if stroke.dashes else pen
