"""Names that others hold never vanish: flows, scenarios and dashboards would break."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.plugin.interface import COLUMNS_PAGE, FILE, ROOT, TABLES, columns_page, interface, refresh


def test_no_name_vanished_and_none_came_unnoticed() -> None:
    """A name that is gone is put back; a new one is kept by `make snapshot`, and told in the changelog."""
    kept, found = set(json.loads(FILE.read_text(encoding="utf-8"))), set(interface())

    assert not kept - found, f"put back, since flows and dashboards hold them: {sorted(kept - found)}"
    assert not found - kept, f"new names: run `make snapshot` and write a line in the changelog: {sorted(found - kept)}"


def test_the_page_of_all_columns_is_that_of_the_code() -> None:
    """`make snapshot` writes it."""
    assert COLUMNS_PAGE.read_text(encoding="utf-8") == columns_page(), "run `make snapshot`"


@pytest.mark.parametrize("name", ["performance", "gains_curves", "performance_summary", "decision_rules"])
def test_every_number_and_every_word_of_a_verdict_is_explained(name: str) -> None:
    """With formula, unit, range and empty cases, on the page of the metrics."""
    page = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    words = {"cohort_status", "out_of_time", "status", "verdict", "reason", "pooled_verdict"}
    columns = [column.name for column in TABLES[name] if column.type in ("double", "bigint") or column.name in words]

    assert [column for column in columns if f"`{column}`" not in page] == []


def test_columns_of_every_output_are_among_the_names() -> None:
    """A recipe's new output joins them."""
    recipes = [json.loads(path.read_text(encoding="utf-8")) for path in ROOT.glob("custom-recipes/*/recipe.json")]

    assert {role["name"] for recipe in recipes for role in recipe["outputRoles"]} <= set(TABLES)


def test_make_snapshot_adds_names_and_takes_none_away(tmp_path: Path) -> None:
    """Else a parameter that is renamed would be dropped by the very command that keeps the new name."""
    file, page = tmp_path / "interface.json", tmp_path / "columns.md"
    file.write_text(json.dumps([*interface()[1:], "column performance.brilliance double"]))
    before = file.read_text()
    with pytest.raises(SystemExit, match=r"Put back, .*: column performance\.brilliance double\. If one has to go"):
        refresh(file, page)
    assert (file.read_text(), page.exists()) == (before, False)
    file.write_text(json.dumps(interface()[1:]))
    refresh(file, page)

    assert json.loads(file.read_text()) == interface()
