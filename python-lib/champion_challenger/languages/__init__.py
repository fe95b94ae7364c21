"""The languages of pages: one folder for each language, and this table of them."""

from __future__ import annotations

from collections.abc import Mapping

from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.french import FRENCH
from champion_challenger.languages.language import Language

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, FRENCH)}
"""By code, in the order in which forms offer them; the first one is the default."""
