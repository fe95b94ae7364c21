"""Keys of segments; `tests/engines/test_segments.py` holds what engines count of them to the core."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.segments import SegmentColumn, segment_key


@pytest.mark.parametrize(
    ("column", "n_keys"),
    [
        (SegmentColumn("region"), 1),
        (SegmentColumn("lines", "number"), 2),
        (SegmentColumn("is_new", "boolean", is_condition=True), 2),
    ],
    ids=["text", "number", "condition"],
)
def test_no_key_is_null(column: SegmentColumn, n_keys: int) -> None:
    """A join would not find null again; a number's null is told beside its zero."""
    keys = column.keys(DIALECTS["teradata"])

    assert len(keys) == n_keys
    assert all(text.startswith("COALESCE(") or text.endswith("ELSE CAST(0 AS BIGINT) END") for text in keys.values())


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("text", "01", "01"), ("text", "", ""), ("number", 7.0, "7"), ("number", "12", "12"), ("decimal", Decimal("2.50"), "2.5"),
        ("decimal", -0.0, "0"), ("boolean", 1, "true"), ("boolean", False, "false"), ("number", None, ""),
    ],
)  # fmt: skip
def test_values_are_spelled_as_in_memory(kind: str, key: Any, text: str) -> None:
    """Whatever type a driver gives them."""
    assert SegmentColumn("column", kind).value(key) == text


def test_null_is_told_apart_from_zero() -> None:
    """By a key of its own."""
    assert segment_key({"segment": 0, "segment_empty": 1}) is None
    assert segment_key({"segment": 0, "segment_empty": 0}) == 0
    assert segment_key({"version_id": "v1"}) is None
