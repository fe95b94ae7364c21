"""The pages for developers name files and functions that exist, and README names every page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "python-lib" / "champion_challenger"
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "docs/architecture.md", *sorted(ROOT.glob("docs/how-to/add-*.md"))]
PATH = re.compile(r"`([\w<>.-]+(?:/[\w<>.-]+)*/?)`")
CODE = re.compile(r"`(?:(\w+)\.)?(\w+)\(\)`")


def functions() -> set[str]:
    """Names of all functions, methods and classes of the library."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in LIBRARY.rglob("*.py")]
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)}


def paths(text: str) -> set[str]:
    """Paths of files and folders that a page names; those with a name to be filled in are examples."""
    named = [path for path in PATH.findall(text) if "/" in path.rstrip("/") and "<" not in path]
    return {path for path in named if not path.startswith("build/")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_exist(page: Path) -> None:
    """In the repository, or in the library."""
    missing = [
        path
        for path in paths(page.read_text(encoding="utf-8"))
        if not (ROOT / path).exists() and not (LIBRARY / path).exists()
    ]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_functions_exist(page: Path) -> None:
    """`name()`, or `Class.name()` with both names."""
    known = functions()
    named = {name for pair in CODE.findall(page.read_text(encoding="utf-8")) for name in pair if name}

    assert sorted(named - known) == []


def test_the_architecture_names_every_room() -> None:
    """A new folder of the library has its line in the tree."""
    tree = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").split("```")[1]
    rooms = {folder.name for folder in LIBRARY.iterdir() if (folder / "__init__.py").exists()}
    rooms |= {file.parent.name for file in LIBRARY.glob("core/*/__init__.py")}
    rooms |= {file.parent.name for file in LIBRARY.glob("operations/*/__init__.py")}

    assert sorted(room for room in rooms if f"{room}/" not in tree) == []


def test_the_readme_links_every_page() -> None:
    """Also those for developers."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("how-to/**/*.md")]
    others = ["docs/first-hour.md", "docs/premiere-heure.md", "docs/forms.md", "docs/architecture.md"]

    assert [page for page in [*pages, *others] if f"({page})" not in readme] == []
    assert re.findall(r"\]\(([^)]+)\)", readme)[0] == "docs/first-hour.md"
