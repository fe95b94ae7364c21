"""A sheet: which fields it shows where, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from champion_challenger.report.tableau.fields import Pill
from champion_challenger.report.tableau.nodes import USER, Node, identifier, node, quote
from champion_challenger.report.tableau.sources import Source

NAMES, VALUES = "[:Measure Names]", "[Multiple Values]"


@dataclass(frozen=True)
class Filter:
    """What a sheet shows of a field.

    Attributes
    ----------
    member
        The only value that is shown first; None for all, also those of later data.
    group
        Number that sheets share whose filters change together; 0 for a filter of this sheet alone.
    """

    pill: Pill
    member: str | None = None
    group: int = 0

    @property
    def node(self) -> Node:
        """The filter in the sheet."""
        attributes: dict[str, object] = {"column": self.pill.reference}
        if self.group:
            attributes["filter-group"] = self.group
        if self.pill.instance.endswith(":qk]"):
            return node("filter", {"class": "quantitative", **attributes, "included-values": "all"})
        return node("filter", {"class": "categorical", **attributes}, self._group())

    def _group(self) -> Node:
        level = {"level": self.pill.instance, f"{USER}ui-domain": "database", f"{USER}ui-marker": "enumerate"}
        if self.member is None:
            return node("groupfilter", {"function": "level-members", **level, f"{USER}ui-enumeration": "all"})
        return node(
            "groupfilter",
            {"function": "member", "member": self.member, **level, f"{USER}ui-enumeration": "inclusive"},
        )


@dataclass(frozen=True)
class Layer:
    """Marks over one axis.

    Attributes
    ----------
    mark
        ``Line``, ``Circle``, ``GanttBar``, ``Text`` and so on.
    encodings
        Pairs of encoding and pill.
    axis
        Measure of the axis that it stands on, where a sheet has two.
    """

    mark: str
    encodings: tuple[tuple[str, Pill], ...] = ()
    axis: Pill | None = None


@dataclass(frozen=True)
class Sheet:
    """One worksheet.

    Attributes
    ----------
    key
        Its name in the code, whatever the language.
    title
        Its name in the workbook.
    rows, columns
        What is on the shelves: one pill inside the other, or measures on one axis (`is_layered`).
    layers
        One, or two over a common axis, the second in front.
    values
        Measures of a table, whose names are its columns.
    sorts
        Pairs of a field and the measure that orders it, the largest first.
    titles
        What axes say: pairs of pill and text.
    """

    key: str
    source: Source
    title: str
    rows: tuple[Pill, ...] = ()
    columns: tuple[Pill, ...] = ()
    layers: tuple[Layer, ...] = (Layer("Automatic"),)
    values: tuple[Pill, ...] = ()
    filters: tuple[Filter, ...] = ()
    sorts: tuple[tuple[Pill, Pill], ...] = ()
    titles: tuple[tuple[Pill, str], ...] = ()
    subtitle: str = ""

    @property
    def pills(self) -> list[Pill]:
        """Every pill, each once."""
        encoded = [pill for layer in self.layers for _, pill in layer.encodings]
        sorted_by = [pill for pair in self.sorts for pill in pair]
        return list(dict.fromkeys([*self.rows, *self.columns, *encoded, *self.values, *self.filtered, *sorted_by]))

    @property
    def filtered(self) -> list[Pill]:
        """What its filters are of."""
        return [applied.pill for applied in self.filters]

    @property
    def coloured(self) -> list[Pill]:
        """What its colours mean."""
        return [pill for layer in self.layers for name, pill in layer.encodings if name == "color"]

    @property
    def node(self) -> Node:
        """The worksheet."""
        runs = [node("run", {"bold": True, "fontsize": 12}, text=self.title)]
        if self.subtitle:
            runs.append(node("run", {"fontsize": 9, "fontcolor": "#5a6472"}, text=f"\n{self.subtitle}"))
        title = node("layout-options", {}, node("title", {}, node("formatted-text", {}, *runs)))
        table = node(
            "table",
            {},
            self._view(),
            self._style(),
            node("panes", {}, *self._panes()),
            node("rows", text=_shelf(self.rows, is_layered=self._layers == "rows")),
            node("cols", text=self._columns()),
        )
        return node("worksheet", {"name": self.title}, title, table, identifier("sheet", self.key))

    @property
    def _layers(self) -> str:
        """Shelf with two measures on one axis; "" without."""
        if len(self.layers) == 1:
            return ""
        return "rows" if self.layers[-1].axis in self.rows else "cols"

    def _columns(self) -> str:
        return f"[{self.source.id}].{NAMES}" if self.values else _shelf(self.columns, is_layered=self._layers == "cols")

    def _view(self) -> Node:
        filters = [entry.node for entry in self.filters]
        sliced = [entry.pill.reference for entry in self.filters]
        if self.values:
            filters.append(self._measures())
            sliced.append(f"[{self.source.id}].{NAMES}")
        sorts = [
            node("computed-sort", {"column": entry.reference, "direction": "DESC", "using": by.reference})
            for entry, by in self.sorts
        ]
        return node(
            "view",
            {},
            node("datasources", {}, self.source.link),
            dependencies(self.source, self.pills),
            *filters,
            *sorts,
            node("slices", {}, *(node("column", text=entry) for entry in sliced)) if sliced else None,
            node("aggregation", {"value": True}),
        )

    def _measures(self) -> Node:
        members = [
            node("groupfilter", {"function": "member", "level": NAMES, "member": quote(pill.reference)})
            for pill in self.values
        ]
        union = node("groupfilter", {"function": "union", f"{USER}op": "manual"}, *members)
        return node("filter", {"class": "categorical", "column": f"[{self.source.id}].{NAMES}"}, union)

    def _panes(self) -> Iterable[Node]:
        side = "y-axis-name" if self._layers == "rows" else "x-axis-name"
        for place, layer in enumerate(self.layers):
            attributes: dict[str, object] = {"selection-relaxation-option": "selection-relaxation-allow"}
            if layer.axis is not None:
                attributes = {"id": place + 1, **attributes, side: layer.axis.reference}
            encodings = [node(name, {"column": pill.reference}) for name, pill in layer.encodings]
            if self.values:
                encodings.append(node("text", {"column": f"[{self.source.id}].{VALUES}"}))
            yield node(
                "pane",
                attributes,
                node("view", {}, node("breakdown", {"value": "auto"})),
                node("mark", {"class": layer.mark}),
                node("encodings", {}, *encodings) if encodings else None,
            )

    def _style(self) -> Node:
        rules = [node("style-rule", {"element": "axis"}, *self._axes())]
        formats = [(pill, pill.field.format) for pill in self.pills if pill.field.format]
        for element in ("cell", "label"):
            rules.append(
                node(
                    "style-rule",
                    {"element": element},
                    *(
                        node("format", {"attr": "text-format", "field": pill.reference, "value": value})
                        for pill, value in formats
                    ),
                )
            )
        return node("style", {}, *(rule for rule in rules if len(rule)))

    def _axes(self) -> Iterable[Node]:
        scopes = {pill: "rows" if pill in self.rows else "cols" for pill in (*self.rows, *self.columns)}
        if self._layers:
            front = self.layers[-1].axis
            assert front is not None
            yield node(
                "encoding",
                {
                    "attr": "space",
                    "class": 0,
                    "field": front.reference,
                    "field-type": "quantitative",
                    "fold": True,
                    "scope": scopes[front],
                    "synchronized": True,
                    "type": "space",
                },
            )
            yield _axis_format("display", front, scopes[front], "false")
        for pill, text in self.titles:
            yield _axis_format("title", pill, scopes[pill], text)
        for pill, scope in scopes.items():
            if pill.field.format and pill.instance.endswith(":qk]"):
                yield node(
                    "format",
                    {"attr": "text-format", "field": pill.reference, "scope": scope, "value": pill.field.format},
                )


def dependencies(source: Source, pills: Sequence[Pill]) -> Node:
    """Fields of a source that pills show, with those that their formulas read."""
    needed = source.fields_for([pill.field.name for pill in pills])
    return node(
        "datasource-dependencies",
        {"datasource": source.id},
        *(field.node for field in needed),
        *(pill.node for pill in pills),
    )


def _axis_format(name: str, pill: Pill, scope: str, value: str) -> Node:
    return node("format", {"attr": name, "class": 0, "field": pill.reference, "scope": scope, "value": value})


def _shelf(pills: Sequence[Pill], *, is_layered: bool) -> str:
    """Dimensions outside, measures inside; two measures on one axis are added."""
    inside = [pill.reference for pill in pills if pill.instance.endswith(":qk]")]
    outside = [pill.reference for pill in pills if not pill.instance.endswith(":qk]")]
    measures = f"({' + '.join(inside)})" if is_layered else " + ".join(inside)
    dimensions = outside[-1] if outside else ""
    for pill in reversed(outside[:-1]):
        dimensions = f"({pill} / {dimensions})"
    return f"({dimensions} * {measures})" if dimensions and measures else dimensions or measures
