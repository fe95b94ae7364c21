"""Cells as hosts and databases give them: whole numbers under many types, missing values, padded texts."""

from __future__ import annotations

from typing import Any

from champion_challenger.settings.parsing import parse_whole

_EXACT = 2**53  # up to here every whole number is a float


def whole_number(value: Any) -> int:
    """Exact whole number, of any type that a host gives it.

    Raises
    ------
    ValueError
        When it is not a whole number, or a float that may have been rounded.

    Examples
    --------
    >>> whole_number(3.0), whole_number("4"), whole_number("1200.0")
    (3, 4, 1200)
    """
    if isinstance(value, str):
        return parse_whole(value, -(10**40), 10**40)
    # Only NaN differs from itself.
    if isinstance(value, float) and (value != value or abs(value) > _EXACT):
        msg = f"expected an exact whole number, found the float {value}"
        raise ValueError(msg)
    number = int(value)
    if number != value:
        msg = f"expected a whole number, found {value}"
        raise ValueError(msg)
    return number


def is_null(value: Any) -> bool:
    """Whether a cell has no value, in any of the ways that hosts and frames have for it."""
    # By the name of the type, so that pandas is not asked for each cell; pd.NA refuses to be compared.
    return value is None or type(value).__name__ in ("NAType", "NaTType") or bool(value != value)


def text(value: Any) -> str:
    """Name of a version or cohort: whole numbers without decimals, fixed-length texts without their padding.

    Examples
    --------
    >>> text("v1  "), text(7.0)
    ('v1', '7')
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).rstrip(" ")
