"""Tableau's formulas, read by their grammar, with types, and written as SQL for Hyper.

Independent of the code that writes the formulas: what is not in this small part of the language does not parse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<field>\[[^\[\]]+\])"""
    r"""|(?P<name>[A-Za-z]+)|(?P<sign><>|<=|>=|[-+*/=<>(){},:]))"""
)
_NUMBERS = ("integer", "real")
AGGREGATES = {"MAX": "MAX({})", "MIN": "MIN({})", "AVG": "AVG({})", "SUM": "SUM({})", "COUNTD": "COUNT(DISTINCT {})"}


class FormulaError(ValueError):
    """A formula that Tableau would mark as an error."""


@dataclass(frozen=True)
class Term:
    """A part of a formula: its SQL, its type, and whether it aggregates rows."""

    sql: str
    type: str
    is_aggregate: bool = False


@dataclass(frozen=True)
class Level:
    """A FIXED expression: its dimensions, what it aggregates, and the name of its column."""

    dimensions: tuple[str, ...]
    sql: str
    column: str


@dataclass
class Formula:
    """A formula over columns and earlier calculations.

    Attributes
    ----------
    levels
        FIXED expressions, the innermost first; each becomes a column before the formula is computed.
    """

    text: str
    types: Mapping[str, str]
    prefix: str
    levels: list[Level] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tokens, at = [], 0
        while self.text[at:].strip():
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise FormulaError(f"unexpected {self.text[at : at + 10]!r} in {self.text}")
            self._tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            at = match.end()
        self._at = 0
        self.term = self._either()
        if self._at < len(self._tokens):
            raise FormulaError(f"unexpected {self._tokens[self._at][1]!r} in {self.text}")

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        found = self._peek()
        if wanted and found.upper() not in wanted:
            raise FormulaError(f"expected {' or '.join(wanted)}, found {found!r} in {self.text}")
        self._at += 1
        return found

    def _is(self, *words: str) -> bool:
        return self._peek().upper() in words

    def _either(self) -> Term:
        term = self._both()
        while self._is("OR"):
            self._take()
            term = self._logical("OR", term, self._both())
        return term

    def _both(self) -> Term:
        term = self._negated()
        while self._is("AND"):
            self._take()
            term = self._logical("AND", term, self._negated())
        return term

    def _logical(self, word: str, left: Term, right: Term) -> Term:
        _expect(left, ("boolean",), word, self.text)
        _expect(right, ("boolean",), word, self.text)
        return Term(f"({left.sql} {word} {right.sql})", "boolean")

    def _negated(self) -> Term:
        if self._is("NOT"):
            self._take()
            term = _expect(self._negated(), ("boolean",), "NOT", self.text)
            return Term(f"(NOT {term.sql})", "boolean")
        return self._compared()

    def _compared(self) -> Term:
        left = self._added()
        if not self._is("=", "<>", "<", ">", "<=", ">="):
            return left
        sign, right = self._take(), self._added()
        both_numbers = left.type in _NUMBERS and right.type in _NUMBERS
        if left.type != right.type and not both_numbers:
            raise FormulaError(f"{left.type} {sign} {right.type} in {self.text}")
        return Term(f"({left.sql} {sign} {right.sql})", "boolean")

    def _added(self) -> Term:
        term = self._multiplied()
        while self._is("+", "-"):
            sign, right = self._take(), self._multiplied()
            if sign == "+" and term.type == right.type == "string":
                term = Term(f"({term.sql} || {right.sql})", "string")
            else:
                term = self._arithmetic(sign, term, right)
        return term

    def _multiplied(self) -> Term:
        term = self._single()
        while self._is("*", "/"):
            term = self._arithmetic(self._take(), term, self._single())
        return term

    def _arithmetic(self, sign: str, left: Term, right: Term) -> Term:
        for one in (left, right):
            _expect(one, _NUMBERS, sign, self.text)
        is_real = sign == "/" or "real" in (left.type, right.type)
        type_ = "real" if is_real else "integer"
        left_sql = f"CAST({left.sql} AS double precision)" if sign == "/" else left.sql
        return Term(f"({left_sql} {sign} {right.sql})", type_)

    def _single(self) -> Term:
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        if kind == "text":
            self._take()
            return Term("'" + text[1:-1].replace('""', '"').replace("'", "''") + "'", "string")
        if kind == "number":
            self._take()
            return Term(
                f"CAST({text} AS double precision)" if "." in text else text, "real" if "." in text else "integer"
            )
        if kind == "field":
            return self._field(self._take()[1:-1])
        if text == "(":
            return self._inside("(", ")")
        if text == "{":
            return self._level()
        if text.upper() == "IF":
            return self._branches()
        if text.upper() in ("TRUE", "FALSE"):
            return Term(self._take().upper(), "boolean")
        return self._call(self._take().upper())

    def _inside(self, opening: str, closing: str) -> Term:
        self._take(opening)
        term = self._either()
        self._take(closing)
        return term

    def _field(self, name: str) -> Term:
        if name not in self.types:
            raise FormulaError(f"no field {name} for {self.text}")
        return Term(f'"{name}"', self.types[name])

    def _level(self) -> Term:
        self._take("{")
        self._take("FIXED")
        dimensions = [self._take()[1:-1]]
        while self._is(","):
            self._take()
            dimensions.append(self._take()[1:-1])
        for name in dimensions:
            self._field(name)
        self._take(":")
        term = self._either()
        self._take("}")
        if not term.is_aggregate:
            raise FormulaError(f"a level of detail without aggregation in {self.text}")
        column = f"{self.prefix}{len(self.levels)}"
        self.levels.append(Level(tuple(dimensions), term.sql, column))
        return Term(f'"{column}"', term.type)

    def _branches(self) -> Term:
        self._take("IF")
        parts, results = [], []
        while True:
            condition = _expect(self._either(), ("boolean",), "IF", self.text)
            self._take("THEN")
            results.append(self._either())
            parts.append(f"WHEN {condition.sql} THEN {results[-1].sql}")
            word = self._take("ELSEIF", "ELSE", "END").upper()
            if word == "ELSE":
                results.append(self._either())
                parts.append(f"ELSE {results[-1].sql}")
                self._take("END")
            if word != "ELSEIF":
                break
        return Term(f"(CASE {' '.join(parts)} END)", self._common({one.type for one in results}))

    def _common(self, types: set[str]) -> str:
        if types == {"integer", "real"}:
            return "real"
        if len(types) > 1:
            raise FormulaError(f"branches of {', '.join(sorted(types))} in {self.text}")
        return types.pop()

    def _call(self, name: str) -> Term:
        if name not in _FUNCTIONS and name not in AGGREGATES:
            raise FormulaError(f"no function {name} for {self.text}")
        self._take("(")
        arguments = [self._either()]
        while self._is(","):
            self._take()
            arguments.append(self._either())
        self._take(")")
        if name in AGGREGATES:
            (only,) = arguments
            if only.is_aggregate:
                raise FormulaError(f"an aggregate of an aggregate in {self.text}")
            return Term(AGGREGATES[name].format(only.sql), "integer" if name == "COUNTD" else only.type, True)
        expected, made, write = _FUNCTIONS[name]
        if not len(expected) - (name in _LAST_IS_OPTIONAL) <= len(arguments) <= len(expected):
            raise FormulaError(f"{name} takes {len(expected)} arguments, found {len(arguments)} in {self.text}")
        for argument, allowed in zip(arguments, expected):
            _expect(argument, allowed, name, self.text)
        if name == "IFNULL" and arguments[0].type != arguments[1].type:
            raise FormulaError(f"IFNULL of {arguments[0].type} and {arguments[1].type} in {self.text}")
        return Term(write(*(one.sql for one in arguments)), made or arguments[0].type)


_ANY, _TEXT, _WHOLE, _NUMBER = ("string", "integer", "real", "boolean", "date"), ("string",), ("integer",), _NUMBERS
_LAST_IS_OPTIONAL = ("MID",)
_FUNCTIONS: dict[str, tuple[tuple[tuple[str, ...], ...], str, Callable[..., str]]] = {
    "IFNULL": ((_ANY, _ANY), "", lambda one, other: f"COALESCE({one}, {other})"),
    "ISNULL": ((_ANY,), "boolean", lambda one: f"({one} IS NULL)"),
    "LEN": ((_TEXT,), "integer", lambda text: f"char_length({text})"),
    "LEFT": ((_TEXT, _WHOLE), "string", lambda text, n: f"substring({text} from 1 for {n})"),
    "MID": ((_TEXT, _WHOLE, _WHOLE), "string", lambda text, at, n="10000": f"substring({text} from {at} for {n})"),
    "REPLACE": ((_TEXT, _TEXT, _TEXT), "string", lambda text, a, b: f"replace({text}, {a}, {b})"),
    "STARTSWITH": ((_TEXT, _TEXT), "boolean", lambda text, start: f"starts_with({text}, {start})"),
    "INT": ((_ANY,), "integer", lambda value: f"TRY_CAST({value} AS bigint)"),
    "ROUND": ((_NUMBER, _WHOLE), "real", lambda value, n: f"CAST(ROUND({value}, {n}) AS double precision)"),
    "MAKEDATE": (
        (_WHOLE, _WHOLE, _WHOLE),
        "date",
        lambda y, m, d: f"MAKE_DATE({y}::integer, {m}::integer, {d}::integer)",
    ),
}


def _expect(term: Term, allowed: tuple[str, ...], where: str, text: str) -> Term:
    if term.type not in allowed:
        raise FormulaError(f"{where} of {term.type}, not of {' or '.join(allowed)}, in {text}")
    return term
