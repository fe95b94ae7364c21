"""Elements of a workbook's XML, and identifiers that are the same on every run."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only writes
from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

USER = "{http://www.tableausoftware.com/xml/user}"
_NAMESPACE = uuid5(NAMESPACE_URL, "champion-challenger/tableau")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ET.register_namespace("user", USER.strip("{}"))

Node = ET.Element
Attributes = Mapping[str, object]


def node(tag: str, attributes: Attributes | None = None, /, *children: Node | None, text: str = "") -> Node:
    """One element; children that are None are left out, flags are written in lower case.

    >>> to_text(node("column", {"name": "[lift]", "hidden": True}, node("desc", text="<b>"), None))
    '<column name="[lift]" hidden="true"><desc>&lt;b&gt;</desc></column>'
    """
    element = ET.Element(tag, {name: _text(value) for name, value in (attributes or {}).items()})
    element.text = _text(text) if text else None
    element.extend([child for child in children if child is not None])
    return element


def run(text: str, **attributes: object) -> Node:
    """A text as Tableau formats texts."""
    return node("formatted-text", {}, node("run", attributes, text=text))


def identifier(*names: str) -> Node:
    """Identifier of a sheet or a window, which its names decide."""
    return node("simple-id", {"uuid": "{" + str(uuid5(_NAMESPACE, "/".join(names))).upper() + "}"})


def token(name: str) -> str:
    """Thirty-two digits that a name decides."""
    return uuid5(_NAMESPACE, name).hex.upper()


def to_text(root: Node) -> str:
    """Text of an element."""
    return ET.tostring(root, encoding="unicode")


def quote(text: str) -> str:
    r"""A text as a value of a filter, of an alias or of a formula.

    >>> quote('a "b" \\ c')
    '"a \\"b\\" \\\\ c"'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(value: object) -> str:
    """Characters that XML cannot hold are left out."""
    return str(value).lower() if isinstance(value, bool) else _NOT_XML.sub("", str(value))
