"""Names that others hold never vanish: flows, scenarios and dashboards would break."""

from __future__ import annotations

import json

from tests.unit.plugin.interface import COLUMNS_PAGE, FILE, columns_page, interface


def test_no_name_vanished_and_none_came_unnoticed() -> None:
    """A name that is gone is put back; a new one is kept by `make snapshot`, and told in the changelog."""
    kept, found = set(json.loads(FILE.read_text(encoding="utf-8"))), set(interface())

    assert not kept - found, f"put back, since flows and dashboards hold them: {sorted(kept - found)}"
    assert not found - kept, f"new names: run `make snapshot` and write a line in the changelog: {sorted(found - kept)}"


def test_the_page_of_all_columns_is_that_of_the_code() -> None:
    """`make snapshot` writes it."""
    assert COLUMNS_PAGE.read_text(encoding="utf-8") == columns_page(), "run `make snapshot`"
