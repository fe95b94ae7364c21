"""Ticks of axes, and texts that fit beside them."""

from __future__ import annotations

import math

_STEPS = (1, 2, 2.5, 5, 10)


def nice_ticks(low: float, high: float, steps: int = 5) -> list[float]:
    """Round numbers that enclose low and high, at equal distances.

    Parameters
    ----------
    steps
        About how many there are.

    Examples
    --------
    >>> nice_ticks(4.53, 6.56)
    [4.5, 5.0, 5.5, 6.0, 6.5, 7.0]
    >>> nice_ticks(3.0, 3.0)
    [2.5, 3.0, 3.5]
    """
    if high <= low:
        return [low - 0.5, low, low + 0.5]
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(size for size in _STEPS if size * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def decimals(step: float) -> int:
    """Decimals with which numbers at such a distance read differently.

    >>> decimals(0.25), decimals(0.0005), decimals(20.0)
    (2, 4, 0)
    """
    return next(places for places in range(12) if math.isclose(round(step, places), step, rel_tol=1e-6))


def shorten(text: str, length: int) -> str:
    """Text of at most so many characters; what is left out is shown by an ellipsis.

    >>> shorten("2019-01", 14), shorten("a very long cohort", 8)
    ('2019-01', 'a very …')
    """
    return text if len(text) <= length else text[: length - 1] + "…"
