"""Values that people type, read as texts, numbers and shares; what is ambiguous is refused.

A decimal comma is accepted where it can mean nothing else.
"""

from __future__ import annotations

import re
from decimal import Decimal

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000" + _INVISIBLE
)
_QUOTED = 60
_NUMBER = re.compile(r"[+-]?(?=[.,]?[0-9])(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)?(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]{1,4})?")


def quote(value: object) -> str:
    """Value as a message quotes it: shortened when it is long.

    Examples
    --------
    >>> quote("soon"), quote("9" * 310)
    ("'soon'", "'999999999999999999999999999999…' (310 characters)")
    """
    try:
        text = value if isinstance(value, str) else repr(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "a number of more than 4,300 digits"
    return f"'{text[: _QUOTED // 2]}…' ({len(text)} characters)" if len(text) > _QUOTED else repr(value)


def trim(text: str) -> str:
    """Text without blanks and invisible characters around it; what is inside stays.

    Examples
    --------
    >>> trim("\\ufeff net\\u00a0sales \\u200b") == "net\\u00a0sales"
    True
    """
    return text.strip(_BLANKS)


def plain(text: str) -> str:
    """Text without blanks around it and without invisible characters; each blank inside is a simple blank.

    Examples
    --------
    >>> plain("\\u00a01\\u202f200\\ufeff ")
    '1 200'
    """
    return re.sub(r"\s", " ", text.translate(dict.fromkeys(map(ord, _INVISIBLE)))).strip()


def split_texts(text: str) -> list[str]:
    """Texts of a list, separated by commas or by line breaks."""
    return re.split(r"[,\n]", text)


def split_numbers(text: str) -> list[str]:
    """Numbers of a list, separated by semicolons, line breaks or commas.

    Raises
    ------
    ValueError
        When a comma may be a separator or a decimal comma.

    Examples
    --------
    >>> split_numbers("1, 5, 10"), split_numbers("2,5; 5"), split_numbers("0,5")
    (['1', ' 5', ' 10'], ['2,5', ' 5'], ['0,5'])
    >>> split_numbers("2,5")
    Traceback (most recent call last):
        ...
    ValueError: a comma between two digits may be a decimal comma or separate two numbers in '2,5'; \
write 2.5 or '2; 5', for example
    """
    if re.search(r"[;\n]", text):
        return re.split(r"[;\n]", text)
    # "2,5; 5" has a separator and is clear; "2,5" alone may be one number or two.
    inner, commas = len(re.findall(r"(?<=[0-9]),(?=[0-9])", text)), text.count(",")
    if re.fullmatch(r"0,[0-9]+ ?%?", plain(text)):
        return [text]
    if inner and (inner < commas or commas == 1):
        msg = (
            f"a comma between two digits may be a decimal comma or separate two numbers in {quote(text)}; "
            "write 2.5 or '2; 5', for example"
        )
        raise ValueError(msg)
    return text.split(",")


def parse_decimal(text: str) -> Decimal | None:
    """Read a number exactly; None when the text is no number.

    Raises
    ------
    ValueError
        When a comma may be a decimal comma or separate thousands.

    Examples
    --------
    >>> parse_decimal("2,5"), parse_decimal("1 200"), parse_decimal("1e3"), parse_decimal("many")
    (Decimal('2.5'), Decimal('1200'), Decimal('1E+3'), None)
    >>> parse_decimal("1,200")
    Traceback (most recent call last):
        ...
    ValueError: the comma in '1,200' may be a decimal comma or separate thousands; write 1.200 or 1200
    """
    written = plain(text).replace("\u2212", "-")
    if not _NUMBER.fullmatch(written):
        return None
    # 1,500 is one thousand five hundred in English, and one and a half in French: guessing would be wrong for somebody.
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", written):
        choices = f"{written.replace(',', '.')} or {written.replace(',', '')}"
        msg = f"the comma in {quote(text)} may be a decimal comma or separate thousands; write {choices}"
        raise ValueError(msg)
    digits = written.replace(" ", "").replace(",", ".")
    # Exact: 0.07 as a float times 100 is not 7.
    return Decimal(digits)


def parse_whole(text: str, minimum: int, maximum: int) -> int:
    """Read a whole number; hosts hand over ``3.0`` for 3 at times.

    Examples
    --------
    >>> parse_whole("12", 1, 100), parse_whole("3.0", 1, 100)
    (12, 3)
    >>> parse_whole("100000", 1, 10_000)
    Traceback (most recent call last):
        ...
    ValueError: expected a whole number from 1 to 10,000, found '100000'
    """
    # 1e3 is no way in which people type a count.
    number = None if re.search(r"[eE]", text) else parse_decimal(text)
    if number is None or number != number.to_integral_value() or not minimum <= number <= maximum:
        msg = f"expected a whole number from {minimum:,} to {maximum:,}, found {quote(text)}"
        raise ValueError(msg)
    return int(number)


def parse_number(text: str) -> float | None:
    """Read a number; nothing gives None.

    Examples
    --------
    >>> parse_number(" 1e3 "), parse_number("2,5"), parse_number("")
    (1000.0, 2.5, None)
    """
    if not plain(text):
        return None
    number = parse_decimal(text)
    # Beyond, a float is infinite.
    if number is None or abs(number) > Decimal("1e300"):
        msg = f"expected a number up to 1e300, found {quote(text)}"
        raise ValueError(msg)
    return float(number)


def parse_percent(text: str, maximum: int = 10_000, *, is_zero_allowed: bool = False) -> float:
    """Read a percentage as a fraction.

    Examples
    --------
    >>> parse_percent("10"), parse_percent("2,5 %")
    (0.1, 0.025)
    """
    number = _percentage(text)
    if number is None or not 0 <= number <= maximum or not (number or is_zero_allowed):
        lowest = "from 0" if is_zero_allowed else "above 0 and up"
        msg = f"expected a percentage {lowest} to {maximum:,}, such as 5, found {quote(text)}"
        raise ValueError(msg)
    return float(number) / 100


def parse_rate(text: str) -> int:
    """Basis points of a share in percent.

    Examples
    --------
    >>> parse_rate("5"), parse_rate("0.25 %"), parse_rate("2,5"), parse_rate("100")
    (500, 25, 250, 10000)
    """
    number = None if re.search(r"[eE]", text) else _percentage(text)
    if number is None:
        msg = f"expected numbers in percent, such as 1, 5, 10, found {quote(text.strip())}"
        raise ValueError(msg)
    if not 0 < number <= 100:
        msg = f"expected a share above 0 and up to 100 %, found {quote(text.strip())}"
        raise ValueError(msg)
    # Rates are whole basis points everywhere, so that no database rounds them in its own way.
    if number * 100 != (number * 100).to_integral_value():
        msg = f"expected at most two decimals of a percent, found {quote(text.strip())}"
        raise ValueError(msg)
    return int(number * 100)


def _percentage(text: str) -> Decimal | None:
    return parse_decimal(re.sub(r"%\s*$", "", text.strip()))
