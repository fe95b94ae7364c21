"""Versions and customers, cut for processes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.operations.evaluation.pieces import pieces


@given(st.integers(0, 6), st.lists(st.integers(0, 9), max_size=9), st.integers(1, 5))
def test_each_version_scores_each_customer_once(n_versions: int, sizes: list[int], n_processes: int) -> None:
    """In their order, whatever the sizes of the chunks."""
    for place in range(n_versions):
        own = [piece for piece in pieces(n_versions, sizes, n_processes) if piece.place == place]
        assert [chunk for piece in own for chunk in piece.chunks] == list(range(len(sizes)))
        assert [row for piece in own for row in range(piece.rows.start, piece.rows.stop)] == list(range(sum(sizes)))


@given(st.integers(1, 6), st.integers(1, 9), st.integers(1, 5))
def test_the_last_versions_are_cut(n_versions: int, n_chunks: int, n_processes: int) -> None:
    """One fewer than processes, in as many pieces as processes; none is empty."""
    found = pieces(n_versions, [2] * n_chunks, n_processes)
    cut = [place for place in range(n_versions) if sum(piece.place == place for piece in found) > 1]

    assert all(piece.chunks for piece in found)
    expected = range(max(0, n_versions - n_processes + 1), n_versions) if min(n_processes, n_chunks) > 1 else []
    assert cut == list(expected)
