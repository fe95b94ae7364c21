"""Figures read back from the report's page: values from the lines of its charts, texts from its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import html

from tests.chart_lines import points_of


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes
    ----------
    lines
        By name: places along the axis, in pixels, with values.
    precision
        Value of a tenth of a pixel, the finest that the drawing tells apart.
    """

    name: str
    lines: dict[str, list[tuple[float, float]]]
    precision: float


def chart_of(page: str, name: str, panel: str = "") -> Chart | None:
    """Chart of a name, among those that are the same for all rates, or in the panel of a rate; None without one."""
    for figure in html.fromstring(page).xpath("//figure"):
        panels = figure.xpath("ancestor::*[contains(concat(' ', @class, ' '), ' panel ')]/@class")
        is_there = panel in (panels[0].split() if panels else [""])
        if is_there and figure.xpath(".//strong")[0].text == name:
            return _chart(figure)
    return None


def facts_of(page: str) -> dict[str, str]:
    """Facts at the top of a page: name to value."""
    root = html.fromstring(page)
    return {
        one.findtext("dt"): "".join(one.xpath("./dd/text() | ./dd/span//text()")).strip()
        for one in root.xpath("//dl[@class='facts']/div")
    }


def _chart(figure: Any) -> Chart:
    (svg,) = figure.xpath(".//*[local-name()='svg']")
    texts = svg.xpath("./*[local-name()='text'][@class='value']")
    ticks = [(float(one.get("y")) - 4, _number(one.text)) for one in texts if one.text]
    (low, low_value), (high, high_value) = ticks[0], ticks[-1]
    scale = (high_value - low_value) / (high - low)
    lines = {}
    for group in svg.xpath("./*[local-name()='g']"):
        title, path = group.find("title"), group.find("path")
        if path is not None and path.get("fill") == "none":
            points = points_of(path.get("d") or "")
            lines[str(title.text)] = [(x, low_value + (y - low) * scale) for x, y in points]
    return Chart(figure.xpath(".//strong")[0].text, lines, abs(scale) * 0.1 + 0.001)


def _number(text: str) -> float:
    """A tick's text as a number: minus signs, narrow spaces and percent signs are those of the report."""
    plain = text.replace("−", "-").replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
    return float(plain.rstrip("%")) / (100 if plain.endswith("%") else 1)
