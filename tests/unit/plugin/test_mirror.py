"""Every module of core, operations and settings has a test file of its name, in the same room."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "python-lib" / "champion_challenger"
TESTS = ROOT / "tests" / "unit"
WITHOUT_BEHAVIOUR = ("__init__.py", "ports.py")  # mypy compares every host and every fake with the ports
MODULES = sorted(
    path.relative_to(LIBRARY)
    for room in ("core", "operations", "settings")
    for path in (LIBRARY / room).rglob("*.py")
    if path.name not in WITHOUT_BEHAVIOUR and (path.parent / "__init__.py").exists()  # scripts are no modules
)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_has_its_test_file(module: Path) -> None:
    """Who changes a module finds what is expected of it, and who adds one says it."""
    file = TESTS / module.parent / f"test_{module.name}"
    assert file.exists(), f"Please add {file.relative_to(ROOT)}: the tests of {module}."
    assert "def test_" in file.read_text(encoding="utf-8")


def test_all_rooms_are_among_them() -> None:
    """An empty list would need nothing."""
    assert {module.parts[0] for module in MODULES} == {"core", "operations", "settings"}
    assert len(MODULES) > 80
