"""A line chart as inline SVG: one line for each version, with a band where its bounds are known."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from champion_challenger.report.markup import Markup, element, join

WIDTH, HEIGHT = 560, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 26, 12, 36
_STEPS = (1, 2, 2.5, 5, 10)
_LABELS_ACROSS = 8
_LONE_BAND, _LONE_DOT = 5.0, 4.0
_EVENT_ROOM = 110

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
        Each point is marked.
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

    def at(self, x: float, y: float) -> str:
        """Both coordinates, as a path writes them."""
        return f"{self.x(x):.1f} {self.y(y):.1f}"


def cohort_axis(cohorts: Sequence[str]) -> Axis:
    """Axis with a place for each cohort; the last one is always written, and no more than fit.

    Long names are shortened at their end, or at their beginning where they would read the same.

    >>> cohort_axis(["2019-01", "2019-02"]).marks
    [(0, '2019-01'), (1, '2019-02')]
    """
    step = math.ceil(len(cohorts) / _LABELS_ACROSS)
    places = [place for place in range(len(cohorts)) if (len(cohorts) - 1 - place) % step == 0]
    names = [shorten(cohorts[place], 14) for place in places]
    if len(set(names)) < len(names):
        names = ["…" + cohorts[place][-13:] for place in places]
    return Axis(0, len(cohorts) - 1, list(zip(places, names)))


def line_chart(
    title: str, axis: Axis, lines: Sequence[Line], write: Write, write_tick: Callable[[float, float], str] | None = None
) -> Markup:
    """Draw lines; the first one is drawn last, hence on top, and bands lie below all lines.

    Parameters
    ----------
    write
        A value in words.
    write_tick
        A tick and the distance to the next one in words, so fine that no two ticks read the same; by default `write`.
    """
    values = [value for line in lines for value in _values(line)]
    ticks = nice_ticks(min(values), max(values)) if values else [0.0, 1.0]
    finer, step = write_tick, ticks[1] - ticks[0]
    frame = Frame(axis, ticks, write, write if finer is None else lambda tick: finer(tick, step))
    parts = [
        element("title", title),
        *_grid(frame),
        *(_event(frame, event) for event in axis.events),
        *(_band(frame, line) for line in reversed(lines) if line.is_highlighted),
        *(_line(frame, line) for line in reversed(lines)),
    ]
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=title)


def nice_ticks(low: float, high: float, steps: int = 5) -> list[float]:
    """Round numbers that enclose low and high, at equal distances.

    Parameters
    ----------
    steps
        About how many there are.

    Examples
    --------
    >>> nice_ticks(4.53, 6.56)
    [4.5, 5.0, 5.5, 6.0, 6.5, 7.0]
    >>> nice_ticks(3.0, 3.0)
    [2.5, 3.0, 3.5]
    """
    if high <= low:
        return [low - 0.5, low, low + 0.5]
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(size for size in _STEPS if size * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def decimals(step: float) -> int:
    """Decimals with which numbers at such a distance read differently.

    >>> decimals(0.25), decimals(0.0005), decimals(20.0)
    (2, 4, 0)
    """
    return next(places for places in range(12) if math.isclose(round(step, places), step, rel_tol=1e-6))


def shorten(text: str, length: int) -> str:
    """Text of at most so many characters; what is left out is shown by an ellipsis.

    >>> shorten("2019-01", 14), shorten("a very long cohort", 8)
    ('2019-01', 'a very …')
    """
    return text if len(text) <= length else text[: length - 1] + "…"


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


def _event(frame: Frame, event: Event) -> Markup:
    """A vertical line with its label at the top, which keeps inside the drawing."""
    x = frame.x(event.x)
    is_right = x > WIDTH - _RIGHT - _EVENT_ROOM
    return element(
        "g",
        element("title", event.note),
        element("line", x1=x, x2=x, y1=_TOP, y2=HEIGHT - _BOTTOM, class_="event"),
        element("text", event.label, x=x - 4 if is_right else x + 4, y=_TOP + 9, class_="event" + " left" * is_right),
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
    if len(run) == 1:
        left = frame.x(run[0].x) - _LONE_BAND
        top, bottom = frame.y(run[0].high or 0.0), frame.y(run[0].low or 0.0)
        return f"M{left:.1f} {top:.1f}h{2 * _LONE_BAND:.0f}V{bottom:.1f}h-{2 * _LONE_BAND:.0f}Z"
    above = "L".join(frame.at(point.x, point.high or 0.0) for point in run)
    below = "L".join(frame.at(point.x, point.low or 0.0) for point in reversed(run))
    return f"M{above}L{below}Z"


def _line(frame: Frame, line: Line) -> Markup:
    pieces = [element("title", line.label), _path(frame, line)]
    dots = [(point, point.y) for point in line.points if point.y is not None]
    if len(dots) == 1 and line.has_dots and not line.is_highlighted:
        pieces.append(_dot_with_value(frame, line, *dots[0], _LONE_DOT))
    elif line.is_highlighted and line.has_dots:
        pieces += [_dot_with_value(frame, line, point, y) for point, y in dots]
    elif line.has_dots and dots:
        path = "".join(f"M{frame.at(point.x, y)}h0" for point, y in dots)
        pieces.append(element("path", d=path, stroke=line.stroke.colour, class_="dots"))
    return element("g", *pieces, **({"class_": line.mark} if line.mark else {}))


def _dot_with_value(frame: Frame, line: Line, point: ChartPoint, y: float, radius: float = 0.0) -> Markup:
    name = ", ".join(part for part in (line.label, point.name) if part)
    title = element("title", f"{name}: {frame.write(y)}")
    r = radius or line.stroke.width
    return element("circle", title, cx=frame.x(point.x), cy=frame.y(y), r=r, fill=line.stroke.colour)


def _path(frame: Frame, line: Line) -> Markup:
    steps, is_open = [], False
    for point in line.points:
        if point.y is not None:
            steps.append(f"{'L' if is_open else 'M'}{frame.at(point.x, point.y)}")
        is_open = point.y is not None
    return element("path", d="".join(steps), fill="none", **_pen(line.stroke))


def _pen(stroke: Stroke) -> dict[str, str | float]:
    pen: dict[str, str | float] = {"stroke": stroke.colour, "stroke_width": stroke.width}
    return {**pen, "stroke_dasharray": stroke.dashes} if stroke.dashes else pen
