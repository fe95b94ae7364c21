"""Lines of charts, read back from their SVG."""

from __future__ import annotations

import re
from itertools import accumulate

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def points_of(path: str) -> list[tuple[float, float]]:
    """Points of a line: each part begins at a place, and goes on by steps.

    >>> points_of("M10 20l1.5-2 .5 3M0 0")
    [(10.0, 20.0), (11.5, 18.0), (12.0, 21.0), (0.0, 0.0)]
    """
    points = []
    for part in path.split("M")[1:]:
        numbers = [float(one) for one in _NUMBER.findall(part)]
        pairs = list(zip(numbers[::2], numbers[1::2]))
        points += list(accumulate(pairs, lambda at, step: (at[0] + step[0], at[1] + step[1])))
    return points
