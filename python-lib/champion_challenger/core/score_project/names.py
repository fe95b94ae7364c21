"""Names of a score project's parts in the language that its form asks for."""

from __future__ import annotations

from collections.abc import Mapping

from champion_challenger.languages import LANGUAGES

PERFORMANCE, ACTIVATION_LOG = "performance", "activation_log"
"""Alike in every language: a script of the monthly scenario reads the first one, and the macro Activate challenger
writes the second one under the name that its own form has by default."""

_PREFIX = "name."


def names_of(language: str) -> Mapping[str, str]:
    """Names of datasets, folder, files, recipes, steps and mails by their English name.

    >>> names_of("en")["gains_curves"], names_of("fr")["gains_curves"], names_of("fr")["Calc_end"]
    ('gains_curves', 'courbes_de_gain', 'Fin_calcul')
    """
    texts = LANGUAGES[language].texts
    names = {key[len(_PREFIX) :]: str(text) for key, text in texts.items() if key.startswith(_PREFIX)}
    return {**names, PERFORMANCE: PERFORMANCE, ACTIVATION_LOG: ACTIVATION_LOG}
