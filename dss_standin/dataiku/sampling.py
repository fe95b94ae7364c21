"""Samples of a dataset's rows: the first ones, or some at random."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np


def check_sampling(sampling: str, column: str | None, limit: int | None, ratio: float | None) -> None:
    """Refuse ways to sample that DSS knows and the stand-in does not, and those that make no sense."""
    if sampling not in ("head", "random") or column is not None:
        raise NotImplementedError(f"Sampling '{sampling}' is outside the stand-in's slice: use 'head' or 'random'")
    if sampling == "head" and ratio is not None:
        raise ValueError("sampling='head' takes a limit, no ratio")
    if sampling == "random" and (limit is None) == (ratio is None):
        raise ValueError("sampling='random' takes a ratio or a limit")


def sampled(rows: Iterable[Any], limit: int | None, ratio: float | None) -> Iterator[Any]:
    """Yield rows at random: each with a probability, or so many of them; in their order."""
    random = np.random.default_rng()
    if ratio is not None:
        yield from (row for row in rows if random.random() < ratio)
        return
    kept = list(rows)
    chosen = sorted(random.choice(len(kept), min(limit or 0, len(kept)), replace=False))
    yield from (kept[rank] for rank in chosen)
