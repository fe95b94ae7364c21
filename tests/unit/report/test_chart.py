"""Line charts: round ticks that enclose the values, gaps where there is none, bands where bounds are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from champion_challenger.languages.numbers import NumberFormat
from champion_challenger.report.chart import ChartPoint, Event, Line, Stroke, cohort_axis, line_chart
from champion_challenger.report.ticks import decimals

PEN = Stroke("#000000", 2.0)


def chart(values: Sequence[float | None], **line: Any) -> str:
    """Chart of one line over cohorts."""
    cohorts = [f"c{place}" for place in range(len(values))]
    points = [ChartPoint(place, value, name=cohort) for place, (value, cohort) in enumerate(zip(values, cohorts))]
    return line_chart(
        "Lift", cohort_axis(cohorts), [Line("v", points, PEN, **line)], lambda value: NumberFormat().decimals(value, 2)
    )


def test_missing_value_breaks_the_line() -> None:
    """The path starts again after a gap, which has no dot."""
    drawn = chart([1.0, 2.0, None, 3.0], is_highlighted=True)
    path = drawn[drawn.index(' d="') : drawn.index(' fill="none"')]
    assert (path.count("M"), path.count("l")) == (2, 1)
    assert re.findall(r"v, (c\d): ([\d.]+)", drawn) == [("c0", "1.00"), ("c1", "2.00"), ("c3", "3.00")]


def test_dots_of_a_line_that_is_not_told_are_one_path() -> None:
    """A hundred lines of two years stay small."""
    drawn = chart([1.0, 2.0, None, 3.0])
    assert drawn.count("<circle") == 0
    assert drawn.count("h0") == 3


def test_band_spans_the_bounds_and_breaks_at_gaps() -> None:
    """Two neighbours make an area, a lone point a small box."""
    bounded = [
        ChartPoint(0, 1.0, 0.5, 1.5),
        ChartPoint(1, 1.2, 0.7, 1.7),
        ChartPoint(2, 1.1),
        ChartPoint(3, 1.3, 0.9, 1.9),
    ]
    line = Line("v", bounded, PEN, is_highlighted=True)
    drawn = line_chart("Lift", cohort_axis(list("abcd")), [line], lambda value: NumberFormat().decimals(value, 2))
    band = re.search(r'd="([^"]+)" fill="#000000" class="band"', drawn)
    assert band is not None
    assert band.group(1).count("Z") == 2
    assert "h10V" in band.group(1)


def test_bounds_widen_the_vertical_axis() -> None:
    """A band is never cut off."""
    line = Line("v", [ChartPoint(0, 1.0, 0.2, 4.9), ChartPoint(1, 1.1, 0.3, 4.8)], PEN, is_highlighted=True)
    drawn = line_chart("Lift", cohort_axis(["a", "b"]), [line], lambda value: NumberFormat().decimals(value, 0))
    assert re.findall(r'class="value">(\d)<', drawn) == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize("values", [[None], [0.5]])
def test_chart_of_next_to_nothing_is_still_a_chart(values: list[float | None]) -> None:
    """No value and a single value are drawn without a division by zero."""
    assert chart(values).startswith("<svg")


def test_many_cohorts_have_few_names_and_the_last_one_always() -> None:
    """Names do not run into each other."""
    marks = cohort_axis([f"2019-{month:02d}" for month in range(1, 25)]).marks
    assert len(marks) == 8
    assert marks[-1] == (23, "2019-24")


def test_no_two_labels_of_an_axis_read_the_same() -> None:
    """Ticks that lie close together have the decimals to tell them apart; long names keep the end that differs."""
    drawn = line_chart(
        "Lift",
        cohort_axis(["customers of 2019-01", "customers of 2019-02"]),
        [Line("v", [ChartPoint(0, 5.001), ChartPoint(1, 5.004)], PEN)],
        lambda value: NumberFormat().decimals(value, 2),
        lambda tick, step: NumberFormat().decimals(tick, decimals(step)),
    )
    ticks = re.findall(r'class="value">([^<]+)', drawn)

    assert len(ticks) == len(set(ticks)) > 2
    assert re.findall(r'class="mark[^"]*">([^<]+)', drawn) == ["…rs of 2019-01", "…rs of 2019-02"]


def test_a_version_on_a_single_cohort_is_seen() -> None:
    """As a dot of its own, where other lines have the finest dots."""
    assert chart([None, 2.0, None]).count("<circle") == 1
    assert chart([1.0, 2.0, None]).count("<circle") == 0


@pytest.mark.parametrize(
    ("places", "rows"), [((0, 12), (0, 0)), ((11.4, 12.5), (0, 1)), ((1, 1.2, 1.4, 4), (0, 1, 2, 0))]
)
def test_labels_of_events_that_are_near_each_other_stand_in_rows(places: Sequence[float], rows: Sequence[int]) -> None:
    """Also at the right edge, where they stand to the left of their lines."""
    axis = cohort_axis([f"c{place}" for place in range(14)])
    events = [Event(place, "1998-02-28", "note") for place in reversed(places)]
    line = Line("v", [ChartPoint(0, 1.0), ChartPoint(13, 2.0)], PEN)
    drawn = line_chart("Lift", replace(axis, events=events), [line], str)

    heights = [int(y) for y in re.findall(r'y="(\d+)" class="event', drawn) if y not in ("12", "264")]
    assert heights == [21 + 13 * row for row in rows]
