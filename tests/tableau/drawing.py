"""A drawing of a workbook's first dashboard: its own zones, and in each the marks that Hyper finds for the sheet."""

from __future__ import annotations

from typing import Any

from champion_challenger.report.chart import ChartPoint, Line, Stroke, cohort_axis, line_chart
from champion_challenger.report.markup import Markup, element, join
from tests.tableau.book import Sheet
from tests.tableau.hyper import Database

NOTE = "Drawing made from the workbook's rows, not a screenshot: the workbook was not opened in Tableau yet."
_WIDTH, _HEIGHT, _STRIP = 1400, 900, 34
_QUIET, _LINE = "#5a6472", "#d9dee5"
_WEIGHTS = {1: 1.6, 3: 4.0}


class Drawing:
    """The first dashboard of a workbook as SVG."""

    def __init__(self, database: Database) -> None:
        self._database, self._book = database, database.book
        self._dashboard: Any = self._book.root.find("dashboards/dashboard")
        self._score = next(
            str(member) for sheet in self._book.sheets.values() if (member := sheet.filters.get("none:score_id:nk"))
        )
        maps = self._book.root.findall("datasources/datasource/style/style-rule/encoding/map")
        self._colours = {str(one.findtext("bucket"))[1:-1]: str(one.get("to")) for one in maps}

    def svg(self) -> str:
        """The drawing, with a sentence that says what it is."""
        zones = [one for one in self._dashboard.iter("zone") if one.get("type-v2") != "layout-basic"]
        parts = [
            element("title", f"{self._dashboard.get('name')}. {NOTE}"),
            element("rect", width=_WIDTH, height=_HEIGHT + _STRIP, fill="#fff"),
            *(self._zone(zone) for zone in zones),
            element("rect", y=_HEIGHT, width=_WIDTH, height=_STRIP, fill="#fdf1e8"),
            _text(14, _HEIGHT + 22, NOTE, 15, "#1c2430", bold=True),
        ]
        size = f"0 0 {_WIDTH} {_HEIGHT + _STRIP}"
        style = element("style", Markup(_STYLE))
        return str(element("svg", style, *parts, xmlns="http://www.w3.org/2000/svg", viewBox=size, role="img"))

    def _zone(self, zone: Any) -> Markup:
        x, w = (int(zone.get(name)) * _WIDTH / 100_000 for name in ("x", "w"))
        y, h = (int(zone.get(name)) * _HEIGHT / 100_000 for name in ("y", "h"))
        kind, sheet = zone.get("type-v2"), self._book.sheets.get(zone.get("name") or "")
        if kind == "text":
            return _text(x + 14, y + h / 2 + 9, "".join(zone.itertext()).strip(), 26, "#1c2430", bold=True)
        assert sheet is not None
        if kind == "filter":
            return self._filter(zone, sheet, x, y, w)
        if kind == "color":
            return self._legend(sheet, x, y)
        inside = (
            self._lines(sheet, x, y, w, h) if "none:calc_cohort_date:qk" in sheet.shown else self._texts(sheet, x, y)
        )
        frame = element("rect", x=x + 4, y=y + 2, width=w - 8, height=h - 6, fill="none", stroke=_LINE)
        return join([frame, *_titles(sheet, x + 14, y + 22), inside])

    def _filter(self, zone: Any, sheet: Sheet, x: float, y: float, w: float) -> Markup:
        name = zone.get("param").rpartition("[")[2].rstrip("]")
        source, instance = self._book.sources[sheet.source], sheet.instances[name]
        member = (sheet.filters.get(name) or "").strip('"')
        shown = f"{float(member):.0%}" if instance.field == "calc_rate" else member or "(all)"
        caption = source.fields[instance.field].get("caption")
        return join(
            [
                _text(x + 10, y + 20, caption, 13, _QUIET),
                element("rect", x=x + 10, y=y + 27, width=w - 24, height=26, fill="#fff", stroke=_LINE),
                _text(x + 18, y + 45, shown, 13.5, "#1c2430"),
                _text(x + w - 30, y + 45, "▾", 13, _QUIET),
            ]
        )

    def _legend(self, sheet: Sheet, x: float, y: float) -> Markup:
        names = self._database.order(sheet, self._score.strip('"'))
        rows = [
            join(
                [
                    element(
                        "line",
                        x1=x + 10,
                        x2=x + 40,
                        y1=y + 30 + 21 * place,
                        y2=y + 30 + 21 * place,
                        **_pen(self._stroke(name, place)),
                    ),
                    _text(x + 48, y + 35 + 21 * place, name, 12, "#1c2430", bold=place == 0),
                ]
            )
            for place, name in enumerate(names)
        ]
        return join([_text(x + 10, y + 14, "Version", 13, _QUIET), *rows])

    def _stroke(self, name: str, place: int) -> Stroke:
        return Stroke(self._colours.get(name, "#6f6f6f"), _WEIGHTS[3 if place == 0 else 1])

    def _lines(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> Markup:
        rows = self._database.rows(sheet)
        measure = next(one.field for one in sheet.instances.values() if one.derivation == "Avg")
        cohorts = [cohort for _, cohort in sorted({(row["calc_cohort_date"], row["cohort"]) for row in rows})]
        lines = []
        for place, name in enumerate(self._database.order(sheet, self._score.strip('"'))):
            found = {row["cohort"]: row[measure] for row in rows if row["calc_version"] == name}
            points = [ChartPoint(at, found.get(cohort)) for at, cohort in enumerate(cohorts)]
            lines.append(Line(name, points, self._stroke(name, place)))
        is_share = (self._book.sources[sheet.source].fields[measure].get("default-format") or "").startswith("p")
        chart = line_chart(
            sheet.name, cohort_axis(cohorts), lines, lambda value: f"{value:.1%}" if is_share else f"{value:.3g}"
        )
        inner = chart.split(">", 1)[1].rsplit("</svg>", 1)[0]
        box = chart.split('viewBox="', 1)[1].split('"', 1)[0]
        return element("svg", Markup(inner), x=x + 10, y=y + 48, width=w - 20, height=h - 58, viewBox=box)

    def _texts(self, sheet: Sheet, x: float, y: float) -> Markup:
        (row,) = self._database.rows(sheet, score_id=self._score)
        return _text(x + 14, y + 62, "   ".join(str(value) for value in row.values()), 22, "#1c2430", bold=True)


def _titles(sheet: Sheet, x: float, y: float) -> list[Markup]:
    title, *rest = [str(one.text).strip() for one in sheet.node.findall("layout-options/title/formatted-text/run")]
    return [_text(x, y, title, 16, "#1c2430", bold=True), *(_text(x, y + 18, one, 12, _QUIET) for one in rest)]


def _text(x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False) -> Markup:
    style = f"font-size:{size}px;fill:{colour};font-weight:{700 if bold else 400}"
    return element("text", text, x=x, y=y, style=style)


def _pen(stroke: Stroke) -> dict[str, str | float]:
    return {"stroke": stroke.colour, "stroke_width": stroke.width}


_STYLE = """
text { font-family: "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 12px; fill: #5a6472; }
text.value { text-anchor: end; } text.mark { text-anchor: middle; } .grid { stroke: #d9dee5; }
.dots { fill: none; stroke-width: 4; stroke-linecap: round; } text.odd { display: none; }
"""


def drawing(database: Database) -> str:
    """The drawing of a workbook's first dashboard."""
    return Drawing(database).svg() + "\n"
