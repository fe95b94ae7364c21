"""Run conditions, which compare variables, and the expansion of `${variables}` in texts.

The slice of DSS formulas here: names, `variables["name"]`, texts, numbers, comparisons, `&&`, `||`, `!`, parentheses.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from typing import Any, Callable

from dss_standin.errors import DSSError

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<text>'[^']*'|"[^"]*")|(?P<name>[^\W\d][\w.]*)"""
    r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!()\[\]]))"""
)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}
Token = tuple[str, str]


def holds(expression: str, variables: Mapping[str, Any]) -> bool:
    """Tell whether a condition is true.

    An unknown name is null: equal to null alone, and never less or greater. Two sides that both read as numbers are
    compared as numbers, others as texts.

    >>> holds("outcome == 'SUCCESS' && (rows >= 10 || !checked)", {"outcome": "SUCCESS", "rows": "9", "checked": False})
    True
    >>> holds("rows < 10", {})
    False
    """
    reading = _Reading(_tokens(expression), variables, expression)
    value = reading.alternatives()
    reading.expect_end()
    return _true(value)


def expanded(value: Any, variables: Mapping[str, Any]) -> Any:
    """Return a value with each `${name}` in its texts replaced; an unknown name stays as it is.

    >>> expanded({"to": "${month}/${other}"}, {"month": "2024-01"})
    {'to': '2024-01/${other}'}
    """
    if isinstance(value, dict):
        return {name: expanded(part, variables) for name, part in value.items()}
    if isinstance(value, list):
        return [expanded(part, variables) for part in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"\$\{([^}]+)\}", lambda match: str(variables.get(match.group(1), match.group(0))), value)


class _Reading:
    """One pass over the tokens; each method reads one level of precedence and returns its value."""

    def __init__(self, tokens: list[Token], variables: Mapping[str, Any], expression: str) -> None:
        self._tokens, self._variables, self._expression = tokens, variables, expression

    def alternatives(self) -> Any:
        """Read values joined by `||`."""
        value = self._conjunction()
        while self._took("||"):
            other = self._conjunction()
            value = _true(value) or _true(other)
        return value

    def expect_end(self) -> None:
        """Refuse what is left over."""
        if self._tokens:
            raise self._error()

    def _conjunction(self) -> Any:
        value = self._comparison()
        while self._took("&&"):
            other = self._comparison()
            value = _true(value) and _true(other)
        return value

    def _comparison(self) -> Any:
        if self._took("!"):
            return not _true(self._comparison())
        left = self._value()
        sign = self._tokens[0][1] if self._tokens and self._tokens[0][0] == "sign" else ""
        if sign not in _COMPARISONS:
            return left
        self._took(sign)
        return _compare(sign, left, self._value())

    def _value(self) -> Any:
        if self._took("("):
            value = self.alternatives()
            return self._expect(value, ")")
        kind, text = self._tokens.pop(0) if self._tokens else ("", "")
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1]
        if kind != "name":
            raise self._error()
        if text == "variables" and self._took("["):
            return self._expect(self._variables.get(str(self._value())), "]")
        return self._variables.get(text, _CONSTANTS.get(text))

    def _expect(self, value: Any, sign: str) -> Any:
        if not self._took(sign):
            raise self._error()
        return value

    def _took(self, sign: str) -> bool:
        here = bool(self._tokens) and self._tokens[0] == ("sign", sign)
        if here:
            del self._tokens[0]
        return here

    def _error(self) -> DSSError:
        return DSSError(f"Condition {self._expression!r} cannot be read: comparisons of variables with && and || only")


def _tokens(expression: str) -> list[Token]:
    tokens, place = [], 0
    text = expression.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise DSSError(f"Condition {expression!r} cannot be read at {text[place:]!r}")
        tokens.append((str(match.lastgroup), match.group(str(match.lastgroup))))
        place = match.end()
    return tokens


def _compare(sign: str, left: Any, right: Any) -> bool:
    if left is None or right is None:
        return sign in ("==", "!=") and (left is right) == (sign == "==")
    numbers = _numbers(left, right)
    sides = numbers or (_text(left), _text(right))
    return _COMPARISONS[sign](*sides)


def _numbers(left: Any, right: Any) -> tuple[float, float] | None:
    try:
        return float(_text(left)), float(_text(right))
    except ValueError:
        return None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _true(value: Any) -> bool:
    return value is not None and _text(value) == "true"
