"""What flows, scenarios, webapps and dashboards of others hold on to; `make snapshot` writes it to interface.json.

It writes docs/columns.md too, from the descriptions of the columns.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from champion_challenger.core.tables.columns import (
    ACTIVATION_LOG,
    COLUMNS,
    DECISION_RULES,
    GAINS_CURVES,
    POOLED,
    RETRAINING_LOG,
    SCORES,
    SUMMARY,
)
from champion_challenger.records.datasets import Column

ROOT = Path(__file__).parents[3]
FILE = Path(__file__).parent / "interface.json"
COLUMNS_PAGE = ROOT / "docs" / "columns.md"
TABLES: dict[str, tuple[Column, ...]] = {
    "performance": COLUMNS,
    "gains_curves": GAINS_CURVES,
    "retraining_log": RETRAINING_LOG,
    "scores": SCORES,
    "performance_summary": SUMMARY,
    "decision_rules": DECISION_RULES,
    "activation_log": ACTIVATION_LOG,
}
_TITLE = """# Every column

Written by `make snapshot` from the descriptions in the code, which DSS also shows for each column. Types never change. Unknown
numbers are null, unknown texts null or empty; flags are never null. Formulas, ties and empty cases of the figures:
[metrics.md](metrics.md). `performance_summary` has the columns of `performance` and its own.
"""
_DESCRIPTORS = ("recipe.json", "step.json", "runnable.json", "parameter-set.json", "webapp.json")


def interface() -> list[str]:
    """Every name that others hold, a line each: components, roles, parameters, choices, columns with their types."""
    descriptors = sorted(path for name in _DESCRIPTORS for path in ROOT.glob(f"*/*/{name}"))
    lines = [line for path in descriptors for line in _component(path)]
    lines += [f"column {name}.{column.name} {column.type}" for name, table in TABLES.items() for column in table]
    return sorted(lines)


def columns_page() -> str:
    """Page with each dataset's columns: name, type, description."""
    own = {**TABLES, "performance_summary": POOLED}
    tables = (f"\n## {name}\n\n| column | type | |\n|---|---|---|\n{_rows(columns)}" for name, columns in own.items())
    return _TITLE + "".join(tables)


def _rows(columns: tuple[Column, ...]) -> str:
    return "".join(f"| `{column.name}` | {column.type} | {column.description} |\n" for column in columns)


def _component(path: Path) -> list[str]:
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    name = f"{path.parents[1].name}/{path.parent.name}"
    roles = [role["name"] for kind in ("inputRoles", "outputRoles") for role in descriptor.get(kind, [])]
    fields = [*descriptor.get("params", []), *descriptor.get("pluginParams", [])]
    found = [line for param in fields for line in _field(f"{name} {param['name']}", param)]
    return [f"component {name}", *(f"role {name} {role}" for role in roles), *found]


def _field(name: str, param: dict[str, Any]) -> list[str]:
    choices = [f"choice {name}={one['value']}" for one in param.get("selectChoices", [])]
    inner = [line for sub in param.get("subParams", []) for line in _field(f"{name}.{sub['name']}", sub)]
    return [f"parameter {name} {param['type']}", *choices, *inner]


def refresh(file: Path, page: Path) -> None:
    """Write both files; nothing when a name is gone, since one that was renamed would vanish unnoticed."""
    found = interface()
    gone = sorted(set(json.loads(file.read_text(encoding="utf-8"))) - set(found))
    if gone:
        sys.exit(
            f"Nothing was written. Put back, since flows, scenarios and dashboards hold them: {', '.join(gone)}. If one has "
            f"to go, take its line out of {file.name} by hand, and say in the changelog what takes its place."
        )
    page.write_text(columns_page(), encoding="utf-8")
    file.write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    refresh(FILE, COLUMNS_PAGE)
