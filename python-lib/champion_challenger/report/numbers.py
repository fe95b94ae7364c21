"""How pages write numbers and names."""

from __future__ import annotations

import math
from collections.abc import Callable

MISSING = "–"


def decimals(places: int) -> Callable[[float | None], str]:
    """Writer of numbers with so many decimals.

    >>> decimals(2)(3.14159), decimals(2)(None)
    ('3.14', '–')
    """
    return lambda value: MISSING if is_missing(value) else f"{value:.{places}f}"


def percent(value: float | None) -> str:
    """Share as a percentage, with one decimal.

    >>> percent(0.0639), percent(None)
    ('6.4 %', '–')
    """
    return MISSING if value is None or is_missing(value) else f"{100 * value:.1f} %"


def rate_text(rate: float) -> str:
    """Targeting rate as people write it.

    >>> rate_text(0.05), rate_text(0.0025)
    ('5 %', '0.25 %')
    """
    return f"{100 * rate:g} %"


def count(value: float | None) -> str:
    """Whole number with thin spaces between thousands.

    >>> count(23570), count(None)
    ('23\u202f570', '–')
    """
    return MISSING if value is None or is_missing(value) else f"{round(value):,}".replace(",", "\u202f")


def plural(number: int, noun: str) -> str:
    """Number with its noun.

    >>> plural(1, "score column"), plural(2, "score column")
    ('1 score column', '2 score columns')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def algorithm_name(name: str) -> str:
    """Algorithm as people say it.

    >>> algorithm_name("RANDOM_FOREST_CLASSIFICATION"), algorithm_name("LOGISTIC_REGRESSION"), algorithm_name("")
    ('Random forest', 'Logistic regression', '–')
    """
    return name.replace("_CLASSIFICATION", "").replace("_", " ").capitalize() or MISSING


def is_missing(value: float | None) -> bool:
    """Whether there is no number."""
    return value is None or math.isnan(value)
