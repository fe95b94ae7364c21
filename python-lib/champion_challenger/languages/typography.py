"""Spaces that must not break a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from champion_challenger.languages.language import FieldText, Text

_BESIDE_MARK = re.compile(r" (?=[;:?!%»])|(?<=«) ")


def with_unbroken_spaces(texts: Mapping[str, Text]) -> dict[str, Text]:
    """Texts of a language that puts a space before ; : ? ! % and within quotation marks, as French does.

    >>> with_unbroken_spaces({"why": "Pourquoi ?", "versions": {"one": "une : {n}", "other": "{n} %"}})
    {'why': 'Pourquoi\\xa0?', 'versions': {'one': 'une\\xa0: {n}', 'other': '{n}\\xa0%'}}
    """
    return {key: _unbroken(text) for key, text in texts.items()}


def fields_with_unbroken_spaces(fields: Mapping[str, FieldText]) -> dict[str, FieldText]:
    """The same of captions and descriptions."""
    return {
        name: FieldText(_BESIDE_MARK.sub("\u00a0", field.caption), _BESIDE_MARK.sub("\u00a0", field.description))
        for name, field in fields.items()
    }


def _unbroken(text: Text) -> Text:
    if isinstance(text, str):
        return _BESIDE_MARK.sub("\u00a0", text)
    return {form: _BESIDE_MARK.sub("\u00a0", template) for form, template in text.items()}
