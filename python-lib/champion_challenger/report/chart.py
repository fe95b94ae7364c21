"""A line chart as inline SVG: cohorts from left to right, one line a contender."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from champion_challenger.report.markup import Markup, element, joined

WIDTH, HEIGHT = 560, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 26, 12, 36
_STEPS = (1, 2, 2.5, 5, 10)
_LABELS_ACROSS = 8


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: colour, width and dashes, so that no reading rests on colour alone."""

    colour: str
    width: float
    dashes: str = ""


@dataclass(frozen=True)
class Line:
    """One contender's figure over the cohorts; None leaves a gap."""

    label: str
    values: Sequence[float | None]
    stroke: Stroke


@dataclass(frozen=True)
class Frame:
    """The drawing area: from cohort number and value to coordinates."""

    cohorts: Sequence[str]
    ticks: Sequence[float]

    def x(self, position: int) -> float:
        """Coordinate of a cohort; a single one stands in the middle."""
        inner = WIDTH - _LEFT - _RIGHT
        return _LEFT + (inner * position / (len(self.cohorts) - 1) if len(self.cohorts) > 1 else inner / 2)

    def y(self, value: float) -> float:
        """Coordinate of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)


def line_chart(
    title: str, cohorts: Sequence[str], lines: Sequence[Line], write: Callable[[float | None], str]
) -> Markup:
    """Draw lines over cohorts; the first line is drawn last, hence on top."""
    values = [value for line in lines for value in line.values if value is not None]
    frame = Frame(cohorts, nice_ticks(min(values), max(values)) if values else [0.0, 1.0])
    drawn = [element("title", title), *_grid(frame, write), *(_drawn(frame, line, write) for line in reversed(lines))]
    return element("svg", *drawn, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=title)


def nice_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers that enclose low and high, at equal distances.

    Parameters
    ----------
    wanted
        About so many steps.

    Examples
    --------
    >>> nice_ticks(4.53, 6.56)
    [4.5, 5.0, 5.5, 6.0, 6.5, 7.0]
    >>> nice_ticks(3.0, 3.0)
    [2.5, 3.0, 3.5]
    """
    if high <= low:
        return [low - 0.5, low, low + 0.5]
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(size for size in _STEPS if size * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def sample(stroke: Stroke) -> Markup:
    """Short piece of a line, for the legend."""
    drawn = element("line", x1=1, y1=7, x2=37, y2=7, **_pen(stroke))
    return element("svg", drawn, viewBox="0 0 38 14", class_="sample", aria_hidden="true")


def _grid(frame: Frame, write: Callable[[float | None], str]) -> list[Markup]:
    across = [
        joined(
            [
                element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=frame.y(tick), y2=frame.y(tick), class_="grid"),
                element("text", write(tick), x=_LEFT - 8, y=frame.y(tick) + 4, class_="value"),
            ]
        )
        for tick in frame.ticks
    ]
    every = math.ceil(len(frame.cohorts) / _LABELS_ACROSS)
    below = [
        element("text", cohort, x=frame.x(position), y=HEIGHT - 12, class_="cohort")
        for position, cohort in enumerate(frame.cohorts)
        if (len(frame.cohorts) - 1 - position) % every == 0
    ]
    return across + below


def _drawn(frame: Frame, line: Line, write: Callable[[float | None], str]) -> Markup:
    pieces = [_path(frame, line)]
    radius = line.stroke.width
    for position, value in enumerate(line.values):
        if value is not None:
            told = element("title", f"{line.label}, {frame.cohorts[position]}: {write(value)}")
            dot = element("circle", told, cx=frame.x(position), cy=frame.y(value), r=radius, fill=line.stroke.colour)
            pieces.append(dot)
    return element("g", *pieces)


def _path(frame: Frame, line: Line) -> Markup:
    steps, is_open = [], False
    for position, value in enumerate(line.values):
        if value is not None:
            steps.append(f"{'L' if is_open else 'M'}{frame.x(position):.1f} {frame.y(value):.1f}")
        is_open = value is not None
    return element("path", d="".join(steps), fill="none", **_pen(line.stroke))


def _pen(stroke: Stroke) -> dict[str, str | float]:
    pen: dict[str, str | float] = {"stroke": stroke.colour, "stroke_width": stroke.width}
    return {**pen, "stroke_dasharray": stroke.dashes} if stroke.dashes else pen
