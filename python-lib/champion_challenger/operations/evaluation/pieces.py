"""What one process scores at a time: a version on all customers, or on a part of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Piece:
    """A version, and the customers that one process scores with it.

    Attributes
    ----------
    place
        Place of the version among those that are scored.
    chunks
        Places of the cohort's chunks.
    rows
        Places of the customers in these chunks.
    """

    place: int
    chunks: range
    rows: slice


def pieces(n_versions: int, sizes: Sequence[int], n_processes: int) -> list[Piece]:
    """Versions in their order; the last ones, one fewer than processes, in as many pieces as there are processes.

    Else all cores but one would wait for the version that is begun last.

    Parameters
    ----------
    sizes
        Customers of each chunk of the cohort; a chunk is never cut.

    Examples
    --------
    >>> for piece in pieces(2, [50, 50, 20], 2):
    ...     print(piece.place, piece.chunks, piece.rows)
    0 range(0, 3) slice(0, 120, None)
    1 range(0, 2) slice(0, 100, None)
    1 range(2, 3) slice(100, 120, None)
    """
    cut: list[Piece] = []
    for place in range(n_versions):
        is_last = place > n_versions - n_processes
        cut += _cut(place, sizes, n_processes) if is_last else [whole(place, sizes)]
    return cut


def whole(place: int, sizes: Sequence[int]) -> Piece:
    """A version on all customers."""
    return Piece(place, range(len(sizes)), slice(0, sum(sizes)))


def _cut(place: int, sizes: Sequence[int], n: int) -> list[Piece]:
    n_parts = max(1, min(n, len(sizes)))
    rows = [0, *accumulate(sizes)]
    # Rounded up, so that no part is empty while there are as many chunks as parts.
    ends = [-(-len(sizes) * part // n_parts) for part in range(n_parts + 1)]
    return [Piece(place, range(start, end), slice(rows[start], rows[end])) for start, end in zip(ends, ends[1:])]
