"""Every module of the core has a test file of its name, in the same room."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CORE = ROOT / "python-lib" / "champion_challenger" / "core"
TESTS = ROOT / "tests" / "unit" / "core"
MODULES = sorted(
    path.relative_to(CORE)
    for path in CORE.rglob("*.py")
    if path.name != "__init__.py" and (path.parent / "__init__.py").exists()  # programs of scenarios are no modules
)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_has_its_test_file(module: Path) -> None:
    """Who changes a module finds what is expected of it, and who adds one says it."""
    file = TESTS / module.parent / f"test_{module.name}"
    assert file.exists(), f"Please add {file.relative_to(ROOT)}: the tests of core/{module}."
    assert "def test_" in file.read_text(encoding="utf-8")


def test_all_modules_of_the_core_are_among_them() -> None:
    """An empty list would need nothing."""
    assert len(MODULES) > 40
