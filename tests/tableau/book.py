"""A packaged workbook, read back from its XML alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

USER = "{http://www.tableausoftware.com/xml/user}"
_INSTANCE = re.compile(r"\[([^\[\]]+)\]\.\[([^\[\]]+)\]")
NAMES, VALUES = ":Measure Names", "Multiple Values"


@dataclass(frozen=True)
class Instance:
    """A field as a sheet uses it."""

    field: str
    derivation: str
    type: str


class Book:
    """A workbook and its text files."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert packed.testzip() is None
            self.files = {name: packed.read(name) for name in packed.namelist()}
        (name,) = [name for name in self.files if name.endswith(".twb")]
        self.root: Any = etree.fromstring(self.files[name])

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Data sources by name."""
        found = [Source(node) for node in self.root.findall("datasources/datasource")]
        return {source.name: source for source in found}

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Worksheets by name."""
        return {node.get("name"): Sheet(node) for node in self.root.findall("worksheets/worksheet")}

    def text(self, source: Source) -> bytes:
        """Text file of a source."""
        return self.files[f"{source.connection.get('directory')}/{source.connection.get('filename')}"]


class Source:
    """A data source: the columns of its file, its fields, its formulas."""

    def __init__(self, node: Any) -> None:
        self.node, self.name = node, node.get("name")
        self.connection = node.find("connection/named-connections/named-connection/connection")
        columns = node.findall("connection/relation/columns/column")
        self.columns = {column.get("name"): column.get("datatype") for column in columns}
        fields = [column for column in node.findall("column") if column.get("datatype") != "table"]
        self.fields = {column.get("name")[1:-1]: column for column in fields}
        self.types = {name: column.get("datatype") for name, column in self.fields.items()}

    @property
    def formulas(self) -> dict[str, str]:
        """Formulas of its calculations."""
        found = {name: column.find("calculation") for name, column in self.fields.items()}
        return {name: node.get("formula") for name, node in found.items() if node is not None}

    @property
    def table(self) -> str:
        """Name of its table."""
        return str(self.name).rpartition(".")[2]


class Sheet:
    """A worksheet: what is on its shelves, how it is filtered and sorted."""

    def __init__(self, node: Any) -> None:
        self.node, self.name = node, node.get("name")
        (self.dependencies,) = node.findall("table/view/datasource-dependencies")
        self.source = self.dependencies.get("datasource")

    @property
    def instances(self) -> dict[str, Instance]:
        """Declared instances by name."""
        return {
            one.get("name")[1:-1]: Instance(one.get("column")[1:-1], one.get("derivation"), one.get("type"))
            for one in self.dependencies.findall("column-instance")
        }

    @property
    def references(self) -> set[tuple[str, str]]:
        """Every instance that anything of the sheet names: pairs of data source and instance."""
        texts = [self.node.findtext("table/rows") or "", self.node.findtext("table/cols") or ""]
        for element in self.node.find("table").iter():
            texts += [value for name, value in element.attrib.items() if name in _REFERRING]
            texts += [element.text or ""] if element.tag == "column" else []
            if element.get("level") == "[:Measure Names]":
                texts.append(element.get("member", ""))
        return {pair for text in texts for pair in _INSTANCE.findall(text)}

    @property
    def shown(self) -> list[str]:
        """Instances on shelves and marks, in order."""
        table = self.node.find("table")
        texts = [table.findtext("rows") or "", table.findtext("cols") or ""]
        texts += [one.get("column") for one in table.findall("panes/pane/encodings/*")]
        texts += [one.get("member") for one in table.iter("groupfilter") if one.get("level") == "[:Measure Names]"]
        names = [name for text in texts if text for _, name in _INSTANCE.findall(text)]
        return [name for name in dict.fromkeys(names) if name not in (NAMES, VALUES)]

    @property
    def filters(self) -> dict[str, str | None]:
        """The single member of each categorical filter; None where all are shown."""
        found: dict[str, str | None] = {}
        for one in self.node.findall("table/view/filter"):
            (pair,) = _INSTANCE.findall(one.get("column"))
            group = one.find("groupfilter")
            if pair[1] != NAMES:
                is_member = group is not None and group.get("function") == "member"
                found[pair[1]] = group.get("member") if is_member else None
        return found

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """Field and measure of each sort."""
        found = self.node.findall("table/view/computed-sort")
        return [
            (_INSTANCE.findall(one.get("column"))[0][1], _INSTANCE.findall(one.get("using"))[0][1]) for one in found
        ]


_REFERRING = {"column", "field", "using", "x-axis-name", "y-axis-name", "value-column", "axis-column"}
