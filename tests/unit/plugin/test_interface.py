"""Names that others hold never vanish: flows, scenarios and dashboards would break."""

from __future__ import annotations

import json

from tests.unit.plugin.interface import FILE, interface


def test_no_name_vanished_and_none_came_unnoticed() -> None:
    """A name that is gone is put back; a new one is kept by `make snapshot`, and told in the changelog."""
    kept, found = set(json.loads(FILE.read_text(encoding="utf-8"))), set(interface())

    assert not kept - found, f"put back, since flows and dashboards hold them: {sorted(kept - found)}"
    assert not found - kept, f"new names: run `make snapshot` and write a line in the changelog: {sorted(found - kept)}"
