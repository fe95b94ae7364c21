"""What is worth a warning, and how it is written into cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.monitoring.early_warnings import (
    MissingShare,
    histogram_text,
    known_codes,
    missing_changes,
    missing_text,
    read_histogram,
    read_missing,
    warning_codes,
)

SHARES = st.floats(0, 1, allow_nan=False)


@pytest.mark.parametrize(
    ("index", "limit", "codes"),
    [
        (0.3, 0.01, ("large_score_drift",)),
        (0.25, 0.3, ()),
        (0.1, 0.01, ("score_drift",)),
        (0.09, 0.01, ()),
        (None, None, ()),
        (float("nan"), float("nan"), ()),
    ],
)
def test_drift_warns_when_it_matters_and_is_no_chance(index: float | None, limit: float | None, codes: object) -> None:
    """Both, and an unknown index is no drift."""
    assert warning_codes(index, limit) == codes


def test_the_most_urgent_comes_first() -> None:
    """Whatever is found."""
    codes = warning_codes(0.3, 0.01, is_unscored=True, has_missing=True)

    assert codes == ("not_scored", "large_score_drift", "missing_values")
    assert known_codes(", ".join(reversed(codes))) == codes


def test_a_change_of_five_points_counts_beyond_chance() -> None:
    """One of four points does not, nor one of seven among thirty customers."""
    before = {"income": 0, "age": 0}

    assert missing_changes(before, {"income": 400, "age": 600}, 10_000, 10_000) == [MissingShare("age", 0.0, 0.06)]
    assert missing_changes(before, {"income": 2, "age": 0}, 30, 30) == []
    assert missing_changes({"age": 600}, {"age": 0}, 10_000, 10_000) == [MissingShare("age", 0.06, 0.0)]


def test_the_twenty_largest_changes_are_named() -> None:
    """The largest first, then by name; nobody has none."""
    before, after = {f"f{n:02}": 0 for n in range(30)}, {f"f{n:02}": 5_000 + n for n in range(30)}
    changes = missing_changes(before, after, 10_000, 10_000)

    assert [change.feature for change in changes] == [f"f{n:02}" for n in range(29, 9, -1)]
    assert missing_changes(before, after, 0, 10_000) == []


@given(st.lists(st.builds(MissingShare, st.text(), SHARES, SHARES), max_size=5))
def test_features_are_read_as_they_were_written(changes: list[MissingShare]) -> None:
    """Whatever they are called."""
    assert read_missing(missing_text(changes)) == changes


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=9), st.integers(0, 9))
def test_tenths_are_read_as_they_were_written(edges: list[float], count: int) -> None:
    """To the last digit."""
    counts = [count] * (len(edges) + 1)

    assert read_histogram(histogram_text(edges, counts, counts)) == (edges, counts, counts)


@pytest.mark.parametrize("cell", [None, float("nan"), "", "[1]", "{}", '[["a"]]', '{"edges": 1}', "1"])
def test_cells_that_are_not_ours_are_nothing(cell: object) -> None:
    """Of a later version, or of a hand."""
    assert read_histogram(cell) is None
    assert read_missing(cell) == []
