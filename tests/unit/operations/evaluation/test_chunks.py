"""Rows kept for several readings, in memory or on temporary disk: the same rows either way."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.operations.evaluation.chunks import Chunks


def frames(sizes: list[int]) -> list[pd.DataFrame]:
    """Frames of these sizes, whose rows are numbered throughout."""
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return [
        pd.DataFrame({"x": range(start, start + n), "who": [f"c{number}" for number in range(start, start + n)]})
        for start, n in zip(starts, sizes)
    ]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(0, 6_000))
def test_whatever_fits_into_memory_the_rows_are_the_same_each_time(sizes: list[int], budget: int) -> None:
    """In their order, with their types, in every reading."""
    expected = pd.concat(frames(sizes), ignore_index=True)
    rows = Chunks(iter(frames(sizes)), budget)

    for _ in range(2):
        pd.testing.assert_frame_equal(pd.concat(list(rows), ignore_index=True), expected)
    pd.testing.assert_series_equal(rows.column("who"), expected["who"])


def test_what_does_not_fit_is_spooled_and_the_disk_is_freed_with_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first frame stays in memory; nothing is left when nobody holds the rows any more."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one = int(frames([10])[0].memory_usage(deep=True).sum())
    rows = Chunks(iter(frames([10, 10, 10])), memory_budget=one)

    assert rows.n_spooled == 2
    assert len(list(tmp_path.glob("champion-challenger-*/*.pickle"))) == 2
    del rows
    gc.collect()
    assert list(tmp_path.iterdir()) == []
