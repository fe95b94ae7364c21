"""Reading a form: variables are replaced, types are checked, and all problems are collected."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from champion_challenger.errors import SettingsError
from champion_challenger.languages.english.phrases import end_sentence, nearest
from champion_challenger.settings.parsing import parse_whole, quote, split_texts, trim

T = TypeVar("T")

_VARIABLE = re.compile(r"\$\{([^${}]*)\}")  # without "$" and "{" in a name, no text is searched twice
_MOST_NAMES = 30
_DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that change the direction of what follows, so that a line reads as another one."""
_FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "on", "oui", "vrai", "1", "1.0"), True),
    **dict.fromkeys(("false", "no", "n", "off", "non", "faux", "0", "0.0"), False),
}


class Form:
    """The values of a form, read field by field; problems are collected until `check`.

    Parameters
    ----------
    values
        What the host hands over: field name to JSON value. Missing fields are normal and take their default.
    variables
        What ``${name}`` stands for.
    project_key
        Project in which the form was filled in; names of datasets without a project belong to it.
    place
        Place of the form inside another form, such as ``Parameter 2``; messages begin with it.

    Examples
    --------
    >>> form = Form({"rate": "${share}", "size": "many"}, {"share": 5})
    >>> form.text("rate", "Rate")
    '5'
    >>> form.integer("size", "Size", default=3, maximum=10)
    3
    >>> form.problems
    ["Size: expected a whole number from 1 to 10, found 'many'."]
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        variables: Mapping[str, Any] | None = None,
        project_key: str = "",
        place: str = "",
    ) -> None:
        self.values = values
        self.variables = variables or {}
        self.project_key = project_key
        self.place = place
        self.problems: list[str] = []

    def part(self, values: Mapping[str, Any], place: str = "") -> Form:
        """Part of this form, such as a row of a list or a preset; its problems are problems of this form."""
        part = Form(values, self.variables, self.project_key, ", ".join(filter(None, (self.place, place))))
        part.problems = self.problems
        return part

    def rows(self, name: str, label: str, place: str) -> list[Form]:
        """Rows of a list field; messages about a row begin with ``place`` and its number."""
        rows = self.values.get(name) or []
        if not isinstance(rows, (list, tuple)) or not all(isinstance(row, Mapping) for row in rows):
            self.problem(label, f"expected a list of rows with fields, found {quote(rows)}")
            return []
        return [self.part(row, f"{place} {number}") for number, row in enumerate(rows, start=1)]

    def fields(self, name: str, label: str, expected: str) -> Mapping[str, Any]:
        """Value of a field that has fields itself: a preset or a map."""
        fields = self.values.get(name) or {}
        if not isinstance(fields, Mapping):
            self.problem(label, f"expected {expected}, found {quote(fields)}")
            return {}
        return fields

    def text(self, name: str, label: str, default: str = "") -> str:
        """Text of a field without blanks around it, with its variables replaced."""
        value = self.values.get(name)
        # A host hands over an empty field as null, as "" or as blanks.
        if value is None or (isinstance(value, str) and not trim(value)):
            return default
        return self._expand(self._to_text(value, label), label) or default

    def line(self, name: str, label: str) -> str:
        """Text of a field that becomes a name, a heading or the subject of a mail: one line, nothing to control it."""

        def _one_line(text: str) -> str:
            # Such signs would break a subject or a heading, or make a line read as another one.
            if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") or sign in _DIRECTIONS for sign in text):
                msg = f"expected one line without control characters, found {quote(text)}"
                raise ValueError(msg)
            return text

        return self.parse(name, label, "", _one_line, "")

    def required(self, name: str, label: str, advice: str = "") -> str:
        """Text of a field that must not be empty."""
        text = self.text(name, label)
        self.need(label, text, advice)
        return text

    def need(self, label: str, value: object, advice: str = "") -> None:
        """Note a problem if the value of a field is empty."""
        if not value:
            self.problem(label, f"it is empty. {advice}")

    def verbatim(self, name: str, label: str) -> str:
        """Text of a field as it was typed: no variable is replaced, and no message quotes it."""
        value = self.values.get(name) or ""
        if not isinstance(value, str):
            self.problem(label, "expected a text")
            return ""
        return self._whole(value, label)

    def texts(
        self, name: str, label: str, default: str = "", split: Callable[[str], list[str]] = split_texts
    ) -> tuple[str, ...]:
        """Texts of a list field, each once; a single text, or a variable, may contain several."""
        value, before = self.values.get(name), len(self.problems)
        if isinstance(value, (list, tuple)):
            texts = [text for item in value if item is not None for text in self._item(item, label, split)]
        else:
            texts = self._split(self.text(name, label, default), label, split)
        if len(self.problems) > before:
            return ()
        listed = tuple(dict.fromkeys(text for text in map(trim, texts) if text))
        # A variable may be empty: a list of nothing takes the default, as an empty field does.
        return listed or tuple(map(trim, split(default) if default else ()))

    def dataset(self, name: str, label: str, default: str = "") -> str:
        """Full name, ``PROJECT.name``, of a dataset or a model; "" for none.

        >>> Form({"cohort": "customers"}, project_key="TELCO").dataset("cohort", "Cohort")
        'TELCO.customers'
        """
        return self._full_name(self.text(name, label, default))

    def datasets(self, name: str, label: str) -> tuple[str, ...]:
        """Full names of the datasets of a list field, each once.

        >>> Form({"summaries": "churn, UP.sales"}, project_key="TELCO").datasets("summaries", "Summaries")
        ('TELCO.churn', 'UP.sales')
        """
        return tuple(dict.fromkeys(map(self._full_name, self.texts(name, label))))

    def flag(self, name: str, label: str, default: bool = False) -> bool:
        """Whether a box is selected; texts such as ``true`` are read too, since variables are texts."""

        def _yes_or_no(text: str) -> bool:
            if text.lower() not in _FLAGS:
                msg = f"expected true or false, found {quote(text)}"
                raise ValueError(msg)
            return _FLAGS[text.lower()]

        return self.parse(name, label, str(default), _yes_or_no, default)

    def integer(self, name: str, label: str, default: int, minimum: int = 1, maximum: int = 1_000_000) -> int:
        """Whole number of a field."""
        return self.parse(name, label, str(default), lambda text: parse_whole(text, minimum, maximum), default)

    def choice(self, name: str, label: str, choices: Iterable[str]) -> str:
        """One of the choices; the first is the default."""
        allowed = list(choices)

        def _allowed(text: str) -> str:
            if text not in allowed:
                msg = f"expected one of {', '.join(allowed)}, found {quote(text)}"
                raise ValueError(msg)
            return text

        return self.parse(name, label, allowed[0], _allowed, allowed[0])

    def parse(self, name: str, label: str, default: str, parse: Callable[[str], T], fallback: T | None = None) -> T:
        """Value of a field read by ``parse``, whose ValueError becomes a problem under the field's label."""
        before = len(self.problems)
        text = self.text(name, label, default)
        # One problem for each field: a text that could not be read is not parsed as well.
        if len(self.problems) == before:
            try:
                return parse(text)
            except ValueError as error:
                self.problem(label, str(error))
        return parse(default) if fallback is None else fallback

    def problem(self, label: str, text: str) -> None:
        """Note what is wrong with a field."""
        place = f"{self.place}, " if self.place else ""
        self.problems.append(f"{place}{label}: {end_sentence(text)}")

    def check(self) -> None:
        """Raise SettingsError with all problems so far."""
        if self.problems:
            raise SettingsError(self.problems)

    def _full_name(self, name: str) -> str:
        return name if not name or "." in name else f"{self.project_key}.{name}"

    def _item(self, item: Any, label: str, split: Callable[[str], list[str]]) -> Iterator[str]:
        """Item of a list; a variable without other text may contain several items."""
        text = self._to_text(item, label)
        expanded = self._expand(text, label)
        # Only a variable by itself: an item that was typed may hold a comma of its own.
        if _VARIABLE.fullmatch(trim(text)):
            yield from self._split(expanded, label, split)
        else:
            yield expanded

    def _split(self, text: str, label: str, split: Callable[[str], list[str]]) -> list[str]:
        try:
            # A list in JSON, as variables of a project hold them.
            listed = json.loads(text) if text.startswith("[") else None
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            return [self._to_text(item, label) for item in listed if item is not None]
        try:
            return split(text)
        except ValueError as error:
            self.problem(label, str(error))
            return []

    def _to_text(self, value: Any, label: str) -> str:
        """A value of JSON as a text; the rest is a problem."""
        # Before the numbers: a bool of Python is an int as well.
        if isinstance(value, bool):
            return str(value).lower()
        try:
            if isinstance(value, (str, int, float)):
                return str(value)
        except ValueError:  # Python writes no whole number of more than 4,300 digits
            pass
        self.problem(label, f"expected a text or a number, found {quote(value)}")
        return ""

    def _expand(self, text: str, label: str) -> str:
        unknown = [name for name in _VARIABLE.findall(text) if name not in self.variables]
        if unknown:
            # The nearest names first: a project may have hundreds of variables.
            known = nearest(unknown[0], sorted(map(str, self.variables)), _MOST_NAMES)
            missing = quote(", ".join(dict.fromkeys(unknown))).strip("'")
            self.problem(label, f"no variable is called {missing} (in {quote(text)}); defined are: {known}")
        return self._whole(trim(_VARIABLE.sub(self._value_of, text)), label)

    def _whole(self, text: str, label: str) -> str:
        """The text; one with half a character, which no file and no log can hold, is a problem."""
        try:
            text.encode()
        except UnicodeEncodeError as error:
            self.problem(label, f"expected a text, found one with half a character ({text[error.start]!a})")
            return ""
        return text

    def _value_of(self, match: re.Match[str]) -> str:
        """Text that stands for a variable; lists and objects become JSON, which `texts` reads."""
        value = self.variables.get(match.group(1), match.group(0))
        if value is None or isinstance(value, str):
            return value or ""
        return json.dumps(value, default=str, ensure_ascii=False)
