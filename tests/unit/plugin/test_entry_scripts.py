"""Each entry script is the same sentence: settings from the form, the host, the operation."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
KINDS = (
    "custom-recipes/*/recipe.py",
    "python-steps/*/step.py",
    "python-runnables/*/runnable.py",
    "webapps/*/backend.py",
)
SCRIPTS = sorted(path.relative_to(ROOT).as_posix() for kind in KINDS for path in ROOT.glob(kind))
MOST_LINES = 25
BRANCHES = (ast.If, ast.For, ast.While, ast.Try, ast.IfExp, ast.BoolOp)


def calls(tree: ast.AST) -> list[str]:
    """Names of what is called, in the order of the text."""
    found = sorted((node for node in ast.walk(tree) if isinstance(node, ast.Call)), key=lambda node: node.lineno)
    return [node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func) for node in found]


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_is_short_and_has_no_branch(script: str) -> None:
    """What can be decided is decided in the library, where it is typed and tested."""
    text = (ROOT / script).read_text(encoding="utf-8")

    assert len(text.splitlines()) <= MOST_LINES
    assert [node for node in ast.walk(ast.parse(text)) if isinstance(node, BRANCHES)] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_reads_settings_then_opens_the_host(script: str) -> None:
    """A host never reads the form; the settings are complete or refused before it is opened."""
    called = calls(ast.parse((ROOT / script).read_text(encoding="utf-8")))
    opened = [place for place, name in enumerate(called) if name.endswith(("Host", "Step"))]

    assert called.count("from_form") == len(opened) == 1
    assert called.index("from_form") < opened[0]


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name.startswith(("python-steps", "python-runnables"))])
def test_a_step_or_a_macro_fails_with_its_message_alone(script: str) -> None:
    """No traceback stands above it, where the host lets us."""
    assert "OnlyTheMessage" in calls(ast.parse((ROOT / script).read_text(encoding="utf-8")))


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name.startswith("custom-recipes")])
def test_a_recipe_fails_with_its_line_and_its_message(script: str) -> None:
    """No traceback of the library stands above it."""
    assert "OnlyItsLine" in calls(ast.parse((ROOT / script).read_text(encoding="utf-8")))


def test_every_component_has_its_script() -> None:
    """Three recipes, three steps, six macros, one webapp."""
    assert len(SCRIPTS) == 13
