"""A language as a value: its texts, and how it writes numbers, days, plurals and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from numbers import Integral, Real
from typing import Any, Union

from champion_challenger.languages.numbers import NumberFormat

_MOST_NAMED = 3
_DAY = re.compile(r"[12]\d{7}")
_DOUBLED = re.compile(r"(?<![.])([.?!])\.(?=[\s)]|$)")

Text = Union[str, Mapping[str, str]]
"""A text with placeholders; where its words depend on a number, one text for each plural form.

The number is ``n``, or the one that ``of`` names.
"""


def one_or_other(number: float) -> str:
    """Plural form of languages in which only 1 is singular.

    >>> one_or_other(1), one_or_other(0)
    ('one', 'other')
    """
    return "one" if number == 1 else "other"


def no_other_form(event: str) -> Mapping[str, str]:
    """Forms of the event's name, in languages in which it does not change."""
    return {}


@dataclass(frozen=True)
class FieldText:
    """What a workbook says of a field.

    Attributes
    ----------
    description
        "" for the description of the column.
    """

    caption: str
    description: str = ""


@dataclass(frozen=True)
class Language:
    """One language of pages.

    Attributes
    ----------
    code
        As forms and HTML name it.
    name
        In the language itself, as forms offer it.
    texts
        Texts of pages by key; ``{event}`` is whom the score looks for, in the plural.
    reasons
        Templates of reasons by code (`core.reasons`).
    figures
        Numbers in lines and variables of scenario steps, which the conditions of later steps may read.
    day_format, moment_format
        As `strftime` reads them.
    plural_form
        From a number to the plural form that its text has.
    event_forms
        Other forms of the event's name, such as with a preposition, by placeholder.
    fields
        Captions of columns and calculations by name.
    clause_separator, list_separator
        Between the clauses of a sentence, and between the names of a list.

    Examples
    --------
    >>> german = Language("de", "Deutsch", {}, {}, NumberFormat(",", "."), day_format="%d.%m.%Y")
    >>> customers = {"one": "{n} Kunde", "other": "{n:,} Kunden in {cohorts}"}
    >>> german.fill(customers, {"n": 1200, "cohorts": ["2019-01", "2019-02"]})
    '1.200 Kunden in 2019-01, 2019-02'
    >>> german.fill({"of": "hits", "one": "{hits} Treffer", "other": "{hits} Treffer unter {n}"}, {"hits": 1, "n": 9})
    '1 Treffer'
    >>> german.day("2019-02-28"), german.day("unknown")
    ('28.02.2019', 'unknown')
    """

    code: str
    name: str
    texts: Mapping[str, Text]
    reasons: Mapping[str, Text]
    numbers: NumberFormat = field(default_factory=NumberFormat)
    figures: NumberFormat = field(default_factory=lambda: NumberFormat(thousands_mark="", minus_sign="-"))
    day_format: str = "%Y-%m-%d"
    moment_format: str = "%Y-%m-%d %H:%M"
    plural_form: Callable[[float], str] = one_or_other
    event_forms: Callable[[str], Mapping[str, str]] = no_other_form
    fields: Mapping[str, FieldText] = field(default_factory=dict)
    clause_separator: str = "; "
    list_separator: str = ", "

    def cohorts(self, names: str) -> str:
        """Cohorts as people read them: each by its name, and from four on their number, the first and the last.

        Parameters
        ----------
        names
            Separated by commas, the oldest first.
        """
        known = [name.strip() for name in names.split(",") if name.strip()]
        if len(known) <= _MOST_NAMED:
            return self.list_separator.join(known)
        return self.fill(self.texts["cohort.many"], {"n": len(known), "first": known[0], "last": known[-1]})

    def fill(self, text: Text, values: Mapping[str, Any]) -> str:
        """Text with its values; numbers have the marks of the language, lists its separator."""
        template = text if isinstance(text, str) else text[self.plural_form(values[text.get("of", "n")])]
        filled = template.format(**{name: self._write(value) for name, value in values.items()})
        # A value may be a sentence with a mark of its own.
        return _DOUBLED.sub(r"\1", filled)

    def day(self, text: str) -> str:
        """Day of an ISO date or time; a text that is neither is left as it is."""
        return _format(text, self.day_format)

    def version(self, label: str) -> str:
        """Name of a version: the day by which it is named, as the language writes days; another name as it is.

        An id of DSS that is a time is left as it is: its day is that of the training, and may be the name of another
        version, which was trained on data until then.

        >>> english = Language("en", "English", {}, {})
        >>> english.version("20190228"), english.version("1551312000000"), english.version("rule_score")
        ('2019-02-28', '1551312000000', 'rule_score')
        """
        try:
            return datetime.strptime(label, "%Y%m%d").strftime(self.day_format) if _DAY.fullmatch(label) else label
        except ValueError:
            return label

    def moment(self, text: str) -> str:
        """Day and time of day of an ISO time, as it is written there."""
        return _format(text, self.moment_format)

    def _write(self, value: Any) -> Any:
        if isinstance(value, Real) and not isinstance(value, bool):
            return _Number(int(value) if isinstance(value, Integral) else float(value), self.numbers)
        return self.list_separator.join(map(str, value)) if isinstance(value, (list, tuple)) else value


class _Number:
    """A number that a template formats with the marks of a language."""

    def __init__(self, value: float, numbers: NumberFormat) -> None:
        self._value, self._numbers = value, numbers

    def __format__(self, specification: str) -> str:
        return self._numbers.write(self._value, specification)


def _format(text: str, wanted: str) -> str:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).strftime(wanted)
    except ValueError:
        return text
