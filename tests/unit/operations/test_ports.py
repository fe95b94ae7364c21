"""No port is left out of what mypy compares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OPERATIONS = ROOT / "python-lib/champion_challenger/operations"
PORTS = {
    name
    for file in OPERATIONS.rglob("*.py")
    for name in re.findall(r"^class ([A-Z]\w*)\(.*\bProtocol\):", file.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("file", ["tests/contract/typing_hosts.py", "tests/unit/operations/typing_fakes.py"])
def test_every_port_has_a_host_and_a_fake(file: str) -> None:
    """A new port needs a line in both files, and both are in mypy's list; a private protocol is none."""
    compared = set(re.findall(r"-> (\w+):", (ROOT / file).read_text(encoding="utf-8")))

    assert len(PORTS) > 15
    assert compared == PORTS
    assert f'"{file}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
