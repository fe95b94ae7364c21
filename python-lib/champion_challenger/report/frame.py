"""A page as a fragment that leaves the page around it alone, and as a document of its own.

DSS shows what a macro returns inside a page of its own: styles must not reach beyond the fragment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from champion_challenger.report.markup import Child, Markup, element

SCOPE = "champion-challenger"
_WHOLE = {"body": f".{SCOPE}", ":root": f".{SCOPE}", "*": f".{SCOPE}, .{SCOPE} *"}
"""Selectors of a whole page, and what they mean inside a fragment."""


_AROUND = (
    "body { margin: 0; background: #fff; } "
    "@media screen and (prefers-color-scheme: dark) { body { background: #14181f; } }"
)


def frame_page(parts: Iterable[Child], sheet: str, language: str) -> Markup:
    """Parts of a page with their styles, all under one class."""
    return element("div", element("style", Markup(scope_styles(sheet))), *parts, class_=SCOPE, lang=language)


def document(title: str, fragment: Markup, language: str, paper: str = "auto") -> str:
    """A fragment as a page of its own, for a file or a mail: no script, nothing fetched.

    Parameters
    ----------
    paper
        Value of the property ``size``: how the paper lies on which the page is printed.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(f"{_AROUND} @page {{ margin: 12mm; size: {paper}; }}")),
    )
    return "<!DOCTYPE html>\n" + element("html", head, element("body", element("main", fragment)), lang=language) + "\n"


def scope_styles(sheet: str) -> str:
    """Style sheet whose rules apply inside the fragment alone.

    Examples
    --------
    >>> scope_styles("body { margin: 0; } h1, td.a > b { color: red; }")
    '.champion-challenger { margin: 0; } .champion-challenger h1, .champion-challenger td.a > b { color: red; }'
    >>> scope_styles("@media print { * { top: 0; } @page { margin: 1cm; } }")
    '@media print { .champion-challenger, .champion-challenger * { top: 0; } }'
    """
    return " ".join(_rules(sheet))


def _rules(sheet: str) -> Iterator[str]:
    for prelude, block in _blocks(sheet):
        if prelude.startswith("@media"):
            yield f"{prelude} {{ {scope_styles(block)} }}"
        # No selector could keep it to the fragment: it changes how the page around is printed.
        elif prelude.startswith("@page"):
            continue
        elif prelude.startswith("@"):
            yield f"{prelude} {{ {block} }}"
        else:
            yield f"{_scoped_selectors(prelude)} {{ {block} }}"


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """What stands before each outermost pair of braces, and between them."""
    start, depth, opened = 0, 0, 0
    # Not by a regular expression: rules of @media hold braces of their own.
    for place, sign in enumerate(sheet):
        if sign == "{":
            depth += 1
            opened = place if depth == 1 else opened
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield " ".join(sheet[start:opened].split()), " ".join(sheet[opened + 1 : place].split())
                start = place + 1


def _scoped_selectors(selectors: str) -> str:
    names = (selector.strip() for selector in selectors.split(","))
    # Rules of the whole page, such as those of body, become rules of the fragment's own element.
    return ", ".join(_WHOLE.get(name, f".{SCOPE} {name}") for name in names)
