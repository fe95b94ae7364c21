"""Why a figure or a verdict is missing, or what to be careful with: a code and its values, worded in any language.

Datasets hold reasons twice: as an English sentence, for people who read the dataset, and as codes with values in the
column ``reason_codes``, from which a page says them in its own language. Templates are in ``languages``, one for each
code and language.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from champion_challenger.errors import HostError
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.language import Language

LONGEST = 500
NO_LONGER_GIVEN = ("uncontacted_not_in_database",)
"""Codes of rows that older versions of the plugin wrote: reports still read them."""
_VERSIONS, _DAYS = ("former", "active"), ("day",)
_HITS = "hits"
_MOMENTS, _FIGURES = ("moment", "start", "end"), ("value", "base", "bound", "z")
_IN_DATASETS = replace(ENGLISH, numbers=replace(ENGLISH.numbers, thousands_mark=","))


@dataclass(frozen=True)
class Reason:
    """A named reason.

    Attributes
    ----------
    code
        Names a template of each language.
    values
        What the template shows: numbers, texts, lists of texts, or reasons.

    Examples
    --------
    >>> str(Reason("few_positives", {"n": 12, "least": 30}))
    '12 positive customers in all, at least 30 needed'
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.wording(_IN_DATASETS)

    def wording(self, language: Language) -> str:
        """Sentence in a language.

        Raises
        ------
        KeyError
            The language has no template of this code, or the template shows a value that is not given.
        """
        values = {name: _in_words(name, value, language) for name, value in self.values.items()}
        return language.fill(language.reasons[self.code], values)


def sentence(reasons: Sequence[Reason], language: Language = _IN_DATASETS) -> str:
    """All reasons in one sentence; "" without any.

    >>> sentence([Reason("may_be_chance"), Reason("no_champion")])
    'the difference may be chance; no model in production is known'
    """
    return language.clause_separator.join(reason.wording(language) for reason in reasons)


def some_of(names: Sequence[str], others: int) -> Sequence[str] | Reason:
    """Names as a value of a reason, with the number of those that are not named.

    >>> str(Reason("host_said", {"message": some_of(["a", "b"], 1195)}))
    'a, b and 1,195 others'
    """
    return Reason("some_of_several", {"names": list(names), "n": others}) if others > 0 else list(names)


def reason_of(error: HostError) -> Reason:
    """Reason that an error was raised with; one that was raised with a text has the text alone.

    >>> str(reason_of(HostError("no such table"))), reason_of(HostError(Reason("no_champion"))).code
    ('no such table', 'no_champion')
    """
    cause = error.args[0] if error.args else ""
    return cause if isinstance(cause, Reason) else Reason("host_said", {"message": str(error)})


def joint_reason(reasons: Sequence[Reason], text: str) -> Reason | None:
    """Several reasons as one, which is worded in any language; None without any.

    Parameters
    ----------
    text
        Their English sentence, for reasons of a later version of the plugin, and where there are no codes.

    Examples
    --------
    >>> str(joint_reason([Reason("may_be_chance"), Reason("no_champion")], ""))
    'the difference may be chance; no model in production is known'
    >>> str(joint_reason([Reason("of_a_later_plugin")], "the sentence")), joint_reason([], "")
    ('the sentence', None)
    """
    try:
        is_known = bool(sentence(reasons))
    except (KeyError, TypeError, ValueError):
        is_known = False
    if is_known:
        return reasons[0] if len(reasons) == 1 else Reason("host_said", {"message": list(reasons)})
    return Reason("host_said", {"message": text}) if text else None


def value_text(value: Any, language: Language = _IN_DATASETS) -> str:
    """A value of any type as people read it: whole numbers without decimals, a text as it is.

    Examples
    --------
    >>> value_text(100.0), value_text(-0.12345678), value_text(True), value_text("x")
    ('100', '-0.123457', 'True', 'x')
    """
    if isinstance(value, bool):
        return Reason("value_true" if value else "value_false").wording(language)
    return language.figures.figure(value) if isinstance(value, (int, float)) else str(value)


def one_line(text: str, longest: int = 200) -> str:
    """Text without line breaks, shortened: what a dataset holds may neither forge a line of a log nor fill a mail.

    >>> one_line("late\\r\\nOK: all is well"), one_line("x" * 9, 5)
    ('late OK: all is well', 'xxxx…')
    """
    line = " ".join(part.strip() for part in text.splitlines() if part.strip())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def reason_codes(reasons: Mapping[str, Sequence[Reason]], before: object = None) -> str | None:
    """JSON text of the column ``reason_codes``; None when there is no reason, or the text exceeds `LONGEST`.

    A column of a table may be limited to so many characters; pages then show the English sentence.

    Parameters
    ----------
    reasons
        By the column that holds their sentence.
    before
        What the column held: reasons of other columns are kept.

    Examples
    --------
    >>> written = reason_codes({"reason": [Reason("no_positive", {"n": 400})]})
    >>> written
    '{"reason":[{"code":"no_positive","n":400}]}'
    >>> reason_codes({"pooled_reason": [Reason("may_be_chance")]}, before=written)
    '{"reason":[{"code":"no_positive","n":400}],"pooled_reason":[{"code":"may_be_chance"}]}'
    """
    added = {column: [_plain(reason) for reason in listed] for column, listed in reasons.items() if listed}
    kept = {**_parse(before), **added}
    text = _written(kept)
    # Dropped whole: a JSON text that is cut off cannot be read.
    return text if kept and len(text) <= LONGEST else None


def with_reasons(codes: object, column: str, reasons: Sequence[Reason]) -> str | None:
    """What ``reason_codes`` holds with other reasons of a column, however long: of rows that no table has to hold.

    >>> with_reasons('{"reason":[{"code":"no_positive","n":400}]}', "pooled_reason", [Reason("no_champion")])
    '{"reason":[{"code":"no_positive","n":400}],"pooled_reason":[{"code":"no_champion"}]}'
    >>> with_reasons(None, "pooled_reason", []) is None
    True
    """
    kept = {**_parse(codes), column: [_plain(reason) for reason in reasons]} if reasons else {}
    return _written(kept) if kept else without_reasons(codes, column)


def without_reasons(codes: object, column: str) -> str | None:
    """What ``reason_codes`` holds without the reasons of a column; None where nothing is left.

    >>> without_reasons('{"reason":[{"code":"no_positive","n":400}],"pooled_reason":[]}', "pooled_reason")
    '{"reason":[{"code":"no_positive","n":400}]}'
    """
    # Most rows do not hold this column: their text needs no reading.
    if not isinstance(codes, str) or f'"{column}"' not in codes:
        return codes if isinstance(codes, str) and codes else None
    kept = {name: listed for name, listed in _parse(codes).items() if name != column}
    return _written(kept) if kept else None


def read_reasons(codes: object, column: str) -> tuple[Reason, ...]:
    """Reasons of a column, from what ``reason_codes`` holds; none where it holds nothing that can be read.

    >>> read_reasons('{"reason":[{"code":"no_positive","n":400}]}', "reason")
    (Reason(code='no_positive', values={'n': 400}),)
    >>> read_reasons(None, "reason"), read_reasons("{", "reason")
    ((), ())
    """
    listed = _parse(codes).get(column)
    reasons = [_reason(entry) for entry in listed] if isinstance(listed, list) else []
    return tuple(reason for reason in reasons if isinstance(reason, Reason))


def _in_words(name: str, value: Any, language: Language) -> Any:
    """Reasons as sentences; values, moments, days and versions as the language writes them.

    In datasets days and versions are as columns have them.
    """
    reasons = [value] if isinstance(value, Reason) else value
    if isinstance(reasons, (list, tuple)) and reasons and all(isinstance(reason, Reason) for reason in reasons):
        return sentence(reasons, language)
    if name in _FIGURES:
        return one_line(value_text(value, language))
    if name == _HITS and isinstance(value, (int, float)):
        # Under ties hits are no whole number. Cut off, not rounded, so that fewer than 10 are never called 10.
        return math.floor(round(10 * value, 6)) / 10
    if name in _MOMENTS:
        return language.moment(value)
    if language is _IN_DATASETS or not isinstance(value, str):
        return value
    return language.version(value) if name in _VERSIONS else language.day(value) if name in _DAYS else value


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: a reason is an object with its code."""
    if isinstance(value, Reason):
        return {"code": value.code, **{name: _plain(inner) for name, inner in value.values.items()}}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _number(value: Any) -> Any:
    """A number of numpy as JSON can hold it."""
    return value.item()


def _reason(value: Any) -> Any:
    """The inverse of `_plain`."""
    if isinstance(value, dict) and "code" in value:
        return Reason(str(value["code"]), {name: _reason(inner) for name, inner in value.items() if name != "code"})
    return [_reason(inner) for inner in value] if isinstance(value, list) else value


def _written(listed: Mapping[str, Any]) -> str:
    # Compact and unescaped: what counts is the width of a text column.
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"), default=_number)


def _parse(codes: object) -> dict[str, Any]:
    try:
        parsed = json.loads(codes) if isinstance(codes, str) and codes else {}
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
