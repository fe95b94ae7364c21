"""HTML and SVG elements as values: what is not markup already is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Union

_WHOLE = re.compile(r"(\b\d{4}-\d\d(?:-\d\d)?\b|\b\d\d/\d\d/\d{4}\b|[+−-]?\d+(?:[.,]\d+)? %)")
_EMPTY = frozenset({"meta", "br", "input", "line", "rect", "circle", "path"})


class Markup(str):
    """Text that is HTML already."""

    # A text and nothing more: pages hold tens of thousands.
    __slots__ = ()


Child = Union[str, int, float]


def element(name: str, /, *children: Child, **attributes: Child) -> Markup:
    """One element; attribute names lose a trailing underscore and turn the others into hyphens.

    Examples
    --------
    >>> element("td", "<b>", class_="best")
    '<td class="best">&lt;b&gt;</td>'
    >>> element("line", x1=1.0, stroke_width=2.25)
    '<line x1="1" stroke-width="2.2"/>'
    """
    written = "".join(f' {_attribute(key)}="{escape(_text(value))}"' for key, value in attributes.items())
    # Shapes with a title below them are not empty.
    if name in _EMPTY and not children:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """Children one after another, escaped where they are plain text.

    >>> join([element("b", "1"), " < 2"])
    '<b>1</b> &lt; 2'
    """
    return Markup("".join(child if isinstance(child, Markup) else escape(_text(child)) for child in children))


def unbroken(text: str) -> Markup:
    """Text whose days, months and percentages stay on one line; browsers break at hyphens and blanks.

    >>> unbroken("<2019-01> to 28/02/2019")
    '&lt;<span class="day">2019-01</span>&gt; to <span class="day">28/02/2019</span>'
    """
    parts = _WHOLE.split(text)
    return join(element("span", part, class_="day") if place % 2 else part for place, part in enumerate(parts))


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _text(value: Child) -> str:
    """Coordinates with one decimal: a tenth of a pixel is finer than any screen."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
