"""Dashboards: where sheets, filters and legends stand, in parts of a hundred thousand as Tableau counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from champion_challenger.report.tableau.fields import Pill
from champion_challenger.report.tableau.nodes import Attributes, Node, identifier, node
from champion_challenger.report.tableau.sheets import Sheet, dependencies
from champion_challenger.report.tableau.sources import Source

WIDTH, HEIGHT = 1400, 900
ONE, SEVERAL = "dropdown", "checkdropdown"
"""Modes of a control; with one value, *All* is not offered, since figures of several rates or scores have no mean."""

_ALL, _SIDE, _TOP = 100_000, 16_000, 7_000


@dataclass(frozen=True)
class Control:
    """A filter that a reader changes.

    Attributes
    ----------
    mode
        `ONE`, `SEVERAL`, or "" for a range.
    title
        "" for the caption of the field.
    """

    pill: Pill
    mode: str = ""
    title: str = ""


@dataclass(frozen=True)
class Placed:
    """A sheet and its share of the room: a row, and a weight in that row."""

    sheet: Sheet
    row: int
    weight: int = 1


@dataclass(frozen=True)
class Dashboard:
    """One dashboard: a title, controls and legend at the right, sheets in rows.

    Attributes
    ----------
    heights
        Weight of each row of sheets.
    legend
        Field whose colours are explained; None for none.
    """

    key: str
    name: str
    title: str
    placed: tuple[Placed, ...]
    heights: tuple[int, ...]
    controls: tuple[Control, ...] = ()
    legend: Pill | None = None

    @property
    def sheets(self) -> list[Sheet]:
        """Its sheets."""
        return [placed.sheet for placed in self.placed]

    @property
    def node(self) -> Node:
        """The dashboard."""
        size = {"maxheight": HEIGHT, "maxwidth": WIDTH, "minheight": HEIGHT, "minwidth": WIDTH}
        sources = list(dict.fromkeys(_SourceKey(sheet.source) for sheet in self.sheets))
        controlled = [control.pill for control in self.controls]
        return node(
            "dashboard",
            {"name": self.name},
            node("style"),
            node("size", {**size, "sizing-mode": "fixed"}),
            node("datasources", {}, *(key.source.link for key in sources)),
            *(
                dependencies(key.source, pills)
                for key in sources
                if (pills := [pill for pill in controlled if pill.source == key.source.id])
            ),
            node("zones", {}, self._zones()),
            identifier("dashboard", self.key),
        )

    def _zones(self) -> Node:
        # Numbered once all are there: ids are unique in a dashboard, and 1 is the zone around them.
        zones = [*self._title_zones(), *self._sheet_zones(), *self._side_zones()]
        for number, zone in enumerate(zones, start=2):
            zone.set("id", str(number))
        box = {"h": _ALL, "id": 1, "type-v2": "layout-basic", "w": _ALL, "x": 0, "y": 0}
        return node("zone", box, *zones)

    @property
    def _room(self) -> int:
        """Width that the sheets share."""
        return _ALL - _SIDE if self.controls or self.legend else _ALL

    def _title_zones(self) -> list[Node]:
        text = node("formatted-text", {}, node("run", {"bold": True, "fontsize": 18}, text=self.title))
        return [_zone((0, 0, _ALL, _TOP), {"type-v2": "text"}, text)]

    def _sheet_zones(self) -> list[Node]:
        zones = []
        unit, top = (_ALL - _TOP) / sum(self.heights), float(_TOP)
        for row, height in enumerate(self.heights):
            beside = [placed for placed in self.placed if placed.row == row]
            left, share = 0.0, self._room / max(sum(placed.weight for placed in beside), 1)
            for placed in beside:
                box = (round(left), round(top), round(share * placed.weight), round(unit * height))
                zones.append(_zone(box, {"name": placed.sheet.title}))
                left += share * placed.weight
            top += unit * height
        return zones

    def _side_zones(self) -> list[Node]:
        zones, top, height = [], _TOP, 8_000
        for control in self.controls:
            attributes: dict[str, object] = {
                "name": next(sheet for sheet in self.sheets if control.pill in sheet.filtered).title,
                "param": control.pill.reference,
                "type-v2": "filter",
                **({"mode": control.mode, "values": "database"} if control.mode else {}),
                # A mean over several rates would look like a figure.
                **({"show-all": False} if control.mode == ONE else {}),
            }
            zones.append(_zone((_ALL - _SIDE, top, _SIDE, height), attributes))
            top += height
        if self.legend:
            attributes = {
                "name": next(sheet for sheet in self.sheets if self.legend in sheet.coloured).title,
                "param": self.legend.reference,
                "pane-specification-id": 0,
                "type-v2": "color",
            }
            zones.append(_zone((_ALL - _SIDE, top, _SIDE, _ALL - top), attributes))
        return zones

    @property
    def window(self) -> Node:
        """Its window, in which each sheet fills its zone."""
        # Each sheet fills its zone: charts keep their size on any screen otherwise.
        points = [
            node("viewpoint", {"name": sheet.title}, node("zoom", {"type": "entire-view"})) for sheet in self.sheets
        ]
        return node(
            "window",
            {"class": "dashboard", "name": self.name},
            node("viewpoints", {}, *points),
            node("active", {"id": -1}),
            identifier("window", "dashboard", self.key),
        )


@dataclass(frozen=True)
class _SourceKey:
    """A data source among others, by its name."""

    source: Source

    def __hash__(self) -> int:
        return hash(self.source.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SourceKey) and other.source.name == self.source.name


def sheet_window(sheet: Sheet) -> Node:
    """Window of a sheet, which dashboards show: its own tab is hidden."""
    strips = [("left", 160, ("pages", "filters", "marks")), ("top", 2_147_483_647, ("columns", "rows", "title"))]
    edges = [
        node(
            "edge",
            {"name": side},
            *_strips(side, size, kinds),
        )
        for side, size, kinds in strips
    ]
    return node(
        "window",
        {"class": "worksheet", "hidden": True, "name": sheet.title},
        node("cards", {}, *edges),
        identifier("window", "sheet", sheet.key),
    )


def _strips(side: str, size: int, kinds: Sequence[str]) -> list[Node]:
    cards = [node("card", {"type": kind}) for kind in kinds]
    if side == "left":
        return [node("strip", {"size": size}, *cards)]
    return [node("strip", {"size": size}, card) for card in cards]


def _zone(box: tuple[int, int, int, int], attributes: Attributes, *children: Node) -> Node:
    x, y, w, h = box
    margin = node("zone-style", {}, node("format", {"attr": "margin", "value": 4}))
    return node("zone", {"h": h, "id": 0, "w": w, "x": x, "y": y, **attributes}, *children, margin)
