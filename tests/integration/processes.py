"""The processes that a host in this very process started."""

from __future__ import annotations

import os
import re
from pathlib import Path


def recipe_processes() -> list[int]:
    """Processes of recipes that the host in this very process started: children of its launcher."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = re.search(r"^PPid:\s+(\d+)$", (folder / "status").read_text(), re.MULTILINE)
            is_launched = b"launcher.py" in (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if is_launched and parent:
            parents[int(folder.name)] = int(parent[1])
    return [process for process, parent in parents.items() if parents.get(parent) == os.getpid()]
