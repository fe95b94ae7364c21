"""A data source: a text file of the package, its fields, and the colours of its versions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from champion_challenger.records.datasets import Column
from champion_challenger.report.tableau.fields import Field, Pill
from champion_challenger.report.tableau.nodes import Node, node, quote, token

FOLDER = "Data"
DATATYPES = {"string": "string", "double": "real", "bigint": "integer", "boolean": "boolean"}
"""Tableau's types of the columns' types, as in a data source that DSS publishes."""

_REMOTE_TYPES = {"string": 129, "real": 5, "integer": 20, "boolean": 11}
_AGGREGATIONS = {"string": "Count", "boolean": "Count", "real": "Sum", "integer": "Sum"}
_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True)
class Palette:
    """Colours of the values of a field."""

    field: str
    colours: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Source:
    """A dataset of the score as a data source.

    Attributes
    ----------
    name
        That of the dataset, and of its text file.
    columns
        Of the text file, in order.
    fields
        Columns and calculations, by name.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    fields: Mapping[str, Field]
    palettes: tuple[Palette, ...] = field(default=())

    @property
    def id(self) -> str:
        """Its name among the workbook's data sources."""
        return f"federated.{self.name}"

    @property
    def file(self) -> str:
        """Name of its text file."""
        return f"{self.name}.csv"

    def pill(self, name: str, derivation: str = "None", type: str = "") -> Pill:
        """A field as a sheet shows it."""
        return Pill(self.id, self.fields[name], derivation, type)

    def fields_for(self, names: Sequence[str]) -> list[Field]:
        """Fields of these names, and those that their formulas read, each once."""
        known: dict[str, Field] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop(0)
            if name in self.fields and name not in known:
                known[name] = self.fields[name]
                waiting += _IN_BRACKETS.findall(self.fields[name].formula)
        return list(known.values())

    @property
    def link(self) -> Node:
        """What a sheet says of it."""
        return node("datasource", {"caption": self.caption, "name": self.id})

    def node(self, version: str) -> Node:
        """The whole data source, in a version of the form."""
        instances = [self.pill(palette.field).node for palette in self.palettes]
        return node(
            "datasource",
            {"caption": self.caption, "inline": True, "name": self.id, "version": version},
            self._connection(),
            node("aliases", {"enabled": "yes"}),
            *(field.node for field in self.fields.values()),
            self._rows(),
            *instances,
            node("layout", {"dim-ordering": "alphabetic", "measure-ordering": "alphabetic", "show-structure": True}),
            self._style(),
            self._object_graph(),
        )

    @property
    def _object(self) -> str:
        """Identifier of the text file's rows."""
        return f"{self.file}_{token(self.name)}"

    def _rows(self) -> Node:
        """Field that counts the rows, which Tableau adds to every table."""
        name = f"[__tableau_internal_object_id__].[{self._object}]"
        kind = {"datatype": "table", "role": "measure", "type": "quantitative"}
        return node("column", {"caption": self.file, "name": name, **kind})

    def _object_graph(self) -> Node:
        attributes = {"caption": self.file, "id": self._object}
        properties = node("properties", {"context": ""}, self._relation())
        return node("object-graph", {}, node("objects", {}, node("object", attributes, properties)))

    def _connection(self) -> Node:
        file = {"class": "textscan", "directory": FOLDER, "filename": self.file, "password": "", "server": ""}
        named = {"caption": self.name, "name": f"textscan.{self.name}"}
        return node(
            "connection",
            {"class": "federated"},
            node("named-connections", {}, node("named-connection", named, node("connection", file))),
            self._relation(),
            node("metadata-records", {}, *(self._record(place, column) for place, column in enumerate(self.columns))),
        )

    def _relation(self) -> Node:
        columns = [
            node("column", {"datatype": DATATYPES[column.type], "name": column.name, "ordinal": place})
            for place, column in enumerate(self.columns)
        ]
        shape = {"character-set": "UTF-8", "header": "yes", "locale": "en_US", "separator": ","}
        return node(
            "relation",
            {
                "connection": f"textscan.{self.name}",
                "name": self.file,
                "table": f"[{self.name}#csv]",
                "type": "table",
            },
            node("columns", shape, *columns),
        )

    def _record(self, place: int, column: Column) -> Node:
        datatype = DATATYPES[column.type]
        values = {
            "remote-name": column.name,
            "remote-type": _REMOTE_TYPES[datatype],
            "local-name": f"[{column.name}]",
            "parent-name": f"[{self.file}]",
            "remote-alias": column.name,
            "ordinal": place,
            "local-type": datatype,
            "aggregation": _AGGREGATIONS[datatype],
            "contains-null": True,
            "object-id": f"[{self._object}]",
        }
        return node("metadata-record", {"class": "column"}, *(_value(name, value) for name, value in values.items()))

    def _style(self) -> Node | None:
        if not self.palettes:
            return None
        encodings = [
            node(
                "encoding",
                {"attr": "color", "field": self.pill(palette.field).instance, "type": "palette"},
                *(node("map", {"to": to}, node("bucket", text=quote(value))) for value, to in palette.colours),
            )
            for palette in self.palettes
        ]
        return node("style", {}, node("style-rule", {"element": "mark"}, *encodings))


def _value(name: str, value: object) -> Node:
    return node(name, text=str(value).lower() if isinstance(value, bool) else str(value))
