"""Which words of a page in another language are English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.language import Language

_WORD = re.compile(r"[a-zà-öø-ÿœ]{2,}", re.IGNORECASE)


def english_words(page: str, language: Language, names: Iterable[str] = ()) -> set[str]:
    """Words on a page that the English texts have and those of its language have not; names of things are left out."""
    text = unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return _words([text]) & (_words(_texts(ENGLISH)) - _words(_texts(language)))


def _texts(language: Language) -> Iterable[str]:
    for text in (*language.texts.values(), *language.reasons.values()):
        for form in [text] if isinstance(text, str) else text.values():
            yield re.sub(r"\{[^}]*\}", " ", form)


def _words(texts: Iterable[str]) -> set[str]:
    return {word.lower() for text in texts for word in _WORD.findall(text)}
