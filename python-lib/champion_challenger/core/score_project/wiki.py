"""The wiki page of a score project, in Markdown."""

from __future__ import annotations

from champion_challenger.core.score_project.timetable import (
    APPLICATION,
    EVALUATION,
    MINUTES_ALLOWED,
    PROCEDURE_LIMIT,
)
from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.create_score_project import ScoreProject

_MARKUP = frozenset("\\`*_{}[]()<>#+-!|:~@&=$^.")


def wiki_article(settings: ScoreProject) -> str:
    """Explain the flow, the scenarios, and what has to be done by hand.

    Names come from people: characters that would be markup are escaped.
    """
    language, horizon = LANGUAGES[settings.language], settings.horizon
    names = {
        "application": APPLICATION.scenario,
        "application_trigger": APPLICATION.trigger,
        "evaluation": EVALUATION.scenario,
        "evaluation_trigger": EVALUATION.trigger,
        "minutes_allowed": MINUTES_ALLOWED,
        "procedure_limit": PROCEDURE_LIMIT,
    }
    values = {
        "name": _plain(settings.name),
        "code_name": _code(settings.name),
        "training_data": _code(settings.training_data),
        "outcome": _code(settings.outcome),
        "cohort": _code(settings.cohort),
        "customers": _code(settings.customers),
        "horizon": language.fill(language.texts[f"wiki.horizon.{horizon.unit}"], {"n": horizon.count}),
    }
    return language.fill(language.texts["wiki.page"], {**names, **values})


def _plain(text: str) -> str:
    """Text that is no markup: no link, image, heading, table or tag.

    >>> _plain("# ![x](http://a.b)")
    '&#35; &#33;&#91;x&#93;&#40;http&#58;//a&#46;b&#41;'
    """
    return "".join(f"&#{ord(sign)};" if sign in _MARKUP else sign for sign in _one_line(text))


def _code(text: str) -> str:
    """Text between backticks, where only these, and the bars of a table, are markup.

    >>> _code("<script>`x`|y")
    '&lt;script&gt;x/y'
    """
    plain = _one_line(text).replace("`", "").replace("|", "/")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    return " ".join(text.split())
