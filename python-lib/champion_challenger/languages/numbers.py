"""How a language writes numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

MISSING = "–"
_TOO_LONG = 1e15


@dataclass(frozen=True)
class NumberFormat:
    """Marks within a number, and the sign of a percentage.

    Attributes
    ----------
    decimal_mark, thousands_mark
        Between units and decimals, and between groups of three digits.
    percent_sign
        What follows the number, with the space before it.
    minus_sign
        Before a number below zero, where a method says so.

    Examples
    --------
    >>> numbers = NumberFormat(decimal_mark=",", thousands_mark=".")
    >>> numbers.decimals(3.14159, 2), numbers.count(23570), numbers.share(0.0639), numbers.rate(0.0025)
    ('3,14', '23.570', '6,4 %', '0,25 %')
    """

    decimal_mark: str = "."
    thousands_mark: str = "\u202f"
    percent_sign: str = " %"
    minus_sign: str = "−"

    @property
    def cell_separator(self) -> str:
        """Between the cells of a text file: a semicolon where numbers have decimal commas, as spreadsheets expect it.

        >>> NumberFormat().cell_separator, NumberFormat(decimal_mark=",").cell_separator
        (',', ';')
        """
        return ";" if self.decimal_mark == "," else ","

    def write(self, value: float, specification: str) -> str:
        """Number as `format` writes it, with the marks of the language; ``%`` with the space before it.

        >>> NumberFormat().write(-0.4, "+,.0f"), NumberFormat().write(-0.0, "+.3g"), NumberFormat().write(-0.4, "+.3g")
        ('+0', '+0', '-0.4')
        """
        marks = str.maketrans({".": self.decimal_mark, ",": self.thousands_mark, "%": self.percent_sign})
        written = format(value, specification)
        # What is rounded to nothing has no side: Python would write "-0".
        is_nothing = written.startswith("-0") and not any(digit in written for digit in "123456789")
        return (format(0 * abs(value), specification) if is_nothing else written).translate(marks)

    def decimals(self, value: float | None, places: int) -> str:
        """Number with so many decimals.

        >>> NumberFormat().decimals(-0.4231, 2), NumberFormat(thousands_mark=",").decimals(-2500, 0)
        ('−0.42', '−2,500')
        """
        if value is None or is_missing(value):
            return MISSING
        return self._minus(value, places) + self.write(abs(value), f",.{places}f")

    def share(self, value: float | None) -> str:
        """Share as a percentage with one decimal."""
        return MISSING if value is None or is_missing(value) else self.write(value, ".1%")

    def rate(self, value: float) -> str:
        """Targeting rate: a percentage with the decimals that it needs."""
        return self.write(100 * value, "g") + self.percent_sign

    def count(self, value: float | None) -> str:
        """Whole number."""
        return self.decimals(value, 0)

    def with_sign(self, value: float | None, places: int) -> str:
        """Difference with its sign.

        >>> NumberFormat().with_sign(-0.4231, 2), NumberFormat().with_sign(38.2, 0), NumberFormat().with_sign(-0.001, 2)
        ('−0.42', '+38', '+0.00')
        """
        if value is None or is_missing(value):
            return MISSING
        return (self._minus(value, places) or "+") + self.write(abs(value), f",.{places}f")

    def figure(self, value: float) -> str:
        """Number of unknown kind: a whole one with all its digits, another one with six that count.

        >>> NumberFormat().figure(1234567.0), NumberFormat(decimal_mark=",").figure(-0.12345678)
        ('1\u202f234\u202f567', '−0,123457')
        """
        is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _TOO_LONG
        specification = "," if isinstance(value, int) else ",.0f" if is_whole else ",.6g"
        return (self.minus_sign if value < 0 else "") + self.write(abs(value), specification)

    def _minus(self, value: float, places: int) -> str:
        return self.minus_sign if value < 0 and float(format(abs(value), f".{places}f")) > 0 else ""


def is_missing(value: float | None) -> bool:
    """Whether there is no number."""
    return value is None or math.isnan(value)
